"""The model becomes a schedule: parts in order, data versions, file digests, source map.

The parts themselves were made by name resolution and are taken over as they are; lowering adds
what makes them a document that stands alone.
"""

import hashlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from milepost import __version__
from milepost.frozen import fields_of, replace
from milepost.ir.schedule import DataVersions, File, Horizon, Place, Schedule
from milepost.lowering.bounds import bounds_of
from milepost.semantics.context import Spans
from milepost.semantics.model import Model
from milepost.semantics.zones import zone_data_version

#: The kinds of parts, in the order of the document.
PARTS = (
    "records",
    "calendars",
    "holiday_sets",
    "actions",
    "tiers",
    "tables",
    "escalations",
    "processes",
    "entitlements",
    "contracts",
    "requirements",
    "objectives",
    "tests",
    "exports",
)


def lower(model: Model) -> Schedule:
    """Return the schedule of a model without errors.

    It holds the bounds of targets on single calendars. Those of calendar families (one member for
    each zone or holiday set) take seconds where there are many: `milepost bounds` reckons them
    when asked.
    """
    settings = model.project.settings
    schedule = Schedule(
        project=settings.name,
        timezone=model.timezone,
        horizon=Horizon(settings.horizon_starts, settings.horizon_ends),
        data=DataVersions(__version__, zone_data_version(), package_version("holidays")),
        language=model.language,
        bounds=bounds_of(model, families=False),
        files=tuple(_files(model)),
        **{part: getattr(model, part) for part in PARTS},
    )
    places = tuple(
        place
        for part in PARTS
        for place in _places(model.spans, getattr(schedule, part), f"/{part}")
    )
    return replace(schedule, source_map=places)


def _files(model: Model) -> Iterator[File]:
    read = [file.parsed.source for file in model.project.files]
    for source in (*read, *model.outside):
        yield File(source.path, f"sha256:{hashlib.sha256(source.text.encode()).hexdigest()}")


def _places(spans: Spans, part: Any, pointer: str) -> Iterator[Place]:
    """Yield the place of a part and of everything in it that was written by itself."""
    if part.__class__ is tuple:
        for index, inner in enumerate(part):
            if hasattr(inner, "__match_args__") or inner.__class__ is tuple:
                yield from _places(spans, inner, f"{pointer}/{index}")
        return
    span = spans.find(part)
    if span is not None:
        yield Place(pointer, span.path, span.line, span.column)
    for name in fields_of(part):
        inner = getattr(part, name)
        if inner.__class__ is tuple or hasattr(inner, "__match_args__"):
            yield from _places(spans, inner, f"{pointer}/{name.rstrip('_')}")


def package_version(name: str) -> str:
    """Return the version of an installed package, or `none`."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
