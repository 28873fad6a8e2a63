"""Closures: iCalendar events as explicit local dates, and what is wrong with bad files."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.diagnostics import Diagnostic
from milepost.ir.calendars import Dates, Override
from milepost.semantics import codes
from milepost.semantics.closures import MAX_REPORTS, read_closures
from milepost.source import Source

DATA = Path(__file__).parent / "data"
BAD = [
    "dates.ics",
    "lines.ics",
    "no_events.ics",
    "rules.ics",
    "too_long.ics",
    "too_many.ics",
    "web_page.ics",
]
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe")
LINES = """
BEGIN:VEVENT
END:VEVENT
END:VCALENDAR
BEGIN:VTIMEZONE
END:VTIMEZONE
TZID:Here
BEGIN:STANDARD
END:STANDARD
TZOFFSETFROM:-0500
TZOFFSETTO:+9999
UID:1
UID:2
DTSTART:20270101T090000
DTSTART;VALUE=DATE:20270101
DTSTART;TZID=Here:20270101T090000
DTSTART;TZID=/x/y:20270101T000000
DTSTART:20270328T013000Z
DTEND:20270101T080000
DTEND;TZID=Europe/Paris:20270103T080000
DURATION:PT36H
DURATION:-P1D
DURATION:P99999999D
SUMMARY:a\\, b\\nc
SUMMARY
RRULE:FREQ=DAILY
RRULE:FREQ=DAILY;COUNT=9
RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30
RRULE:FREQ=WEEKLY;INTERVAL=0
RRULE:FREQ=MONTHLY;UNTIL=20270601T000000Z
RRULE:
RDATE;VALUE=PERIOD:20270101T000000Z/20270105T000000
RDATE;VALUE=PERIOD:20270101T000000Z/PT5H
RDATE:20270105,,
EXDATE:2027
EXDATE;VALUE=DATE:20270102
 folded
