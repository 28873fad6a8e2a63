"""Values of frozen classes as JSON objects, and JSON objects as values.

Writers and readers are tables from the class of a value to a function, made once for each frozen
class from its annotations (`schema.members`). Objects of several kinds carry `kind`; a field at its
default is left out; `while_` is written `while`. A function that meets something else raises
`Misfit`; the arrays and objects around it add their index or key as it passes, so that pointers
cost nothing until there is trouble.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import NoneType
from typing import Any, TypeAlias

from milepost.ir.misfit import Misfit, expected, miscounted, missing, outside, undated, unknown
from milepost.ir.schema import (
    DATE,
    REQUIRED,
    Fixed,
    Limit,
    Many,
    Shape,
    classes_of,
    kind_of,
    members,
)

Turn: TypeAlias = Callable[[Any], Any]
_Find: TypeAlias = Callable[[Any, Any], Any]
_Place: TypeAlias = tuple[int, _Find, Turn]
_Table: TypeAlias = dict[Any, Turn]

_is_date = re.compile(DATE).fullmatch


@cache
def writer(cls: Any) -> Turn:
    """Return the function that turns a value of a class into an object."""
    kind = kind_of(cls)
    head = {} if kind is None else {"kind": kind}

    def write(value: Any) -> dict[str, Any]:
        made: dict[str, Any] = head.copy()
        for name, key, default, find, stray in _fields(cls):
            item = getattr(value, name)
            if item is default or (item.__class__ is default.__class__ and item == default):
                continue
            turn = find(item.__class__, stray)
            try:
                made[key] = item if turn is _same else turn(item)
            except Misfit as misfit:
                misfit.path.append(key)
                raise
        return made

    return write


@cache
def reader(cls: Any) -> Turn:
    """Return the function that turns an object into a value of a class."""
    kind = kind_of(cls)

    def read(document: dict[str, Any]) -> Any:
        places, defaults, required = _places(cls)
        values = defaults.copy()
        for key, item in document.items():
            if key not in places:
                raise Misfit(unknown("key", key, places))
            index, find, stray = places[key]
            turn = find(item.__class__, stray)
            try:
                values[index] = item if turn is _same else turn(item)
            except Misfit as misfit:
                misfit.path.append(key)
                raise
        absent = [key for key, index in required if values[index] is REQUIRED]
        if absent:
            raise Misfit(missing(absent))
        if kind is not None:
            values.pop()
        return cls(*values)

    return read


@cache
def _fields(cls: Any) -> list[tuple[str, str, object, _Find, Turn]]:
    """Return for each field its name, its key, the value left out, and how it is written."""
    return [
        (
            member.name,
            member.key,
            member.default,
            _writers(member.shape, member.limit).get,
            _stray(member.shape),
        )
        for member in members(cls)
    ]


@cache
def _places(cls: Any) -> tuple[dict[str, _Place], list[object], list[tuple[str, int]]]:
    """Return for each key its place and how it is read, for each place a default, and what must be.

    `kind` has the last place; whether it is the right one was seen before.
    """
    places: dict[str, _Place] = {
        member.key: (index, _readers(member.shape, member.limit).get, _stray(member.shape))
        for index, member in enumerate(members(cls))
    }
    defaults = [member.default for member in members(cls)]
    required = [(key, index) for key, (index, *_) in places.items() if defaults[index] is REQUIRED]
    if kind_of(cls) is not None:
        places["kind"] = (len(defaults), {str: _same}.get, _same)
        required.insert(0, ("kind", len(defaults)))
        defaults.append(REQUIRED)
    return places, defaults, required


def _writers(shape: Shape, limit: Limit) -> _Table:
    """Return what to do with each class of value that a field may have."""
    turns = _plain(shape, limit, _writers, list)
    if list in turns:
        turns[tuple] = turns.pop(list)
    return turns | {cls: writer(cls) for cls in classes_of(shape).values()}


def _readers(shape: Shape, limit: Limit) -> _Table:
    """Return what to do with each class of JSON value that a member may have."""
    classes = classes_of(shape)
    return _plain(shape, limit, _readers, tuple) | ({dict: _by_kind(classes)} if classes else {})


def _plain(shape: Shape, limit: Limit, inner: Any, built: type) -> _Table:
    """Return what both directions do with scalars and arrays, which become of the class `built`."""
    turns: _Table = {}
    for form in shape:
        if isinstance(form, Many):
            turns[list] = _each(inner(form.item, limit), _stray(form.item), built)
        elif isinstance(form, Fixed):
            places = [(inner(item, limit), _stray(item)) for item in form.items]
            turns[list] = _placewise(places, built)
        elif form is str and limit == DATE:
            turns[str] = _local_date
        elif form is int and isinstance(limit, tuple):
            turns[int] = _between(*limit)
        elif form in (NoneType, bool, int, str):
            turns[form] = _same
    return turns


def _each(turns: _Table, stray: Turn, built: type) -> Turn:
    find = turns.get

    def turn(values: Any) -> Any:
        made: list[object] = []
        try:
            for value in values:
                made.append(find(value.__class__, stray)(value))  # noqa: PERF401 - counts for the path
        except Misfit as misfit:
            misfit.path.append(len(made))
            raise
        return built(made)

    return turn


def _placewise(places: list[tuple[_Table, Turn]], built: type) -> Turn:
    def turn(values: Any) -> Any:
        if len(values) != len(places):
            raise Misfit(miscounted(len(places)))
        made: list[object] = []
        try:
            for value, (turns, stray) in zip(values, places, strict=True):
                made.append(turns.get(value.__class__, stray)(value))
        except Misfit as misfit:
            misfit.path.append(len(made))
            raise
        return built(made)

    return turn


def _by_kind(classes: Mapping[str | None, type]) -> Turn:
    """Return the function that reads an object as a value of the class its `kind` names."""
    readers = {kind: reader(cls) for kind, cls in classes.items()}
    first, *others = readers.values()
    if None in readers:
        return first

    def read(document: Any) -> Any:
        if "kind" not in document:
            if others:
                raise Misfit(missing(["kind"]))
            return first(document)
        kind = document["kind"]
        if kind.__class__ is not str:
            raise Misfit(expected([str], kind), "kind")
        if kind not in readers:
            raise Misfit(unknown("kind", kind, classes), "kind")
        return readers[kind](document)

    return read


def _stray(shape: Shape) -> Turn:
    """Return the function that refuses a value whose class is not among the forms of a shape."""
    wanted = [list if isinstance(form, Many | Fixed) else form for form in shape]

    def refuse(value: object) -> Any:
        raise Misfit(expected(wanted, value))

    return refuse


def _same(value: Any) -> Any:
    return value


def _between(low: int, high: int) -> Turn:
    def turn(value: int) -> int:
        if not low <= value <= high:
            raise Misfit(outside(low, high))
        return value

    return turn


def _local_date(value: str) -> str:
    try:
        if _is_date(value) and date.fromisoformat(value):
            return value
    except ValueError:
        pass
    raise Misfit(undated(value))
