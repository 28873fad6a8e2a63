"""The examples of checks: what each yields, whoever reports it."""

from pathlib import Path

from milepost.checks.check import EXPORTING, IMPORTING, TESTING, Check
from milepost.compiler.compilation import Compilation
from milepost.compiler.losses import losses_of
from milepost.diagnostics import Diagnostic, in_order

#: The day on which examples are checked.
_TODAY = "2026-01-01"


def example_findings(check: Check, text: str, folder: Path) -> tuple[Diagnostic, ...]:
    """Return what an example of a check yields, written into a folder of its own."""
    path = write_example(check, text, folder)
    if check.by == IMPORTING:
        from milepost.importers.salesforce.importing import import_org
        from milepost.salesforce.folder import read_folder

        return import_org(read_folder(folder), folder.name).findings
    compilation = Compilation(path, _TODAY)
    if compilation.diagnostics:
        return compilation.diagnostics
    if check.by == TESTING:
        from milepost.compiler.missed import missed_in
        from milepost.compiler.untested import untested_in
        from milepost.replay.verdict import judge_all

        verdicts = judge_all(compilation.schedule)
        return in_order((*missed_in(compilation, verdicts), *untested_in(compilation, verdicts)))
    if check.by != EXPORTING:
        return compilation.diagnostics
    from milepost.exporters.table import exporter_named

    exported = exporter_named(check.by.partition(" ")[2]).export(compilation.schedule, {})
    return in_order(losses_of(compilation, exported))


def write_example(check: Check, text: str, folder: Path) -> Path:
    """Write an example of a check, with the file beside it, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / check.example
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    if check.beside is not None:
        name, beside = check.beside
        (folder / name).write_text(beside, "utf-8")
    return path
