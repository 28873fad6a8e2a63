"""iCalendar files, read back by other people's code, hold exactly the compiled open time."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from milepost.clock import Calendars
from milepost.clock.intervals import coalesced
from milepost.compiler import Compilation
from milepost.exporters.families import members_of
from milepost.exporters.icalendar import EXPORTER

ROOT = Path(__file__).parents[2]
#: What is odd about time zones and calendars, each in one policy.
ODD = """\
timezone Europe/London
case {{ status open | closed = open; site_zone zone America/New_York | Asia/Tokyo }}
calendar nights    {{ timezone Europe/London; mon-fri 22:00-06:00 }}
calendar gap       {{ timezone Australia/Lord_Howe; sun-sat 02:15-04:00 }}
calendar twice     {{ timezone America/New_York; sun 01:30-03:00; mon 09:00-17:00 }}
calendar week      {{ timezone America/Los_Angeles; sun 14:00 - fri 17:00 }}
calendar shops     {{ timezone Europe/Berlin; mon-sat 08:00-20:00; holidays DE-BE
                      closed 2026-08-01 to 2026-08-14 "summer"; open 2026-12-27 13:00-18:00
                      from 2027-01-01 to 2027-06-30 {{ tue-fri 10:00-12:00, 13:00-{until} }} }}
calendar dateless  {{ timezone Pacific/Apia; mon-fri 09:00-17:00 }}
calendar local     {{ timezone by site_zone; mon-fri 09:00-17:00 }}
calendar both      = nights + shops
calendar evenings  = always - week
process p {{
  until status == closed
  milestone m within 4h on {name} {{ done when status == closed }}
}}
"""
NAMES = ("nights", "gap", "twice", "week", "shops", "dateless", "local", "both", "evenings")


def openings(content: bytes):
    """Yield the opens and closes of a file as instants, recurrences unfolded by dateutil."""
    for event in Calendar.from_ical(content).walk("VEVENT"):
        first, last = event["dtstart"].dt, event["dtend"].dt
        length = int(last.timestamp()) - int(first.timestamp())
        starts = [first]
        if "rrule" in event:
            rule = event["rrule"].to_ical().decode()
            unfolded = rrulestr(rule, dtstart=first)
            left_out = event.get("exdate")
            without = {one.dt for one in left_out.dts} if left_out else set()
            starts = [start for start in unfolded if start not in without]
        for start in starts:
            opened = int(start.timestamp())
            yield opened, opened + length


def assert_files_hold_open_time(compilation: Compilation) -> None:
    exported = EXPORTER.export(compilation.schedule, {})
    files = {artifact.path: artifact.content for artifact in exported.artifacts}
    members = tuple(members_of(compilation.schedule))
    assert len({member.name for member in members}) == len(members)
    for member in members:
        read = coalesced(openings(files[f"calendars/{member.name}.ics"]))
        assert read == member.clock.table.intervals(), member.name


@pytest.mark.parametrize("name", ["apex_dynamics", "gitlab", "gov_uk_pay", "novapay_financial"])
def test_files_of_a_policy_hold_its_open_time(name: str) -> None:
    assert_files_hold_open_time(Compilation(ROOT / "policies" / name))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), until=st.sampled_from(("16:00", "24:00", "13:30")))
def test_files_of_odd_calendars_hold_their_open_time(tmp_path_factory, name, until) -> None:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "milepost.toml").write_text(
        'name = "odd"\n[horizon]\nfrom = 2010-01-01\nto = 2028-12-31\n'
    )
    (folder / "odd.sla").write_text(ODD.format(name=name, until=until))
    assert_files_hold_open_time(Compilation(folder))


def test_a_family_has_a_file_for_each_member(tmp_path: Path) -> None:
    (tmp_path / "odd.sla").write_text(ODD.format(name="local", until="16:00"))
    exported = EXPORTER.export(Compilation(tmp_path).schedule, {})
    paths = [artifact.path for artifact in exported.artifacts]
    assert "calendars/local-America_New_York.ics" in paths
    assert "calendars/local-Asia_Tokyo.ics" in paths


def test_holidays_are_whole_days(tmp_path: Path) -> None:
    (tmp_path / "odd.sla").write_text(ODD.format(name="shops", until="16:00"))
    schedule = Compilation(tmp_path).schedule
    (found,) = (one for one in EXPORTER.export(schedule, {}).artifacts if "DE-BE" in one.path)
    days = {
        (event["dtstart"].dt, str(event["summary"]))
        for event in Calendar.from_ical(found.content).walk("VEVENT")
    }
    assert days == {
        (date.fromisoformat(one.date), one.name) for one in schedule.holiday_sets[0].holidays
    }
    assert (date(2026, 10, 3), "Tag der Deutschen Einheit") in days or (
        date(2026, 10, 3),
        "German Unity Day",
    ) in days


def test_identifiers_differ_and_stay(tmp_path: Path) -> None:
    schedule = Compilation(ROOT / "policies" / "apex_dynamics").schedule
    first, second = (EXPORTER.export(schedule, {}) for _ in range(2))
    assert first == second
    for artifact in first.artifacts:
        found = [str(event["uid"]) for event in Calendar.from_ical(artifact.content).walk("VEVENT")]
        assert len(set(found)) == len(found)


def test_stamps_are_no_clock_readings() -> None:
    schedule = Compilation(ROOT / "policies" / "gitlab").schedule
    for artifact in EXPORTER.export(schedule, {}).artifacts:
        for event in Calendar.from_ical(artifact.content).walk("VEVENT"):
            assert event["dtstamp"].dt == datetime(2020, 1, 1, tzinfo=UTC)
    assert Calendars.of(schedule).clock("always").has_zone
