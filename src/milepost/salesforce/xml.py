"""Untrusted XML as a tree of elements that know their places.

No entity is ever expanded and no document type is read: a file with either is refused, as is one
that is too large or nested too deep. Only Expat of the standard library is used.
"""

from typing import NoReturn
from xml.parsers import expat

from milepost.frozen import frozen
from milepost.source import Source, Span

MAX_BYTES = 8 << 20
MAX_DEPTH = 30
MAX_ELEMENTS = 500_000
_SEPARATOR = " "


@frozen
class Element:
    """An element: its name without namespace, its own text, and the elements in it."""

    name: str
    namespace: str
    text: str
    children: tuple["Element", ...]
    span: Span


class XmlError(Exception):
    """A text that is not XML, or XML of a kind that is not read; `span` says where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


def parse_xml(path: str, content: bytes) -> Element:
    """Return the root element of a file."""
    if len(content) > MAX_BYTES:
        raise XmlError(f"the file is larger than {MAX_BYTES >> 20} MB", _start(Source.of(path, "")))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise XmlError("the file is not UTF-8", _start(Source.of(path, ""))) from None
    return _Parser(Source.of(path, text)).parse()


class _Open:
    """An element whose end was not met yet."""

    def __init__(self, name: str, start: int) -> None:
        self.namespace, _, self.name = name.rpartition(_SEPARATOR)
        self.start = start
        self.texts: list[str] = []
        self.children: list[Element] = []


class _Parser:
    """One reading of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open: list[_Open] = []
        self.root: Element | None = None
        self.count = 0
        self.expat = parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse

    def parse(self) -> Element:
        try:
            self.expat.Parse(self.source.text.encode(), True)
        except expat.ExpatError as error:
            reason = expat.errors.messages[error.code]
            raise XmlError(f"no well-formed XML: {reason}", self.here()) from None
        assert self.root is not None, "Expat refuses a document without a root"
        return self.root

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) == MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise XmlError("elements are nested too deep, or too many", self.here())
        self.open.append(_Open(name, self.offset()))

    def end(self, _name: str) -> None:
        done = self.open.pop()
        span = Span(self.source, done.start, self.end_of(done.start))
        element = Element(
            done.name, done.namespace, "".join(done.texts), tuple(done.children), span
        )
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element

    def end_of(self, start: int) -> int:
        """Return where the element ends whose end Expat has met; an empty one ends with its tag."""
        at, text = self.offset(), self.source.text
        if text.find(">", start) + 1 == at:
            return at
        return text.find(">", at) + 1 or at

    def data(self, text: str) -> None:
        self.open[-1].texts.append(text)

    def refuse(self, *_declaration: object) -> NoReturn:
        raise XmlError("a document type or an entity is declared, and neither is read", self.here())

    def offset(self) -> int:
        line = self.expat.CurrentLineNumber
        starts = self.source.line_starts
        return min(starts[min(line, len(starts)) - 1] + self.expat.CurrentColumnNumber, self._end())

    def here(self) -> Span:
        at = self.offset()
        return Span(self.source, at, min(at + 1, self._end()))

    def _end(self) -> int:
        return len(self.source.text)


def _start(source: Source) -> Span:
    return Span(source, 0, 0)
