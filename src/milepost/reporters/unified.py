"""The difference of two versions of a file, in the form that `git apply` and `patch` read."""

import re
from collections.abc import Iterator
from difflib import unified_diff

from milepost.reporters.page import Ink

_RESET = "\x1b[0m"
_INKS = {"-": Ink.REMOVED, "+": Ink.ADDED, "@": Ink.GUTTER}
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified(path: str, old: str, new: str, *, color: bool) -> str:
    """Return the difference with its headings, or nothing when the texts are the same."""
    lines = _lines(path, old, new)
    return "".join(map(_painted, lines)) if color else "".join(lines)


def _lines(path: str, old: str, new: str) -> Iterator[str]:
    before, after = _LINE.findall(old), _LINE.findall(new)
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _painted(line: str) -> str:
    ink = Ink.TITLE if line.startswith(("--- ", "+++ ")) else _INKS.get(line[0])
    return f"{ink.value}{line[:-1]}{_RESET}\n" if ink else line
