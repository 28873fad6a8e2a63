"""An iCalendar file as components and properties (RFC 5545 §3.1 and §3.4), each with its place.

A content line may be folded: a line that begins with a blank continues the one before it. Lines
between `BEGIN:X` and `END:X` belong to a component, and components stand within each other. What is
wrong here is reported and passed over, so that one broken line costs no more than itself; a
component that the file breaks off in is left out, because half an event is not an event.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from milepost.frozen import frozen
from milepost.source import Source, Span

#: Reports a message about a place, and its remedy.
Report: TypeAlias = Callable[[Span, str, str], None]

_PARAMETER = r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*+)'
_parts = re.compile(rf"([A-Za-z0-9-]+)((?:{_PARAMETER})*+):(.*)", re.DOTALL).fullmatch
_parameters = re.compile(_PARAMETER).findall
_physical_lines = re.compile(r"[^\r\n]+").finditer
_BEGIN = "BEGIN:VCALENDAR"
_SHOWN = 40


@frozen
class Property:
    """A content line: its name and parameters in capitals, and its value as written."""

    name: str
    parameters: Mapping[str, str]
    value: str
    span: Span


@frozen
class Component:
    """What stands between `BEGIN` and `END`; `span` is the first of these lines."""

    name: str
    span: Span
    properties: tuple[Property, ...]
    parts: tuple["Component", ...]

    def all(self, name: str) -> tuple[Property, ...]:
        """Return the properties of a name."""
        return tuple(one for one in self.properties if one.name == name)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name, or None."""
        return next((one for one in self.properties if one.name == name), None)


class _Open:
    """A component that is still being read."""

    def __init__(self, name: str, span: Span) -> None:
        self.name = name
        self.span = span
        self.properties: list[Property] = []
        self.parts: list[Component] = []

    def closed(self) -> Component:
        return Component(self.name, self.span, tuple(self.properties), tuple(self.parts))


def read_components(source: Source, report: Report) -> tuple[Component, ...]:
    """Return the outermost components of an iCalendar text, and report what is wrong with it."""
    found: list[Component] = []
    stack: list[_Open] = []
    text, span = next(_logical_lines(source), ("", Span(source, 0, 0)))
    if text.strip().upper() != _BEGIN:
        report(span, "file is not iCalendar", f"it begins with `{_BEGIN}`")
        return ()
    for line in _properties(source, report):
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            stack.append(_Open(name, line.span))
        elif line.name == "END":
            if name not in (opened.name for opened in stack):
                report(line.span, f"`END:{_cut(name)}` ends nothing", "remove the line")
                continue
            while stack[-1].name != name:
                _report_open(stack.pop(), report)
            component = stack.pop().closed()
            (stack[-1].parts if stack else found).append(component)
        elif stack:
            stack[-1].properties.append(line)
        else:
            report(line.span, "line behind the end of the calendar", "remove it")
    for opened in reversed(stack):
        _report_open(opened, report)
    return tuple(found)


def _report_open(opened: _Open, report: Report) -> None:
    name = _cut(opened.name)
    report(opened.span, f"`BEGIN:{name}` without `END:{name}`", "is the file cut off?")


def _properties(source: Source, report: Report) -> Iterator[Property]:
    for text, span in _logical_lines(source):
        parts = _parts(text)
        if parts is None:
            report(span, f"`{_cut(text)}` is not a line of iCalendar", "lines read `NAME:value`")
            continue
        listed = _parameters(parts[2]) if parts[2] else ()
        parameters = {name.upper(): value.strip('"') for name, value in listed}
        yield Property(parts[1].upper(), parameters, parts[parts.lastindex or 0], span)


def _logical_lines(source: Source) -> Iterator[tuple[str, Span]]:
    """Yield the lines of a text, folded ones put together; lines of nothing but blanks are none."""
    pieces: list[str] = []
    start = end = 0
    for found in _physical_lines(source.text, source.text.startswith("\ufeff")):
        text = found.group()
        if text[0] in " \t" and pieces:
            pieces.append(text[1:])
        else:
            if pieces:
                yield "".join(pieces), Span(source, start, end)
            start = found.start()
            pieces = [text] if text.strip() else []
        end = found.end()
    if pieces:
        yield "".join(pieces), Span(source, start, end)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
