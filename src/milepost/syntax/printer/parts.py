"""What a tree becomes before it is known where its lines break: statements, folds and gaps."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from milepost.frozen import frozen


@frozen
class Statement:
    """One logical line: its indent, its text, and the stretch of the source it stands for.

    What is in braces inside it (a choice, a map of values) takes several lines of the text. In
    columns, as a row of a table is, it is `closed`, and broken inside parentheses only.
    """

    indent: int
    text: str
    node: Any
    start: int
    end: int
    closed: str | None = None


@frozen
class Fold:
    """A block that shares one line if nothing stands against it, and its lines otherwise."""

    closed: Statement
    opened: "Parts"

    @property
    def start(self) -> int:
        """Where the block begins in the source."""
        return self.closed.start

    @property
    def end(self) -> int:
        """Where the block ends in the source."""
        return self.closed.end


@frozen
class Gap:
    """A place where a blank line must stand."""

    start: int

    @property
    def end(self) -> int:
        """A gap stands for nothing in the source."""
        return self.start


Part: TypeAlias = Statement | Fold | Gap
Parts: TypeAlias = tuple[Part, ...]


def statement(text: str, node: Any, indent: int) -> Parts:
    """Return a statement that stands for a whole node."""
    return (Statement(indent, text, node, node.span.start, node.span.end),)


def block(heading: str, node: Any, inside: Sequence[Parts], indent: int) -> Parts:
    """Return a heading with a block of lines; without any, `{ }`."""
    parts = joined(inside)
    start, end = node.span.start, node.span.end
    closing = Statement(indent, "}", node, max(start, end - 1), end)
    first = parts[0].start if parts else closing.start
    opened = (Statement(indent, f"{heading} {{", node, start, first), *parts, closing)
    return (
        opened
        if parts
        else (Fold(Statement(indent, f"{heading} {{ }}", node, start, end), opened),)
    )


def joined(groups: Iterable[Parts]) -> Parts:
    """Return the parts of some groups as one."""
    return tuple(part for group in groups for part in group)
