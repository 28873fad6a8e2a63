"""Holiday data: explicit dates that no machine's language changes, and what they do not cover."""

import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from milepost.ir.calendars import Dates, Holiday
from milepost.semantics.holiday_data import (
    _holiday,
    data_version,
    holiday_set,
    known_codes,
    uncovered,
)

PRINTED = """
import sys
from milepost.semantics.holiday_data import holiday_set
for code in ("DE", "JP", "QC", "CA-QC", "SA", "XNYS", "ECB", "NZ"):
    print(holiday_set(code, "2026-01-01", "2028-12-31"))
"""


def listed(code: str, starts: str, ends: str) -> list[tuple[str, str]]:
    found = holiday_set(code, starts, ends)
    assert found is not None
    assert found.code == code
    return [(one.date, one.name) for one in found.holidays]


def test_a_country_has_its_public_holidays() -> None:
    assert [day for day, _ in listed("DE", "2026-01-01", "2026-12-31")] == [
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-10-03",
        "2026-12-25",
        "2026-12-26",
    ]


def test_a_subdivision_has_its_own_as_well() -> None:
    assert ("2026-08-03", "Summer Bank Holiday") in listed("GB-SCT", "2026-08-01", "2026-08-31")
    assert [day for day, _ in listed("GB-ENG", "2026-08-01", "2026-08-31")] == ["2026-08-31"]


@pytest.mark.parametrize("code", ["XNYS", "NYSE"])
def test_a_market_goes_by_each_of_its_codes(code: str) -> None:
    assert ("2026-04-03", "Good Friday") in listed(code, "2026-04-01", "2026-04-30")


def test_a_day_is_observed_in_the_year_before_its_own() -> None:
    assert listed("US", "2027-12-26", "2027-12-31") == [("2027-12-31", "New Year's Day (observed)")]


def test_both_ends_of_the_range_belong_to_it() -> None:
    assert [day for day, _ in listed("DE", "2026-04-03", "2026-04-06")] == [
        "2026-04-03",
        "2026-04-06",
    ]
    assert listed("DE", "2026-04-04", "2026-04-05") == []


def test_names_of_one_date_come_together() -> None:
    ((day, names),) = listed("AX", "2052-06-09", "2052-06-09")
    assert day == "2052-06-09"
    assert "Autonomy Day" in names
    assert names.count("; ") == 1


def test_dates_that_may_move_are_marked_and_not_named_so() -> None:
    found = holiday_set("SA", "2030-01-01", "2030-12-31")
    assert found is not None
    assert {one.estimated for one in found.holidays if "Eid" in one.name} == {True}
    assert {one.estimated for one in found.holidays if "Founding" in one.name} == {False}
    assert not any("estimated" in one.name for one in found.holidays)


def test_a_certain_holiday_makes_its_date_certain() -> None:
    assert _holiday("2026-05-01", "Eid (estimated); Labour Day") == Holiday(
        "2026-05-01", "Eid; Labour Day"
    )
    assert _holiday("2026-05-01", "Eid (observed, estimated)") == Holiday(
        "2026-05-01", "Eid (observed)", estimated=True
    )


@pytest.mark.parametrize(
    "code",
    [
        "",
        "-",
        "US-",
        "US-ZZ",
        "us",
        "us-ny",
        "UnitedStates",
        "XNYS-NY",
        "QQ",
        "HolidaysAX",
        "__doc__",
    ],
)
def test_what_is_no_code_has_no_holidays(code: str) -> None:
    assert holiday_set(code, "2026-01-01", "2026-12-31") is None
    assert uncovered(code, "2026-01-01", "2026-12-31") == (Dates("2026-01-01", "2026-12-31"),)


def test_the_codes_are_known_and_good() -> None:
    codes = known_codes()
    assert {"US", "USA", "GB", "XNYS", "NYSE", "ECB"} < set(codes)
    assert "UnitedStates" not in codes
    assert codes == tuple(sorted(set(codes)))


def test_the_subdivisions_of_a_country_that_was_named_are_known() -> None:
    assert "US-NY" not in known_codes()
    assert {"US", "US-NY", "US-NJ"} < set(known_codes("US-NX"))
    assert known_codes("QQ-NX") == known_codes("NYSE") == known_codes()


def test_years_without_data_are_told_from_years_without_holidays() -> None:
    assert uncovered("US-NY", "2020-01-01", "2039-12-31") == ()
    assert uncovered("US", "2099-05-01", "2102-03-31") == (Dates("2101-01-01", "2102-03-31"),)
    assert uncovered("US", "1700-01-01", "1700-06-30") == (Dates("1700-01-01", "1700-06-30"),)


def test_years_for_which_the_data_is_known_to_be_incomplete_are_not_covered() -> None:
    assert uncovered("IN", "2034-01-01", "2037-06-30") == (Dates("2036-01-01", "2037-06-30"),)


def test_the_version_is_that_of_the_package() -> None:
    assert data_version() == version("holidays")


def test_the_version_is_told_without_loading_the_data() -> None:
    code = (
        "import sys; from milepost.semantics.holiday_data import data_version; data_version();"
        "print('holidays' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_no_machine_changes_the_names() -> None:
    printed = set()
    for language, seed in (("", "1"), ("fr", "2"), ("ja_JP.UTF-8:de", "3")):
        variables = {"LANGUAGE": language, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        run = subprocess.run(
            [sys.executable, "-W", "error", "-c", PRINTED],
            capture_output=True,
            check=True,
            env=os.environ | variables,
        )
        printed.add(run.stdout)
    assert len(printed) == 1
    assert b"Christmas" in printed.pop()
