"""`milepost completion`: scripts that fresh shells take, and what they then complete."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from milepost.cli import run
from milepost.cli.verbs import VERBS

BIN = Path(sys.executable).parent
CHECKS = {"bash": ["bash", "-n"], "zsh": ["zsh", "-n"], "fish": ["fish", "--no-execute"]}


@pytest.mark.parametrize("shell", CHECKS)
def test_a_script_is_printed(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert script.startswith("# ")
    assert "_MILEPOST_COMPLETE" in script
    if shutil.which(shell):
        subprocess.run(CHECKS[shell], input=script.encode(), check=True)


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    assert "tcsh" in capsys.readouterr().err


@pytest.mark.skipif(not (BIN / "milepost").exists(), reason="the command is not installed")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [("milepost ch", ["check", "checks"]), ("milepost fmt --ch", ["--check"])],
)
def test_a_fresh_bash_completes(words: str, wanted: list[str]) -> None:
    line = f"""
eval "$(milepost completion bash)"
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_milepost_completion milepost
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    ran = subprocess.run(
        ["bash", "--norc", "-c", line], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == wanted


def test_verbs_are_completed_without_importing_one() -> None:
    line = (
        "import sys, click; from milepost.cli import milepost; "
        "found = milepost.shell_complete(click.Context(milepost), ''); "
        "print(*(one.value for one in found)); "
        "print(*(name for name in sys.modules if name.startswith('milepost.cli.')))"
    )
    ran = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    verbs, modules = ran.stdout.splitlines()
    assert verbs.split() == [*VERBS]
    assert modules.split() == ["milepost.cli.verbs"]
