"""Cases to be replayed: from a draft, or from a test of the policy, to entries of the runtime.

Every word of a draft is held against the schedule: its fields, values and events. All that is wrong
is said at once, each with its place and a remedy.
"""

from typing import Any

from milepost.clock import ClockError, Zone, day_number, load_zone
from milepost.diagnostics import ToolError, did_you_mean
from milepost.frozen import frozen
from milepost.ir.schedule import Field, Record, Schedule, Test
from milepost.replay.drafts import Draft, DraftEntry, Pair, Word
from milepost.replay.verdict import log_of
from milepost.replay.written_values import (
    MisreadError,
    Surroundings,
    instant_of,
    seconds_of,
    value_of,
)
from milepost.semantics.zones import zone_names

#: How an entry says that a milestone was done by hand.
DONE = "done:"

_MANY = 8


@frozen
class WrittenCase:
    """A case to be replayed: its entries as the runtime takes them, and the zone to show it in."""

    record: str
    zone: Zone
    log: tuple[dict[str, Any], ...]
    until: int | None = None

    @property
    def created(self) -> int:
        """The instant the case was created."""
        instant: int = self.log[0]["at"]
        return instant

    @property
    def ends(self) -> int:
        """The instant of the last entry."""
        instant: int = self.log[-1]["at"]
        return instant


def case_of_test(schedule: Schedule, test: Test) -> WrittenCase:
    """Return the case of a test."""
    return WrittenCase(test.record, zone_of(schedule, test.zone), tuple(log_of(test)))


def case_of_draft(schedule: Schedule, draft: Draft) -> WrittenCase:
    """Return the case that a draft describes; raise `ToolError` with everything wrong in it."""
    reader = _Reader(schedule, draft)
    case = reader.case()
    if reader.complaints:
        raise ToolError("\n  ".join(reader.complaints))
    return case


def zone_of(schedule: Schedule, name: str) -> Zone:
    """Return a time zone over the horizon of a schedule; raise `ToolError` for one there is not."""
    horizon = schedule.horizon
    try:
        return load_zone(name, range(day_number(horizon.starts), day_number(horizon.ends) + 1))
    except ClockError:
        hint = did_you_mean(name, zone_names()) or "zones are called like `Europe/London`"
        raise ToolError(f"there is no time zone `{name}`; {hint}") from None


