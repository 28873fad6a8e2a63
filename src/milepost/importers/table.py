"""All importers by name, and what each reads."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from milepost.diagnostics import Diagnostic, ToolError, did_you_mean
from milepost.frozen import frozen

#: Our importers by name, and the modules of this folder they stand in.
MODULES: dict[str, str] = {"salesforce": "salesforce.importing"}


@frozen
class Imported:
    """The files of a project by name, and what is to be said about where they come from."""

    files: tuple[tuple[str, str], ...]
    findings: tuple[Diagnostic, ...]


@frozen
class Importer:
    """A form in which policies come to us: a folder, and the name of the project, to its files."""

    name: str
    title: str
    read: Callable[[Path, str], Imported]


def importer_named(name: str) -> Importer:
    """Return the importer of a name; raise `ToolError` when there is none."""
    if name not in MODULES:
        hint = did_you_mean(name, MODULES) or f"there are {', '.join(MODULES)}"
        raise ToolError(f"there is no importer `{name}`; {hint}")
    importer: Importer = import_module(f"milepost.importers.{MODULES[name]}").IMPORTER
    return importer
