"""What the holiday data has answered, so that it need not be asked again.

Loading the package `holidays` and a country's rules takes a fifth of a second. Its answers never
change while its version stays, so a cache may keep them from one run to the next.
"""

from typing import Any

from milepost.ir.calendars import Holiday, HolidaySet

_sets: dict[tuple[str, str, str], HolidaySet] = {}
_covered: dict[tuple[str, int], bool] = {}


def known_set(code: str, starts: str, ends: str) -> HolidaySet | None:
    """Return the holidays of a code between two dates if they were asked for before."""
    return _sets.get((code, starts, ends))


def keep_set(starts: str, ends: str, found: HolidaySet) -> HolidaySet:
    """Remember the holidays of a code between two dates, and return them."""
    _sets[found.code, starts, ends] = found
    return found


def known_cover(code: str, year: int) -> bool | None:
    """Return whether there is data for a year, or None if nobody has asked."""
    return _covered.get((code, year))


def keep_cover(code: str, year: int, covered: bool) -> bool:
    """Remember whether there is data for a year, and return it."""
    _covered[code, year] = covered
    return covered


def answers() -> dict[str, list[Any]]:
    """Return everything remembered as JSON values, in order."""
    return {
        "sets": [
            [*key, [[day.date, day.name, day.estimated] for day in found.holidays]]
            for key, found in sorted(_sets.items())
        ],
        "covered": [[*key, covered] for key, covered in sorted(_covered.items())],
    }


def remember(kept: dict[str, list[Any]]) -> None:
    """Take over the answers that an earlier run with the same data returned from `answers`."""
    for code, starts, ends, days in kept["sets"]:
        _sets[code, starts, ends] = HolidaySet(code, tuple(Holiday(*day) for day in days))
    for code, year, covered in kept["covered"]:
        _covered[code, year] = covered
