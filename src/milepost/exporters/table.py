"""All exporters, in the order they are listed."""

from milepost.exporters import json, yaml
from milepost.exporters.artifact import Exporter

EXPORTERS: tuple[Exporter, ...] = (json.EXPORTER, yaml.EXPORTER)


def exporter_named(name: str) -> Exporter:
    """Return the exporter of a name in the table."""
    return next(exporter for exporter in EXPORTERS if exporter.name == name)
