"""Cases as they were written, before anything in them is understood: in a file, or as flags.

Both come to one form, in which every word knows its place: `case.yaml:7:12` or `--set tier=silvr`.

```yaml
timezone: America/New_York
created: 2027-04-02T17:30
given: {tier: silver, priority: p2}
log:
  - at: 2027-04-03T10:30
    set: {status: waiting}
  - at: +2h40m                 # after the entry above
    events: [agent_reply]
until: 2027-04-30T00:00
```
"""

from collections.abc import Iterable

from milepost.diagnostics import ToolError, did_you_mean
from milepost.frozen import frozen
from milepost.replay.plain_yaml import is_nothing, read_json, read_yaml
from milepost.semantics.rows import BrokenTextError, Entry, Form, Value
from milepost.source import Source

_KEYS = ("record", "timezone", "created", "given", "log", "until")
_ENTRY_KEYS = ("at", "set", "events", "minutes")


@frozen
class Word:
    """Something written: a text, several, or None for `null`; and where it stands."""

    text: str | None
    place: str
    parts: tuple["Word", ...] = ()


@frozen
class Pair:
    """A name and what is written for it."""

    name: Word
    value: Word


@frozen
class DraftEntry:
    """An entry of a log as written."""

    at: Word
    changes: tuple[Pair, ...] = ()
    events: tuple[Word, ...] = ()
    minutes: tuple[Pair, ...] = ()


@frozen
class Draft:
    """A case as written; `place` is that of the whole."""

    place: str
    record: Word | None = None
    timezone: Word | None = None
    created: Word | None = None
    given: tuple[Pair, ...] = ()
    log: tuple[DraftEntry, ...] = ()
    until: Word | None = None


def draft_of_file(path: str, text: str) -> Draft:
    """Return the case that a file holds; a file that ends in `.json` is JSON, others YAML."""
    source = Source.of(path, text)
    try:
        value = read_json(text) if path.lower().endswith(".json") else read_yaml(text)
    except BrokenTextError as broken:
        raise _trouble(_place(source, broken.at), broken.message, broken.remedy) from None
    return _FileReader(source).draft(value)


def draft_of_flags(
    created: str | None, given: Iterable[str], log: Iterable[tuple[str, tuple[str, ...]]]
) -> Draft:
    """Return the case that flags give: `field=value` texts, and entries as an instant and items."""
    return Draft(
        "the case",
        created=None if created is None else Word(created, f"--created {created}"),
        given=tuple(_pair(text, f"--set {text}") for text in given),
        log=tuple(_flag_entry(at, items) for at, items in log),
    )


def _flag_entry(at: str, items: tuple[str, ...]) -> DraftEntry:
    place = f"--at {at}"
    if not items:
        remedy = "add what happens then: `field=value` or an event"
        raise _trouble(place, "the entry says nothing", remedy)
    return DraftEntry(
        Word(at, place),
        tuple(_pair(item, f"{place} {item}") for item in items if "=" in item),
        tuple(Word(item, f"{place} {item}") for item in items if "=" not in item),
    )


def _pair(text: str, place: str) -> Pair:
    name, equals, value = text.partition("=")
    if not equals:
        raise _trouble(place, f"`{text}` sets nothing", "write `field=value`")
    return Pair(Word(name.strip(), place), Word(value.strip(), place))


def _trouble(place: str, message: str, remedy: str) -> ToolError:
    return ToolError(f"{place}: {message}; {remedy}")


def _place(source: Source, at: int) -> str:
    return f"{source.path}:{source.line_of(at)}:{source.column_of(at)}"


class _FileReader:
    """Finds the parts of a case in the values of a file."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def draft(self, value: Value) -> Draft:
        found = self.members(value, _KEYS, "a case file")
        log = found.get("log")
        return Draft(
            self.source.path,
            self.word(found.get("record")),
            self.word(found.get("timezone")),
            self.word(found.get("created")),
            self.pairs(found.get("given"), "given"),
            tuple(self.entry(item) for item in self.items(log, "log")) if log else (),
            self.word(found.get("until")),
        )

    def entry(self, value: Value) -> DraftEntry:
        found = self.members(value, _ENTRY_KEYS, "an entry")
        at = self.word(found.get("at"))
        if at is None or at.text is None:
            raise self.trouble(value.start, "entry without `at`", "write `at: +2h` or an instant")
        events = found.get("events")
        if events is not None and events.form in (Form.PLAIN, Form.TYPED):
            names: tuple[Value, ...] = () if is_nothing(events) else (events,)
        else:
            names = self.items(events, "events") if events else ()
        return DraftEntry(
            at,
            self.pairs(found.get("set"), "set"),
            tuple(self.one_word(name) for name in names),
            self.pairs(found.get("minutes"), "minutes"),
        )

    def members(self, value: Value, known: tuple[str, ...], what: str) -> dict[str, Value]:
        if value.form is not Form.OBJECT:
            keys = ", ".join(f"`{key}`" for key in known)
            raise self.trouble(value.start, f"{what} is made of keys", f"its keys: {keys}")
        for entry in value.content:
            if entry.key not in known:
                hint = did_you_mean(entry.key, known) or f"{what} has {', '.join(known)}"
                raise self.trouble(entry.start, f"unknown key `{entry.key}`", hint)
        return {entry.key: entry.value for entry in value.content}

    def items(self, value: Value | None, key: str) -> tuple[Value, ...]:
        if value is None or is_nothing(value):
            return ()
        if value.form is not Form.LIST:
            raise self.trouble(value.start, f"`{key}` is not a list", "begin each item with `- `")
        items: tuple[Value, ...] = value.content
        return items

    def pairs(self, value: Value | None, key: str) -> tuple[Pair, ...]:
        if value is None or is_nothing(value):
            return ()
        if value.form is not Form.OBJECT:
            remedy = f"write `{key}: {{field: value}}`"
            raise self.trouble(value.start, f"`{key}` does not name fields", remedy)
        return tuple(self.pair(entry) for entry in value.content)

    def pair(self, entry: Entry) -> Pair:
        place = _place(self.source, entry.value.start)
        name = Word(entry.key, _place(self.source, entry.start))
        if entry.value.form is Form.OBJECT:
            raise self.trouble(entry.value.start, "keys within a value", "a field has one value")
        if entry.value.form is Form.LIST:
            parts = tuple(self.one_word(item) for item in entry.value.content)
            return Pair(name, Word("", place, parts))
        return Pair(name, Word(None if is_nothing(entry.value) else entry.value.content, place))

    def word(self, value: Value | None) -> Word | None:
        return None if value is None or is_nothing(value) else self.one_word(value)

    def one_word(self, value: Value) -> Word:
        if value.form not in (Form.PLAIN, Form.TYPED):
            raise self.trouble(value.start, "several values where one stands", "write one word")
        return Word(value.content, _place(self.source, value.start))

    def trouble(self, at: int, message: str, remedy: str) -> ToolError:
        return _trouble(_place(self.source, at), message, remedy)
