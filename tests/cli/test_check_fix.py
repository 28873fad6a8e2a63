"""`milepost check --fix`, `--unsafe-fixes` and `--diff`: what is written, what is shown, and how."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from milepost.cli import run

#: Two mistakes whose fixes change no meaning, and two that are guesses.
LOOSE = """\
case { status open | closed = open; events reply }
process support {
  until status = closed
  milestone answer within 4h on always { done on repli }
  milestone repair within 300 minutes on always { done when status == Closed }
}
"""
SAFE = LOOSE.replace("status = closed", "status == closed").replace("300 minutes", "300m")
MENDED = SAFE.replace("repli ", "reply ").replace("== Closed", "== closed")
CLEAN = "timezone Europe/London\n"
#: Safe fixes only, and nothing else to find afterwards.
SLOPPY = MENDED.replace("status == closed\n", "status = closed\n")
BROKEN = "process other {\n  when status == closed and\n  }}} milestone {{\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose parent is the current folder."""
    root = tmp_path / "desk"
    root.mkdir()
    (root / "milepost.toml").write_text('name = "desk"\n')
    monkeypatch.chdir(tmp_path)
    return root


def write(root: Path, text: str, name: str = "support.sla") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def kept(root: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for what checks keep for themselves."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".milepost" not in path.parts
    }


def test_safe_fixes_are_applied_and_what_is_left_is_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, clean = write(desk, LOOSE), write(desk, CLEAN, "zone.sla")
    before = clean.stat()
    assert run(["check", "desk", "--fix"]) == 1
    assert policy.read_text() == SAFE
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    said = capsys.readouterr().out
    assert "error[P101]: unknown event `repli`" in said
    assert "error[P104]: value `Closed`" in said
    assert "P008" not in said
    assert said.endswith("found 2 errors in 2 files\n2 fixes applied\n")


def test_where_fixes_are_enough_the_exit_code_is_clean(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = write(desk, SLOPPY)
    assert run(["check", "desk"]) == 1
    assert capsys.readouterr().out.endswith("1 can be fixed with `--fix`\n")
    assert run(["check", "desk", "--fix"]) == 0
    assert policy.read_text() == MENDED
    assert capsys.readouterr().out == "1 file, no findings\n1 fix applied\n"
    assert run(["check", "desk", "--fix"]) == 0
    assert capsys.readouterr().out == "1 file, no findings\n"


def test_unsafe_fixes_take_the_guesses_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = write(desk, LOOSE)
    assert run(["check", "desk", "--unsafe-fixes"]) == 0
    assert policy.read_text() == MENDED
    assert capsys.readouterr().out == "1 file, no findings\n4 fixes applied\n"


@pytest.mark.parametrize(("options", "fixed"), [((), SAFE), (("--unsafe-fixes",), MENDED)])
@pytest.mark.parametrize("also", [(), ("--fix",)])
def test_a_diff_changes_nothing_and_can_be_applied(
    desk: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    options: tuple[str, ...],
    fixed: str,
    also: tuple[str, ...],
) -> None:
    policy = write(desk, LOOSE.replace("\n", "\r\n"))
    before = kept(desk.parent)
    assert run(["check", "desk", "--diff", *options, *also]) == 1
    assert kept(desk.parent) == before
    shown = capsysbinary.readouterr().out
    assert shown.startswith(b"--- a/desk/support.sla\n+++ b/desk/support.sla\n")
    apply = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(apply, input=shown, cwd=desk.parent, check=True)
    assert policy.read_bytes() == fixed.replace("\n", "\r\n").encode()


def test_without_anything_to_fix_a_diff_is_empty(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, MENDED.replace("4h", "0h"))
    assert run(["check", "desk", "--diff"]) == 0
    assert capsys.readouterr().out == ""


def test_a_diff_goes_to_a_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, LOOSE)
    assert run(["check", "desk", "--diff"]) == 1
    shown = capsys.readouterr().out
    assert run(["check", "desk", "--diff", "--output", "out/fixes.patch"]) == 1
    assert capsys.readouterr().out == ""
    assert Path("out/fixes.patch").read_text() == shown


