"""The state of a case as a host stores it: JSON, checked as it is read.

The members of the present passage (else of the one that ended last) stand beside `process`; those
of others under `passed`. In instances, what has its initial value is left out. Reading makes
everything anew, so that a case never shares a list with the state it came from; a state that no
runtime wrote is refused with `StateError`.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from milepost.runtime.case import (
    CALLED_OFF,
    CANCELLED,
    DORMANT,
    EARLIER,
    GONE,
    MET,
    MISSED,
    OPEN,
    OVER,
    RUNNING,
    WAITING,
    WAIVED,
    Case,
    Claim,
    Delivery,
    Instance,
    Passage,
    State,
)
from milepost.runtime.entries import fits, is_instant, is_whole, shown
from milepost.runtime.program import Program

FORMAT = "milepost/state"
VERSION = 1

_Read: TypeAlias = Callable[[Any], Any]
#: Members of the passage that stand beside `process`.
_BESIDE = {
    "process_version": "version",
    "entered": "entered",
    "exited": "left",
    "how": "how",
    "passage": "start",
    "pauses": "pauses",
    "standing": "standing",
    "edges": "edges",
    "barred": "barred",
    "fields_left": "fields",
}
_APART = ("format", "version", "process", "passed", *_BESIDE)
_PLAIN = (
    "record",
    "digest",
    "created",
    "settled",
    "next",
    "entitlement",
    "reason",
    "numbered",
)
#: What is said of every instance, also where it is as it was.
_ALWAYS = ("id", "milestone", "level", "state")
_STATES = (WAITING, RUNNING, MET, MISSED, CANCELLED, WAIVED)


class StateError(ValueError):
    """A state that this schedule cannot go on from: damaged, or of another schedule."""


class _Misfit(Exception):  # noqa: N818 - it says where, and becomes a `StateError`
    """Something that is not what its place asks for."""


def _only(holds: Callable[[Any], bool]) -> _Read:
    def read(value: Any) -> Any:
        if not holds(value):
            raise _Misfit
        return value

    return read


def _or_none(inner: _Read) -> _Read:
    return lambda value: None if value is None else inner(value)


def _many(inner: _Read) -> _Read:
    def read(value: Any) -> list[Any]:
        if value.__class__ is not list:
            raise _Misfit
        return [inner(item) for item in value]

    return read


def _named(inner: _Read) -> _Read:
    def read(value: Any) -> dict[str, Any]:
        if value.__class__ is not dict or not all(key.__class__ is str for key in value):
            raise _Misfit
        return {key: inner(item) for key, item in value.items()}

    return read


def _places(*inner: _Read) -> _Read:
    def read(value: Any) -> list[Any]:
        if value.__class__ is not list or len(value) != len(inner):
            raise _Misfit
        return [turn(item) for turn, item in zip(inner, value, strict=True)]

    return read


def _is_value(value: Any) -> bool:
    """Say whether a value may stand in a field; the schedule says whether it fits."""
    if value.__class__ is list:
        return all(item.__class__ is str for item in value)
    return value.__class__ in (str, bool) or is_whole(value)


_whole = _only(is_whole)
_count = _only(lambda value: is_whole(value) and value >= 0)
_instant = _only(is_instant)
_text = _only(lambda value: value.__class__ is str)
_flag = _only(lambda value: value.__class__ is bool)
_plain = _only(_is_value)
_two = _places(_instant, _instant)


def _value(value: Any) -> Any:
    found = _plain(value)
    return list(found) if found.__class__ is list else found


def _counts(value: Any) -> dict[str, int]:
    """Read numbers by the place of a trigger line."""
    found: dict[str, int] = _named(_whole)(value)
    if not all(key.isdecimal() for key in found):
        raise _Misfit
    return found


_CLAIM: dict[str, _Read] = {
    "start": _whole,
    "since": _whole,
    "fields": _or_none(_named(_or_none(_value))),
    "minutes": _or_none(_count),
    "of": _or_none(_places(_text, _whole)),
}


def _claims(value: Any) -> list[Claim]:
    return [_filled(Claim(0), _CLAIM, item) for item in _many(lambda item: item)(value)]


_INSTANCE: dict[str, _Read] = {
    "id": _only(lambda value: is_whole(value) and value > 0),
    "process": _text,
    "milestone": _text,
    "level": _or_none(_plain),
    "state": _only(lambda value: value in _STATES),
    "started": _instant,
    "anchor": _whole,
    "opens": _whole,
    "seen": _or_none(_whole),
    "called": _or_none(_whole),
    "rhythm": _or_none(_places(_whole, _count)),
    "claims": _claims,
    "pauses": _many(_two),
    "handed": _whole,
    "paused": _flag,
    "minutes": _or_none(_count),
    "asked": _or_none(_many(_or_none(_value))),
    "shown": _or_none(_whole),
    "breached": _flag,
    "due": _or_none(_whole),
    "trouble": _or_none(_text),
    "fired": _counts,
    "lapsed": _counts,
    "ended": _or_none(_instant),
    "reason": _or_none(_text),
}
_PASSAGE: dict[str, _Read] = {
    "version": _whole,
    "entered": _instant,
    "left": _or_none(_instant),
    "how": _or_none(_only(lambda value: value in (OVER, GONE, CALLED_OFF))),
    "start": _or_none(_instant),
    "pauses": _named(_many(_places(_instant, _or_none(_instant)))),
    "standing": _named(_many(_count)),
    "edges": _named(_places(_flag, _or_none(_instant))),
    "barred": _named(_instant),
    "fields": _or_none(_named(_value)),
}
_DELIVERY: dict[str, _Read] = {
    "instance": _count,
    "process": _text,
    "version": _whole,
    "milestone": _text,
    "trigger": _count,
    "nth": _count,
    "reached": _instant,
    "late": _flag,
    "actions": _many(_text),
}
_CASE: dict[str, _Read] = {
    "record": _text,
    "digest": _text,
    "created": _instant,
    "settled": _instant,
    "next": _or_none(_whole),
    "fields": _named(_value),
    "events": _named(_two),
    "met": _named(_two),
    "entitlement": _or_none(_text),
    "reason": _or_none(_text),
    "holder": _or_none(_text),
    "passages": _named(lambda value: _filled(Passage(), _PASSAGE, value)),
    "numbered": _count,
    "instances": _many(lambda value: _filled(Instance(), _INSTANCE, value)),
    "deliveries": _many(lambda value: _filled(Delivery(), _DELIVERY, value)),
}


def _filled(made: Any, reads: Mapping[str, _Read], data: Any) -> Any:
    """Return an object with the members of some data, or raise `StateError` naming the bad one."""
    kind = made.__class__.__name__.lower()
    if data.__class__ is not dict:
        raise StateError(f"the state is damaged: a {kind} is no object")
    for name, value in data.items():
        read = reads.get(name)
        if read is None:
            raise StateError(f"the state is damaged: a {kind} has no `{name}`")
        try:
            setattr(made, name, read(value))
        except _Misfit:
            raise StateError(f"the state is damaged: `{name}` of a {kind} is wrong") from None
    return made


def read_case(state: Any) -> Case:
    """Return the case of a stored state, whatever its schedule, or raise `StateError`."""
    if state.__class__ is not dict or state.get("format") != FORMAT:
        raise StateError("this is no state of a case: `format` says something else")
    if state.get("version") != VERSION:
        raise StateError(f"this is a case state of another version, not of version {VERSION}")
    data = {key: value for key, value in state.items() if key not in _APART}
    passed = state.get("passed", {})
    if passed.__class__ is not dict:
        raise StateError("the state is damaged: `passed` is no object")
    data["passages"] = passages = dict(passed)
    name = state.get("process")
    if name is not None and name.__class__ is not str:
        raise StateError("the state is damaged: `process` is no name")
    if name is not None:
        members = {inner: state[outer] for outer, inner in _BESIDE.items() if outer in state}
        passages[name] = members
        data["holder"] = None if members.get("left") is not None else name
    case: Case = _filled(Case(), _CASE, data)
    return case


def load_case(state: Any, program: Program) -> Case:
    """Return the case of a state that this schedule can go on from, or raise `StateError`."""
    case = read_case(state)
    if case.digest != program.digest:
        raise StateError(
            "the case runs under another schedule; `adopt` moves it and carries its clocks over"
        )
    trouble = _strange(case, program)
    if trouble is not None:
        raise StateError(f"the state is damaged: {trouble}")
    return case


def _strange(case: Case, program: Program) -> str | None:
    record = program.records.get(case.record)
    if record is None:
        return f"there is no record `{case.record}`"
    fields = program.fields[case.record]
    for name, value in case.fields.items():
        if name not in fields or not fits(fields[name], value):
            return f"field `{name}` cannot be {shown(value)}"
    for name, passage in case.passages.items():
        if (name, passage.version) not in program.processes:
            return f"there is no version {passage.version} of process `{name}`"
    numbers = [one.id for one in case.instances]
    if len(set(numbers)) < len(numbers) or max(numbers, default=0) > case.numbered:
        return "two instances have one number"
    for one in case.instances:
        is_history = one.reason not in DORMANT or one.process.endswith(EARLIER)
        if one.state not in OPEN and is_history:
            continue
        process = program.processes.get(_version_of(case, one.process))
        if process is None:
            return f"process `{one.process}` was never entered"
        if one.milestone not in program.milestones(process) or not one.claims:
            return f"process `{one.process}` has no open milestone `{one.milestone}`"
    for delivery in case.deliveries:
        process = program.processes.get((delivery.process, delivery.version))
        milestone = program.milestones(process).get(delivery.milestone) if process else None
        lines = milestone.triggers if milestone else ()
        if delivery.trigger >= len(lines):
            return "a delivery comes from a line that is not there"
    return None


def _version_of(case: Case, process: str) -> tuple[str, int | None]:
    passage = case.passages.get(process)
    return process, passage.version if passage else None


def save_case(case: Case) -> State:
    """Return the state of a case: JSON data that shares nothing with it."""
    state: State = {"format": FORMAT, "version": VERSION, "process": case.process}
    for name in _PLAIN:
        state[name] = getattr(case, name)
    state["fields"] = {
        name: value.copy() if value.__class__ is list else value
        for name, value in case.fields.items()
    }
    state["events"] = {name: at.copy() for name, at in case.events.items()}
    state["met"] = {name: at.copy() for name, at in case.met.items()}
    process = case.process
    if process is not None:
        passage = case.passages[process]
        for outer, inner in _BESIDE.items():
            state[outer] = _copied(getattr(passage, inner))
    passed = {name: _saved(one) for name, one in case.passages.items() if name != process}
    if passed:
        state["passed"] = passed
    state["instances"] = [_saved(one) for one in case.instances]
    if case.deliveries:
        state["deliveries"] = [_saved(one) for one in case.deliveries]
    return state


def _saved(one: Any) -> dict[str, Any]:
    """Return what differs from the initial value, copied."""
    data: dict[str, Any] = {}
    for name, initial in _INITIAL[one.__class__]:
        value = getattr(one, name)
        if value == initial and value.__class__ is initial.__class__ and name not in _ALWAYS:
            continue
        data[name] = _copied(value) if value.__class__ in (list, dict) else value
    return data


def _copied(value: Any) -> Any:
    if value.__class__ is list:
        return [_copied(item) for item in value]
    if value.__class__ is dict:
        return {key: _copied(item) for key, item in value.items()}
    return _saved(value) if value.__class__ is Claim else value


def _initial(one: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((name, getattr(one, name)) for name in one.__slots__)


_INITIAL: dict[type, tuple[tuple[str, Any], ...]] = {
    type(one): _initial(one) for one in (Case(), Passage(), Instance(), Delivery(), Claim(0))
}
