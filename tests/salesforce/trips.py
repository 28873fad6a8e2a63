"""There and back: an organisation becomes a project, the project an organisation again."""

import os
from pathlib import Path

from milepost.compiler import Compilation
from milepost.exporters.artifact import Exported
from milepost.exporters.table import exporter_named
from milepost.importers.salesforce.importing import import_org
from milepost.importers.table import Imported
from milepost.ir.schedule import Schedule
from milepost.salesforce.folder import ReadOrg, kind_of, read_files
from milepost.salesforce.normal import Normal, normal_org

ORGS = Path(__file__).parent / "orgs"
#: Real retrieved metadata and its schema. Nothing of it is ours, so the tests do without it, too.
CORPUS = Path(
    os.environ.get("SALESFORCE_CORPUS")
    or Path(__file__).parents[3] / "shared" / "corpus" / "salesforce"
)
SCHEMA = CORPUS / "metadata-v47-entitlements.xsd"


def roots(folder: Path) -> list[Path]:
    """Return the folders below one that hold folders of metadata: one for each retrieval."""
    if not folder.is_dir():
        return []
    return sorted({path.parents[1] for path in folder.rglob("*") if kind_of(path.name)})


def written(imported: Imported, folder: Path) -> Path:
    """Write an imported project."""
    for file, text in imported.files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def compiled(read: ReadOrg, folder: Path) -> Compilation:
    """Return the compilation of an organisation's project."""
    return Compilation(written(import_org(read, "imported"), folder))


def exported(schedule: Schedule) -> Exported:
    """Return the files of a schedule."""
    return exporter_named("salesforce").export(schedule, {})


def read_again(export: Exported) -> ReadOrg:
    """Return what an export says, read as if it had been retrieved."""
    return read_files((artifact.path, artifact.content) for artifact in export.artifacts)


def parts(read: ReadOrg) -> dict[tuple[str, str], Normal]:
    """Return the normal form of each part of an organisation, by kind and name."""
    return {
        (kind, name): normal
        for kind, found in normal_org(read.org).items()
        for name, normal in found.items()
    }
