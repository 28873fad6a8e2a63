"""Findings as SARIF 2.1.0, for code scanning.

GitHub takes 25,000 results in a run and ten megabytes, compressed, and shows the gravest 5,000: so
the gravest come first, and no more than it takes are written. A fingerprint keeps an alert the same
when lines above it come or go. The pages of checks are no web pages, so a rule brings its help.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from milepost.diagnostics import Diagnostic, Edit, Severity
from milepost.reporters.json import escaped
from milepost.reporters.report import Report, Rule, fingerprinted
from milepost.source import Span

MOST_RESULTS = 25_000
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}
_ORDER = {severity: at for at, severity in enumerate(Severity)}


def render(report: Report) -> str:
    """Return a log of one run."""
    allowed = {id(each.finding): each.reason for each in report.suppressed}
    every = (*report.findings, *(each.finding for each in report.suppressed))
    told = sorted(
        fingerprinted(every), key=lambda pair: (id(pair[0]) in allowed, _ORDER[pair[0].severity])
    )
    kept = told[:MOST_RESULTS]
    numbers = {rule.code: at for at, rule in enumerate(report.rules)}
    results = [
        _result(found, fingerprint, numbers, allowed.get(id(found))) for found, fingerprint in kept
    ]
    driver = {
        "name": "milepost",
        "semanticVersion": report.version,
        "rules": [_rule(rule) for rule in report.rules],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    if len(told) > len(kept):
        run["properties"] = {"resultsLeftOut": len(told) - len(kept)}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    told = f"{rule.rationale}\n\n`milepost explain {rule.code}` shows a bad and a good policy."
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.rationale},
        "help": {"text": told, "markdown": told},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["policy"]},
    }


def _result(
    found: Diagnostic, fingerprint: str, numbers: dict[str, int], reason: str | None
) -> dict[str, Any]:
    message = f"{found.message}\nhelp: {found.help}" if found.help else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": _place(found.span)}],
        "partialFingerprints": {"milepost/v1": fingerprint},
    }
    if found.code in numbers:
        result["ruleIndex"] = numbers[found.code]
    related = [
        {"id": at, "physicalLocation": _place(note.span), "message": {"text": note.message}}
        for at, note in enumerate(found.notes)
        if note.span is not None
    ]
    if related:
        result["relatedLocations"] = related
    if found.fix is not None:
        result["fixes"] = [_fix(found.fix.title, found.fix.edits)]
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _fix(title: str, edits: Iterable[Edit]) -> dict[str, Any]:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.span.path, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(one.span), "insertedContent": {"text": one.replacement}}
                for one in group
            ],
        }
        for path, group in by_file.items()
    ]
    return {"description": {"text": title}, "artifactChanges": changes}


def _place(span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(span.path), "region": _region(span)}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/._-~!$&'()*+,;=@", errors="replace")}


def _region(span: Span) -> dict[str, int]:
    source = span.source
    return {
        "startLine": source.line_of(span.start),
        "startColumn": source.column_of(span.start),
        "endLine": source.line_of(span.end),
        "endColumn": source.column_of(span.end),
    }
