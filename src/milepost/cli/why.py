"""`milepost why`: a due time, unfolded."""

import json
from typing import Any

import click

from milepost.cli.case_options import CaseCommand, case_options, split_log, written_case
from milepost.cli.explanation_data import due_data, not_started_data
from milepost.cli.explanation_text import DueText, NotStartedText
from milepost.cli.output import say, tell
from milepost.cli.schedules import open_schedule
from milepost.diagnostics import ToolError, did_you_mean
from milepost.ir.schedule import Schedule
from milepost.replay.cases import WrittenCase
from milepost.replay.explain import explain
from milepost.replay.lives import Life, begun, lives_of
from milepost.replay.local_times import moment_text
from milepost.replay.replaying import Replay, replay
from milepost.replay.unstarted import why_not_started
from milepost.replay.written_values import MisreadError, Surroundings, instant_of
from milepost.runtime import RunningSchedule

# `\b` keeps click from filling the paragraph.
_EXAMPLES = """\b
Examples:
  milepost why first_response --case case.yaml
  milepost why policies/acme resolution --test "on hold over the weekend"
  milepost why first_response --case case.yaml --at 2027-04-03T12:00
"""


@click.command("why", cls=CaseCommand, epilog=_EXAMPLES)
@click.argument("words", nargs=-1, required=True, metavar="[PATH] MILESTONE")
@case_options
@click.option("--nth", type=click.IntRange(1), help="Which one, of a milestone that comes again.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(words: tuple[str, ...], nth: int | None, form: str, **given: Any) -> int:
    """Explain the due of MILESTONE for a case of the policy at PATH (default: here).

    An `--at` with an instant alone explains the case as it stood then.
    """
    if len(words) > 2:
        raise click.UsageError("name a PATH and a MILESTONE, before the options")
    path, name = ".", words[-1]
    if len(words) == 2:
        path = words[0]
    opened = open_schedule(path)
    if opened is None:
        return 1
    schedule = opened.schedule
    running = RunningSchedule(schedule)
    given, moment = _without_moment(given)
    case = written_case(schedule, given)
    _known_milestone(schedule, case, name)
    played = replay(running, case, _instant(schedule, case, moment))
    fields = running.program.fields_of(case.record)
    life = _chosen(played, name, nth)
    if life is None:
        missing = why_not_started(running, played, name)
        if form == "json":
            say(json.dumps(not_started_data(missing, case.zone), indent=2))
        else:
            tell("\n".join(NotStartedText(missing, fields, opened.folder, case.zone).lines()))
        return 0
    told = explain(running, played, life)
    if form == "json":
        say(json.dumps(due_data(told), indent=2, ensure_ascii=False))
    else:
        tell("\n".join(DueText(told, fields, opened.folder).lines()))
    return 0


def _without_moment(given: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the options without an `--at` that says nothing but when, and that instant."""
    bare = [at for at, items in split_log(given["log"]) if not items]
    if len(bare) > 1:
        raise click.UsageError("only one --at can stand alone: the moment to explain")
    log = tuple(entry for entry in given["log"] if entry not in bare)
    return {**given, "log": log}, bare[0] if bare else None


def _instant(schedule: Schedule, case: WrittenCase, text: str | None) -> int:
    """Return the instant to explain: the one asked for, else the end of the case as given."""
    if text is None:
        return case.ends if case.until is None else case.until
    try:
        at = instant_of(text, Surroundings(case.zone, schedule.horizon))
    except MisreadError as misread:
        raise ToolError(f"--at {text}: {misread.message}; {misread.remedy}") from None
    if at < case.created:
        raise ToolError(f"--at {text}: the case was not yet created; choose a later instant")
    return at


def _known_milestone(schedule: Schedule, case: WrittenCase, name: str) -> None:
    known = dict.fromkeys(
        milestone.name
        for process in schedule.processes
        if process.record == case.record
        for milestone in process.milestones
    )
    if name not in known:
        hint = did_you_mean(name, known) or f"milestones: {', '.join(known)}"
        raise ToolError(f"there is no milestone `{name}`; {hint}")


def _chosen(played: Replay, name: str, nth: int | None) -> Life | None:
    """Return the instance meant: the n-th, else the last that the log began."""
    lives = lives_of(played)
    named = [life for life in lives if life.milestone == name]
    if nth is not None and named:
        if nth > len(named):
            times = "once" if len(named) == 1 else f"{len(named)} times"
            until = moment_text(played.moments[-1].at, played.case.zone)
            raise ToolError(
                f"`{name}` began {times} until {until}; choose a lower --nth, or look further "
                "with `--until`"
            )
        return named[nth - 1]
    first = [life for life in begun(played, lives) if life.milestone == name]
    return first[-1] if first else (named[0] if named else None)
