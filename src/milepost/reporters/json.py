"""Diagnostics as a JSON document for programs; `diagnostics.schema.json` describes it.

Lines and columns count from 1 and offsets from 0, all in code points; ranges are half-open. Keys
come in a fixed order and are always there, `null` when there is nothing to say. Characters that no
reader or terminal should meet raw (lone surrogates, bidirectional controls) are written as escapes,
which mean the same.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.reporters.report import Report, Suppressed
from milepost.source import Source, Span

FORMAT = "milepost/diagnostics"
VERSION = 1

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def render(report: Report) -> str:
    """Return a report as a JSON document."""
    return document(report.findings, files=report.files, suppressed=report.suppressed) + "\n"


def document(
    diagnostics: Sequence[Diagnostic],
    *,
    files: int | None = None,
    suppressed: Sequence[Suppressed] = (),
) -> str:
    """Return diagnostics as a JSON document, without a line end after it.

    `files` is how many files were looked at, for the summary.
    """
    told = {
        "format": FORMAT,
        "version": VERSION,
        "diagnostics": [plain(found) for found in diagnostics],
        "suppressed": [allowed(each) for each in suppressed],
        "summary": _summary(diagnostics, files),
    }
    return escaped(json.dumps(told, ensure_ascii=False, indent=2))


def escaped(written: str) -> str:
    """Return JSON with escapes for what no reader or terminal should meet raw."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _summary(diagnostics: Sequence[Diagnostic], files: int | None) -> dict[str, int | None]:
    severities = [found.severity for found in diagnostics]
    return {
        "files": files,
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "information": severities.count(Severity.INFORMATION),
    }


def allowed(each: Suppressed) -> dict[str, Any]:
    """Return a finding that a comment allows as an object of the schema."""
    return {"reason": each.reason, "diagnostic": plain(each.finding)}


def plain(found: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as an object of the schema."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "path": found.span.path,
        "range": _range(found.span),
        "notes": [_note(note) for note in found.notes],
        "help": found.help,
        "fix": None if found.fix is None else _fix(found.fix),
        "url": f"docs/checks/{found.code}.md",
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "message": note.message,
        "path": None if note.span is None else note.span.path,
        "range": None if note.span is None else _range(note.span),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "path": edit.span.path,
        "range": _range(edit.span),
        "replacement": edit.replacement,
    }


def _range(span: Span) -> dict[str, dict[str, int]]:
    return {"start": _place(span.source, span.start), "end": _place(span.source, span.end)}


def _place(source: Source, offset: int) -> dict[str, int]:
    return {
        "line": source.line_of(offset),
        "column": source.column_of(offset),
        "offset": offset,
    }
