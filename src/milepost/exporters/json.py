"""The schedule as canonical JSON."""

from milepost.exporters.artifact import Artifact, Exporter
from milepost.ir.codec import dump
from milepost.ir.schedule import Schedule


def export(schedule: Schedule) -> tuple[Artifact, ...]:
    """Return `schedule.json`: RFC 8785 bytes, with digest and source map."""
    return (Artifact("schedule.json", dump(schedule)),)


EXPORTER = Exporter("json", "the executable schedule, canonical JSON", export)
