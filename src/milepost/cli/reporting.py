"""Findings in the form that was asked for, to where it was asked for."""

import os
from pathlib import Path

import click

from milepost.cli.output import say, speaks_unicode, terminal_width, wants_color, write_file
from milepost.diagnostics import ToolError
from milepost.reporters.report import Report
from milepost.reporters.summary import fixes, summary
from milepost.reporters.table import FORMS

TEXT = "text"
FORM = click.Choice([TEXT, *FORMS])
_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


def write_report(
    report: Report, form: str, *, output: str | None, color: str, quiet: bool = False
) -> None:
    """Write a report to standard output, or to a file in one step."""
    if form == TEXT:
        written = _as_text(report, color=color, to_file=output is not None, quiet=quiet)
    else:
        from milepost.reporters.table import rendered

        written = rendered(form, _with_rules(report) if form == "sarif" else report)
    if output is not None:
        write_file(Path(output), written.encode("utf-8", "replace"))
    elif written:
        say(written)
    if form == "github":
        _add_to_step_summary(report)


def _as_text(report: Report, *, color: str, to_file: bool, quiet: bool) -> str:
    blocks = []
    if report.findings:
        from milepost.reporters import text

        found = text.render(
            report.findings,
            color=color == "always" if to_file else wants_color(color),
            width=None if to_file else terminal_width(),
            ascii_only=not (to_file or speaks_unicode()),
        )
        blocks.append(found)
    if report.findings or not quiet:
        blocks += filter(None, (_closing(report), fixes(report.findings, report.fixed)))
    return "".join(f"{block}\n" for block in blocks)


def _closing(report: Report) -> str:
    return summary(report.findings, report.files, allowed=len(report.suppressed))


def _with_rules(report: Report) -> Report:
    from milepost import __version__
    from milepost.checks.table import load_checks
    from milepost.frozen import replace
    from milepost.reporters.report import Rule

    rules = tuple(
        Rule(check.code, check.name, check.title, check.severity, check.rationale)
        for check in load_checks()
    )
    return replace(report, rules=rules, version=__version__)


def _add_to_step_summary(report: Report) -> None:
    """Add the findings to the summary of the job, if there is one to add to."""
    path = os.environ.get(_STEP_SUMMARY)
    if not path:
        return
    from milepost.reporters import markdown

    try:
        with Path(path).open("a", encoding="utf-8", errors="replace") as file:
            file.write(markdown.render(report))
    except OSError as trouble:
        raise ToolError(f"cannot write to {_STEP_SUMMARY}: {trouble.strerror}") from trouble
