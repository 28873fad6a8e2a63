"""Findings as JSON lines: an object of the `diagnostics` schema on each, to read as they come."""

import json

from milepost.reporters.json import allowed, escaped, plain
from milepost.reporters.report import Report


def render(report: Report) -> str:
    """Return a line for each finding, and for each that a comment allows, with its reason."""
    said = [plain(found) for found in report.findings]
    said += [allowed(each) for each in report.suppressed]
    return "".join(f"{escaped(json.dumps(one, ensure_ascii=False))}\n" for one in said)
