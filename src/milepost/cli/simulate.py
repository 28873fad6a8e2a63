"""`milepost simulate`: what happens to a case, and what will."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from milepost.cli.case_options import CaseCommand, case_options, written_case
from milepost.cli.output import say, tell, write_file
from milepost.cli.schedules import open_schedule
from milepost.cli.timeline_text import TimelineText
from milepost.replay import drawing, ics
from milepost.replay.local_times import iso_text, moment_text
from milepost.replay.replaying import Replay, replay
from milepost.replay.scene import scene_of
from milepost.replay.shown_values import entry_words
from milepost.replay.standing import REASONS
from milepost.runtime import RunningSchedule

_STANDARD_OUTPUT = "-"
# `\b` keeps click from filling the paragraph.
_EXAMPLES = """\b
Examples:
  milepost simulate --case case.yaml
  milepost simulate --created 2027-04-02T17:30 --set tier=silver --set priority=p2 \\
      --at 2027-04-03T10:30 status=waiting --at +2h agent_reply
"""


@click.command("simulate", cls=CaseCommand, epilog=_EXAMPLES)
@click.argument("path", type=click.Path(), default=".")
@case_options
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "svg", "ics"]), default="table"
)
@click.option("--out", "-o", type=click.Path(), help="File to write. Default: standard output.")
def command(path: str, form: str, out: str | None, **given: Any) -> int:
    """Play a case through the policy at PATH, a project or a schedule.json."""
    opened = open_schedule(path)
    if opened is None:
        return 1
    running = RunningSchedule(opened.schedule)
    case = written_case(opened.schedule, given)
    content = _FORMS[form](running, replay(running, case))
    if out is None or out == _STANDARD_OUTPUT:
        if form == "ics":
            # Its line ends are part of the format.
            click.echo(content.encode(), nl=False)
        else:
            (tell if form == "table" else say)(content)
        return 0
    write_file(Path(out), content.encode())
    say(f"wrote {out}")
    return 0


def _table(running: RunningSchedule, played: Replay) -> str:
    return TimelineText(running, played).table() + "\n"


def _json(running: RunningSchedule, played: Replay) -> str:
    zone = played.case.zone
    document = {
        "format": "milepost/timeline",
        "version": 1,
        "project": running.schedule.project,
        "schedule": running.program.digest,
        "record": played.case.record,
        "timezone": zone.name,
        "happenings": [
            {"local": iso_text(one.at, zone), **one.data()} for one in played.happenings
        ],
        "state": played.state,
        "wake": played.wake,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _svg(running: RunningSchedule, played: Replay) -> str:
    case = played.case
    fields = running.program.fields_of(case.record)
    words = entry_words(fields, case.log[0]["set"], [], case.zone)
    processes = [one.subject for one in played.happenings if one.kind == "entered"]
    reason = next((one.detail["reason"] for one in played.happenings if one.kind == "entitled"), "")
    why = f": {REASONS.get(reason, reason)}" if reason else ""
    nobody = f"no process takes the case{why}"
    title = f"{running.schedule.project}: {processes[-1] if processes else nobody}"
    created = f"created {moment_text(case.created, case.zone)} ({case.zone.name})"
    return drawing.render(scene_of(running, played, title, "; ".join([created, *words])))


def _ics(running: RunningSchedule, played: Replay) -> str:
    reason = TimelineText(running, played).reason
    return ics.render(played, running.schedule.project, reason)


_FORMS: dict[str, Callable[[RunningSchedule, Replay], str]] = {
    "table": _table,
    "json": _json,
    "svg": _svg,
    "ics": _ics,
}
