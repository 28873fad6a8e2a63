"""Every verb on terminals that are narrow, have no colours, know ASCII alone, or are none."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.cli import run
from milepost.cli.folding import folded
from milepost.cli.verbs import VERBS

NARROW = 40
#: What begins lines with a path, which must be whole to be of use.
PLACES = ("milepost: ", "wrote ", "--> ")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
POLICY = """\
timezone Europe/London

case {
  priority  p1 | p2
  status    open | waiting | closed = open
  events    agent_reply
}

calendar business_hours_of_the_service_desk {
  timezone  Europe/London
  mon-fri   09:00-17:00
  holidays  GB-ENG
}

action call_the_support_lead page { service "lead" }

process support_of_the_first_line "Support of the first line, by telephone and mail" {
  until   status == closed
  pause   while status == waiting
  carry on change of priority

  milestone first_response {
    within  4h on business_hours_of_the_service_desk when priority == p1
    within  2 business days on business_hours_of_the_service_desk
    done    on agent_reply
    at 50% do call_the_support_lead
  }
}

test "a case that comes in on the last working day before Christmas" {
  given    priority = p1
  created  2026-12-24T16:00

  expect first_response due 2026-12-29T12:00
}
"""
FAILING = POLICY.replace("2026-12-29T12:00", "2026-12-29T11:00")
WRONG = POLICY.replace("on agent_reply", "on agent_answered").replace("== waiting", "= waiting")
DESK, BAD, FAIL, LOCKED = "desk", "wrong", "failing", "locked"
CASE = ("--created", "2026-12-24T16:00", "--set", "priority=p1")
CALENDAR = "business_hours_of_the_service_desk"
METADATA = Path(__file__).parents[1] / "salesforce" / "orgs" / "harbour"
#: How each verb that prints something for people is called.
CALLS: dict[str, tuple[Sequence[str], ...]] = {
    "check": ((BAD,), (BAD, "--diff"), (BAD, "--unsafe-fixes", "--diff")),
    "fmt": ((DESK, "--diff"), (BAD,)),
    "compile": ((DESK, "--summary"), (BAD,)),
    "test": ((DESK, "--verbose", "--coverage"), (FAIL,), (BAD,)),
    "bounds": ((DESK,), (BAD,), (DESK, "--compare", "old.json")),
    "coverage": ((DESK,), (BAD,)),
    "export": (("--list",), ("contract", DESK), ("salesforce", DESK)),
    "build": ((DESK,), (FAIL,), (BAD,)),
    "lock": ((DESK, "--check"), (DESK,), (BAD,)),
    "drift": ((LOCKED,), (BAD,)),
    "import": (("salesforce", str(METADATA), "--out", "imported"),),
    "plan": (
        ("salesforce", DESK, "--deployed", str(METADATA)),
        ("salesforce", BAD, "--deployed", str(METADATA)),
    ),
    "simulate": ((DESK, *CASE), (BAD, *CASE)),
    "due": (("2026-12-24T16:00", "4h", DESK, "--calendar", CALENDAR, "--explain"),),
    "why": ((DESK, "first_response", *CASE),),
    "entitled": ((DESK, "--account", "Nobody", "--at", "2027-01-15"),),
    "graph": ((DESK,),),
    "explain": (("P505",), ("P999",)),
    "checks": ((),),
    "version": ((),),
    "init": (("new",),),
}
COLORED = [
    ("check", BAD),
    ("check", BAD, "--diff"),
    ("fmt", DESK, "--diff"),
    ("fmt", BAD),
    ("test", FAIL),
    ("test", BAD),
    ("compile", BAD),
    ("bounds", BAD),
    ("lock", BAD),
    ("export", "salesforce", DESK),
]
#: Verbs whose output is for programs, or that do not end.
NOT_FOR_PEOPLE = {"completion", "conformance", "schema", "watch"}
EVERY = [
    pytest.param(verb, call, id=f"{verb}-{at}")
    for verb in CALLS
    for at, call in enumerate(CALLS[verb])
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of policies: right, wrong, with a failing test, with an outdated lock."""
    top = tmp_path_factory.mktemp("terminals")
    for name, text in ((DESK, POLICY), (BAD, WRONG), (FAIL, FAILING), (LOCKED, POLICY)):
        (top / name).mkdir()
        (top / name / "milepost.toml").write_text(f'name = "{name}"\n')
        (top / name / "support.sla").write_text(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(top)
        assert run(["lock", LOCKED]) == 0
        lock = Path(LOCKED, "milepost.lock")
        lock.write_text(lock.read_text().replace("05-03 May Day", "05-04 May Day"))
        Path(DESK, "support.sla").write_text(POLICY.replace("4h on", "6h on"))
        assert run(["compile", DESK, "--out", "old.json"]) == 0
        Path(DESK, "support.sla").write_text(POLICY)
    return top


class Screen(io.TextIOWrapper):
    """Both outputs of a run: a terminal, or a pipe."""

    def __init__(self, *, is_terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True, newline="")
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def shown(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


class Terminal:
    """Runs verbs in a folder, in this process."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        patch.chdir(folder)
        patch.delenv("NO_COLOR", raising=False)
        patch.setenv("TERM", "xterm")

    def run(
        self,
        arguments: Sequence[str],
        *,
        is_terminal: bool = True,
        encoding: str = "utf-8",
        **environment: str,
    ) -> str:
        """Return what a run shows; one that ends in an error of ours is a failure."""
        screen = Screen(is_terminal=is_terminal, encoding=encoding)
        with self.patch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            patched.setattr(sys, "stdout", screen)
            patched.setattr(sys, "stderr", screen)
            code = run(arguments)
        assert code in (0, 1, 2), screen.shown
        assert "Usage" not in screen.shown
        return screen.shown


@pytest.fixture
def terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(folder, monkeypatch)


def test_every_verb_is_called() -> None:
    assert set(CALLS) | NOT_FOR_PEOPLE == set(VERBS)


@pytest.mark.parametrize(("verb", "call"), EVERY)
def test_a_narrow_terminal_shows_no_line_that_is_too_wide(
    verb: str, call: Sequence[str], terminal: Terminal
) -> None:
    shown = terminal.run([verb, *call], COLUMNS=str(NARROW))
    is_code = verb in ("fmt", "explain") or "--diff" in call
    for line in ESCAPE.sub("", shown).splitlines():
        # What stays as it is: code, a word that is too wide by itself, and where files were written.
        is_whole = is_code or len(line.split()) == 1 or line.lstrip().startswith(PLACES)
        assert len(line) <= NARROW or is_whole, line


@pytest.mark.parametrize(("verb", "call"), EVERY)
def test_a_pipe_gets_no_colours_and_whole_lines(
    verb: str, call: Sequence[str], terminal: Terminal
) -> None:
    """A pipe has no width, whatever COLUMNS says."""
    shown = terminal.run([verb, *call], is_terminal=False, COLUMNS=str(NARROW))
    assert "\x1b" not in shown
    wide = terminal.run([verb, *call], COLUMNS="1000", NO_COLOR="1")
    assert shown == wide or verb in ("init", "lock"), "these do not do the same twice"


@pytest.mark.parametrize("call", COLORED, ids=" ".join)
def test_colours_are_for_terminals_that_want_them(call: Sequence[str], terminal: Terminal) -> None:
    assert "\x1b[" in terminal.run(call)
    assert "\x1b" not in terminal.run(call, NO_COLOR="1")
    assert "\x1b" not in terminal.run(call, TERM="dumb")
    assert "\x1b[" in terminal.run(call, NO_COLOR=""), "empty is the same as unset"


@pytest.mark.parametrize("call", COLORED[:6], ids=" ".join)
def test_who_asks_for_colours_gets_them(call: Sequence[str], terminal: Terminal) -> None:
    always, never = (*call, "--color", "always"), (*call, "--color", "never")
    assert "\x1b[" in terminal.run(always, is_terminal=False, NO_COLOR="1")
    assert "\x1b" not in terminal.run(never)


@pytest.mark.parametrize(("verb", "call"), EVERY)
def test_an_output_that_knows_ascii_alone_is_served(
    verb: str, call: Sequence[str], terminal: Terminal
) -> None:
    assert terminal.run([verb, *call], is_terminal=False, encoding="ascii").isascii()


def test_a_real_terminal_is_asked_for_its_width(folder: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, NARROW, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    ran = subprocess.run(
        [sys.executable, "-m", "milepost", "bounds", DESK],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        env=environment,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert ran.returncode == 0
    assert "at most" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= NARROW


WORDS = st.lists(st.text("abcdé東`.", min_size=1, max_size=12), min_size=1, max_size=12)
GAPS = st.sampled_from([" ", " ", " ", "  ", "      "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    words = draw(WORDS)
    gaps = [draw(GAPS) for _ in words]
    return draw(st.sampled_from(["", "  ", " " * 30])) + "".join(
        part for pair in zip(words, gaps, strict=True) for part in pair
    ).rstrip(" ")


@given(st.lists(lines(), max_size=4), st.integers(8, 60))
def test_folding_keeps_every_word_and_the_width(written: list[str], width: int) -> None:
    text = "\n".join(written)
    shown = folded(text, width)
    assert shown.split() == text.split()
    for line in shown.split("\n"):
        fits = sum(1 + (char == "東") for char in line) <= width
        assert fits or len(line.split()) == 1, line
    assert folded(text, 10_000) == text


def test_what_goes_on_stands_below_its_column() -> None:
    assert folded("P505  error  A day that is 24 open hours", 24).splitlines() == [
        "P505  error  A day that",
        "      is 24 open hours",
    ]
    assert folded("\x1b[31mred\x1b[0m", 3) == "\x1b[31mred\x1b[0m"
