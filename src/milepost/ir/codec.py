"""A schedule as a JSON document, and a document as a schedule.

A document is an object: `format`, `version` and `digest`, then the fields of `Schedule` as
`objects` writes them. The digest is the SHA-256 of the canonical bytes of the document, as it was
received, without `digest`, `files` and `source_map`. A document may spell out defaults, but then
its digest is another.

Every way in ends in a schedule or in a `ScheduleError`: hostile bytes included.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from itertools import chain, islice
from json import JSONDecodeError, loads
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.diagnostics import ToolError
from milepost.ir.canonical import (
    MAX_DEPTH,
    MAX_INTEGER,
    CanonicalError,
    canonical,
    placed,
    pointer,
    spell,
    survey,
)
from milepost.ir.misfit import Misfit, expected, missing, problems, quoted, undigested, unknown
from milepost.ir.objects import reader, writer
from milepost.ir.schedule import FORMAT, VERSION, Schedule
from milepost.ir.schema import HEADER, members, schema

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

#: The members of a document that take no part in its digest.
UNSIGNED = ("digest", "files", "source_map")
#: `validate` stops after so many problems.
MAX_PROBLEMS = 20

_MANY_DIGITS = 20

_is_digest = re.compile(str(HEADER["digest"]["pattern"])).fullmatch


class ScheduleError(ValueError):
    """A document that is no schedule, or a schedule that no document can hold.

    `pointer` is the JSON pointer to the trouble, `message` says what it is, `path` names the file.
    """

    def __init__(self, pointer: str, message: str, path: str | None = None) -> None:
        super().__init__(pointer, message, path)
        self.pointer = pointer
        self.message = message
        self.path = path

    def __str__(self) -> str:
        said = placed(self.pointer, self.message)
        return f"{self.path}: {said}" if self.path else said


def encode(schedule: Schedule) -> dict[str, Any]:
    """Return the JSON document of a schedule."""
    document, spelled = _written(schedule)
    return document | {"digest": _digest(spelled)}


def dump(schedule: Schedule) -> bytes:
    """Return the canonical bytes of a schedule's document and a final newline."""
    _, spelled = _written(schedule)
    return _joined(spelled | {"digest": canonical(_digest(spelled))}) + b"\n"


def digest(schedule: Schedule) -> str:
    """Return the digest of a schedule: `sha256:` and 64 hexadecimal digits."""
    _, spelled = _written(schedule)
    return _digest(spelled)


def decode(document: object) -> Schedule:
    """Return the schedule of a JSON document, or raise `ScheduleError`."""
    with _in_our_words():
        schedule, keys = _read(document)
        _compare_digest(document, keys)
    return schedule


def load(data: bytes) -> Schedule:
    """Return the schedule whose document the bytes hold, or raise `ScheduleError`."""
    return decode(_parsed(data))


def load_schedule(path: str | PathLike[str]) -> Schedule:
    """Return the schedule in a file; `ToolError` says that the file cannot be read."""
    name = fspath(path)
    try:
        data = Path(path).read_bytes()
    except OSError as trouble:
        raise ToolError(f"cannot read `{name}`: {trouble.strerror}") from trouble
    try:
        return load(data)
    except ScheduleError as trouble:
        raise ScheduleError(trouble.pointer, trouble.message, name) from None


def validate(document: object) -> tuple[str, ...]:
    """Return what the JSON Schema has against a document; the digest is for `decode` to compare.

    A document nested too deeply for `jsonschema` is read instead: by the same annotations, on less
    stack, up to its first problem.
    """
    try:
        survey(document)
        said = chain.from_iterable(map(problems, _against().iter_errors(document)))
        found = dict.fromkeys(islice(said, MAX_PROBLEMS))
    except CanonicalError as trouble:
        return (str(trouble),)
    except RecursionError:
        try:
            with _in_our_words():
                _read(document)
        except ScheduleError as trouble:
            return (str(trouble),)
        return ()
    return tuple(found)


