"""Findings as GitLab's code quality report: a subset of Code Climate's format."""

import json

from milepost.diagnostics import Severity
from milepost.reporters.json import escaped
from milepost.reporters.report import Report, fingerprinted

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.INFORMATION: "info",
}


def render(report: Report) -> str:
    """Return a JSON array with an issue for each finding."""
    issues = [
        {
            "description": found.message,
            "check_name": found.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[found.severity],
            "location": {"path": found.span.path, "lines": {"begin": found.span.line}},
        }
        for found, fingerprint in fingerprinted(report.findings)
    ]
    return escaped(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"
