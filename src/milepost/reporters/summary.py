"""The closing line of a report: how much was found in how many files."""

from collections.abc import Sequence

from milepost.diagnostics import Diagnostic, Severity

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "info"}


def summary(
    diagnostics: Sequence[Diagnostic], files: int, *, allowed: int = 0, word: str = "finding"
) -> str:
    """Return one line that says how much was found in how many files, and how much is allowed.

    What is allowed is called by a word.
    """
    told = _told(diagnostics, files)
    return f"{told}; {_counted(allowed, word)} allowed" if allowed else told


def _told(diagnostics: Sequence[Diagnostic], files: int) -> str:
    checked = _counted(files, "file")
    if not diagnostics:
        return f"{checked}, no findings"
    severities = [found.severity for found in diagnostics]
    counts = ((severities.count(kind), word) for kind, word in _WORDS.items())
    *parts, last = (_counted(count, word) for count, word in counts if count)
    listed = f"{', '.join(parts)} and {last}" if parts else last
    return f"found {listed} in {checked}"


def fixes(diagnostics: Sequence[Diagnostic], fixed: int) -> str:
    """Return a line that says how much was fixed and how much more can be, or nothing."""
    safe = sum(found.fix is not None and found.fix.safe for found in diagnostics)
    done = f"{_counted(fixed, 'fix')} applied" if fixed else ""
    more = f"{safe} can be fixed with `--fix`" if safe else ""
    return "; ".join(filter(None, (done, more)))


def _counted(count: int, word: str) -> str:
    if count == 1:
        return f"1 {word}"
    return f"{count} {word}{'es' if word.endswith(('s', 'x')) else 's'}"
