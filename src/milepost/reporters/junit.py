"""Suites of cases as JUnit XML, and findings as such: a suite a file, a failed case a finding.

A case has one failure at most: some readers take no second one. No times are written, so that the
same findings give the same bytes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen
from milepost.reporters.report import Report

#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class Failure:
    """What went wrong in a case: its kind, a line, and all of it."""

    kind: str
    message: str
    text: str


@frozen
class Case:
    """A case, and why it failed if it did."""

    name: str
    failure: Failure | None = None


def suites(named: Mapping[str, Sequence[Case]]) -> str:
    """Return suites of cases as a document."""
    every = [case for cases in named.values() for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(every)}>"]
    for name, cases in named.items():
        lines.append(f"  <testsuite name={_quoted(name)} {_counts(cases)}>")
        for case in cases:
            lines += _case(name, case)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def render(report: Report) -> str:
    """Return findings as failed cases; without any, one case that passed."""
    by_file: dict[str, list[Case]] = {}
    for found in report.findings:
        by_file.setdefault(found.span.path, []).append(_finding(found))
    return suites(by_file or {"milepost check": [Case("no findings")]})


def _finding(found: Diagnostic) -> Case:
    place = f"{found.span.path}:{found.span.line}:{found.span.column}"
    told = [f"{place}: {found.message}", *(note.message for note in found.notes)]
    text = "\n".join([*told, f"help: {found.help}"] if found.help else told)
    name = f"{found.code} line {found.span.line} column {found.span.column}"
    return Case(name, Failure(found.severity.value, found.message, text))


def _counts(cases: Sequence[Case]) -> str:
    failed = sum(case.failure is not None for case in cases)
    return f'tests="{len(cases)}" failures="{failed}" errors="0"'


def _case(suite: str, case: Case) -> Iterator[str]:
    head = f"    <testcase classname={_quoted(suite)} name={_quoted(case.name)}"
    failure = case.failure
    if failure is None:
        yield f"{head}/>"
        return
    yield f"{head}>"
    yield f"      <failure type={_quoted(failure.kind)} message={_quoted(failure.message)}>"
    yield escape(_UNWRITABLE.sub("\ufffd", failure.text))
    yield "      </failure>"
    yield "    </testcase>"


def _quoted(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", text))
