"""What a project is made of, and what it cannot reach."""

import socket
from pathlib import Path

import pytest

from milepost.compiler import Compilation
from milepost.diagnostics import Diagnostic, ToolError

CASE = "case { status open | closed = open; events reply }\n"
PROCESS = """\
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
"""
OFFICE = "calendar office { timezone Europe/London; mon-fri 09:00-17:00 }\n"


def found_in(folder: Path) -> list[tuple[str, str, str]]:
    return [
        (found.span.path, found.code, found.message) for found in Compilation(folder).diagnostics
    ]


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.sla").write_text(text)
    return folder


def test_the_files_of_a_project_share_one_namespace(tmp_path: Path) -> None:
    write(tmp_path, fields=CASE, support=PROCESS)
    write(tmp_path / "calendars", london=OFFICE)
    (tmp_path / "milepost.toml").write_text('name = "shop"\n')
    assert found_in(tmp_path) == []
    assert found_in(tmp_path / "calendars" / "london.sla") == []


def test_a_nested_project_is_another_project(tmp_path: Path) -> None:
    write(tmp_path, all=CASE + OFFICE + PROCESS)
    write(tmp_path / "other", all=CASE + OFFICE + PROCESS)
    (tmp_path / "other" / "milepost.toml").write_text('name = "other"\n')
    assert found_in(tmp_path) == []


def test_a_library_is_read_where_it_lies(tmp_path: Path) -> None:
    write(tmp_path / "shared", calendars=OFFICE + OFFICE.replace("office", "unused"))
    project = write(tmp_path / "project", all='use "../shared"\n' + CASE + PROCESS)
    (project / "milepost.toml").write_text("")
    assert found_in(project) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/etc", "library `/etc` is not a relative path"),
        ("https://example.com/lib", "library `https://example.com/lib` is not a relative path"),
        ("../nowhere", "library folder `../nowhere` does not exist"),
        ("../../outside", "library folder `../../outside` lies outside the repository"),
        ("../link", "library folder `../link` lies outside the repository"),
        ("..", "library `..` contains this project"),
        ("inner", "folder `inner` belongs to this project"),
    ],
)
def test_a_library_stays_in_the_repository(tmp_path: Path, path: str, said: str) -> None:
    repository = tmp_path / "repository"
    write(tmp_path / "outside", secret=OFFICE)
    project = write(repository / "project", all=f'use "{path}"\n' + CASE + OFFICE + PROCESS)
    write(project / "inner", more="")
    (project / "milepost.toml").write_text("")
    (repository / ".git").mkdir()
    (repository / "link").symlink_to(tmp_path / "outside")
    (first,) = found_in(project)
    assert first[1:] == ("P117", said)


def test_libraries_in_a_circle_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "a", a='use "../b"\n')
    write(tmp_path / "b", b='use "../a"\n')
    project = write(tmp_path / "project", all='use "../a"\n' + CASE + OFFICE + PROCESS)
    (project / "milepost.toml").write_text("")
    ((path, code, message),) = found_in(project)
    assert (path, code) == ("../b/b.sla", "P117")
    assert "circle" in message


def test_a_policy_file_that_is_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "outside", secret="tier secret_tier {}")
    project = write(tmp_path / "project", all=CASE + OFFICE + PROCESS)
    (project / "linked.sla").symlink_to(tmp_path / "outside" / "secret.sla")
    ((path, code, message),) = found_in(project)
    assert (path, code) == ("linked.sla", "P012")
    assert "leads out of the project" in message


@pytest.mark.parametrize(
    "line",
    [
        'entitlements from "../outside/customers.csv"',
        'entitlements from "/etc/passwd"',
        'entitlements from "link.csv"',
        'entitlements from "https://example.com/customers.csv"',
        'entitlements from "support.py"',
    ],
)
def test_a_register_outside_the_project_is_not_read(tmp_path: Path, line: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "customers.csv").write_text("name\nsecret\n")
    project = write(tmp_path / "project", all=CASE + OFFICE + PROCESS + line + "\n")
    (project / "milepost.toml").write_text("")
    (project / "link.csv").symlink_to(tmp_path / "outside" / "customers.csv")
    (project / "support.py").write_text("raise SystemExit(9)")
    compilation = Compilation(project)
    assert [found.code for found in compilation.diagnostics] == ["P123"]
    assert compilation.model.entitlements == ()


def test_nothing_reaches_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a policy opened a connection")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    action = 'action tell webhook { url "https://example.com/hook" }\n'
    calendar = 'calendar feed { timezone Europe/London; closed from "https://example.com/x.ics" }\n'
    write(tmp_path, all=CASE + OFFICE + PROCESS + action + calendar)
    assert {found.code for found in Compilation(tmp_path).diagnostics} >= {"P123"}


def test_a_file_that_is_no_text_is_reported_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.sla").write_bytes(b"timezone UTC\ntier \xff\n")
    (first,) = [found for found in Compilation(tmp_path).diagnostics if found.code == "P012"]
    assert (first.span.line, first.span.column) == (2, 6)
    assert first.message == "file is not UTF-8 (byte 0xFF)"


def test_an_oversized_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.sla").write_bytes(b"# " + b"x" * 9_000_000)
    (first,) = Compilation(tmp_path).diagnostics
    assert first.code == "P012"
    assert "larger than 8 MB" in first.message


def test_no_policy_is_a_matter_of_use(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="no policy files"):
        _ = Compilation(tmp_path).project


@pytest.mark.parametrize(
    "broken",
    [
        "tier gold { channels phone, ; hours always }",
        "tier gold gold { hours always }",
        "tier gold hours always }",
    ],
)
def test_a_broken_declaration_accuses_nobody_who_uses_it(tmp_path: Path, broken: str) -> None:
    text = f"""\
case {{ tier gold | silver; status open | closed = open; events reply }}
tier silver {{ hours always }}
{broken}
process support {{
  for gold, silver
  hours always
  until status == closed
  milestone answer within 4h {{ done on reply }}
}}
"""
    write(tmp_path, all=text)
    found: list[Diagnostic] = [
        one for one in Compilation(tmp_path).diagnostics if one.span.line != 3
    ]
    assert [one for one in found if "tier `gold`" in one.message] == []
    assert any(one.span.line == 3 for one in Compilation(tmp_path).diagnostics)
