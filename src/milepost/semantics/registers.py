"""Registers of entitlements: customers as data, a row each, in CSV, YAML or JSON.

A register has a column `name`, any of the other columns of an entitlement, and a column for each
case field that a row sets. Each column has a JSON Schema; together they are the schema of a whole
register, which is published so that others can check what they deliver. A row is judged column by
column, each distinct value once: the verdict is the whole schema's (a test compares them), and ten
thousand rows take a second.

Where a column of an entitlement and a case field share a name, the column is meant.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from milepost.diagnostics import Diagnostic, Note, Severity, did_you_mean, in_order
from milepost.frozen import frozen
from milepost.ir.conditions import Constant
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.register_columns import NAME, columns_of, constant_of, content_of
from milepost.semantics.rows import (
    BrokenTextError,
    Entry,
    Form,
    Row,
    Value,
    csv_records,
    json_items,
    yaml_items,
)
from milepost.source import Source, Span

MAX_REPORTS = 100

_SHOWN = 40


@frozen
class Cell:
    """A value of a row as the schedule holds it: durations in seconds, instants since 1970."""

    name: str
    value: Constant
    span: Span


@frozen
class RegisterRow:
    """An entitlement of a register; `values` come in the order of the columns, without the name."""

    name: str
    span: Span
    values: tuple[Cell, ...]


def read_register(
    source: Source, fields: tuple[Field, ...]
) -> tuple[tuple[RegisterRow, ...], tuple[Diagnostic, ...]]:
    """Return the rows of a register that have a name, and what is wrong with it.

    The ending of the source's path says how to read it. A value that does not fit is reported and
    left out of its row.
    """
    reader = _Reader(source, fields)
    rows = reader.read()
    return rows, in_order(reader.diagnostics)


def register_schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a register in JSON or YAML."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A register of entitlements",
        "description": "A row for each entitlement; in CSV, a column for each of these keys.",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                name: dict(column.schema) for name, column in columns_of(fields).items()
            },
            "required": [NAME],
            "additionalProperties": False,
        },
    }


class _Reader:
    """One reading of one register."""

    def __init__(self, source: Source, fields: tuple[Field, ...]) -> None:
        from jsonschema import Draft202012Validator

        self.source = source
        self.start = 1 if source.text.startswith("\ufeff") else 0
        self.columns = columns_of(fields)
        self.derived = {field.name: field.derived_from for field in fields if field.derived_from}
        checker = Draft202012Validator.FORMAT_CHECKER
        self.judges = {
            name: Draft202012Validator(column.schema, format_checker=checker)
            for name, column in self.columns.items()
        }
        self.verdicts: dict[tuple[str, str], tuple[Any, ...] | None] = {}
        self.constants: dict[tuple[str, bool, str], Constant] = {}
        self.diagnostics: list[Diagnostic] = []
        self.reported: set[object] = set()
        self.names: dict[str, tuple[int, Span]] = {}

    def read(self) -> tuple[RegisterRow, ...]:
        suffix = PurePosixPath(self.source.path).suffix.lower()
        read = _FORMATS.get(suffix)
        if read is None:
            remedy = "registers end in `.csv`, `.yaml`, `.yml` or `.json`"
            self.report(0, 0, f"`{self.source.path}` is no register", remedy)
            return ()
        if not self.source.text[self.start :].strip():
            self.report(0, 0, "register is empty", "write a row for each entitlement")
            return ()
        rows: list[RegisterRow] = []
        try:
            rows.extend(row for written in read(self) if (row := self.row(written)))
        except BrokenTextError as broken:
            self.report(broken.at, broken.at + 1, broken.message, broken.remedy)
        return tuple(rows)

    @property
    def is_full(self) -> bool:
        return len(self.diagnostics) >= MAX_REPORTS

    def report(
        self, start: int, end: int, message: str, remedy: str, notes: tuple[Note, ...] = ()
    ) -> None:
        if not self.is_full:
            span = self.span(start, end)
            self.diagnostics.append(
                Diagnostic(codes.BAD_REGISTER, Severity.ERROR, message, span, notes, remedy)
            )

    def span(self, start: int, end: int) -> Span:
        length = len(self.source.text)
        return Span(self.source, min(start, length), min(end, length))

    def csv(self) -> Iterator[Row]:
        header: tuple[Value, ...] = ()
        for number, cells in enumerate(csv_records(self.source.text, self.start), 1):
            filled = [cell for cell in cells if cell.content]
            if not filled:
                continue
            if not header:
                header = cells
                if not self.is_header(cells):
                    return
                continue
            start, end = cells[0].start, filled[-1].end
            if len(cells) < len(header) or filled[-1] in cells[len(header) :]:
                message = f"row {number} has {len(cells)} cells, the header has {len(header)}"
                remedy = "write a comma for each cell that is empty"
                if len(cells) > len(header):
                    remedy = "put cells that hold a comma into quotes"
                self.report(start, end, message, remedy)
                continue
            entries = [
                Entry(key.content, key.start, key.end, cell)
                for key, cell in zip(header, cells, strict=False)
                if cell.content
            ]
            yield Row(number, start, end, tuple(entries))

    def is_header(self, cells: tuple[Value, ...]) -> bool:
        """Say whether a first line names the columns, and report those that there are not."""
        first, last = cells[0], cells[-1]
        if not any(cell.content in self.columns for cell in cells):
            remedy = "begin with a line such as `name,account,from,to`"
            if len(cells) == 1 and re.search("[;\t]", first.content):
                remedy = "separate the columns by commas"
            self.report(first.start, last.end, "first line does not name the columns", remedy)
            return False
        keys = self.recognized(Entry(cell.content, cell.start, cell.end, cell) for cell in cells)
        if NAME not in keys:
            remedy = "each entitlement needs a name of its own"
            self.report(first.start, last.end, f"no column is called `{NAME}`", remedy)
        return NAME in keys

    def json(self) -> Iterator[Row]:
        return self.listed(json_items(self.source.text, self.start))

    def yaml(self) -> Iterator[Row]:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            events = yaml.parse(self.source.text[self.start :], Loader=loader)
            yield from self.listed(yaml_items(self.source.text, events, self.start))
        except yaml.YAMLError as trouble:
            mark = getattr(trouble, "problem_mark", None)
            at = mark.index if mark else getattr(trouble, "position", 0)
            said = getattr(trouble, "problem", None) or getattr(trouble, "reason", None)
            raise _no_yaml(self.start + at, said or "unreadable") from None
        except (UnicodeEncodeError, OverflowError, ValueError):
            # Surrogates in the text, or an escape beyond Unicode.
            raise _no_yaml(self.start, "a character that is none") from None

    def listed(self, items: Iterable[Value]) -> Iterator[Row]:
        """Yield the rows of a list, and report what is no row."""
        for number, item in enumerate(items, 1):
            if item.form is Form.OBJECT:
                yield Row(number, item.start, item.end, item.content)
            else:
                message = f"row {number} does not name its values"
                self.report(item.start, item.end, message, "write `name: client_a` and so on")

    def row(self, row: Row) -> RegisterRow | None:
        entries = self.recognized(row.entries)
        said = f"row {row.number}"
        name = self.name(row, said, entries.pop(NAME, None))
        if name:
            said = f"{said} `{name}`"
        cells: list[Cell] = []
        for column in self.columns:
            entry = entries.get(column)
            if entry is None:
                continue
            constant = self.value(said, column, entry.value)
            if constant is not None:
                span = Span(self.source, entry.value.start, entry.value.end)
                cells.append(Cell(column, constant, span))
        return RegisterRow(name, self.span(row.start, row.end), tuple(cells)) if name else None

    def recognized(self, entries: Iterable[Entry]) -> dict[str, Entry]:
        """Return entries by their columns; report, each once, keys that are none or stand twice."""
        found: dict[str, Entry] = {}
        for entry in entries:
            key, start, end, _ = entry
            if key not in self.columns:
                if key not in self.reported and not self.is_full:
                    self.reported.add(key)
                    message = f"unknown column `{_cut(key)}`" if key else "column without a name"
                    self.report(start, end, message, self.known(key))
            elif key not in found:
                found[key] = entry
            elif (key, start) not in self.reported:
                self.reported.add((key, start))
                notes = (Note("first here", self.span(found[key].start, found[key].end)),)
                self.report(start, end, f"column `{key}` stands twice", "keep one of them", notes)
        return found

    def known(self, key: str) -> str:
        """Return what to write instead of an unknown key."""
        if key in self.derived:
            return f"`{key}` is computed by table `{self.derived[key]}`: remove the column"
        if not key:
            return "give the column a name, or remove it"
        if key == "<<":
            return "merged keys are not read: write them out"
        return did_you_mean(key, self.columns) or f"columns: {', '.join(self.columns)}"

    def name(self, row: Row, said: str, entry: Entry | None) -> str | None:
        """Return the name of a row, or None after reporting that it has none of its own."""
        if entry is None:
            remedy = "each entitlement needs a name such as `client_a`"
            self.report(row.start, row.end, f"{said} has no `{NAME}`", remedy)
            return None
        name = self.value(said, NAME, entry.value)
        if not isinstance(name, str):
            return None
        span = self.span(entry.value.start, entry.value.end)
        number, first = self.names.setdefault(name, (row.number, span))
        if number == row.number:
            return name
        message = f"{said}: `{name}` is already the name of row {number}"
        notes = (Note("first here", first),)
        self.report(span.start, span.end, message, "give each row a name of its own", notes)
        return None

    def value(self, said: str, name: str, value: Value) -> Constant | None:
        """Return the constant that a value stands for in a column, or None after reporting."""
        if not isinstance(value.content, str):
            return self.judged(said, name, value)
        key = name, value.form is Form.TYPED, value.content
        constant = self.constants.get(key)
        if constant is None:
            constant = self.judged(said, name, value)
            if constant is not None:
                self.constants[key] = constant
        return constant

    def judged(self, said: str, name: str, value: Value) -> Constant | None:
        column = self.columns[name]
        content = content_of(column, value)
        if content is None and name != NAME:
            return None
        fault = self.fault(name, content)
        constant = constant_of(column, content) if fault is None else None
        if constant is None and not self.is_full:
            self.misfit(said, name, value, content, fault or ())
        return constant

    def misfit(
        self, said: str, name: str, value: Value, content: Any, fault: tuple[Any, ...]
    ) -> None:
        """Report a value that is not what its column takes; `fault` leads to the part at fault."""
        column, place = self.columns[name], value
        if fault:
            content = content[fault[0]]
            place = value.content[fault[0]] if value.form is Form.LIST else value
        remedy = f"`{name}` takes {column.wanted}"
        if isinstance(content, str) and content not in column.values:
            remedy = did_you_mean(content[:_SHOWN], column.values) or remedy
        message = f"{said}: {self.shown(place, content)} is no value for `{name}`"
        self.report(place.start, place.end, message, remedy)

    def shown(self, place: Value, content: Any) -> str:
        """Return a value as it was written; of a CSV cell, the item that is at fault."""
        if place.form in (Form.LIST, Form.OBJECT):
            return "a list" if place.form is Form.LIST else "an object"
        untyped = isinstance(content, str) and place.form is not Form.TYPED
        return f"`{_cut(content if untyped else self.source.text[place.start : place.end])}`"

    def fault(self, name: str, content: Any) -> tuple[Any, ...] | None:
        """Return where in a value the schema of a column is not kept, or None where it is."""
        key = name, repr(content)
        if key not in self.verdicts:
            found = next(self.judges[name].iter_errors(content), None)
            self.verdicts[key] = None if found is None else tuple(found.absolute_path)
        return self.verdicts[key]


_FORMATS = {
    ".csv": _Reader.csv,
    ".json": _Reader.json,
    ".yaml": _Reader.yaml,
    ".yml": _Reader.yaml,
}


def _no_yaml(at: int, said: str) -> BrokenTextError:
    return BrokenTextError(at, f"no YAML: {said}", "write a list of rows, `- name: client_a`")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
