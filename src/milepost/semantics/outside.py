"""Files and data that a policy names: read safely, and only once."""

from pathlib import Path
from typing import Any

from milepost.diagnostics import Diagnostic, Severity
from milepost.ir import calendars as ir
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.files import Unreadable, is_inside, library_bound, read_source
from milepost.semantics.settings import Settings
from milepost.source import Source, Span
from milepost.syntax.ast.literals import String


class OutsideFiles:
    """Reads the registers, closures and holiday data of one project."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings
        self.sources: dict[Path, Source] = {}

    def closures(
        self, context: Context, file: String, folder: Path, zone: str | None
    ) -> tuple[ir.Override, ...]:
        """Return the closures of an iCalendar file, or report why there are none."""
        source = self.read(context, file, folder, (".ics",))
        if source is None:
            return ()
        from milepost.semantics.closures import read_closures

        settings = self.settings
        found, findings = read_closures(
            source, zone, settings.horizon_starts, settings.horizon_ends
        )
        context.diagnostics += findings
        for override in found:
            context.spans.place(override, file.span)
        return found

    def register(self, context: Context, file: String, folder: Path, fields: Any) -> Any:
        """Return the rows of a register of entitlements, or report why there are none."""
        source = self.read(context, file, folder, (".csv", ".yaml", ".yml", ".json"))
        if source is None:
            return ()
        from milepost.semantics.registers import read_register

        rows, findings = read_register(source, fields)
        context.diagnostics += findings
        return rows

    def holiday_set(self, code: str) -> ir.HolidaySet | None:
        """Return the holidays of a code over the project's horizon, or None for an unknown code."""
        from milepost.semantics.holiday_data import holiday_set

        return holiday_set(code, self.settings.horizon_starts, self.settings.horizon_ends)

    def holiday_codes(self, beside: str) -> tuple[str, ...]:
        """Return the codes that holiday data knows, and the parts of the country that one names."""
        from milepost.semantics.holiday_data import known_codes

        return known_codes(beside)

    def read(
        self, context: Context, file: String, folder: Path, suffixes: tuple[str, ...]
    ) -> Source | None:
        """Return the text of a named file, or report why it is not read."""
        path = folder / file.value
        trouble = self.trouble_with(path, file.value, folder, suffixes)
        if trouble:
            context.error(codes.OUTSIDE_FILE, trouble[0], file.span, trouble[1])
            return None
        source = read_source(path, self.root)
        if isinstance(source, Unreadable):
            at = Span(source.source, source.offset, source.offset)
            context.diagnostics.append(
                Diagnostic(
                    codes.OUTSIDE_FILE, Severity.ERROR, source.message, at, help=source.remedy
                )
            )
            return None
        self.sources[path.resolve()] = source
        return source

    def trouble_with(
        self, path: Path, written: str, folder: Path, suffixes: tuple[str, ...]
    ) -> tuple[str, str] | None:
        """Return what is wrong with a named file and what helps, or None."""
        if Path(written).is_absolute() or "://" in written or "\\" in written or "\0" in written:
            return f"`{written}` is not a relative path", "write a path from this file's folder"
        if path.suffix.lower() not in suffixes:
            kinds = ", ".join(f"`{suffix}`" for suffix in suffixes)
            return (
                f"`{written}` is not a file that can be read here",
                f"its name must end in {kinds}",
            )
        inside_project = is_inside(path, self.root)
        inside_library = is_inside(path, folder) and is_inside(path, library_bound(self.root))
        if not inside_project and not inside_library:
            return (
                f"`{written}` lies outside the project",
                "copy it into the project; nothing outside is read",
            )
        if not path.is_file():
            return f"file `{written}` does not exist", "check the path from this file's folder"
        return None
