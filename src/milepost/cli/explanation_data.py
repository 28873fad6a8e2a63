"""An explanation as JSON: the same facts as the words, for programs."""

from collections.abc import Iterable
from typing import Any

from milepost.clock import Change, Note, Zone, date_of
from milepost.exporters.words import anchor_text, condition_text, target_text
from milepost.ir.schedule import Place
from milepost.replay.day_counts import DayCount
from milepost.replay.enrolments import Considered, Enrolment
from milepost.replay.explanation import ChangeMade, Explanation, LineJudged, NotStarted
from milepost.replay.local_times import iso_text
from milepost.replay.reasons import Judged
from milepost.replay.stretches import PAUSED, Stretch

FORMAT = "milepost/explanation"
VERSION = 1


def due_data(told: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON data."""
    return _DueData(told).data()


def not_started_data(told: NotStarted, zone: Zone) -> dict[str, Any]:
    """Return why a milestone never began as JSON data."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "milestone": told.milestone,
        "status": "not started",
        "reason": told.reason,
        "process": told.process.name if told.process else None,
        "condition": _judged(told.judged),
        "anchor": anchor_text(told.anchor) if told.anchor else None,
        "lines": [_line(one) for one in told.lines],
        "place": place_data(told.place),
        **enrolment_data(told.enrolment),
        "timezone": zone.name,
    }


class _DueData:
    """Turns one explanation into JSON data."""

    def __init__(self, told: Explanation) -> None:
        self.told = told
        self.zone = told.zone

    def instant(self, at: int | None) -> dict[str, Any] | None:
        return instant_data(at, self.zone)

    def data(self) -> dict[str, Any]:
        told = self.told
        life = told.life
        return {
            "format": FORMAT,
            "version": VERSION,
            "milestone": life.milestone,
            "instance": {"nth": life.nth, "of": life.of, "level": life.level},
            "timezone": self.zone.name,
            "status": told.status,
            "outcome": life.outcome,
            "ended": self.instant(life.ended),
            "due": self.instant(told.due),
            "trouble": told.trouble,
            "process": {
                "name": told.process.name,
                "version": told.process.version,
                "place": place_data(told.process_place),
            },
            **enrolment_data(told.enrolment),
            "target": target_text(told.target) if told.target else None,
            "lines": [_line(one) for one in told.lines],
            "cell": self.cell(),
            "alternatives": [
                {
                    "target": target_text(part.target),
                    "anchor": anchor_text(part.anchor) if part.anchor else None,
                    "since": self.instant(part.since),
                    "due": self.instant(part.due),
                    "counts": part.counts,
                }
                for part in told.alternatives
            ],
            "calendar": self.calendar(),
            "counted_from": self.counted_from(),
            "changes": [self.change(one) for one in told.changes],
            "earlier_promise_stands": told.earlier_promise,
            "limit": told.limit,
            "counted": told.counted if told.stretches else None,
            "paused": None
            if told.standing is None
            else self.pause(told.standing.starts, told.standing.ends, told.standing.causes),
            "reckoned_from": self.instant(told.reckoned_from),
            "stretches": [self.stretch(one) for one in told.stretches],
            "moved_starts": [
                {
                    "pause": self.pause(one.pause.starts, one.pause.ends, one.pause.causes),
                    "open_seconds": one.lost,
                    "from": self.instant(one.before),
                    "to": self.instant(one.after),
                }
                for one in told.moved
            ],
            "days": days_data(told.day_count, self.zone) if told.day_count else None,
            "clock_changes": changes_data(told.clock_changes, self.zone),
            "rolled": None
            if told.rolled is None
            else {"from": self.instant(told.rolled.before), "to": self.instant(told.rolled.after)},
        }

    def cell(self) -> dict[str, Any] | None:
        cell = self.told.cell
        if cell is None:
            return None
        return {
            "table": cell.table.name,
            "row": [list(keys) for keys in cell.row.keys],
            "column": None if cell.column is None else list(cell.column),
            "place": place_data(cell.place),
        }

    def calendar(self) -> dict[str, Any] | None:
        hours = self.told.hours
        if hours is None or hours.level == "nothing":
            return None
        return {
            "name": hours.calendar,
            "named_by": hours.level,
            "holder": hours.holder,
            "place": place_data(hours.place),
            "timezone": self.told.clock_zone,
        }

    def counted_from(self) -> dict[str, Any]:
        source = self.told.counted_from
        return {
            **(self.instant(source.at) or {}),
            "kind": source.kind,
            "anchor": anchor_text(source.anchor) if source.anchor else None,
            "field": source.field,
            "condition": condition_text(source.start) if source.start else None,
        }

    def change(self, change: ChangeMade) -> dict[str, Any]:
        targets = [target_text(one) if one else None for one in change.target]
        return {
            **(self.instant(change.at) or {}),
            "rule": change.rule,
            "fields": [
                {"field": one.field, "from": one.before, "to": one.after} for one in change.fields
            ],
            "target": {"from": targets[0], "to": targets[1]},
            "calendar": {"from": change.calendar[0], "to": change.calendar[1]},
            "process": {"from": _version(change.process[0]), "to": _version(change.process[1])},
            "used": change.used,
        }

    def stretch(self, one: Stretch) -> dict[str, Any]:
        data = stretch_data(one, self.zone)
        if one.kind == PAUSED and one.pause is not None:
            data["conditions"] = self.conditions(one.pause.causes)
        return data

    def pause(self, starts: int, ends: int | None, causes: tuple[int, ...]) -> dict[str, Any]:
        return {
            "from": self.instant(starts),
            "to": self.instant(ends),
            "conditions": self.conditions(causes),
        }

    def conditions(self, causes: tuple[int, ...]) -> list[str]:
        return [condition_text(self.told.pause_lines[number].while_) for number in causes]


