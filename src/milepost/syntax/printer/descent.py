"""Going down a tree: every node of some kinds below a node, in the order they were written."""

from collections.abc import Iterator
from typing import Any

from milepost.frozen import fields_of


def descendants(value: Any, kinds: tuple[type, ...]) -> Iterator[Any]:
    """Yield the nodes of some kinds in a node or tuple of nodes; a node found is not searched."""
    if isinstance(value, kinds):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from descendants(item, kinds)
    elif hasattr(value, "span"):
        for name in fields_of(value):
            if name != "span":
                yield from descendants(getattr(value, name), kinds)
