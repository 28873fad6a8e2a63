"""Time zones as arithmetic agree with `zoneinfo`, second for second."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from struct import unpack
from zoneinfo import ZoneInfo, available_timezones

import pytest
from sampler import ODD_DAYS

from milepost.clock import ClockError, day_number, load_zone

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEARS = range(day_number("1970-01-01"), day_number("2045-01-01"))
NAMES = sorted({zone for zone, _ in ODD_DAYS} | {"Africa/Monrovia", "Africa/El_Aaiun"})
ZONES = tuple(name for name in sorted(available_timezones()) if name != "localtime")


def data_of(name: str) -> bytes:
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def reference(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def transitions(data: bytes) -> list[tuple[int, int]]:
    """Return the instants and new offsets written in a TZif file (RFC 9636, the 64-bit block)."""

    def counts(at: int) -> tuple[int, ...]:
        return unpack(">6l", data[at + 20 : at + 44])

    utc, standard, leaps, times, types, letters = counts(0)
    at = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
    *_, times, types, _letters = counts(at)
    at += 44
    instants = unpack(f">{times}q", data[at : at + 8 * times])
    kinds = data[at + 8 * times : at + 9 * times]
    at += 9 * times
    offsets = [unpack(">l", data[at + 6 * kind : at + 6 * kind + 4])[0] for kind in range(types)]
    return [(instant, offsets[kind]) for instant, kind in zip(instants, kinds, strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_local_times_agree_with_the_reference_around_every_change(name: str) -> None:
    zone, known = load_zone(name, YEARS), reference(name)
    for change in zone.changes:
        for away in (-DAY, -7200, -1801, -1, 0, 1, 1799, 3600, 7199, 7200, DAY):
            local = (EPOCH + timedelta(seconds=change + away)).astimezone(known)
            wall = (local.replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1)
            assert zone.local(change + away) == wall


@pytest.mark.parametrize("name", NAMES)
def test_instants_agree_with_the_first_reading_of_the_reference(name: str) -> None:
    zone, known = load_zone(name, YEARS), reference(name)
    for turn in zone.turns:
        for away in range(-3 * 3600, 3 * 3600, 899):
            naive = (EPOCH + timedelta(seconds=turn + away)).replace(tzinfo=known, fold=0)
            assert zone.instant(turn + away) == (naive - EPOCH) // timedelta(seconds=1)


def test_every_change_in_the_data_is_found() -> None:
    last = YEARS.stop * DAY
    for name in NAMES:
        before, found = None, []
        for instant, offset in transitions(data_of(name)):
            if 0 <= instant < last and offset != before and before is not None:
                found.append(instant)
            before = offset
        changes = load_zone(name, YEARS).changes
        assert [change for change in changes if change <= max(found, default=0)] == found


def test_no_zone_changes_twice_within_six_days() -> None:
    """INVARIANT of `clock.zones`: asking once a day finds every change since 1970."""
    for name in ZONES:
        changes = [instant for instant, _ in transitions(data_of(name)) if instant >= 0]
        offsets = dict(transitions(data_of(name)))
        real = [later for earlier, later in pairwise(changes) if offsets[earlier] != offsets[later]]
        assert all(later - earlier > 6 * DAY for earlier, later in pairwise(real)), name


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Kwajalein", "1993-08-21"),
        ("Pacific/Kiritimati", "1994-12-31"),
    ],
)
def test_dates_that_do_not_exist_are_known(name: str, date: str) -> None:
    assert load_zone(name, YEARS).skipped == {day_number(date)}


def test_most_zones_skip_no_date() -> None:
    assert load_zone("America/Sao_Paulo", YEARS).skipped == frozenset()


def test_a_date_cut_by_midnight_changes_comes_in_order() -> None:
    zone = load_zone("America/Sao_Paulo", YEARS)
    midnight = zone.midnight(day_number("2018-02-18"))
    day = day_number("2018-02-17")
    parts = list(zone.by_date(midnight - 3 * 3600, midnight + 3600))
    assert [(date, end - start) for date, (start, end) in parts] == [
        (day, 7200),
        (day, 3600),
        (day + 1, 3600),
    ]


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "America", "../x", "/etc/passwd", "a//b", "zone.tab"]
)
def test_what_is_no_zone_is_an_error(name: str) -> None:
    with pytest.raises(ClockError, match="time zone"):
        load_zone(name, YEARS)
