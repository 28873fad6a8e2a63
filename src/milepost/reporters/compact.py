"""Findings as one line each, in the form that editors and `grep` read."""

from milepost.diagnostics import Diagnostic
from milepost.reporters.columns import prose
from milepost.reporters.report import Report


def render(report: Report) -> str:
    """Return `path:line:column: severity[code]: message` for each finding."""
    return "".join(f"{_line(found)}\n" for found in report.findings)


def _line(found: Diagnostic) -> str:
    place = f"{prose(found.span.path, ascii_only=False)}:{found.span.line}:{found.span.column}"
    message = prose(found.message, ascii_only=False)
    return f"{place}: {found.severity.value}[{found.code}]: {message}"
