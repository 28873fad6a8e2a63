"""The closing line of a report: how much was found in how many files."""

from collections.abc import Sequence

from milepost.diagnostics import Diagnostic, Severity

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "info"}


def summary(diagnostics: Sequence[Diagnostic], files: int) -> str:
    """Return one line that says how much was found in how many files."""
    checked = _counted(files, "file")
    if not diagnostics:
        return f"{checked}, no findings"
    severities = [found.severity for found in diagnostics]
    counts = ((severities.count(kind), word) for kind, word in _WORDS.items())
    *parts, last = (_counted(count, word) for count, word in counts if count)
    listed = f"{', '.join(parts)} and {last}" if parts else last
    return f"found {listed} in {checked}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
