"""The keys of `milepost.toml`: one table, from which the reader and the JSON Schema are made."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from milepost.diagnostics import ToolError, did_you_mean
from milepost.frozen import frozen

LEVELS = ("error", "warning", "information", "off")
#: Where a key stands: the names of tables and keys, and the indices of `[[tables]]`.
Way = tuple[str | int, ...]


@frozen
class Key:
    """A key that may stand in a table.

    `kind` says what its value is: `text`, `date`, `number`, `texts`, `level`, `table` (whose keys
    are in `inner`), `tables` (several of those), or `map` (any key, each with a value like `inner`,
    which has one member).
    """

    name: str
    kind: str
    about: str
    inner: tuple["Key", ...] = ()
    needed: bool = False


_CHECKS = Key(
    "checks",
    "map",
    "The level of checks, by their codes or names.",
    (Key("", "level", "What a finding of the check counts as; `off` reports none."),),
)
#: What may stand in the file.
ROOT = Key(
    "",
    "table",
    "The settings of a milepost project.",
    (
        Key("name", "text", "The project's name; its folder's name where it is missing."),
        Key("timezone", "text", "The IANA time zone of dates that belong to no calendar."),
        Key(
            "horizon",
            "table",
            "The dates over which calendars are compiled.",
            (
                Key("from", "date", "The first date. Default: 2020-01-01."),
                Key("to", "date", "The last date. Default: 2039-12-31."),
            ),
        ),
        _CHECKS,
        Key(
            "folder",
            "tables",
            "Levels for the files of one folder; the deepest folder decides.",
            (
                Key("path", "text", "The folder, from the project's root.", needed=True),
                _CHECKS,
            ),
        ),
        Key(
            "limits",
            "map",
            "Limit profiles of your own, and other numbers for ours, by the name of the profile.",
            (
                Key(
                    "",
                    "map",
                    "The numbers of a profile, by the name of the limit.",
                    (Key("", "number", "The largest number that is allowed."),),
                ),
            ),
        ),
        Key(
            "export",
            "tables",
            "What a build exports.",
            (
                Key("target", "text", "A target that `milepost export --list` names.", needed=True),
                Key("allow", "texts", "Kinds of loss that are accepted, by code or name."),
            ),
        ),
    ),
)

_WANTED = {
    "text": "a text",
    "date": "a date such as 2027-01-01",
    "number": "a whole number",
    "texts": "a list of texts",
    "level": "one of " + ", ".join(f'"{level}"' for level in LEVELS),
    "table": "a table",
    "tables": "a list of tables",
    "map": "a table",
}


def misfits(value: Any, key: Key = ROOT, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Yield what is wrong with a value that was read for a key, and where."""
    if not _fits(value, key.kind):
        yield way, f"`{shown(way)}` must be {_WANTED[key.kind]}"
    elif key.kind == "tables":
        for index, table in enumerate(value):
            yield from misfits(table, Key(key.name, "table", "", key.inner), (*way, index))
    elif key.kind == "map":
        for name, inner in value.items():
            yield from misfits(inner, key.inner[0], (*way, name))
    elif key.kind == "table":
        known = {inner.name: inner for inner in key.inner}
        for name, inner in value.items():
            if name in known:
                yield from misfits(inner, known[name], (*way, name))
            else:
                hint = did_you_mean(name, known) or f"known keys: {', '.join(known)}"
                yield (*way, name), f"unknown key `{shown((*way, name))}`; {hint}"
        for inner in key.inner:
            if inner.needed and inner.name not in value:
                yield way, f"`{shown(way)}` has no key `{inner.name}`"


def shown(way: Way) -> str:
    """Return a key as people write it: `folder.checks.P505`."""
    return ".".join(part for part in way if isinstance(part, str))


def trouble_at(text: str, path: object, way: Way, message: str) -> ToolError:
    """Return the trouble with a key of a file, with its line and column."""
    line, column = place_of(text, way)
    return ToolError(f"{path}:{line}:{column}: {message}")


_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_ASSIGNED = re.compile(
    r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def place_of(text: str, way: Way) -> tuple[int, int]:
    """Return the line and column of a key, or of the last table on the way that can be found.

    `tomllib` tells no places. Headers and assignments at the start of a line are enough to find
    what people write; within inline tables and lists of several lines, their first line is named.
    """
    best = (0, 1, 1)
    table: Way = ()
    counts: dict[Way, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header, assigned = _HEADER.match(line), _ASSIGNED.match(line)
        if header:
            table = _table(_parts(header[2]), counts, repeated=header[1] == "[[")
            found, start = table, header.start(2)
        elif assigned:
            found, start = (*table, *_parts(assigned[1])), assigned.start(1)
        else:
            continue
        if found == way[: len(found)] and len(found) > best[0]:
            best = (len(found), number, start + 1)
    return best[1], best[2]


def _parts(written: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(written))


def _table(names: tuple[str, ...], counts: dict[Way, int], *, repeated: bool) -> Way:
    """Return the way to a table, the indices of repeated tables included."""
    way: Way = ()
    for at, name in enumerate(names):
        way = (*way, name)
        if repeated and at == len(names) - 1:
            counts[way] = counts.get(way, -1) + 1
        if way in counts:
            way = (*way, counts[way])
    return way


def _fits(value: Any, kind: str) -> bool:
    if kind == "texts":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == "tables":
        return isinstance(value, list)
    if kind == "level":
        return value in LEVELS
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == "date":
        return type(value) is date
    return isinstance(value, str if kind == "text" else Mapping)
