"""The time axis of a picture: instants to columns, and lines at midnights, hours, clock changes."""

from collections.abc import Iterator

from milepost.clock import DAY, Zone, date_of
from milepost.replay.local_times import short_day_text, time_text

LEFT = 226
PLOT = 800
#: What a letter is taken to be wide.
LETTER = 5.9

_WEEK = 7
_LEAST_TICK = 46
_LEAST_DAY = 66
_LEAST_LINE = 3
#: Days between the names of days; from a week on, names stand at Mondays.
_DAY_STEPS = (1, 2, 7, 14, 28, 91, 364, 9_999)
#: Seconds between the lines of a short picture, from fine to coarse.
_STEPS = (60, 300, 600, 1800, 3600, 7200, 10800, 21600)


class Scale:
    """Instants to columns of the picture."""

    def __init__(self, zone: Zone, begins: int, ends: int) -> None:
        self.zone = zone
        self.begins = begins
        self.ends = ends

    def x(self, instant: int) -> float:
        """Return the column of an instant; what lies outside is at the edge."""
        share = (instant - self.begins) / (self.ends - self.begins)
        return round(LEFT + PLOT * min(max(share, 0), 1), 1)

    def width(self, seconds: int) -> float:
        """Return how wide so much time is."""
        return PLOT * seconds / (self.ends - self.begins)

    @property
    def is_short(self) -> bool:
        """Whether hours are named."""
        return self.ends - self.begins < 2 * DAY

    def holds(self, instant: int) -> bool:
        """Say whether an instant lies in the picture."""
        return self.begins <= instant <= self.ends


def axis(scale: Scale, y: int, bottom: int) -> Iterator[str]:
    """Yield the lines of the axis and the names above them."""
    if scale.is_short:
        yield from _hours(scale, y, bottom)
    days = range(scale.zone.day(scale.begins), scale.zone.day(scale.ends) + 1)
    step = next(
        one for one in _DAY_STEPS if scale.width(one * DAY) >= _LEAST_DAY or one == _DAY_STEPS[-1]
    )
    for day in days:
        is_named = _is_named(day, days.start, step)
        at = scale.zone.midnight(day)
        if scale.holds(at) and (is_named or scale.width(DAY) > _LEAST_LINE):
            x = scale.x(at)
            name = "g" if is_named else "m"
            yield f'<line class="{name}" x1="{x}" y1="{y - 6}" x2="{x}" y2="{bottom}"/>'
        if is_named:
            yield _day_name(scale, day, step, y)
    yield from _clock_changes(scale, y, bottom)


def _is_named(day: int, first: int, step: int) -> bool:
    if step < _WEEK:
        return (day - first) % step == 0
    week, weekday = divmod(day + 3, _WEEK)
    return weekday == 0 and week % (step // _WEEK) == 0


def _day_name(scale: Scale, day: int, step: int, y: int) -> str:
    """Return the name of a day: in its middle where it is wide enough, else beside its line."""
    starts = max(scale.zone.midnight(day), scale.begins)
    ends = min(scale.zone.midnight(day + 1), scale.ends)
    if starts >= ends:
        return ""
    date = date_of(day)
    text = short_day_text(day)
    if step > _WEEK:
        text = f"{text} {date.year}"
    if step == 1:
        x, anchor = (scale.x(starts) + scale.x(ends)) / 2, "middle"
        if scale.x(ends) - scale.x(starts) < len(text) * LETTER:
            if starts > scale.begins:
                return ""
            x, anchor = scale.x(ends) - 4, "end"
        return f'<text class="x" x="{x:.1f}" y="{y - 8}" text-anchor="{anchor}">{text}</text>'
    x = scale.x(starts)
    return f'<text class="x" x="{x + 3:.1f}" y="{y - 8}">{text}</text>'


def _hours(scale: Scale, y: int, bottom: int) -> Iterator[str]:
    """Yield lines at full hours or parts of them, every so many that their names have room."""
    step = next(one for one in _STEPS if scale.width(one) >= _LEAST_TICK or one == _STEPS[-1])
    at = scale.begins - scale.zone.local(scale.begins) % _STEPS[0]
    while (at := at + _STEPS[0]) <= scale.ends:
        if scale.zone.local(at) % step:
            continue
        x = scale.x(at)
        yield f'<line class="m" x1="{x}" y1="{y}" x2="{x}" y2="{bottom}"/>'
        name = time_text(at, scale.zone)[:5]
        yield f'<text class="x z" x="{x}" y="{y + 6}" text-anchor="middle">{name}</text>'


def _clock_changes(scale: Scale, y: int, bottom: int) -> Iterator[str]:
    """Yield a line where the clocks of the zone go forward or back."""
    for change in scale.zone.changes_between(scale.begins, scale.ends):
        x = scale.x(change.at)
        forward = change.after > change.before
        text = f"clocks go {'forward' if forward else 'back'}"
        yield f'<line class="h" x1="{x}" y1="{y - 6}" x2="{x}" y2="{bottom}"/>'
        yield f'<text class="x ht" x="{x}" y="{y - 20}" text-anchor="middle">{text}</text>'
