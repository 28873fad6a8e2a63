"""`milepost entitled`: is this customer entitled, to what, and if not, why."""

import json
import time
from collections.abc import Iterator
from typing import Any

import click

from milepost.cli.explanation_data import enrolment_data, place_data
from milepost.cli.explanation_text import ExplanationText
from milepost.cli.output import say, tell
from milepost.cli.schedules import Opened, open_schedule
from milepost.clock import Zone
from milepost.diagnostics import ToolError, did_you_mean
from milepost.exporters.words import named_text, target_text
from milepost.ir.schedule import Entitlement, Field
from milepost.replay.cases import zone_of
from milepost.replay.local_times import iso_text, moment_text
from milepost.replay.shown_values import value_text
from milepost.replay.standing import REASONS, Refusal, Standing, standing_of
from milepost.replay.written_values import MisreadError, Surroundings, instant_of, value_of
from milepost.runtime import EntryError, RunningSchedule

_CASE = "case"


@click.command("entitled")
@click.argument("path", type=click.Path(), default=".")
@click.option("--account", help="The customer.")
@click.option("--asset", help="The product or installation the case is about.")
@click.option("--contract", help="The contract the case is under.")
@click.option("--channel", help="How the customer calls: phone, email …")
@click.option("--at", help="When: 2027-04-02T17:30, or 2027-04-02.  [default: now]")
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="More of the case.")
@click.option(
    "--cases-left", multiple=True, metavar="ENTITLEMENT=N", help="Cases left, as the host counts."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(
    path: str,
    account: str | None,
    asset: str | None,
    contract: str | None,
    channel: str | None,
    at: str | None,
    given: tuple[str, ...],
    cases_left: tuple[str, ...],
    form: str,
) -> int:
    """Say whether a customer of the policy at PATH is entitled. Exit code 1 means: no."""
    if account is None and asset is None and contract is None:
        raise click.UsageError("name the customer: --account, --asset or --contract")
    opened = open_schedule(path)
    if opened is None:
        return 1
    running = RunningSchedule(opened.schedule)
    zone = zone_of(opened.schedule, opened.schedule.timezone or "Etc/UTC")
    around = Surroundings(zone, opened.schedule.horizon)
    fields = _fields(running, (*given, *([f"channel={channel}"] if channel else [])), around)
    asked = {"account": account, "asset": asset, "contract": contract}
    asked["channel"] = fields.pop("channel", None)
    instant = _instant(at, around)
    try:
        standing = standing_of(running, asked, fields, instant, _left(running, cases_left))
    except EntryError as trouble:
        raise ToolError(f"the case is refused: {trouble}; see --set") from None
    told = _Told(opened, running, standing, instant, zone)
    if form == "json":
        say(told.json())
    else:
        tell("\n".join(told.lines()))
    return int(standing.entitlement is None)


def _instant(text: str | None, around: Surroundings) -> int:
    if text is None:
        return int(time.time())
    try:
        is_date = len(text) == len("2027-04-02")
        return instant_of(f"{text}T00:00" if is_date else text, around)
    except MisreadError as misread:
        raise ToolError(f"--at {text}: {misread.message}; {misread.remedy}") from None


def _fields(
    running: RunningSchedule, given: tuple[str, ...], around: Surroundings
) -> dict[str, Any]:
    known = running.program.fields_of(_CASE)
    found: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            hint = did_you_mean(name, known) or "write `--set field=value`"
            raise ToolError(f"--set {text}: there is no field `{name}`; {hint}")
        try:
            found[name] = value_of(known[name], value, around)
        except MisreadError as misread:
            option = "--channel" if name == "channel" else f"--set {text}"
            raise ToolError(f"{option}: {misread.message}; {misread.remedy}") from None
    return found


def _left(running: RunningSchedule, texts: tuple[str, ...]) -> dict[str, int]:
    known = running.program.entitlements
    left: dict[str, int] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name not in known:
            hint = did_you_mean(name, known) or "write `--cases-left ENTITLEMENT=N`"
            raise ToolError(f"--cases-left {text}: there is no entitlement `{name}`; {hint}")
        if not (number.isascii() and number.isdigit()):
            raise ToolError(
                f"--cases-left {text}: `{number}` is no number of cases; write `{name}=3`"
            )
        left[name] = int(number)
    return left


class _Told:
    """Says how a customer stands, in words and as JSON."""

    def __init__(
        self, opened: Opened, running: RunningSchedule, standing: Standing, at: int, zone: Zone
    ) -> None:
        self.standing = standing
        self.at = at
        self.zone = zone
        self.fields: dict[str, Field] = running.program.fields_of(_CASE)
        self.words = ExplanationText(self.fields, zone, opened.folder)

    def lines(self) -> Iterator[str]:
        standing = self.standing
        when = f"{moment_text(self.at, self.zone)} ({self.zone.name})"
        found = standing.entitlement
        if found is None:
            yield f"not entitled on {when}: {REASONS[standing.reason or 'account']}"
            if standing.known is not None:
                yield f"  did you mean `{standing.known}`?"
        else:
            yield f"entitled on {when} by {found.name}{self.words.place(standing.place)}"
            yield from self.granted(found)
        for one in standing.refusals:
            why = _refusal(one)
            yield f"  not by {one.entitlement.name}: {why}{self.words.place(one.place)}"

    def granted(self, found: Entitlement) -> Iterator[str]:
        standing = self.standing
        for one in found.fields:
            value = value_text(self.fields.get(one.field), one.value, self.zone)
            yield f"  {one.field:<10} {value}"
        yield f"  {'channels':<10} {', '.join(standing.channels) or 'all'}"
        if standing.hours is not None:
            yield f"  {'hours':<10} {named_text(standing.hours)}"
        if found.starts or found.ends:
            yield f"  {'dates':<10} {_dates(found)}, whole days"
        if found.cases is not None:
            yield f"  {'cases':<10} {found.cases} in all"
        for contract in standing.contracts:
            for promise in contract.promises:
                target = target_text(promise.target)
                yield f"  {'signed':<10} {promise.milestone} {target} ({contract.name})"
        process = standing.process
        if process is not None:
            yield f"  {'process':<10} {process.name}, version {process.version}, takes a case"
        elif standing.enrolment is not None:
            yield f"  {'process':<10} none takes a case that says no more; --set says more"
            for text in self.words.considered(standing.enrolment):
                yield f"  {'':<10} {text}"

    def json(self) -> str:
        standing = self.standing
        found = standing.entitlement
        document: dict[str, Any] = {
            "format": "milepost/standing",
            "version": 1,
            "at": self.at,
            "local": iso_text(self.at, self.zone),
            "entitled": found is not None,
            "reason": standing.reason,
            "did_you_mean": standing.known,
            "entitlement": None if found is None else found.name,
        }
        if found is not None:
            document |= {
                "place": place_data(standing.place),
                "fields": {one.field: one.value for one in found.fields},
                "channels": list(standing.channels),
                "hours": None if standing.hours is None else named_text(standing.hours),
                "from": found.starts,
                "to": found.ends,
                "cases": found.cases,
                "contracts": [one.name for one in standing.contracts],
                "process": None
                if standing.process is None
                else {"name": standing.process.name, "version": standing.process.version},
            }
            if standing.enrolment is not None:
                document["processes"] = enrolment_data(standing.enrolment)["processes"]
        document["refusals"] = [
            {"entitlement": one.entitlement.name, "reason": one.reason} for one in standing.refusals
        ]
        return json.dumps(document, indent=2, ensure_ascii=False)


def _refusal(one: Refusal) -> str:
    match one.reason:
        case "expired":
            return f"expired, its last day was {one.entitlement.ends}"
        case "not yet":
            return f"it begins {one.entitlement.starts}"
        case "channel":
            return f"it covers {', '.join(one.channels)} only"
    return one.reason


def _dates(found: Entitlement) -> str:
    if found.starts is None:
        return f"to {found.ends}"
    return f"from {found.starts}" + (f" to {found.ends}" if found.ends else "")
