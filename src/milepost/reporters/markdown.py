"""Findings as Markdown: the summary of a job. GitHub takes a MiB of it."""

from milepost.diagnostics import Diagnostic
from milepost.reporters.columns import prose
from milepost.reporters.report import Report
from milepost.reporters.summary import summary

MOST_BYTES = 1_000_000
_ESCAPED = {"|": "\\|", "<": "&lt;", ">": "&gt;"}


def render(report: Report) -> str:
    """Return a heading that counts the findings, and a table of them."""
    head = (
        f"### milepost: {summary(report.findings, report.files, allowed=len(report.suppressed))}\n"
    )
    if not report.findings:
        return head
    lines = [head, "\n| | check | place | finding |\n| --- | --- | --- | --- |\n"]
    size = sum(len(line.encode()) for line in lines)
    for at, found in enumerate(report.findings):
        row = _row(found)
        size += len(row.encode("utf-8", "replace"))
        if size > MOST_BYTES:
            lines.append(f"\n{len(report.findings) - at} more findings are in the log.\n")
            break
        lines.append(row)
    return "".join(lines)


def _row(found: Diagnostic) -> str:
    place = f"`{_cell(found.span.path)}:{found.span.line}`"
    told = f"{_cell(found.message)}<br>{_cell(found.help)}" if found.help else _cell(found.message)
    return f"| {found.severity.value} | {found.code} | {place} | {told} |\n"


def _cell(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in prose(text, ascii_only=False))
