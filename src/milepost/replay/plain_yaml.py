"""The plain part of YAML, JSON with it, as values with their places.

A case file is a page somebody writes by hand: keys, lists and words. Read are blocks by
indentation, `[a, b]` and `{a: b}`, words, quoted texts, and comments. Anchors, tags, block texts
and second documents are refused by name. A word has no type of its own: the field it is for
decides, so that `region: no` is Norway. Every value knows where it stands, for the messages.

A block is read by its column: `node` looks at the first character of a line and reads all that is
written in that column and to the right of it. Within brackets, lines do not count.
"""

import json
import re
from typing import Any

from milepost.semantics.rows import BrokenTextError, Entry, Form, Value

MAX_DEPTH = 12

_SPACE = re.compile(r"[ ]*(?:#[^\r\n]*)?")
_BLANK = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ ]*(?:#[^\r\n]*\Z)?")
_FLOW_BLANK = re.compile(r"(?:[ \t\r\n]|(?<=[ \t\r\n,\[{])#[^\r\n]*)*")
_END = re.compile(r"[ \t]*(?:[ \t]#[^\r\n]*)?(?=[\r\n]|\Z)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \r\n]|\Z)")
_ITEM = re.compile(r"-(?=[ \r\n]|\Z)")
_KEY = re.compile(
    r"(?:(?P<quoted>\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*')"
    r"|(?P<word>[^\s\[\]{}#&*!|>'\"%@`,:?-](?:[^:#\r\n]|:(?=\S)|(?<=\S)#)*?))"
    r"[ ]*:(?=[ \r\n]|\Z)"
)
_QUOTED = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\r\n]|'')*'")
_WORD = re.compile(r"(?:[^\s#]|(?<=\S)#)(?:[^\r\n#]|(?<=[^ \t])#)*")
_FLOW_WORD = re.compile(r"(?:[^\s,\[\]{}:#]|:(?=[^\s,\[\]{}])|(?<=\S)#|[ ](?=[^\s,\[\]{}:#]))+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_REFUSED = {
    "&": "an anchor",
    "*": "an alias",
    "!": "a tag",
    "|": "a block text",
    ">": "a block text",
    "%": "a directive",
    "@": "a reserved character",
    "`": "a reserved character",
}
_NOTHING = ("", "~", "null", "Null", "NULL")


def read_yaml(text: str) -> Value:
    """Return what a text of plain YAML says; raise `BrokenTextError` where it cannot be read."""
    return _Reader(text).document()


def read_json(text: str) -> Value:
    """Return what a JSON text says; raise `BrokenTextError` where it is none."""
    start = _start(text)
    try:
        json.loads(text[start:])
    except json.JSONDecodeError as trouble:
        at = start + trouble.pos
        said = f"no JSON: {trouble.msg[:1].lower()}{trouble.msg[1:]}"
        raise BrokenTextError(at, said, "write the case as JSON, RFC 8259") from None
    except RecursionError:
        raise _too_deep(0) from None
    return _Reader(text).flow_document()


def is_nothing(value: Value) -> bool:
    """Say whether a value is written as `null`, `~` or not at all."""
    return value.form is Form.PLAIN and value.content in _NOTHING


