"""`milepost.lock`: what was written is read again, damage is named, drift is found."""

from pathlib import Path

import pytest

from milepost.clock import day_number, load_zone
from milepost.compiler import Compilation
from milepost.diagnostics import ToolError
from milepost.frozen import replace
from milepost.ir.calendars import Holiday
from milepost.lowering.moves import moves_between
from milepost.semantics.drift import differences, missing
from milepost.semantics.lock import Clocks, Lock, lock_of, read_lock, write_lock, zone_under

POLICIES = sorted((Path(__file__).parents[2] / "policies").glob("*/milepost.toml"))
POLICY = """\
timezone Europe/London
case { status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00; holidays GB-ENG }
calendar plain { timezone Asia/Kolkata; mon-fri 09:00-17:00 }
calendar both = office + plain
process support {
  until status == closed
  milestone early within 4h on office { done on reply }
  milestone middle within 4h on plain { done on reply }
  milestone late_one within 12h on both { done when status == closed }
}
"""


@pytest.fixture
def compilation(tmp_path: Path) -> Compilation:
    (tmp_path / "milepost.toml").write_text("[horizon]\nfrom = 2026-01-01\nto = 2028-12-31\n")
    (tmp_path / "support.sla").write_text(POLICY)
    return Compilation(tmp_path)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_reading_undoes_writing(path: Path) -> None:
    lock = lock_of(Compilation(path.parent).model)
    assert read_lock(write_lock(lock), "x") == lock


@pytest.mark.parametrize(
    "name", ["Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Asia/Gaza"]
)
def test_a_locked_zone_is_the_zone(name: str) -> None:
    days = range(day_number("2010-01-01"), day_number("2040-01-01"))
    zone = load_zone(name, days)
    clocks = Clocks(zone.offsets[0], tuple(zip(zone.changes, zone.offsets[1:], strict=True)))
    lock = Lock("a", "b", "2010-01-01", "2039-12-31", {}, {}, {name: clocks})
    assert zone_under(read_lock(write_lock(lock), "x"), name, days) == zone


def moved(lock: Lock) -> Lock:
    """Return a lock in which a bank holiday lies a day later, and the summer begins a week early."""
    days = tuple(
        Holiday("2027-05-04", one.name) if one.date == "2027-05-03" else one
        for one in lock.sets["GB-ENG"]
    )
    clocks = lock.zones["Europe/London"]
    spring = next(at for at, _ in clocks.changes if at > 1_800_000_000)
    early = tuple((at - 7 * 86400 if at == spring else at, to) for at, to in clocks.changes)
    zones = {**lock.zones, "Europe/London": Clocks(clocks.first, early)}
    return replace(lock, sets={**lock.sets, "GB-ENG": days}, zones=zones)


def test_differences_name_the_dates(compilation: Compilation) -> None:
    new = lock_of(compilation.model)
    assert differences(new, new) == ()
    assert [(one.name, one.lines) for one in differences(moved(new), new)] == [
        (
            "GB-ENG",
            (
                "2027-05-03 is a holiday now (May Day)",
                "2027-05-04 is no longer a holiday (May Day)",
            ),
        ),
        (
            "Europe/London",
            (
                "the clocks do not change any more at 2027-03-21T01:00Z",
                "the clocks change at 2027-03-28T01:00Z, to +01:00",
            ),
        ),
    ]


def test_moves_are_those_of_the_clocks_that_differ(compilation: Compilation) -> None:
    new = lock_of(compilation.model)
    found = list(moves_between(compilation.model, moved(new), new))
    assert [(one.milestone, one.calendar) for one in found] == [
        ("early", "office"),
        ("late_one", "both"),
    ]
    assert list(moves_between(compilation.model, new, new)) == []
    for one in found:
        assert one.before != one.after


def test_digests_tell_which_calendars_differ(compilation: Compilation, tmp_path: Path) -> None:
    before = lock_of(compilation.model).calendars
    (tmp_path / "support.sla").write_text(POLICY.replace("Kolkata; mon-fri", "Kolkata; mon-sat"))
    after = lock_of(Compilation(tmp_path).model).calendars
    assert {name for name in before if before[name] != after[name]} == {"plain", "both"}
    (tmp_path / "support.sla").write_text("# a remark\n" + POLICY)
    assert lock_of(Compilation(tmp_path).model).calendars == before


def test_what_is_not_locked_is_missing(compilation: Compilation) -> None:
    new = lock_of(compilation.model)
    assert missing(replace(new, sets={}, zones={}), new) == (
        ("holidays", "GB-ENG"),
        ("zones", "Asia/Kolkata"),
        ("zones", "Europe/London"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 2",
        "version = 1\ntzdata = 3",
        (
            'version = 1\ntzdata = ""\nholidays = ""\nfrom = 2026-01-01\nto = 2026-01-02\n'
            '[calendars]\n[zones."UTC"]\nfirst = "noon"\n'
        ),
        (
            'version = 1\ntzdata = ""\nholidays = ""\nfrom = 2026-01-01\nto = 2026-01-02\n'
            '[calendars]\n[zones."UTC"]\nfirst = "+00:00"\n2026 = ["soon"]\n'
        ),
        "[",
    ],
)
def test_a_damaged_lock_is_named(text: str) -> None:
    with pytest.raises(ToolError, match=r"^here: .*`milepost lock`"):
        read_lock(text, "here")


def test_the_lock_has_no_say_in_the_digest(compilation: Compilation, tmp_path: Path) -> None:
    from milepost.ir.codec import dump

    before = dump(compilation.schedule)
    (tmp_path / "milepost.lock").write_text(write_lock(lock_of(compilation.model)))
    assert dump(Compilation(tmp_path).schedule) == before
