"""The rows of a register as they were written: CSV, JSON or YAML, every key and value with its place.

The three readers agree on one form. A CSV cell and a plain YAML scalar have no type of their own: they
stay text, and the column decides what they mean, so that `region: no` is Norway where a region is
asked for. JSON values and quoted YAML keep the type they have.

CSV is read by RFC 4180: commas, double quotes, line ends within quotes. JSON is read by a scanner of
our own, because `json` tells no places. YAML comes as a stream of events and is put together here: aliases
are followed but counted, other tags than text are refused, and no object of Python is ever made.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

#: Reports a message and a remedy for a stretch of the text.
Report: TypeAlias = Callable[[int, int, str, str], None]

MAX_DEPTH = 5
MAX_VALUES = 1_000_000


class Form(Enum):
    """How a value was written: as a CSV cell, as a plain YAML scalar, or with a type of its own."""

    CELL = "cell"
    PLAIN = "plain"
    TYPED = "typed"


class Value(NamedTuple):
    """A value and its place; a list holds values, and an object its keys and values."""

    start: int
    end: int
    content: Any
    form: Form = Form.TYPED


class Entry(NamedTuple):
    """A key of a row, its place, and its value."""

    key: str
    start: int
    end: int
    value: Value


class Row(NamedTuple):
    """A row: its number as people count it (in CSV the header is row 1), its place, and its entries."""

    number: int
    start: int
    end: int
    entries: tuple[Entry, ...]


class BrokenTextError(Exception):
    """The text cannot be read beyond a place. It never leaves this module and its caller."""

    def __init__(self, start: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.start = start
        self.message = message
        self.remedy = remedy


def first_offset(text: str) -> int:
    """Return where a text begins behind its byte order mark."""
    return 1 if text.startswith("\ufeff") else 0


# ruff: noqa: ERA001
_QUOTED = r'"((?:[^"]|"")*+)"[ \t]*'
_CELL = re.compile(rf"[ \t]*+(?:{_QUOTED}|([^,\r\n]*))(,|\r\n|\r|\n|\Z)")
_OTHER_SEPARATOR = re.compile(r"[;\t|]")
