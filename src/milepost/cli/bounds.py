"""`milepost bounds`: the shortest and longest time every target can take."""

import json
from collections.abc import Iterator

import click

from milepost.cli.output import say
from milepost.cli.projects import compilations_of, findings_of
from milepost.cli.verdicts import local_text
from milepost.exporters.words import duration_text, target_text
from milepost.ir.schedule import Bound
from milepost.lowering.bounds import bounds_of

_DAY = 86400


@click.command("bounds")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--process", "wanted", help="Only this process.")
def command(paths: tuple[str, ...], form: str, wanted: str | None) -> int:
    """Print the shortest and longest time of every target, over every start in the horizon."""
    compilations = compilations_of(paths)
    if any(compilation.has_errors for compilation in compilations):
        from milepost.reporters import text

        click.echo(text.render(findings_of(compilations), color=False), err=True)
        return 1
    rows: list[dict[str, object]] = []
    for compilation in compilations:
        zone = compilation.model.timezone or "UTC"
        found = [
            bound
            for bound in bounds_of(compilation.model)
            if wanted is None or bound.process == wanted
        ]
        rows += [_row(bound) for bound in found]
        if form == "text":
            for line in _lines(found, zone):
                say(line)
    if form == "json":
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    return 0


def _lines(bounds: list[Bound], zone: str) -> Iterator[str]:
    place = ("", "")
    for bound in bounds:
        if (bound.process, bound.milestone) != place:
            place = (bound.process, bound.milestone)
            yield f"{bound.process}: {bound.milestone}"
        promise = target_text(bound.target)
        on = "" if f" on {bound.calendar}" in promise else f" on {bound.calendar}"
        yield (
            f"  {promise}{on}: at least {span_text(bound.shortest)}, "
            f"at most {span_text(bound.longest)} (from {local_text(bound.longest_from, zone)})"
        )


def span_text(seconds: int) -> str:
    """Return a length of wall-clock time: days, and the rest in hours."""
    days, rest = divmod(seconds, _DAY)
    if not days:
        return duration_text(seconds)
    return f"{days}d{duration_text(rest)}" if rest else f"{days}d"


def _row(bound: Bound) -> dict[str, object]:
    return {
        "process": bound.process,
        "version": bound.version,
        "milestone": bound.milestone,
        "target": target_text(bound.target),
        "calendar": bound.calendar,
        "shortest": bound.shortest,
        "shortest_from": bound.shortest_from,
        "longest": bound.longest,
        "longest_from": bound.longest_from,
    }