@cache
def _against() -> "Draft202012Validator":
    """Return what checks documents against the schema; made for those who ask only."""
    from jsonschema import Draft202012Validator

    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema(), format_checker=checker)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except Misfit as misfit:
        raise ScheduleError(pointer(reversed(misfit.path)), misfit.message) from None
    except CanonicalError as trouble:
        raise ScheduleError(trouble.pointer, trouble.message) from None
    except RecursionError:
        raise ScheduleError("", f"nested deeper than {MAX_DEPTH} levels") from None


def _written(schedule: Schedule) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a schedule's document, its digest still open, and the bytes of each member."""
    with _in_our_words():
        body = writer(Schedule)(schedule)
        document = {"format": FORMAT, "version": VERSION, "digest": None, **body}
        keys = survey(document)
        return document, {key: spell(value, keys) for key, value in document.items()}


def _joined(spelled: Mapping[str, bytes]) -> bytes:
    members = (b"%s:%s" % (canonical(key), spelled[key]) for key in sorted(spelled))
    return b"{%s}" % b",".join(members)


def _digest(spelled: Mapping[str, bytes]) -> str:
    signed = {key: value for key, value in spelled.items() if key not in UNSIGNED}
    return f"sha256:{sha256(_joined(signed)).hexdigest()}"


def _compare_digest(document: Any, keys: set[str]) -> None:
    counted = _digest({key: spell(document[key], keys) for key in document if key not in UNSIGNED})
    if counted != document["digest"]:
        message = f"it was changed after it was compiled: its digest is now `{counted}`"
        raise Misfit(message, "digest")


def _parsed(data: bytes) -> object:
    repeated: list[tuple[object, str]] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
            repeated.append((made, key))
        return made

    try:
        document: object = loads(data.decode(), object_pairs_hook=once, parse_int=_whole)
    except UnicodeDecodeError as trouble:
        raise ScheduleError("", f"the bytes at {trouble.start} are not UTF-8") from None
    except JSONDecodeError as trouble:
        place = f"line {trouble.lineno}, column {trouble.colno}"
        raise ScheduleError("", f"no JSON at {place}: {trouble.msg.lower()}") from None
    except RecursionError:
        raise ScheduleError("", f"nested deeper than {MAX_DEPTH} levels") from None
    if repeated:
        within, key = repeated[-1]
        raise ScheduleError(_pointer_to(within, document), f"the key {quoted(key)} occurs twice")
    return document


def _whole(digits: str) -> int:
    """Return the integer; one of too many digits is stood for by another that will be refused."""
    return int(digits) if len(digits) < _MANY_DIGITS else MAX_INTEGER + 1


def _pointer_to(sought: object, document: Any) -> str:
    waiting: list[tuple[tuple[object, ...], Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if value is sought:
            return pointer(path)
        if isinstance(value, dict | list):
            inside = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend(((*path, key), below) for key, below in inside)
    return ""


def _read(document: Any) -> tuple[Schedule, set[str]]:
    """Return the schedule of a document, whatever its digest, and every key in it."""
    if document.__class__ is not dict:
        raise Misfit(expected([dict], document))
    if document.get("format") != FORMAT:
        raise Misfit(f"this is no compiled schedule: `format` is not `{FORMAT}`", "format")
    version = document.get("version")
    if version.__class__ is not int or version < 1:
        raise Misfit("`version` is not a positive integer", "version")
    if version > VERSION:
        raise Misfit(f"a newer milepost wrote this: {VERSION} is the last version known", "version")
    keys = survey(document)
    if "digest" not in document:
        raise Misfit(missing(["digest"]))
    said = document["digest"]
    if said.__class__ is not str:
        raise Misfit(expected([str], said), "digest")
    if not _is_digest(said):
        raise Misfit(undigested(said), "digest")
    known = [*HEADER, *(member.key for member in members(Schedule))]
    for key in document:
        if key not in known:
            raise Misfit(unknown("key", key, known))
    body = {key: value for key, value in document.items() if key not in HEADER}
    return reader(Schedule)(body), keys