class _Reader:
    """One reading of one draft, and what is wrong with it."""

    def __init__(self, schedule: Schedule, draft: Draft) -> None:
        self.schedule = schedule
        self.draft = draft
        self.complaints: list[str] = []
        self.record = self.record_named(draft.record)
        self.fields = {field.name: field for field in self.record.fields}
        self.around = Surroundings(self.zone(), schedule.horizon)

    def record_named(self, word: Word | None) -> Record:
        known = {record.name: record for record in self.schedule.records}
        name = "case" if word is None or word.text is None else word.text
        if name not in known:
            hint = did_you_mean(name, known) or f"records: {', '.join(known)}"
            place = word.place if word else "--record"
            raise ToolError(f"{place}: there is no record `{name}`; {hint}")
        return known[name]

    def zone(self) -> Zone:
        """Return the zone that was written, else the project's, else UTC if all is given in UTC."""
        written = self.draft.timezone
        if written is not None and written.text is not None:
            try:
                return zone_of(self.schedule, written.text)
            except ToolError as trouble:
                raise ToolError(f"{written.place}: {trouble}") from None
        if self.schedule.timezone is None and not all(map(_is_universal, _instants(self.draft))):
            raise ToolError(
                f"{self.draft.place}: no time zone says what its instants mean; give the case a "
                "`timezone` (`--timezone Area/City`), or write `Z` behind each instant"
            )
        return zone_of(self.schedule, self.schedule.timezone or "Etc/UTC")

    def case(self) -> WrittenCase:
        draft = self.draft
        created = self.instant(draft.created) if draft.created else None
        if draft.created is None:
            self.complain(draft.place, "it does not say when it was created", _CREATED)
        first = {"at": created or 0, "set": self.changes(draft.given), "events": []}
        log: list[dict[str, Any]] = [first]
        now = created
        for entry in draft.log:
            now = self.moment(entry.at, now)
            log.append({"at": now or 0, **self.happenings(entry)})
        until = self.instant(draft.until) if draft.until else None
        if draft.until and until is not None and now is not None and until < now:
            remedy = "look beyond the log, or shorten it"
            self.complain(draft.until.place, "it lies before the last entry", remedy)
        return WrittenCase(self.record.name, self.around.zone, tuple(log), until)

    def happenings(self, entry: DraftEntry) -> dict[str, Any]:
        minutes = {pair.name.text: self.minutes(pair) for pair in entry.minutes}
        return {
            "set": self.changes(entry.changes),
            "events": [name for word in entry.events if (name := self.event(word))],
            **({"minutes": minutes} if minutes else {}),
        }

    def instant(self, word: Word) -> int | None:
        try:
            return instant_of(word.text or "", self.around)
        except MisreadError as misread:
            self.complain(word.place, misread.message, misread.remedy)
        return None

    def moment(self, word: Word, before: int | None) -> int | None:
        """Return the instant of an entry: its own, or so much after the entry before it."""
        text = word.text or ""
        if text.startswith("+"):
            try:
                later = seconds_of(text[1:])
            except MisreadError as misread:
                self.complain(word.place, misread.message, misread.remedy)
                return before
            return None if before is None else before + later
        at = self.instant(word)
        if at is not None and before is not None and at < before:
            self.complain(
                word.place, "entry lies before the one above it", "a log goes forward in time"
            )
        return before if at is None else at

    def changes(self, pairs: tuple[Pair, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for pair in pairs:
            field = self.field(pair.name)
            if field is None:
                continue
            try:
                found[field.name] = self.value(field, pair.value)
            except MisreadError as misread:
                self.complain(pair.value.place, misread.message, misread.remedy)
        return found

    def value(self, field: Field, word: Word) -> Any:
        if word.parts or (word.text == "" and field.type == "tags"):
            if field.type != "tags":
                raise MisreadError(f"`{field.name}` takes one value", "write one word")
            written = " ".join(part.text or "" for part in word.parts)
            return value_of(field, written, self.around) or []
        return None if word.text is None else value_of(field, word.text, self.around)

    def field(self, name: Word) -> Field | None:
        field = self.fields.get(name.text or "")
        if field is None:
            hint = did_you_mean(name.text or "", self.fields)
            if name.text in self.record.events:
                hint = "it is an event: it happens, and has no value"
            known = [one for one, found in self.fields.items() if not found.predeclared]
            remedy = hint or f"fields: {_some(known)}"
            self.complain(name.place, f"there is no field `{name.text}`", remedy)
            return None
        if field.name == "created":
            self.complain(name.place, "`created` is no field to set", _CREATED)
            return None
        if field.derived_from is not None:
            message = f"`{field.name}` is computed by table `{field.derived_from}`"
            self.complain(name.place, message, "set the fields that the table reads")
            return None
        return field

    def event(self, word: Word) -> str | None:
        name = word.text or ""
        by_hand = {
            f"{DONE}{milestone.name}": None
            for process in self.schedule.processes
            for milestone in process.milestones
            if process.record == self.record.name and any(one.by_hand for one in milestone.done)
        }
        known = (*self.record.events, *by_hand)
        if name in known:
            return name
        if name in self.fields:
            remedy = f"it is a field: write `{name}=…`"
        else:
            remedy = did_you_mean(name, known) or (
                f"events: {_some(known)}" if known else "the record declares none"
            )
        self.complain(word.place, f"there is no event `{name}`", remedy)
        return None

    def minutes(self, pair: Pair) -> int:
        text = pair.value.text or ""
        if not text.isascii() or not text.isdigit():
            self.complain(pair.value.place, f"`{text}` is no number of minutes", "write `45`")
            return 0
        return int(text)

    def complain(self, place: str, message: str, remedy: str) -> None:
        self.complaints.append(f"{place}: {message}; {remedy}")


_CREATED = "write `created: 2027-04-02T17:30` in the file, or `--created 2027-04-02T17:30`"


def _instants(draft: Draft) -> tuple[Word | None, ...]:
    return draft.created, *(entry.at for entry in draft.log), draft.until


def _is_universal(word: Word | None) -> bool:
    return word is None or (word.text or "").startswith("+") or (word.text or "").endswith("Z")


def _some(names: Any) -> str:
    shown = [f"`{name}`" for name in names]
    return ", ".join(shown[:_MANY]) + (", …" if len(shown) > _MANY else "")
