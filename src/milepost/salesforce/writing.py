"""From metadata to XML, laid out as the platform's own tools lay it out."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from milepost.salesforce.metadata import NAMESPACE
from milepost.salesforce.shapes import ROOTS, Member, shape_of

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_INDENT = "    "
#: Retrieved files write quotes as entities, too.
_QUOTES = {'"': "&quot;", "'": "&apos;"}


def write_xml(value: Any) -> bytes:
    """Return the file of a process, type, template, workflow or settings."""
    root = ROOTS[type(value)]
    lines = [_DECLARATION, f'<{root} xmlns="{NAMESPACE}">']
    lines += _inside(value, 1)
    lines.append(f"</{root}>")
    return ("\n".join(lines) + "\n").encode()


def write_package(types: dict[str, tuple[str, ...]], version: str) -> bytes:
    """Return a `package.xml` that names some members of each type."""
    lines = [_DECLARATION, f'<Package xmlns="{NAMESPACE}">']
    for name in sorted(types):
        lines.append(f"{_INDENT}<types>")
        lines += [f"{_INDENT * 2}<members>{text(one)}</members>" for one in sorted(types[name])]
        lines += [f"{_INDENT * 2}<name>{name}</name>", f"{_INDENT}</types>"]
    lines += [f"{_INDENT}<version>{text(version)}</version>", "</Package>"]
    return ("\n".join(lines) + "\n").encode()


def text(value: object) -> str:
    """Return a value as the text of an element."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value), _QUOTES)


def _inside(value: Any, depth: int) -> Iterator[str]:
    kind: type = type(value)
    for member in shape_of(kind):
        held = getattr(value, member.name)
        for one in held if member.repeats else (held,):
            if one is not None:
                yield from _element(member, one, depth)


def _element(member: Member, value: Any, depth: int) -> Iterator[str]:
    indent = _INDENT * depth
    name = member.element
    if member.holds in (str, int, bool):
        yield f"{indent}<{name}>{text(value)}</{name}>"
        return
    yield f"{indent}<{name}>"
    yield from _inside(value, depth + 1)
    yield f"{indent}</{name}>"