RECURRENCE-ID:20270101T090000
RECURRENCE-ID;RANGE=THISANDFUTURE:20270102
STATUS:CANCELLED
TRANSP:TRANSPARENT
EXRULE:FREQ=DAILY
X;Y="a:b":c
"""
FILES = st.text() | st.lists(
    st.sampled_from(LINES.splitlines()) | st.text(max_size=9), max_size=25
).map("\r\n".join)
#: Naive, as `strategies.datetimes` wants its bounds.
FIRST, LAST = datetime(2026, 1, 3), datetime(2028, 12, 20)  # noqa: DTZ001


def read(
    text: str,
    zone: str | None = "Europe/London",
    starts: str = "2026-01-01",
    ends: str = "2028-12-31",
) -> tuple[tuple[Override, ...], tuple[Diagnostic, ...]]:
    return read_closures(Source.of("closures.ics", text), zone, starts, ends)


def read_file(
    path: Path, zone: str | None = "Europe/London"
) -> tuple[tuple[Override, ...], tuple[Diagnostic, ...]]:
    return read_closures(
        Source.of(path.name, path.read_text("utf-8")), zone, "2026-01-01", "2028-12-31"
    )


def calendar(*lines: str) -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def shown(overrides: tuple[Override, ...]) -> list[str]:
    lines = []
    for one in overrides:
        assert isinstance(one.dates, Dates)
        assert not one.opens
        until = "" if one.dates.ends == one.dates.starts else f" to {one.dates.ends}"
        hours = ", ".join(f"{clock(part.opens)}-{clock(part.closes)}" for part in one.hours)
        lines.append(" ".join(f"{one.dates.starts}{until} {hours} {one.label or ''}".split()))
    return lines


def said(found: tuple[Diagnostic, ...]) -> str:
    return "".join(
        f"{one.span.line}:{one.span.column} {one.severity.value}: {one.message}\n"
        f"    help: {one.help}\n"
        for one in found
    )


def test_all_day_events_close_whole_dates() -> None:
    overrides, found = read_file(DATA / "company_days.ics", None)
    assert said(found) == ""
    assert shown(overrides) == [
        "2026-12-24 Company day",
        "2027-03-01 to 2027-03-03 Move to the new office, all floors",
        "2027-06-28 to 2027-07-04 Inventory of everything that can be counted",
    ]
    assert {one.origin for one in overrides} == {"company_days.ics"}


def test_events_in_time_are_moved_to_the_clock_of_the_calendar() -> None:
    overrides, found = read_file(DATA / "clocks.ics", "Europe/London")
    assert said(found) == ""
    assert shown(overrides) == [
        "2027-01-11 09:00-09:30 Stand-up, wherever you are",
        "2027-01-12 22:00-24:00 Network maintenance",
        "2027-01-13 00:00-02:00 Network maintenance",
        "2027-03-16 16:00-17:30 Town hall in New York",
        "2027-03-17 01:00-02:00 Town hall in Tokyo",
        "2027-03-16 16:00-17:30 Town hall at the head office",
        "2027-04-09 17:00-24:00 Weekend of the big migration",
        "2027-04-10 to 2027-04-11 Weekend of the big migration",
        "2027-04-12 00:00-05:00 Weekend of the big migration",
    ]


def test_a_calendar_without_a_zone_takes_what_needs_none() -> None:
    overrides, found = read_file(DATA / "clocks.ics", None)
    assert shown(overrides) == ["2027-01-11 09:00-09:30 Stand-up, wherever you are"]
    assert said(found[:1]) == (
        "28:1 error: event `Network maintenance` is in the zone `UTC`, the calendar in none\n"
        "    help: give the calendar a `timezone`\n"
    )
    assert len(found) == 5


def test_recurring_events_are_unfolded_without_what_is_excepted_or_moved() -> None:
    overrides, found = read_file(DATA / "recurring.ics")
    assert shown(overrides) == [
        "2026-12-27 to 2026-12-30 Between the years",
        "2027-12-27 to 2027-12-30 Between the years",
        "2028-12-27 to 2028-12-30 Between the years",
        "2027-01-05 14:00-16:00 Training",
        "2027-02-02 14:00-16:00 Training",
        "2027-06-01 14:00-16:00 Training",
        "2027-07-22 to 2027-07-23 14:00-16:00 Training",
        "2027-04-08 10:00-12:00 Training (moved)",
        "2027-03-08 to 2027-03-12 12:00-13:00 Lunch talk",
    ]
    assert said(found) == (
        "29:1 information: event is cancelled and will close nothing\n"
        "    help: `STATUS:CANCELLED` says that it does not take place\n"
    )


def test_a_file_of_free_time_closes_nothing_and_says_why() -> None:
    overrides, found = read_file(DATA / "free_time.ics")
    assert overrides == ()
    assert said(found) == (
        "8:1 warning: 2 events are free time and will close nothing\n"
        "    help: `TRANSP:TRANSPARENT` says so: make it `OPAQUE` if it closes\n"
        "20:1 warning: event is cancelled and will close nothing\n"
        "    help: `STATUS:CANCELLED` says that it does not take place\n"
    )


@pytest.mark.parametrize(
    ("lines", "closes"),
    [
        # From the hour that does not exist, moved on by the gap.
        (["DTSTART:20270328T013000", "DURATION:PT1H"], ["2027-03-28 02:30-03:30"]),
        # Through the hour that comes twice: three hours by the sun, two by the clock.
        (["DTSTART:20271031T000000Z", "DURATION:PT3H"], ["2027-10-31 01:00-03:00"]),
        # Out of the second 01:30 there is no way back.
        (["DTSTART:20271031T003000Z", "DURATION:PT1H"], ["2027-10-31 01:30-02:30"]),
        # A duration counts days by the clock, an end is exact.
        (
            ["DTSTART:20270327T120000", "DURATION:P1D"],
            ["2027-03-27 12:00-24:00", "2027-03-28 00:00-12:00"],
        ),
        (
            ["DTSTART:20270327T120000Z", "DTEND:20270328T120000Z"],
            ["2027-03-27 12:00-24:00", "2027-03-28 00:00-13:00"],
        ),
        # Whole days that were written as times.
        (["DTSTART:20270301T000000", "DTEND:20270303T000000"], ["2027-03-01 to 2027-03-02"]),
        # Parts of one date come together, and those that touch are one.
        (
            ["DTSTART:20270301T090000", "DURATION:PT1H", "RDATE:20270301T150000,20270301T100000"],
            ["2027-03-01 09:00-11:00, 15:00-16:00"],
        ),
        (
            [
                "DTSTART:20270301T090000Z",
                "DURATION:PT1H",
                "RDATE;VALUE=PERIOD:20270302T090000Z/PT2H",
            ],
            ["2027-03-01 09:00-10:00", "2027-03-02 09:00-11:00"],
        ),
        # A date excepts what happens on it.
        (
            [
                "DTSTART:20270301T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=3",
                "EXDATE:20270302",
            ],
            ["2027-03-01 09:00-10:00", "2027-03-03 09:00-10:00"],
        ),
        # The last date of UNTIL counts, also for an event in time.
        (
            ["DTSTART:20270301T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20270302"],
            ["2027-03-01 to 2027-03-02 09:00-10:00"],
        ),
        (
            [
                "DTSTART;TZID=America/New_York:20270301T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;UNTIL=20270302T140000Z",
            ],
            ["2027-03-01 to 2027-03-02 14:00-15:00"],
        ),
        # What is excepted by a time without a zone is meant on the event's clock.
        (
            [
                "DTSTART;TZID=America/New_York:20270301T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=DAILY;COUNT=2",
                "EXDATE:20270301T090000",
            ],
            ["2027-03-02 14:00-15:00"],
        ),
        # The night that was an hour short when the series began, long before the range.
        (
            [
                "DTSTART:20180324T220000",
                "DTEND:20180325T060000",
                "RRULE:FREQ=YEARLY;UNTIL=20261231",
            ],
            ["2026-03-24 22:00-24:00", "2026-03-25 00:00-05:00"],
        ),
        # What lies outside of the range is cut off, what surrounds it is kept.
        (["DTSTART:20251230", "DTEND:20260103"], ["2026-01-01 to 2026-01-02"]),
        (["DTSTART:20200101", "DTEND:20400101"], ["2026-01-01 to 2028-12-31"]),
        (["DTSTART:20281231T230000", "DURATION:P3D"], ["2028-12-31 23:00-24:00"]),
        (["DTSTART:20100101", "DURATION:P1D"], []),
        (
            [
                "DTSTART;VALUE=DATE:20270228",
                "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2",
                "SUMMARY: \\n ",
            ],
            ["2027-02-28", "2027-03-31"],
        ),
    ],
)
def test_the_finer_points(lines: list[str], closes: list[str]) -> None:
    overrides, found = read(calendar("UID:1", *lines))
    assert said(found) == ""
    assert shown(overrides) == closes


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_its_line(name: str) -> None:
    _, found = read_file(DATA / "bad" / name)
    assert said(found) == (DATA / "bad" / f"{name}.txt").read_text("utf-8")
    assert {one.code for one in found} == {codes.BAD_CLOSURES}


def test_every_bad_file_is_tried() -> None:
    assert {path.name for path in (DATA / "bad").glob("*.ics")} == set(BAD)


def test_one_broken_line_costs_no_more_than_itself() -> None:
    overrides, _ = read_file(DATA / "bad" / "lines.ics")
    assert shown(overrides) == ["2026-12-24 Company day"]


def test_without_the_library_the_help_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.setitem(sys.modules, "icalendar.prop", None)
    overrides, found = read_file(DATA / "company_days.ics")
    assert overrides == ()
    assert said(found) == (
        "1:1 error: iCalendar files cannot be read: a library is not installed\n"
        '    help: pip install "milepost[ical]"\n'
    )


def test_reports_end_at_a_hundred() -> None:
    _, found = read(calendar(*["nonsense"] * 1000))
    assert len(found) == MAX_REPORTS


def test_ten_thousand_closures_are_read_and_one_more_is_not() -> None:
    def event(count: int) -> str:
        hours = ",".join(map(str, range(20)))
        rule = f"RRULE:FREQ=DAILY;BYHOUR={hours};COUNT={count}"
        return calendar("DTSTART:20260101T000000", "DURATION:PT10M", rule)

    overrides, found = read(event(10_000), None)
    assert said(found) == ""
    ((dates, hours),) = [(one.dates, len(one.hours)) for one in overrides]
    assert (dates, hours) == (Dates("2026-01-01", "2027-05-15"), 20)
    assert [one.message for one in read(event(10_001), None)[1]] == [
        "file has more than 10,000 closures"
    ]


def test_the_hours_of_an_own_zone_turn_as_those_of_the_database_do() -> None:
    text = (DATA / "clocks.ics").read_text("utf-8")
    for name in ("Head office", "America/New_York"):
        for at in ("20270314T023000", "20271107T013000", "20271107T003000", "20271107T020000"):
            start = f"DTSTART;TZID={name}:{at}"
            event = f"BEGIN:VEVENT\n{start}\nDURATION:PT1M\nEND:VEVENT\nEND:VCALENDAR"
            whole = text.replace("END:VCALENDAR", event)
            assert (
                shown(read(whole)[0])[-1].partition(" ")[2]
                == {
                    "20270314T023000": "07:30-07:31",
                    "20271107T003000": "04:30-04:31",
                    "20271107T013000": "05:30-05:31",
                    "20271107T020000": "07:00-07:01",
                }[at]
            )


def test_one_file_does_not_teach_the_next_one_its_zones() -> None:
    text = (DATA / "clocks.ics").read_text("utf-8")
    assert said(read(text)[1]) == ""
    event = calendar("DTSTART;TZID=Head office:20270316T120000", "DURATION:PT1H")
    assert [one.message for one in read(event)[1]] == ["unknown time zone `Head office`"]


def test_a_hostile_file_ends_soon() -> None:
    started = time.process_time()
    _, found = read_file(DATA / "bad" / "too_long.ics")
    assert time.process_time() - started < 5
    assert "recurrences of the file take too long to unfold" in said(found)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(ZONES),
    st.datetimes(FIRST, LAST).map(
        lambda at: at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
    ),
    st.integers(1, 150),
)
def test_an_event_closes_its_own_time_and_no_other(
    zone: str, at: datetime, half_hours: int
) -> None:
    start = at.replace(tzinfo=UTC)
    end = start + timedelta(minutes=30 * half_hours)
    overrides, found = read(
        calendar(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"), zone
    )
    assert said(found) == ""
    home = ZoneInfo(zone)
    for step in range(-4, half_hours + 4):
        instant = start + timedelta(minutes=30 * step + 15)
        local = instant.astimezone(home)
        if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
            continue  # The hour that comes twice: the wall clock cannot tell.
        assert closed(overrides, local) == (start <= instant < end), local


def closed(overrides: tuple[Override, ...], local: datetime) -> bool:
    day, seconds = local.date().isoformat(), local.hour * 3600 + local.minute * 60
    return any(
        one.dates.starts <= day <= one.dates.ends
        and (not one.hours or any(part.opens <= seconds < part.closes for part in one.hours))
        for one in overrides
        if isinstance(one.dates, Dates)
    )


@settings(deadline=None, max_examples=300)
@given(FILES, st.booleans())
def test_any_text_is_read_without_an_exception(text: str, zoned: bool) -> None:
    zone = "Europe/London" if zoned else None
    for whole in (text, f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT\nEND:VCALENDAR\n"):
        overrides, found = read(whole, zone)
        for span in (one.span for one in found):
            assert 0 <= span.start <= span.end <= len(whole)
        for one in overrides:
            assert isinstance(one.dates, Dates)
            assert "2026-01-01" <= one.dates.starts <= one.dates.ends <= "2028-12-31"
            assert all(0 <= part.opens < part.closes <= 86_400 for part in one.hours)


@given(st.data())
def test_a_damaged_file_is_read_without_an_exception(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["clocks.ics", "recurring.ics", "bad/rules.ics"]))
    text = (DATA / name).read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at] + data.draw(st.text(max_size=2)) + text[at + data.draw(st.integers(0, 9)) :]
        )
    assume(text)
    read(text)
