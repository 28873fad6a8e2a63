"""Verdicts on tests as JUnit XML, for the pages of a CI.

A suite stands for a project, a case for a test. All that a test missed is one failure: some readers
take no second one. No times are written, so that the same verdicts give the same bytes.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from milepost.cli.verdicts import VerdictText
from milepost.compiler import Compilation
from milepost.replay.verdict import Verdict

#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(verdicts: Iterable[tuple[Compilation, str, Verdict]]) -> bytes:
    """Return verdicts, each with its project and the project's folder, as JUnit XML."""
    suites: dict[str, list[tuple[Compilation, Verdict]]] = {}
    for compilation, folder, verdict in verdicts:
        suites.setdefault(folder, []).append((compilation, verdict))
    found = [verdict for members in suites.values() for _, verdict in members]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(found)}>"]
    for folder, members in suites.items():
        counts = _counts([verdict for _, verdict in members])
        lines.append(f"  <testsuite name={_quoted(folder)} {counts}>")
        for compilation, verdict in members:
            lines += _case(compilation, folder, verdict)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""]).encode()


def _counts(verdicts: list[Verdict]) -> str:
    broken = sum(not verdict.passed for verdict in verdicts)
    return f'tests="{len(verdicts)}" failures="{broken}" errors="0"'


def _case(compilation: Compilation, folder: str, verdict: Verdict) -> Iterator[str]:
    head = f"    <testcase classname={_quoted(folder)} name={_quoted(verdict.test.name)}"
    if verdict.passed:
        yield f"{head}/>"
        return
    told = VerdictText(compilation, folder, verdict)
    missed = [judged for judged in verdict.judged if not judged.kept]
    more = f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
    place = told.place_of(missed[0].expectation)
    message = f"{place}: {told.sentence(missed[0])}{more}"
    yield f"{head}>"
    yield f'      <failure type="missed" message={_quoted(message)}>'
    yield _escaped("\n".join([*told.missed(), "", *told.account()]))
    yield "      </failure>"
    yield "    </testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))


def _escaped(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))