@pytest.mark.parametrize("option", [("--format", "json"), ("--since", "HEAD")])
def test_a_diff_is_no_form_of_findings(
    desk: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]
) -> None:
    write(desk, LOOSE)
    assert run(["check", "desk", "--diff", *option]) == 2
    assert "--diff shows a patch: leave --format and --since out" in capsys.readouterr().err


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_stay(desk: Path, mark: str, line_end: str) -> None:
    policy = write(desk, mark + LOOSE.replace("\n", line_end))
    assert run(["check", "desk", "--unsafe-fixes"]) == 0
    assert policy.read_bytes() == (mark + MENDED.replace("\n", line_end)).encode()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_that_a_fix_brings_end_as_the_others_do(desk: Path, line_end: str) -> None:
    """One line end and one closing brace are missing."""
    torn = MENDED.replace("open; events", "open events").removesuffix("}\n")
    policy = write(desk, torn.replace("\n", line_end))
    assert run(["check", "desk", "--unsafe-fixes"]) == 0
    written = policy.read_bytes().decode()
    others = {"\n", "\r", "\r\n"} - {line_end}
    bare = written.replace(line_end, "")
    assert not any(other in bare for other in others), written
    assert written.count(line_end) == torn.count("\n") + 2


def test_a_file_that_no_fix_makes_readable_is_left_alone(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy, broken = write(desk, LOOSE), write(desk, BROKEN, "broken.sla")
    before = broken.stat().st_mtime_ns
    assert run(["check", "desk", "--fix"]) == 1
    assert (broken.read_text(), broken.stat().st_mtime_ns) == (BROKEN, before)
    assert policy.read_text() == SAFE
    assert "--> desk/broken.sla:3:3" in capsys.readouterr().out


def test_what_is_no_text_is_left_alone(desk: Path) -> None:
    data = LOOSE.encode() + b"# \xff\n"
    (desk / "support.sla").write_bytes(data)
    assert run(["check", "desk", "--unsafe-fixes"]) == 1
    assert (desk / "support.sla").read_bytes() == data


def test_a_library_of_others_is_left_alone(desk: Path) -> None:
    shared = write(desk.parent / "shared", LOOSE)
    write(desk, 'use "../shared"\n' + CLEAN)
    assert run(["check", "desk", "--unsafe-fixes"]) == 1
    assert shared.read_text() == LOOSE


def test_all_projects_below_a_folder_are_fixed(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = desk.parent / "other"
    policies = [write(desk, SLOPPY), write(other, SLOPPY)]
    (other / "milepost.toml").write_text('name = "other"\n')
    assert run(["check", "--fix"]) == 0
    assert [policy.read_text() for policy in policies] == [MENDED, MENDED]
    assert capsys.readouterr().out == "2 files, no findings\n2 fixes applied\n"


LIMITS = """\
export to salesforce {
  limits default { proceses 14 }
}
"""
#: What a finding is allowed by: a comment, or the settings.
ALLOWED = {
    "": LIMITS,
    '[checks]\nP210 = "off"\n': LIMITS,
    "# reason": LIMITS.replace("  limits", '  # milepost: allow P210 "to be spoken of"\n  limits'),
}


@pytest.mark.parametrize("allowed", ALLOWED)
def test_a_finding_that_is_allowed_or_off_is_not_fixed(desk: Path, allowed: str) -> None:
    (desk / "milepost.toml").write_text(f'name = "desk"\n{allowed}')
    policy = write(desk, ALLOWED[allowed])
    run(["check", "desk", "--unsafe-fixes"])
    assert ("processes 14" in policy.read_text()) is (allowed == "")


def test_mode_and_symbolic_link_stay_and_nothing_is_left_beside(desk: Path) -> None:
    target = write(desk / "kept", SLOPPY, "real.txt")
    target.chmod(0o640)
    link = desk / "support.sla"
    link.symlink_to(target)
    assert run(["check", "desk", "--fix"]) == 0
    assert link.is_symlink()
    assert target.read_text() == MENDED
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(target.parent.iterdir()) == [target]


def test_a_write_that_fails_leaves_the_file_whole(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = write(desk, LOOSE)

    def full(_old: object, _new: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert run(["check", "desk", "--fix"]) == 2
    assert policy.read_text() == LOOSE
    assert set(kept(desk)) == {"milepost.toml", "support.sla"}
    assert "No space left" in capsys.readouterr().err


def test_what_was_fixed_is_checked_anew_and_not_taken_from_the_cache(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, LOOSE)
    run(["check", "desk"])
    capsys.readouterr()
    assert run(["check", "desk", "--unsafe-fixes"]) == 0
    assert run(["check", "desk", "--no-cache"]) == 0
    assert run(["check", "desk"]) == 0
    assert capsys.readouterr().out.count("1 file, no findings") == 3
