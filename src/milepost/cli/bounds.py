"""`milepost bounds`: the shortest and longest time every target can take."""

import json
from collections.abc import Iterator

import click

from milepost.cli.complaints import complain
from milepost.cli.output import say, tell
from milepost.cli.projects import compilations_of, findings_of
from milepost.clock import ClockError, Why, Zone
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError, did_you_mean
from milepost.exporters.words import duration_text, target_text
from milepost.lowering.bounds import Reckoned, reckoned_bounds
from milepost.replay.cases import zone_of
from milepost.replay.local_times import iso_text, moment_text
from milepost.replay.stretches import Course, stretches_of

_DAY = 86400
_OCCASIONS = (Why.HOLIDAY, Why.CLOSED)
_MOST_NAMED = 3


@click.command("bounds")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--process", "wanted", help="Only this process.")
@click.option(
    "--compare",
    "base",
    metavar="BASE",
    help="Print what changed since BASE, a commit or a schedule.json; slower promises first.",
)
def command(paths: tuple[str, ...], form: str, wanted: str | None, base: str | None) -> int:
    """Print the shortest and longest time of every target, over every start in the horizon."""
    compilations = compilations_of(paths)
    if any(compilation.has_errors for compilation in compilations):
        complain(findings_of(compilations))
        return 1
    known = [process.name for one in compilations for process in one.model.processes]
    if wanted is not None and wanted not in known:
        hint = did_you_mean(wanted, known) or f"processes: {', '.join(dict.fromkeys(known))}"
        raise ToolError(f"there is no process `{wanted}`; {hint}")
    if base is not None:
        return _compare(compilations, form, wanted, base)
    rows: list[dict[str, object]] = []
    for compilation in compilations:
        told = _Told(compilation)
        found = [
            one
            for one in reckoned_bounds(compilation.model)
            if wanted is None or one.bound.process == wanted
        ]
        if form == "json":
            rows += map(told.row, found)
            continue
        for line in told.lines(found):
            tell(line)
    if form == "json":
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    return 0


def _compare(
    compilations: tuple[Compilation, ...], form: str, wanted: str | None, base: str
) -> int:
    """Print the changed rows of some projects; the exit code is that of a report, nought."""
    from milepost.cli.bound_changes import changes_between, lines, row
    from milepost.cli.earlier_bounds import bounds_since

    changes = [
        change
        for compilation in compilations
        for change in changes_between(*bounds_since(compilation, base))
        if wanted in (None, change.process)
    ]
    if form == "json":
        say(json.dumps(list(map(row, changes)), indent=2, ensure_ascii=False))
    else:
        for line in lines(tuple(changes)):
            tell(line)
    return 0


class _Told:
    """Says the bounds of one project."""

    def __init__(self, compilation: Compilation) -> None:
        self.model = compilation.model
        self.zone = zone_of(compilation.schedule, compilation.model.timezone or "Etc/UTC")

    def lines(self, found: list[Reckoned]) -> Iterator[str]:
        place = ("", 0, "")
        for one in found:
            bound = one.bound
            if (bound.process, bound.version, bound.milestone) != place:
                place = (bound.process, bound.version, bound.milestone)
                version = "" if bound.version == 1 else f", version {bound.version}"
                yield f"{bound.process}{version}: {bound.milestone}"
            promise = target_text(bound.target)
            on = "" if f" on {bound.calendar}" in promise else f" on {bound.calendar}"
            if bound.shortest == bound.longest:
                yield f"  {promise}{on}: always {span_text(bound.longest)}"
                continue
            zone = self.zone_of(one)
            since = moment_text(bound.longest_from, zone)
            named = "" if zone is self.zone else f" {zone.name}"
            yield (
                f"  {promise}{on}: at least {span_text(bound.shortest)}, "
                f"at most {span_text(bound.longest)} (from {since}{named}{self.over(one)})"
            )

    def zone_of(self, one: Reckoned) -> Zone:
        """Return the zone in which the longest time begins: the calendar's, else the project's."""
        try:
            zone = one.longest_on.zone
        except ClockError:
            return self.zone
        return self.zone if zone.name == self.zone.name else zone

    def over(self, one: Reckoned) -> str:
        """Return what makes the longest time so long: `, over Christmas Day`."""
        names = self.occasions(one)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f", over {', '.join(names[:_MOST_NAMED])}{more}" if names else ""

    def occasions(self, one: Reckoned) -> tuple[str, ...]:
        """Return the holidays and closed dates within the longest time, in order."""
        starts = one.bound.longest_from
        ends = min(starts + one.bound.longest, one.longest_on.table.until)
        course = Course(one.longest_on, starts, ends)
        return tuple(
            dict.fromkeys(
                note.label or note.origin or "closed dates"
                for stretch in stretches_of((course,), self.model.calendars)
                for note in stretch.notes
                if note.why in _OCCASIONS
            )
        )

    def row(self, one: Reckoned) -> dict[str, object]:
        bound = one.bound
        zone = self.zone_of(one)
        return {
            "process": bound.process,
            "version": bound.version,
            "milestone": bound.milestone,
            "target": target_text(bound.target),
            "calendar": bound.calendar,
            "timezone": zone.name,
            "shortest": bound.shortest,
            "shortest_from": bound.shortest_from,
            "shortest_from_local": iso_text(bound.shortest_from, zone),
            "longest": bound.longest,
            "longest_from": bound.longest_from,
            "longest_from_local": iso_text(bound.longest_from, zone),
            "over": list(self.occasions(one)),
        }


def span_text(seconds: int) -> str:
    """Return a length of wall-clock time: days, and the rest in hours."""
    days, rest = divmod(seconds, _DAY)
    if not days:
        return duration_text(seconds)
    return f"{days}d{duration_text(rest)}" if rest else f"{days}d"
