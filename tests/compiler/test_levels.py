"""Levels of checks, for a project and for its folders."""

from pathlib import Path

import pytest

from milepost.cache.check import check_project
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError

POLICY = """\
process {name} {{
  when  queue == {name}_queue
  until status == closed
  carry on change of queue
  milestone m within 1d on office {{ done on reply }}
}}
"""
CASE = """\
case { status open | closed = open; queue a_queue | a_b_queue; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00 }
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "case.sla").write_text(CASE)
    for folder in ("a", "a/b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "p.sla").write_text(POLICY.format(name=folder.replace("/", "_")))
    return tmp_path


def found(project: Path, settings: str) -> list[tuple[str, str]]:
    (project / "milepost.toml").write_text(settings)
    findings = Compilation(project).diagnostics
    assert check_project(project).findings == findings
    assert {finding.code for finding in findings} <= {"P505"}
    return [(finding.span.path, finding.severity.value) for finding in findings]


def test_a_level_holds_for_the_project(project: Path) -> None:
    assert found(project, "") == [("a/b/p.sla", "error"), ("a/p.sla", "error")]
    assert found(project, '[checks]\nP505 = "warning"') == [
        ("a/b/p.sla", "warning"),
        ("a/p.sla", "warning"),
    ]
    assert found(project, '[checks]\nday-as-duration = "off"') == []


def test_the_deepest_folder_decides(project: Path) -> None:
    settings = """
    checks.P505 = "off"
    [[folder]]
    path = "a/b"
    checks.P505 = "information"
    [[folder]]
    path = "a"
    checks.P505 = "warning"
    """
    assert found(project, settings) == [("a/b/p.sla", "information"), ("a/p.sla", "warning")]
    assert found(project, settings.replace('"a"', '"A"')) == [("a/b/p.sla", "information")]


def test_a_lowered_error_lets_compile(project: Path) -> None:
    (project / "milepost.toml").write_text('[checks]\nP505 = "warning"')
    assert not Compilation(project).has_errors


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ("P101 = 'off'", "2:1: check `P101` cannot be lowered: what it reports is missing from"),
        ("unknown-name = 'warning'", "2:1: check `unknown-name` cannot be lowered"),
        ("day-as-durations = 'off'", "2:1: there is no check `day-as-durations`; did you mean"),
        ("P999 = 'off'", "2:1: there is no check `P999`"),
    ],
)
def test_levels_that_are_refused(project: Path, settings: str, wanted: str) -> None:
    with pytest.raises(ToolError) as caught:
        found(project, f"[checks]\n{settings}")
    assert f"milepost.toml:{wanted}" in str(caught.value)


def test_limits_of_the_project(project: Path) -> None:
    policy = project / "export.sla"
    policy.write_text("export to json { limits ours }\n")
    (project / "milepost.toml").write_text("checks.P505 = 'off'\n[limits.ours]\nprocesses = 1\n")
    codes = [
        (one.code, "profile `ours` allows 1" in one.message)
        for one in check_project(project).findings
    ]
    assert codes == [("P211", True)]
    (project / "milepost.toml").write_text("[limits.ours]\nproceses = 1\n")
    with pytest.raises(ToolError, match="2:1: there is no limit `proceses`; did you mean"):
        check_project(project)
