r"""A replayed case as an iCalendar file (RFC 5545): an event for each due and each action sent.

Nothing here reads a clock: the stamp of every event is the instant the case was created, and its
identifier is a digest of what the event is. So the same case always gives the same bytes, and a
calendar that imports it again, after the policy was changed, updates its events. Lines end with
CRLF and are folded before 75 octets, never within a character.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

from milepost.frozen import frozen
from milepost.replay.lives import Life, begun, lives_of
from milepost.replay.local_times import is_told, moment_text
from milepost.replay.replaying import Replay
from milepost.runtime import Happening

_FOLD = 75
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_END = "\r\n"


@frozen
class Event:
    """Something for a calendar: what, when, and why it is there."""

    at: int
    kind: str
    identity: tuple[object, ...]
    summary: str
    description: str


def render(replay: Replay, project: str, reason: Callable[[Happening], str]) -> str:
    """Return the calendar of a replayed case; `reason` says why an action is sent."""
    case = replay.case
    key = (project, case.record, case.created, *_given(replay))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//milepost//simulate//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(project)}",
    ]
    for event in sorted(_events(replay, reason), key=lambda one: one.at):
        identity = "\0".join(map(str, (*key, event.kind, *event.identity)))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{sha256(identity.encode()).hexdigest()[:32]}@milepost",
            f"DTSTAMP:{_stamp(case.created)}",
            f"DTSTART:{_stamp(event.at)}",
            f"SUMMARY:{_escaped(event.summary)}",
            f"DESCRIPTION:{_escaped(event.description)}",
            f"CATEGORIES:{event.kind.upper()}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}{_END}" for line in lines)


def _given(replay: Replay) -> Iterator[str]:
    for field, value in sorted(replay.case.log[0]["set"].items()):
        yield f"{field}={value}"


def _events(replay: Replay, reason: Callable[[Happening], str]) -> Iterator[Event]:
    lives = {life.instance: life for life in begun(replay, lives_of(replay))}
    for life in lives.values():
        if is_told(life.due):
            yield Event(
                life.due,
                "due",
                (life.milestone, life.level, life.nth),
                f"{life.title} due",
                _due_story(replay, life),
            )
    counts: dict[tuple[object, ...], int] = {}
    for one in replay.happenings:
        if one.kind == "sent" and one.instance in lives:
            life = lives[one.instance]
            identity = (one.subject, life.milestone, life.level, life.nth, one.detail["trigger"])
            counts[identity] = counts.get(identity, 0) + 1
            yield Event(
                one.at,
                "action",
                (*identity, counts[identity]),
                f"{one.subject} ({life.title})",
                reason(one),
            )


def _due_story(replay: Replay, life: Life) -> str:
    zone = replay.case.zone
    lines = [f"counted from {moment_text(life.anchor, zone)}"]
    if life.ended is not None:
        lines.append(f"{life.outcome} {moment_text(life.ended, zone)}")
    return "\n".join([*lines, f"times in {zone.name}"])


def _stamp(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in lines if one == "\n" or one.isprintable())
    return kept.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line cut before 75 octets, each further piece behind a blank."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return _END.join([*pieces, piece])
