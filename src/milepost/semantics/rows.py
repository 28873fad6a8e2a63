"""The rows of a register as they were written in CSV, JSON or YAML, each value with its place.

The three readers agree on one form. A CSV cell and a plain YAML scalar have no type of their own:
they stay text, and the column decides what they mean, so that `region: no` is Norway where a region
is asked for. JSON values and quoted YAML keep the type they have.

CSV is read by RFC 4180: commas, double quotes, line ends within quotes. JSON is scanned here,
because `json` does not tell places. YAML comes as a stream of events and is put together here:
aliases are followed but counted, no tag but text is read, and no object of Python is ever made.
"""

import json
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

MAX_DEPTH = 5
MAX_VALUES = 1_000_000

_QUOTED = r'"([^"]*+(?:""[^"]*+)*+)"'
_CELL = re.compile(rf"[ \t]*+(?:{_QUOTED}[ \t]*|([^,\r\n]*))(,|\r\n|\r|\n|\Z)")
_closed_quote = re.compile(_QUOTED).match

_BLANK = r"[ \t\r\n]*+"
_INSIDE = r'[^"\\\x00-\x1f]*+'
_TEXT = rf'"{_INSIDE}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_INSIDE})*+"'
_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.])"
_json_key = re.compile(rf"{_BLANK}({_TEXT}){_BLANK}:").match
_json_mark = re.compile(rf"{_BLANK}(.?)", re.DOTALL).match
_json_scalar = re.compile(
    rf"{_BLANK}(?:(?P<text>{_TEXT})|(?P<number>{_NUMBER})|(?P<word>(?:true|false|null)\b))"
).match
_WORDS = {"true": True, "false": False, "null": None}
_MANY_DIGITS = 20

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING_TAGS = (None, "!", "tag:yaml.org,2002:str")


class Form(Enum):
    """How a value was written: without a type of its own, with one, or made of others."""

    CELL = "cell"
    PLAIN = "plain"
    TYPED = "typed"
    LIST = "list"
    OBJECT = "object"


class Value(NamedTuple):
    """A value and its place; a list holds values, an object holds entries."""

    start: int
    end: int
    content: Any
    form: Form


class Entry(NamedTuple):
    """A key of a row, its place, and its value."""

    key: str
    start: int
    end: int
    value: Value


class Row(NamedTuple):
    """A row as a register counts them: in CSV the header is row 1, in a list the first row is."""

    number: int
    start: int
    end: int
    entries: tuple[Entry, ...]


