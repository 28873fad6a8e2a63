"""The schedule as YAML, for readers."""

from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.ir.codec import encode
from milepost.ir.schedule import Schedule


def export(schedule: Schedule, _existing: Existing) -> Exported:
    """Return `schedule.yaml`: the JSON document in YAML's block style, in the document's order."""
    import yaml

    text = yaml.safe_dump(
        encode(schedule), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return Exported((Artifact("schedule.yaml", text.encode()),))


EXPORTER = Exporter("yaml", "the executable schedule as YAML", export)
