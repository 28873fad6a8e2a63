"""P511: hours that begin or end in an hour that the clocks skip."""

from collections.abc import Iterator
from datetime import date

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.frozen import frozen
from milepost.ir.calendars import Dates, Hours, Regime, Rules, Window
from milepost.semantics.model import Model

DAY = 86400
_LATEST_CHANGE = 4 * 3600


@frozen
class _Stated:
    """Hours, and the local dates on which they begin: on a weekday, within dates, outside others.

    Without a weekday or dates it may be any; a regime without an end lasts.
    """

    hours: Window | Hours
    weekday: int | None = None
    within: Regime | Dates | None = None
    outside: tuple[Regime, ...] = ()

    def begin_on(self, day: date) -> bool:
        """Say whether the hours begin on a local date."""
        if self.weekday is not None and day.weekday() != self.weekday:
            return False
        if self.within is not None and not _holds(self.within, day):
            return False
        return not any(_holds(other, day) for other in self.outside)


def run(model: Model) -> Iterator[Finding]:
    """Report all hours that begin or end in a skipped hour, on the first such date."""
    for calendar in model.calendars:
        rules = calendar.open_time
        if not isinstance(rules, Rules) or not isinstance(calendar.zone, str):
            continue
        for stated in _nightly(rules):
            found = _first_skipped(model, calendar.zone, stated)
            if found is not None:
                day, edge, moved = found
                yield Finding(
                    model.span_of(stated.hours),
                    f"{_time(edge)} does not exist on {day.isoformat()}: the clocks skip it",
                    f"on that date it counts as {_time(moved)}; choose another time if not meant",
                )


def _nightly(rules: Rules) -> Iterator[_Stated]:
    for stated in _all_hours(rules):
        edges = stated.hours.opens, stated.hours.closes
        if any(0 < edge % DAY < _LATEST_CHANGE for edge in edges):
            yield stated


def _all_hours(rules: Rules) -> Iterator[_Stated]:
    """Yield the hours of the week, of regimes, and of the dates that are named one by one."""
    for window in rules.windows:
        yield _Stated(window, window.day, outside=rules.regimes)
    for at, regime in enumerate(rules.regimes):
        for window in regime.windows:
            yield _Stated(window, window.day, regime, rules.regimes[:at])
    for override in rules.overrides:
        if isinstance(override.dates, Dates) and override.origin is None:
            for hours in override.hours:
                yield _Stated(hours, within=override.dates)


def _holds(dates: Regime | Dates, day: date) -> bool:
    local = day.isoformat()
    return dates.starts <= local and (dates.ends is None or local <= dates.ends)


def _first_skipped(model: Model, zone_name: str, stated: _Stated) -> tuple[date, int, int] | None:
    from milepost.clock import ClockError, date_of, day_number, load_zone

    settings = model.project.settings
    days = range(day_number(settings.horizon_starts), day_number(settings.horizon_ends) + 1)
    try:
        zone = load_zone(zone_name, days)
    except ClockError:
        return None
    for change in zone.changes_between(zone.midnight(days.start), zone.midnight(days.stop)):
        skipped, ends = change.at + change.before, change.at + change.after
        for edge in (stated.hours.opens, stated.hours.closes):
            first = skipped - skipped % DAY + edge % DAY
            day = first // DAY - edge // DAY
            if skipped <= first < ends and stated.begin_on(date_of(day)):
                return date_of(first // DAY), edge % DAY, (first + ends - skipped) % DAY
    return None


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


CHECK = Check(
    code="P511",
    name="opening-in-clock-change",
    title="Hours that begin or end in a skipped hour",
    severity=Severity.WARNING,
    rationale=(
        "On the night of the change to summer time the clocks skip an hour. A window that "
        "begins or ends within it is moved by the length of the gap on that date, which a "
        "night desk should know."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar night { timezone America/New_York; sun 02:30-06:00; mon-fri 09:00-17:00 }
process support {
  until status == closed
  milestone answer within 4h on night { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar night { timezone America/New_York; sun 03:00-06:00; mon-fri 09:00-17:00 }
process support {
  until status == closed
  milestone answer within 4h on night { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
