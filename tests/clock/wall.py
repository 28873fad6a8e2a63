"""What the wall clock shows: each cell of time is looked up in `zoneinfo`, and none is computed."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds_of(day: date) -> int:
    """Return the local seconds of a date's midnight."""
    return (day - EPOCH.date()).days * DAY


class Wall:
    """What the wall clock of a zone shows in each cell of time."""

    def __init__(self, zone: str, start: int, end: int, grain: int) -> None:
        with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as file:
            self.zone = ZoneInfo.from_file(file, key=zone)
        self.grain = grain
        self.first: dict[int, int] = {}
        self.shown: dict[int, int] = {}
        for instant in range(start, end, grain):
            local = (EPOCH + timedelta(seconds=instant)).astimezone(self.zone)
            wall = seconds_of(local.date()) + local.hour * 3600 + local.minute * 60 + local.second
            self.shown[instant] = wall
            self.first.setdefault(wall, instant)
        self.dates = {wall // DAY for wall in self.first}

    def local(self, instant: int) -> int:
        rest = instant % self.grain
        return self.shown[instant - rest] + rest

    def instant(self, wall: int) -> int:
        rest = wall % self.grain
        cell = wall - rest
        if cell in self.first:
            return self.first[cell] + rest
        assert min(self.first) < cell < max(self.first), "nothing is known of that time"
        begins = ends = cell
        while begins - self.grain not in self.first:
            begins -= self.grain
        while ends not in self.first:
            ends += self.grain
        return self.first[cell + ends - begins] + rest


@lru_cache(maxsize=24)
def wall_of(zone: str, start: int, end: int, grain: int) -> Wall:
    return Wall(zone, start, end, grain)