class BrokenTextError(Exception):
    """A text that cannot be read beyond a place: for the caller to report."""

    def __init__(self, at: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.remedy = remedy


def csv_records(text: str, start: int) -> Iterator[tuple[Value, ...]]:
    """Yield the records of a CSV text as cells; a blank line is a record of one empty cell."""
    cells: list[Value] = []
    while start < len(text) or cells:
        found = _CELL.match(text, start)
        assert found is not None
        quoted, bare, separator = found.groups()
        if quoted is None:
            content = bare.rstrip(" \t")
            at = found.start(2)
            if content.startswith('"'):
                raise _misquoted(text, at)
            cells.append(Value(at, at + len(content), content, Form.CELL))
        else:
            content = quoted.replace('""', '"')
            cells.append(Value(found.start(1) - 1, found.end(1) + 1, content, Form.CELL))
        start = found.end()
        if separator != ",":
            yield tuple(cells)
            cells = []


def json_items(text: str, start: int) -> Iterator[Value]:
    """Yield the items of the list that a JSON text holds, one after the other."""
    reader = _JsonReader(text)
    at, mark = reader.mark(start)
    if mark != "[":
        reader.value(at, MAX_DEPTH)
        raise _no_list(at)
    at += 1
    for item in reader.items(at, MAX_DEPTH - 1):
        yield item
        at = item.end
    at, mark = reader.mark(reader.end(at, "]")[1])
    if mark:
        raise reader.broken(at, "the end of the file")


def yaml_items(text: str, events: Iterable[Any], shift: int) -> Iterator[Value]:
    """Yield the items of the list that the events of a YAML stream describe.

    `shift` is added to the places of the events. Events are known by the names of their classes:
    the library's door is in `registers`.
    """
    builder = _YamlBuilder(text, shift)
    for event in events:
        builder.take(event)
        yield from builder.items
        builder.items.clear()


def _no_list(at: int) -> BrokenTextError:
    return BrokenTextError(at, "register is not a list", "write a list of rows")


def _misquoted(text: str, at: int) -> BrokenTextError:
    closed = _closed_quote(text, at)
    if closed is None:
        remedy = 'end the cell with `"`; within it, a quote is written `""`'
        return BrokenTextError(at, "cell without its closing quote", remedy)
    remedy = 'within a cell in quotes, a quote is written `""`'
    return BrokenTextError(closed.end(), "text behind the closing quote of a cell", remedy)


class _JsonReader:
    """A recursive descent, of bounded depth, that keeps offsets."""

    def __init__(self, text: str) -> None:
        self.text = text

    def mark(self, at: int) -> tuple[int, str]:
        """Return the next character that is not blank and where it stands; "" at the end."""
        found = _json_mark(self.text, at)
        assert found is not None
        return found.start(1), found[1]

    def broken(self, at: int, wanted: str) -> BrokenTextError:
        at, mark = self.mark(at)
        found = f"`{mark}`" if mark else "the end of the file"
        return BrokenTextError(
            at, f"no JSON: {found} instead of {wanted}", "write the register as JSON, RFC 8259"
        )

    def value(self, at: int, depth: int) -> Value:
        found = _json_scalar(self.text, at)
        if found is None:
            return self.collection(at, depth)
        kind = found.lastgroup or ""
        piece, start = found[kind], found.start(kind)
        content: Any
        if kind == "text":
            content = _unescaped(piece, start)
        elif kind == "word":
            content = _WORDS[piece]
        else:
            whole = len(piece) < _MANY_DIGITS and piece.lstrip("-").isdigit()
            content = int(piece) if whole else float(piece)
        return Value(start, found.end(), content, Form.TYPED)

    def collection(self, at: int, depth: int) -> Value:
        start, opened = self.mark(at)
        if opened not in ("[", "{"):
            raise self.broken(at, "a value")
        if not depth:
            raise BrokenTextError(start, "nested too deeply", "a register is a list of flat rows")
        form, closing = (Form.LIST, "]") if opened == "[" else (Form.OBJECT, "}")
        read = self.items if opened == "[" else self.entries
        parts: tuple[Any, ...] = tuple(read(start + 1, depth - 1))
        last = parts[-1] if parts else None
        last = last.value if isinstance(last, Entry) else last
        _, end = self.end(last.end if last else start + 1, closing)
        return Value(start, end, parts, form)

    def items(self, at: int, depth: int) -> Iterator[Value]:
        """Yield the items of an array up to its closing bracket."""
        more = self.mark(at)[1] != "]"
        while more:
            item = self.value(at, depth)
            yield item
            more, at = self.end(item.end, "]")

    def entries(self, at: int, depth: int) -> Iterator[Entry]:
        """Yield the entries of an object up to its closing brace."""
        more = self.mark(at)[1] != "}"
        while more:
            key = _json_key(self.text, at)
            if key is None:
                raise self.broken(at, "a key in quotes and `:`")
            value = self.value(key.end(), depth)
            yield Entry(_unescaped(key[1], key.start(1)), key.start(1), key.end(1), value)
            more, at = self.end(value.end, "}")

    def end(self, at: int, closing: str) -> tuple[bool, int]:
        """Return whether another part follows, and the offset behind the comma or bracket."""
        at, mark = self.mark(at)
        if mark not in (",", closing):
            raise self.broken(at, f"`,` or `{closing}`")
        return mark == ",", at + 1


class _Open(NamedTuple):
    """A YAML collection that is not closed yet, and how many values there were before it."""

    start: int
    form: Form
    items: list[Value]
    anchor: str | None
    before: int


class _YamlBuilder:
    """Puts the values of a YAML document together from its events."""

    def __init__(self, text: str, shift: int) -> None:
        self.text = text
        self.shift = shift
        self.items: list[Value] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.count = 0
        self.documents = 0
        self.handlers = {
            "DocumentStartEvent": self.document,
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "SequenceStartEvent": self.sequence,
            "MappingStartEvent": self.mapping,
            "SequenceEndEvent": self.close,
            "MappingEndEvent": self.close,
        }

    def take(self, event: Any) -> None:
        handler = self.handlers.get(type(event).__name__)
        if handler:
            handler(event, event.start_mark.index + self.shift, event.end_mark.index + self.shift)

    def document(self, _event: Any, start: int, _end: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise BrokenTextError(
                start, "second YAML document", "a register is one list: remove the `---`"
            )

    def scalar(self, event: Any, start: int, end: int) -> None:
        self.refuse_tag(event, start)
        if not event.value.isascii() and _SURROGATE.search(event.value):
            raise BrokenTextError(start, "half of a surrogate pair", "write the character itself")
        form = Form.PLAIN if event.implicit[0] and event.tag is None else Form.TYPED
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        value = Value(start, end, event.value, form)
        self.add(value, event.anchor, 1)

    def alias(self, event: Any, start: int, end: int) -> None:
        known = self.anchors.get(event.anchor)
        if known is None:
            raise BrokenTextError(
                start, f"alias `*{event.anchor}` names nothing", "write the value out"
            )
        value, size = known
        self.count += size - 1
        self.add(value._replace(start=start, end=end), None, size)

    def sequence(self, event: Any, start: int, _end: int) -> None:
        self.begin(event, start, Form.LIST)

    def mapping(self, event: Any, start: int, _end: int) -> None:
        self.begin(event, start, Form.OBJECT)

    def begin(self, event: Any, start: int, form: Form) -> None:
        self.refuse_tag(event, start)
        if not self.open and form is not Form.LIST:
            raise _no_list(start)
        if len(self.open) == MAX_DEPTH:
            raise BrokenTextError(start, "nested too deeply", "a register is a list of flat rows")
        self.open.append(_Open(start, form, [], event.anchor, self.count))

    def close(self, _event: Any, _start: int, end: int) -> None:
        closed = self.open.pop()
        content: tuple[Any, ...] = tuple(closed.items)
        if content:
            # A block collection "ends" where the next thing begins.
            flow = self.text[closed.start] in "[{"
            end = end if flow else content[-1].end
        if closed.form is Form.OBJECT:
            content = tuple(map(_entry, content[::2], content[1::2]))
        value = Value(closed.start, end, content, closed.form)
        self.add(value, closed.anchor, self.count - closed.before + 1)

    def add(self, value: Value, anchor: str | None, size: int) -> None:
        self.count += 1
        if self.count > MAX_VALUES:
            raise BrokenTextError(
                value.start, f"more than {MAX_VALUES:,} values", "write fewer rows and no aliases"
            )
        if anchor:
            self.anchors[anchor] = (value, size)
        if len(self.open) > 1:
            self.open[-1].items.append(value)
        elif self.open:
            self.items.append(value)
        elif value.form is not Form.LIST:
            raise _no_list(value.start)

    def refuse_tag(self, event: Any, start: int) -> None:
        if event.tag not in _STRING_TAGS:
            raise BrokenTextError(start, f"tag `{event.tag}` is not read", "remove the tag")


def _unescaped(piece: str, at: int) -> str:
    if "\\" not in piece:
        return piece[1:-1]
    text: str = json.loads(piece)
    if _SURROGATE.search(text):
        raise BrokenTextError(at, "half of a surrogate pair", "write the character itself")
    return text


def _entry(key: Value, value: Value) -> Entry:
    if not isinstance(key.content, str):
        raise BrokenTextError(key.start, "key that is not a word", "keys are names of columns")
    return Entry(key.content, key.start, key.end, value)
