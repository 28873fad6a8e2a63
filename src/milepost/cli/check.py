"""`milepost check`: what is wrong or doubtful."""

import gc

import click

from milepost.cache.check import check_project
from milepost.cli.output import COLORS, say, speaks_unicode, terminal_width, wants_color
from milepost.cli.roots import roots_of, shown_folder
from milepost.diagnostics import Severity, in_order, relocate
from milepost.reporters.summary import summary

_LEVELS = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "information": tuple(Severity),
}


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--color", type=COLORS, default="auto", help="When to colour text.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_LEVELS)),
    default="warning",
    show_default=True,
    help="The least severity that ends in exit code 1.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing when nothing is found.")
@click.option("--no-cache", is_flag=True, help="Check everything anew, and keep nothing.")
def command(
    paths: tuple[str, ...], form: str, color: str, fail_on: str, quiet: bool, no_cache: bool
) -> int:
    """Check the projects that PATHS (files or folders, the current one by default) belong to."""
    # The process ends when its verb does: collecting cycles on the way only costs time.
    gc.disable()
    members = roots_of(paths).values()
    checked = [check_project(member, is_cached=not no_cache) for member in members]
    found = in_order(
        finding for one in checked for finding in relocate(one.findings, shown_folder(one.root))
    )
    files = sum(one.files for one in checked)
    if form == "json":
        from milepost.reporters import json

        say(json.render(found, files=files))
    else:
        if found:
            from milepost.reporters import text

            say(
                text.render(
                    found,
                    color=wants_color(color),
                    width=terminal_width(),
                    ascii_only=not speaks_unicode(),
                )
            )
        if found or not quiet:
            say(summary(found, files))
    return int(any(finding.severity in _LEVELS[fail_on] for finding in found))
