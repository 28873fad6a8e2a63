"""All exporters, in the order they are listed: ours by module, then those of other packages.

Another package offers an exporter under the entry-point group `milepost.exporters`; what the entry
point names is an `Exporter`. One that cannot be loaded is named with the reason, never skipped.
"""

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from milepost.diagnostics import ToolError, did_you_mean
from milepost.exporters.artifact import Exporter
from milepost.frozen import frozen

GROUP = "milepost.exporters"

#: Our exporters by name, and the modules of this folder they stand in.
MODULES: dict[str, str] = {
    "json": "json",
    "yaml": "yaml",
    "icalendar": "icalendar",
    "contract": "contract",
    "csv": "csv",
    "salesforce": "salesforce.export",
}


@frozen
class Broken:
    """An exporter of another package that cannot be used, and why."""

    name: str
    package: str
    reason: str


def exporter_named(name: str) -> Exporter:
    """Return the exporter of a name; raise `ToolError` when there is none or it is broken."""
    if name in MODULES:
        return _ours(name)
    others = {point.name: point for point in entry_points(group=GROUP)}
    if name not in others:
        names = (*MODULES, *others)
        hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
        raise ToolError(f"there is no exporter `{name}`; {hint}")
    loaded = _loaded(others[name])
    if isinstance(loaded, Broken):
        raise ToolError(f"exporter `{name}` of package `{loaded.package}` {loaded.reason}")
    return loaded


def all_exporters() -> tuple[Exporter | Broken, ...]:
    """Return ours in the order of the table, then those of other packages by name."""
    others = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (*(_ours(name) for name in MODULES), *(_loaded(point) for point in others))


def _ours(name: str) -> Exporter:
    exporter: Exporter = import_module(f"milepost.exporters.{MODULES[name]}").EXPORTER
    return exporter


def _loaded(point: EntryPoint) -> Exporter | Broken:
    package = point.dist.name if point.dist else "?"
    if point.name in MODULES:
        return Broken(point.name, package, "bears the name of one of ours")
    try:
        found = point.load()
    except Exception as trouble:  # noqa: BLE001 - another package may fail in any way
        return Broken(point.name, package, f"cannot be loaded: {type(trouble).__name__}: {trouble}")
    if not isinstance(found, Exporter):
        return Broken(point.name, package, f"is no Exporter, but a {type(found).__name__}")
    return found
