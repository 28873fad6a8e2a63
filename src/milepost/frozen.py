"""Frozen, slotted value classes that are cheap to define.

`dataclasses.dataclass(frozen=True, slots=True)` compiles six methods a class: about 0.7 ms each,
so the two hundred classes of a compiler would cost a pre-commit hook 140 ms before it reads a
line. `frozen` makes `__init__` alone, from a template compiled once for each number of fields, and
inherits nothing: equality, hash and repr are shared functions over the tuple of fields. The meaning
is that of a frozen, slotted dataclass, and type checkers see it as one.

`node` is the same for things that were written somewhere: their `span` says where, not what, and
takes no part in equality, so two texts with the same meaning have equal trees.
"""

from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class FrozenError(AttributeError):
    """Raised when code assigns to a field of a frozen value: always a bug of the caller."""


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Return `cls` rebuilt with slots, an `__init__` from its annotations, and no way to assign."""
    return _rebuild(cls, ignored=())


@dataclass_transform(frozen_default=True)
def node(cls: type[T]) -> type[T]:
    """Return `cls` as `frozen` does, with `span` left out of equality and hash."""
    return _rebuild(cls, ignored=("span",))


def fields_of(value: object) -> tuple[str, ...]:
    """Return the names of the fields of a frozen value or class, in the order they were written."""
    names: tuple[str, ...] = value.__match_args__  # type: ignore[attr-defined]
    return names


def replace(value: T, **changes: Any) -> T:
    """Return a copy of a frozen value with some fields changed."""
    kept = {name: getattr(value, name) for name in fields_of(value)}
    return type(value)(**(kept | changes))


def _rebuild(cls: type[T], ignored: tuple[str, ...]) -> type[T]:
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    body = {
        key: value
        for key, value in cls.__dict__.items()
        if key not in defaults and key not in ("__dict__", "__weakref__")
    }
    body |= {
        "__slots__": names,
        "__match_args__": names,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__eq__": body.get("__eq__", _equal),
        "__hash__": _hash if "__eq__" not in body else body.get("__hash__", _hash),
        "__repr__": body.get("__repr__", _repr),
        "__reduce__": _reduce,
        "_defaults": defaults,
    }
    compared = tuple(name for name in names if name not in ignored)
    body["_key"] = staticmethod(attrgetter(*compared) if compared else _nothing)
    made: Any = type(cls)
    made = made(cls.__name__, cls.__bases__, body)
    made.__init__ = _initializer(made, names, defaults)
    rebuilt: type[T] = made
    return rebuilt


def _initializer(made: type, names: tuple[str, ...], defaults: dict[str, object]) -> Any:
    """Return an `__init__` that stores its arguments into the slots: a template, renamed."""
    code = _template(len(names)).replace(
        co_varnames=("self", *names), co_qualname=f"{made.__qualname__}.__init__"
    )
    scope: dict[str, Any] = {"__name__": made.__module__}
    scope |= {f"_set_{at}": getattr(made, name).__set__ for at, name in enumerate(names)}
    given = names[len(names) - len(defaults) :]
    if set(given) != set(defaults):
        raise TypeError(f"{made.__name__}: a field without a default follows one that has it")
    return FunctionType(code, scope, "__init__", tuple(defaults[name] for name in given))


@cache
def _template(count: int) -> CodeType:
    """Return the code of an `__init__` for so many fields: to compile it is what costs."""
    parameters = "".join(f", _{at}" for at in range(count))
    body = "".join(f"    _set_{at}(self, _{at})\n" for at in range(count)) or "    pass\n"
    module = compile(f"def __init__(self{parameters}):\n{body}", __file__, "exec")
    return next(each for each in module.co_consts if isinstance(each, CodeType))


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._key(self) == self._key(other)


def _hash(self: Any) -> int:
    return hash((self.__class__, self._key(self)))


def _repr(self: Any) -> str:
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__name__}({inside})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


def _refuse(self: object, name: str, _value: object = None) -> None:
    raise FrozenError(f"{type(self).__name__}.{name} is frozen")


def _nothing(_value: object) -> tuple[()]:
    return ()
