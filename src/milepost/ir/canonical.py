r"""Canonical JSON: the one sequence of bytes that stands for a value (RFC 8785, integers only).

A value is first walked level by level, so that a number, text or depth that JSON cannot carry
safely is refused before a byte is written; only then is the place of the trouble looked for.
The bytes come from the C encoder of `json`, whose escapes are those of the RFC: `\b \f \n \r \t`,
`\u00xx` in lower case for other controls, all else as UTF-8. It orders keys by code point, the RFC
by UTF-16 code unit; the two differ only above U+FFFF, and such keys are put in order beforehand.
"""

from collections.abc import Iterable, Iterator
from json import JSONEncoder
from types import NoneType
from typing import Any

#: Arrays and objects may be this deep inside one another.
MAX_DEPTH = 128
#: Integers up to this size are exact in every JSON reader.
MAX_INTEGER = 2**53 - 1

_ARRAYS = (list, tuple)
_SCALARS = (str, int, bool, NoneType)
_LONG = 120

_by_code_point = JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode
_as_given = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class CanonicalError(ValueError):
    """A value that has no canonical bytes; `pointer` is the JSON pointer to it."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(pointer, message)
        self.pointer = pointer
        self.message = message

    def __str__(self) -> str:
        return placed(self.pointer, self.message)


def canonical(value: object) -> bytes:
    r"""Return the canonical bytes of a JSON value, or raise `CanonicalError`.

    >>> canonical({"b": [1, None], "a": "\u20ac"})
    b'{"a":"\xe2\x82\xac","b":[1,null]}'
    """
    return spell(value, survey(value))


def spell(value: object, keys: Iterable[str]) -> bytes:
    """Return the canonical bytes of a value whose survey found no trouble, and these keys."""
    if all(key.isascii() or max(key) <= "\uffff" for key in keys):
        return _by_code_point(value).encode()
    return _as_given(_by_code_unit(value)).encode()


def survey(value: object) -> set[str]:
    """Return every key that occurs in a JSON value, or raise `CanonicalError`."""
    keys: set[Any] = set()
    scalars: set[Any] = set()
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for item in level:
            kind = item.__class__
            if kind is dict:
                keys.update(item)
                below.extend(item.values())
            elif kind in _ARRAYS:
                below.extend(item)
            elif kind in _SCALARS:
                scalars.add(item)
            else:
                raise next(_troubles(value))
        level = below
    if level or any(map(_key_trouble, keys)) or any(map(_scalar_trouble, scalars)):
        raise next(_troubles(value))
    return keys


def pointer(path: Iterable[object]) -> str:
    """Return the JSON pointer (RFC 6901) of a path of keys and indexes.

    >>> pointer(["processes", 0, "a/b"])
    '/processes/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def placed(place: str, message: str) -> str:
    """Return a message that begins with a JSON pointer, the middle of a long one left out."""
    if len(place) > _LONG:
        place = f"{place[: _LONG // 2]}…{place[-_LONG // 2 :]}"
    return f"`{printable(place)}`: {message}" if place else message


def printable(text: str) -> str:
    """Return a text fit for one line: what does not print is written as its code point."""
    return "".join(letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}" for letter in text)


def _by_code_unit(value: Any) -> Any:
    if value.__class__ is dict:
        ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _by_code_unit(value[key]) for key in ordered}
    if value.__class__ in _ARRAYS:
        return [_by_code_unit(item) for item in value]
    return value


def _troubles(value: object) -> Iterator[CanonicalError]:
    """Yield what has no canonical bytes, in the order of the document."""
    waiting: list[tuple[tuple[object, ...], Any]] = [((), value)]
    while waiting:
        path, item = waiting.pop()
        inside: list[tuple[object, Any]] = []
        if item.__class__ is dict:
            for key in item:
                trouble = _key_trouble(key)
                if trouble:
                    yield CanonicalError(pointer(path), trouble)
            inside = list(item.items())
        elif item.__class__ in _ARRAYS:
            inside = list(enumerate(item))
        else:
            trouble = _scalar_trouble(item)
            if trouble:
                yield CanonicalError(pointer(path), trouble)
        if inside and len(path) == MAX_DEPTH:
            yield CanonicalError(pointer(path), f"nested deeper than {MAX_DEPTH} levels")
        else:
            waiting.extend(((*path, key), below) for key, below in reversed(inside))


def _key_trouble(key: object) -> str | None:
    if key.__class__ is not str:
        return f"a key of type `{type(key).__name__}` is not text"
    return None if str(key).isascii() else _surrogate(str(key))


def _scalar_trouble(item: Any) -> str | None:
    if item is None or item.__class__ is bool:
        return None
    if item.__class__ is str:
        return _surrogate(item)
    if item.__class__ is int:
        exact = -MAX_INTEGER <= item <= MAX_INTEGER
        return None if exact else "an integer is beyond 2**53 - 1 in size"
    if item.__class__ is float:
        return f"the number {item!r} is not an integer"
    return f"a value of type `{type(item).__name__}` is not JSON"


def _surrogate(text: str) -> str | None:
    try:
        text.encode()
    except UnicodeEncodeError as trouble:
        code = ord(text[trouble.start])
        return f"the text holds U+{code:04X}, half of a character"
    return None