class _Reader:
    """A recursive descent over one text; `at` is where it reads next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.start = _start(text)
        self.depth = 0

    def document(self) -> Value:
        self.next_line()
        if self.text.startswith("---", self.at) and self.matches(_MARKER):
            self.at += 3
            self.next_line()
        if self.is_over:
            raise BrokenTextError(0, "the file is empty", "write `created: 2027-04-02T17:30`")
        value = self.node(self.column)
        self.next_line()
        if not self.is_over:
            where = "second document" if self.matches(_MARKER) else "text that belongs to nothing"
            raise BrokenTextError(self.at, where, "indent it like its neighbours, or remove it")
        return value

    def flow_document(self) -> Value:
        self.skip(_FLOW_BLANK)
        return self.flow()

    @property
    def is_over(self) -> bool:
        return self.at >= len(self.text)

    @property
    def column(self) -> int:
        """The column of the present place, from 0."""
        before = max(self.text.rfind("\n", 0, self.at), self.text.rfind("\r", 0, self.at))
        return self.at - max(before + 1, self.start)

    def matches(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.at)

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = self.matches(pattern)
        if found:
            self.at = found.end()

    def next_line(self) -> None:
        """Go to the first character of the next line that says something."""
        self.skip(_BLANK)
        if self.text.startswith("\t", self.at):
            raise BrokenTextError(self.at, "tab in the indentation", "indent with spaces")

    def node(self, column: int) -> Value:
        """Read what stands in a column: a list, a mapping or one value."""
        self.deeper()
        if self.matches(_ITEM):
            value = self.items(column)
        elif self.matches(_KEY):
            value = self.entries(column)
        else:
            value = self.inline()
        self.depth -= 1
        return value

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _too_deep(self.at)

    def items(self, column: int) -> Value:
        start, found = self.at, []
        while not self.is_over and self.column == column and self.matches(_ITEM):
            self.at += 1
            found.append(self.below(column))
            self.next_line()
        self.refuse_deeper(column)
        return Value(start, found[-1].end, tuple(found), Form.LIST)

    def entries(self, column: int) -> Value:
        start = self.at
        found: list[Entry] = []
        while not self.is_over and self.column == column and not self.matches(_MARKER):
            key = self.matches(_KEY)
            if key is None:
                raise BrokenTextError(self.at, "line without a key", "write `key: value`")
            kind = key.lastgroup or ""
            name = _unquoted(key[kind], self.at) if kind == "quoted" else key[kind]
            self.at = key.end()
            found.append(self.once(found, name, key.start(kind), key.end(kind), column))
            self.next_line()
        self.refuse_deeper(column)
        return Value(start, found[-1].value.end, tuple(found), Form.OBJECT)

    def once(self, found: list[Entry], name: str, start: int, end: int, column: int) -> Entry:
        """Read the value of a key that must not stand twice."""
        if any(entry.key == name for entry in found):
            raise BrokenTextError(start, f"key `{name}` stands twice", "keep one of them")
        return Entry(name, start, end, self.below(column, of_key=True))

    def below(self, column: int, *, of_key: bool = False) -> Value:
        """Read the value behind a `-` or `key:`: on the same line, or further in on the next."""
        behind = self.at
        self.skip(_SPACE)
        if not self.is_over and self.text[self.at] not in "\r\n":
            return self.inline() if of_key else self.node(self.column)
        self.next_line()
        inside = self.column > column or (of_key and self.column == column)
        if not self.is_over and inside and (self.column > column or self.matches(_ITEM)):
            return self.node(self.column)
        return Value(behind, behind, "", Form.PLAIN)

    def refuse_deeper(self, column: int) -> None:
        if not self.is_over and self.column > column:
            raise BrokenTextError(
                self.at, "indented deeper than its neighbours", "let keys of one kind stand in line"
            )

    def inline(self) -> Value:
        """Read a value that ends on its line, or with its brackets."""
        mark = self.text[self.at]
        if mark in "[{":
            value = self.flow()
        elif mark in "'\"":
            value = self.quoted()
        elif mark in _REFUSED:
            raise self.refused(mark)
        else:
            found = self.matches(_WORD)
            assert found is not None, "a line that is not blank has a first character"
            content = found[0].rstrip()
            self.at += len(content)
            value = Value(found.start(), self.at, content, Form.PLAIN)
        self.skip(_END)
        if not self.is_over and self.text[self.at] not in "\r\n":
            remedy = "put the text into quotes as a whole"
            raise BrokenTextError(self.at, "text behind a value", remedy)
        return value

    def refused(self, mark: str) -> BrokenTextError:
        said = f"{_REFUSED[mark]} (`{mark}`) is not read in a case file"
        return BrokenTextError(self.at, said, "write the value out")

    def quoted(self) -> Value:
        found = self.matches(_QUOTED)
        if found is None:
            remedy = "end it with the same quote, on the same line"
            raise BrokenTextError(self.at, "text without its closing quote", remedy)
        self.at = found.end()
        return Value(found.start(), found.end(), _unquoted(found[0], found.start()), Form.TYPED)

    def flow(self) -> Value:
        """Read a value within brackets: there, commas and colons end words, and lines do not."""
        mark = self.text[self.at : self.at + 1]
        if mark in ("[", "{"):
            self.deeper()
            start = self.at
            self.at += 1
            read = self.flow_item if mark == "[" else self.flow_entry
            parts = self.parts("]" if mark == "[" else "}", read)
            self.depth -= 1
            return Value(start, self.at, parts, Form.LIST if mark == "[" else Form.OBJECT)
        if mark and mark in "'\"":
            return self.quoted()
        if mark in _REFUSED:
            raise self.refused(mark)
        found = self.matches(_FLOW_WORD)
        if found is None:
            return Value(self.at, self.at, "", Form.PLAIN)
        self.at = found.end()
        return Value(found.start(), found.end(), found[0], Form.PLAIN)

    def parts(self, closing: str, read: Any) -> tuple[Any, ...]:
        found: list[Any] = []
        while True:
            self.skip(_FLOW_BLANK)
            if self.text.startswith(closing, self.at):
                break
            if self.is_over:
                raise self.unclosed(closing)
            found.append(read(found))
            self.skip(_FLOW_BLANK)
            if not self.text.startswith(",", self.at):
                break
            self.at += 1
        if not self.text.startswith(closing, self.at):
            raise self.unclosed(closing)
        self.at += 1
        return tuple(found)

    def unclosed(self, closing: str) -> BrokenTextError:
        return BrokenTextError(self.at, f"no `,` or `{closing}` here", f"end it with `{closing}`")

    def flow_item(self, _found: list[Value]) -> Value:
        item = self.flow()
        if item.start == item.end:
            raise BrokenTextError(self.at, "list with a hole", "remove the comma")
        return item

    def flow_entry(self, found: list[Entry]) -> Entry:
        key = self.flow()
        self.skip(_FLOW_BLANK)
        if not isinstance(key.content, str) or not self.text.startswith(":", self.at):
            raise BrokenTextError(key.start, "value without a key", "write `{key: value}`")
        if any(entry.key == key.content for entry in found):
            raise BrokenTextError(
                key.start, f"key `{key.content}` stands twice", "keep one of them"
            )
        self.at += 1
        self.skip(_FLOW_BLANK)
        return Entry(key.content, key.start, key.end, self.flow())


def _start(text: str) -> int:
    """Return where a text begins behind a byte order mark."""
    return 1 if text.startswith("\ufeff") else 0


def _unquoted(text: str, at: int) -> str:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    try:
        content: str = json.loads(text)
    except json.JSONDecodeError as trouble:
        raise BrokenTextError(
            at + trouble.pos, "escape that JSON does not have", "write the character itself"
        ) from None
    if _SURROGATE.search(content):
        raise BrokenTextError(at, "half of a surrogate pair", "write the character itself")
    return content


def _too_deep(at: int) -> BrokenTextError:
    return BrokenTextError(at, "nested too deeply", "a case file has a few levels only")
