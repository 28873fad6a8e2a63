"""How things are called in Salesforce: what the export block says, and what holds without it."""

import re
from collections.abc import Iterator

from milepost.ir.conditions import Constant
from milepost.ir.schedule import Export, Field, Mapping, Record, Schedule

TARGET = "salesforce"
CASE = "case"
API_VERSION = "62.0"
Value = str | int | bool


class Names:
    """The export block of a schedule, made easy to ask."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        ours = (export for export in schedule.exports if export.target == TARGET)
        self.block = next(ours, Export(TARGET))
        self.mappings = {one.name: one for one in self.block.mappings}
        self.objects = {str(record): str(name) for record, name in self._pairs("record")}

    def settings(self, name: str) -> Iterator[tuple[Value, ...]]:
        """Yield the values of each setting of a name; braces that were doubled are single."""
        for setting in self.block.settings:
            if setting.name == name:
                yield tuple(map(_plain, setting.values))

    def setting(self, name: str) -> Value | None:
        """Return the first value of the last setting of a name, or None."""
        found = [values for values in self.settings(name) if values]
        return found[-1][0] if found else None

    def elements(self, name: str, *key: Value) -> dict[str, Value]:
        """Return the elements that settings of a name keep for a thing."""
        size = len(key)
        return {
            str(values[size]): values[size + 1]
            for values in self.settings(name)
            if values[:size] == key and len(values) == size + 2
        }

    def has(self, name: str, *key: Value) -> bool:
        """Say whether a setting of a name begins with some values."""
        return any(values[: len(key)] == key for values in self.settings(name))

    def outside(self, word: str) -> str | None:
        """Return what a field, action or event is called in Salesforce, if that is said."""
        mapping = self.mappings.get(word)
        return mapping.outside if mapping else None

    def mapping(self, word: str) -> Mapping | None:
        """Return the mapping of a field, action or event."""
        return self.mappings.get(word)

    def object_of(self, record: str) -> str:
        """Return the object of a record.

        >>> Names(Schedule("", None, None, None, (), ())).object_of("work_order")
        'WorkOrder'
        """
        known = self.objects.get(record)
        return known or "".join(part.capitalize() for part in record.split("_"))

    def criterion(self, field: str) -> tuple[Value, ...] | None:
        """Return what a field stands for that Salesforce works out itself."""
        return next(
            (values[1:] for values in self.settings("criterion") if values[0] == field), None
        )

    def _pairs(self, name: str) -> Iterator[tuple[Value, Value]]:
        for values in self.settings(name):
            if len(values) == 2:
                yield values[0], values[1]


def field_of(record: Record, name: str) -> Field | None:
    """Return a field of a record."""
    return next((field for field in record.fields if field.name == name), None)


def developer_name(text: str) -> str:
    """Return a text as a name that Salesforce takes for a component.

    >>> developer_name("warn_gold_owner"), developer_name("1 hour: warning")
    ('Warn_Gold_Owner', 'X1_Hour_Warning')
    """
    words = [word for word in re.split(r"[^A-Za-z0-9]+", text) if word]
    name = "_".join(word[:1].upper() + word[1:] for word in words)
    return f"X{name}" if name[:1].isdigit() else name


def _plain(value: Constant) -> Value:
    if isinstance(value, str):
        return value.replace("{{", "{").replace("}}", "}")
    if isinstance(value, tuple):
        return ", ".join(value)
    return value