def instant_data(at: int | None, zone: Zone) -> dict[str, Any] | None:
    """Return an instant: as seconds, and as local time where that can be written."""
    return None if at is None else {"at": at, "local": iso_text(at, zone)}


def stretch_data(one: Stretch, zone: Zone) -> dict[str, Any]:
    """Return a stretch of time that was counted, or was not, and what closed it."""
    data: dict[str, Any] = {
        "kind": one.kind,
        "from": instant_data(one.starts, zone),
        "to": instant_data(one.ends, zone),
        "calendar": one.calendar,
        "open_seconds": one.seconds,
        "total": one.total,
    }
    if one.kind != PAUSED and not one.seconds:
        data["closed_by"] = _closed_by(one.notes)
    return data


def days_data(count: DayCount, zone: Zone) -> dict[str, Any]:
    """Return the dates that were counted, and those that were not."""
    return {
        "from": instant_data(count.begins, zone),
        "moved_to_opening": count.begins != count.starts,
        "after_cut_off": count.late,
        "day_zero": date_of(count.origin).isoformat(),
        "dates": [
            {
                "date": date_of(step.day).isoformat(),
                "number": step.number,
                **({} if step.number else {"closed_by": _closed_by(step.notes)}),
            }
            for step in count.steps
        ],
        "same_time": instant_data(count.wished, zone),
    }


def changes_data(changes: Iterable[Change], zone: Zone) -> list[dict[str, Any]]:
    """Return changes of the clocks for summer and winter."""
    return [
        {"at": instant_data(one.at, zone), "seconds": one.after - one.before} for one in changes
    ]


def enrolment_data(enrolment: Enrolment) -> dict[str, Any]:
    """Return how a case came into its process."""
    return {
        "entitlement": enrolment.entitlement,
        "not_entitled": enrolment.refused,
        "tier": enrolment.tier,
        "processes": [_considered(one) for one in enrolment.considered],
        "versions": [_considered(one) for one in enrolment.versions],
    }


def _considered(one: Considered) -> dict[str, Any]:
    return {**_version(one.process), "verdict": one.reason, "condition": _judged(one.judged)}


def _version(process: Any) -> dict[str, Any]:
    return {"name": process.name, "version": process.version}


def _line(one: LineJudged) -> dict[str, Any]:
    return {
        "number": one.number,
        "target": target_text(one.line.target),
        "holds": one.holds,
        "condition": _judged(one.judged),
        "place": place_data(one.place),
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "text": condition_text(judged.condition),
        "holds": judged.holds,
        "because": [
            {"milestone" if fact.is_milestone else "field": fact.name, "value": fact.value}
            for fact in judged.facts
        ],
    }


def _closed_by(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [_note(note) for note in notes] or [{"kind": "hours"}]


def _note(note: Note) -> dict[str, Any]:
    return {
        "kind": note.why.value,
        "label": note.label,
        "origin": note.origin,
        "calendar": note.calendar,
    }


def place_data(place: Place | None) -> dict[str, Any] | None:
    """Return where a part was written."""
    if place is None:
        return None
    return {"path": place.path, "line": place.line, "column": place.column}
