"""`milepost fmt`: which files it writes, how, and what it says."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.cli import fmt, run
from milepost.diagnostics import InternalError

LOOSE = "tier   gold { channels  email }  # the best\n"
NEAT = "tier gold { channels email }  # the best\n"
BROKEN = "tier   gold { channels  email }\n\ntier { }\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def test_files_are_written_and_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loose, neat = write(folder / "a.sla", LOOSE), write(folder / "b.sla", NEAT)
    assert run(["fmt"]) == 0
    assert loose.read_text() == neat.read_text() == NEAT
    assert capsys.readouterr().out == (
        "formatted a.sla\n1 file already formatted, 1 file formatted\n"
    )
    assert run(["fmt"]) == 0
    assert capsys.readouterr().out == "2 files already formatted\n"


def test_check_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loose = write(folder / "a.sla", LOOSE)
    assert run(["fmt", "--check", "a.sla"]) == 1
    assert loose.read_text() == LOOSE
    assert capsys.readouterr().out == "would format a.sla\n1 file would be formatted\n"
    write(loose, NEAT)
    assert run(["fmt", "--check", "a.sla"]) == 0


@pytest.mark.parametrize("text", [LOOSE, LOOSE.rstrip("\n"), LOOSE.replace("\n", "\r\n") * 3])
def test_the_difference_can_be_applied(
    text: str, folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    loose = write(folder / "a.sla", text)
    assert run(["fmt", "--diff", "."]) == 1
    assert loose.read_bytes() == text.encode()
    difference = capsysbinary.readouterr().out
    apply = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(apply, input=difference, cwd=folder, check=True)
    assert run(["fmt", "--check", "."]) == 0


def test_a_broken_file_is_reported_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, loose = write(folder / "a.sla", BROKEN), write(folder / "b.sla", LOOSE)
    assert run(["fmt"]) == 1
    assert broken.read_text() == BROKEN
    assert loose.read_text() == NEAT
    said = capsys.readouterr()
    assert "--> a.sla:3:5" in said.err
    assert said.out.endswith("1 file formatted, 1 file left alone because of syntax errors\n")


def test_what_is_no_text_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.sla").write_bytes(b"tier a { }\n\xff\n")
    assert run(["fmt"]) == 1
    assert "file is not UTF-8 (byte 0xFF)" in capsys.readouterr().err


def test_a_mistake_of_ours_leaves_the_file_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loose = write(folder / "a.sla", LOOSE)

    def mistaken(_parsed: object) -> str:
        raise InternalError("a.sla: formatting would lose or move a comment")

    monkeypatch.setattr(fmt, "canonical", mistaken)
    assert run(["fmt"]) == 3
    assert loose.read_text() == LOOSE
    assert "please report this" in capsys.readouterr().err


def test_mode_and_symbolic_link_stay(folder: Path) -> None:
    target = write(folder / "kept" / "real.txt.sla", LOOSE)
    target.chmod(0o640)
    link = folder / "link.sla"
    link.symlink_to(target)
    assert run(["fmt", "link.sla"]) == 0
    assert link.is_symlink()
    assert target.read_text() == NEAT
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(target.parent.iterdir()) == [target]


def test_projects_below_a_folder_are_formatted_and_hidden_folders_are_not(folder: Path) -> None:
    below = write(folder / "one" / "a.sla", LOOSE)
    write(folder / "one" / "milepost.toml", "")
    hidden = write(folder / ".venv" / "a.sla", LOOSE)
    assert run(["fmt"]) == 0
    assert below.read_text() == NEAT
    assert hidden.read_text() == LOOSE


@pytest.mark.parametrize(
    ("options", "text", "code", "out"),
    [
        ([], LOOSE, 0, NEAT),
        ([], NEAT, 0, NEAT),
        ([], BROKEN, 1, ""),
        (["--check"], LOOSE, 1, "would format standard input\n"),
        (["--check"], NEAT, 0, ""),
    ],
)
def test_standard_input(options: list[str], text: str, code: int, out: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "milepost", "fmt", *options, "-"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.decode()) == (code, out)
    assert ("standard input:3:5" in ran.stderr.decode()) == (text == BROKEN)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fmt", "missing"], "no such file or folder: missing"),
        (["fmt", "notes.txt"], "policy files end in `.sla`"),
        (["fmt", "empty"], "no policy files (*.sla) in empty"),
        (["fmt", "-", "a.sla"], "`-` stands for standard input"),
    ],
)
def test_usage(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "notes.txt", "")
    (folder / "empty").mkdir()
    assert run(arguments) == 2
    assert said in capsys.readouterr().err
