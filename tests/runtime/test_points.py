"""The fine points of what a policy means: policies with tests, one file a point (`README.md`)."""

import re
from pathlib import Path

import pytest
from policies_run import compilation_of

from milepost.cli.verdicts import report
from milepost.diagnostics import Severity
from milepost.frozen import replace
from milepost.replay.verdict import judge, judge_all
from milepost.reporters import text as text_reporter
from milepost.runtime import RunningSchedule

HERE = Path(__file__).parent
_LISTED = re.compile(r"`([\w./]+\.(?:sla|py))`")
POINTS = sorted((HERE / "points").glob("*.sla"))
REFUSED = sorted((HERE / "refused").glob("*.sla"))
#: Outcomes that hold over a stretch of time.
STATES = ("open", "paused")


@pytest.mark.parametrize("path", POINTS, ids=lambda path: path.stem)
def test_the_point_holds(path: Path, tmp_path: Path) -> None:
    compilation = compilation_of(path.read_text("utf-8"), tmp_path)
    errors = [one for one in compilation.diagnostics if one.severity is Severity.ERROR]
    assert not errors, text_reporter.render(errors, color=False)
    verdicts = judge_all(compilation.schedule)
    assert verdicts, "a point without a test"
    failed = [one for one in verdicts if not one.passed]
    said = "\n".join(report(compilation, path.stem, one, color=False) for one in failed)
    assert not failed, said


@pytest.mark.parametrize("path", POINTS, ids=lambda path: path.stem)
def test_each_expectation_of_a_point_can_fail(path: Path, tmp_path: Path) -> None:
    """An instant that is a second off, or a time too many, is never what was found."""
    compilation = compilation_of(path.read_text("utf-8"), tmp_path)
    running = RunningSchedule(compilation.schedule)
    for test in compilation.schedule.tests:
        for place, expectation in enumerate(test.expectations):
            if expectation.at is not None and expectation.outcome not in STATES:
                wrong = replace(expectation, at=expectation.at + 1)
            elif expectation.outcome == "sent" and expectation.times is not None:
                wrong = replace(expectation, times=expectation.times + 1)
            else:
                continue
            expectations = (*test.expectations[:place], wrong, *test.expectations[place + 1 :])
            verdict = judge(running, replace(test, expectations=expectations))
            assert not verdict.judged[place].kept, (test.name, expectation)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_the_compiler_refuses_it(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    wanted = re.match(r"# (P\d+): ", text)
    assert wanted, "the first line says which finding is wanted"
    found = compilation_of(text, tmp_path).diagnostics
    errors = [one.code for one in found if one.severity is Severity.ERROR]
    assert errors == [wanted[1]], text_reporter.render(found, color=False)


def test_the_index_lists_what_there_is() -> None:
    index = (HERE / "README.md").read_text("utf-8")
    listed = {
        name
        for line in index.splitlines()
        if line.startswith("| ")
        for name in _LISTED.findall(line)
    }
    there = {str(path.relative_to(HERE)) for path in (*POINTS, *REFUSED, *HERE.glob("test_*.py"))}
    assert there - listed == {"test_points.py"}
    assert [name for name in listed if not (HERE / name).is_file()] == []
