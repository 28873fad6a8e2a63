"""Values of the IR for property tests, drawn from the annotations of its classes.

This reads the annotations on its own: a mistake in how `schema.members` reads them must not be
repeated here.
"""

from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from milepost.ir.canonical import MAX_INTEGER
from milepost.ir.schedule import Schedule
from milepost.ir.schema import BOUNDS, DATES

NEVER = 10**6
TEXTS = st.text(max_size=6)
INTEGERS = st.integers(-MAX_INTEGER, MAX_INTEGER) | st.integers(0, 2)
DAYS = st.dates().map(str)


def is_value_class(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "__match_args__")


def is_array(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


@cache
def every_class() -> tuple[type, ...]:
    """Return every class a schedule is made of, by name."""
    found: set[type] = set()
    waiting: list[Any] = [Schedule]
    while waiting:
        annotation = waiting.pop()
        if is_value_class(annotation) and annotation not in found:
            found.add(annotation)
            waiting.extend(get_type_hints(annotation).values())
        waiting.extend(get_args(annotation))
    return tuple(sorted(found, key=lambda cls: cls.__name__))


@cache
def heights() -> dict[type, int]:
    """Return how deep the least value of each class is."""
    known = dict.fromkeys(every_class(), NEVER)
    for _ in range(10):
        for cls in known:
            hints = get_type_hints(cls)
            must = [height(hints[name], known) for name in hints if name not in cls._defaults]
            known[cls] = 1 + max(must, default=0)
    return known


def height(annotation: Any, known: dict[type, int]) -> int:
    if isinstance(annotation, UnionType):
        return min(height(part, known) for part in get_args(annotation))
    return known.get(annotation, 0)


@st.composite
def ir_values(draw: Any, annotation: Any, depth: int = 6) -> Any:
    """Draw a value of an annotation, seldom deeper than `depth`."""
    return drawn(draw, annotation, depth, None)


def drawn(draw: Any, annotation: Any, depth: int, limit: Any) -> Any:
    if isinstance(annotation, UnionType):
        parts = [part for part in get_args(annotation) if height(part, heights()) <= depth]
        parts = parts or [min(get_args(annotation), key=lambda part: height(part, heights()))]
        return drawn(draw, draw(st.sampled_from(parts)), depth, limit)
    if is_array(annotation):
        items = get_args(annotation)
        if items[-1] is Ellipsis:
            items = items[:1] * draw(st.integers(0, 2 if depth > 0 else 0))
        return tuple(drawn(draw, item, depth - 1, limit) for item in items)
    if is_value_class(annotation):
        return drawn_object(draw, annotation, depth - 1)
    return draw(scalars(annotation, limit))


def drawn_object(draw: Any, cls: Any, depth: int) -> Any:
    hints = get_type_hints(cls)
    chosen = draw(st.integers(0, 2 ** len(hints) - 1)) if depth > 0 else 0
    values = {}
    for index, (name, annotation) in enumerate(hints.items()):
        if name not in cls._defaults or chosen >> index & 1:
            limit = "date" if name in DATES.get(cls, ()) else BOUNDS.get(cls, {}).get(name)
            values[name] = drawn(draw, annotation, depth, limit)
    return cls(**values)


def scalars(kind: Any, limit: Any) -> st.SearchStrategy[Any]:
    if kind is NoneType:
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is str:
        return DAYS if limit == "date" else TEXTS
    assert kind is int, kind
    return st.integers(*limit) if limit else INTEGERS


def schedules() -> st.SearchStrategy[Schedule]:
    return ir_values(Schedule, depth=5)
