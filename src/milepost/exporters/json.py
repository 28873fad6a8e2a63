"""The schedule as canonical JSON."""

from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.ir.codec import dump
from milepost.ir.schedule import Schedule


def export(schedule: Schedule, _existing: Existing) -> Exported:
    """Return `schedule.json`: RFC 8785 bytes, with digest and source map."""
    return Exported((Artifact("schedule.json", dump(schedule)),))


EXPORTER = Exporter("json", "the executable schedule, canonical JSON", export)
