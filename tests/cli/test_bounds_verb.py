"""`milepost bounds`: how long a target can take, from when on, and over what."""

import json
from pathlib import Path

import pytest

from milepost import cli
from milepost.clock import Calendars, due_of
from milepost.compiler import Compilation
from milepost.ir.schedule import Horizon
from milepost.ir.targets import Duration
from milepost.lowering.bounds import reckoned_bounds

SETTINGS = """\
name = "desk"
timezone = "Europe/London"
[horizon]
from = 2026-01-01
to = 2027-12-31
"""
POLICY = """\
case { status open | closed = open; events reply; place london | tokyo; country uk | japan }
calendar office { timezone Europe/London; mon-fri 09:00-17:00; holidays GB-ENG }
calendar shop { timezone Europe/London; mon-sun 09:00-17:00; business days mon-fri }
calendar local {
  timezone by place { london: Europe/London; tokyo: Asia/Tokyo }
  mon-fri 09:00-17:00
  holidays by country { uk: GB-ENG; japan: JP }
}
process support {
  until status == closed
  carry on change of place, country
  milestone answer within 4h on office { done on reply }
  milestone hour within 1h on always { done on reply }
  milestone visit within 4h on local { done on reply }
  milestone report within 1 business day on shop { done on reply }
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "milepost.toml").write_text(SETTINGS)
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bounds(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.run(["bounds", *words])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


def test_the_longest_time_names_its_occasion(capsys: pytest.CaptureFixture[str]) -> None:
    told = bounds(capsys)
    assert (
        "support: answer\n"
        "  4h on office: at least 4h, at most 4d20h "
        "(from Thu 2026-04-02 17:00, over Good Friday, Easter Monday)\n"
        "support: hour\n"
        "  1h on always: always 1h\n"
    ) in told


def test_the_json_adds_local_times_and_occasions(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(bounds(capsys, "--format", "json"))
    answer = next(row for row in rows if row["milestone"] == "answer")
    assert answer == {
        "process": "support",
        "version": 1,
        "milestone": "answer",
        "target": "4h on office",
        "calendar": "office",
        "timezone": "Europe/London",
        "shortest": 4 * 3600,
        "shortest_from": 1767344400,
        "shortest_from_local": "2026-01-02T09:00:00+00:00",
        "longest": (4 * 24 + 20) * 3600,
        "longest_from": 1775145600,
        "longest_from_local": "2026-04-02T17:00:00+01:00",
        "over": ["Good Friday", "Easter Monday"],
    }


def test_an_unknown_process_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["bounds", "--process", "suport"]) == cli.EXIT_USAGE
    assert "there is no process `suport`; did you mean `support`?" in capsys.readouterr().err


def test_a_family_is_as_wide_as_its_widest_member(folder: Path) -> None:
    found = {one.bound.milestone: one for one in reckoned_bounds(Compilation(folder).model)}
    model = Compilation(folder).model
    horizon = Horizon("2026-01-01", "2027-12-31")
    calendars = Calendars(model.calendars, model.holiday_sets, model.timezone, horizon)
    lengths: list[int] = []
    for place in ("london", "tokyo"):
        for country in ("uk", "japan"):
            clock = calendars.clock("local", {"place": place, "country": country})
            closings = clock.table.ends[:-5]
            lengths += [due_of(Duration(14400), closes, clock) - closes for closes in closings]
    bound = found["visit"].bound
    assert (bound.shortest, bound.longest) == (4 * 3600, max(lengths))
    assert due_of(Duration(14400), bound.longest_from, found["visit"].longest_on) == (
        bound.longest_from + bound.longest
    )


def test_a_family_too_large_to_be_exact_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("milepost.lowering.bounds.MAX_MEMBERS", 3)
    found = {one.bound.milestone for one in reckoned_bounds(Compilation(folder).model)}
    assert found == {"answer", "hour", "report"}


def test_dates_with_equal_hours_that_count_otherwise_are_told_apart(folder: Path) -> None:
    """Open every day, counted from Monday to Friday: Friday's business day ends on Monday."""
    found = {one.bound.milestone: one.bound for one in reckoned_bounds(Compilation(folder).model)}
    clock = Calendars.of(Compilation(folder).schedule).clock("shop")
    starts = range(clock.table.since, clock.table.since + 21 * 86400, 600)
    taken = [due_of(found["report"].target, start, clock) - start for start in starts]
    assert found["report"].longest >= max(taken)
    assert found["report"].longest > 3 * 86400
