"""The holidays of countries, their subdivisions and markets, as explicit dates.

The dates come from the package `holidays`. A code is what that package calls a country (`US`,
`USA`), a country and one of its subdivisions (`US-NY`, `GB-ENG`), or a market (`NYSE`, `ECB`).
Public holidays are taken and no others, with the days on which they are observed, under their
English names: left to itself the package would answer in the language of the machine, and one
policy would compile to two schedules.

Outside its years the package answers with nothing at all, which looks like a country without
holidays; `uncovered` tells the two apart.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from milepost.frozen import frozen
from milepost.ir.calendars import Dates, Holiday, HolidaySet
from milepost.semantics import holiday_memory

_LANGUAGE = "en_US"
_CATEGORY = "public"
_BETWEEN_NAMES = "; "

#: The mark of a date that may still move: `Eid (estimated)`, `Eid (observed, estimated)`.
_ESTIMATED = re.compile(r" \(estimated\)$|, estimated(?=\)$)")
#: What the language can write as a code, and what the package means as one: not `UnitedStates`.
_is_code = re.compile(r"[A-Z0-9]{2,4}").fullmatch
_is_writable = re.compile(r"[A-Za-z0-9_]+(?:[./+-][A-Za-z0-9_]+)*").fullmatch


@frozen
class _Entity:
    """A country or market: the package's class for it, and the subdivision that was asked for."""

    made: Any
    subdivision: str | None

    def filled(self, years: Iterable[int]) -> Mapping[date, str]:
        """Return the names of the holidays of some years by their dates."""
        found: Mapping[date, str] = self.made(
            years=tuple(years),
            subdiv=self.subdivision,
            language=_language(self.made),
            observed=True,
            categories=_CATEGORY,
            **_options(self.made),
        )
        return found


def holiday_set(code: str, starts: str, ends: str) -> HolidaySet | None:
    """Return the holidays of a code from one date to another, both included, or None."""
    known = holiday_memory.known_set(code, starts, ends)
    if known is not None:
        return known
    entity = _entity(code)
    if entity is None:
        return None
    years = range(date.fromisoformat(starts).year, date.fromisoformat(ends).year + 1)
    with _quietly():
        found = entity.filled(years)
    holidays = (_holiday(day.isoformat(), names) for day, names in sorted(found.items()))
    within = tuple(one for one in holidays if starts <= one.date <= ends)
    return holiday_memory.keep_set(starts, ends, HolidaySet(code, within))


def uncovered(code: str, starts: str, ends: str) -> tuple[Dates, ...]:
    """Return the parts of a range of dates for which there is no data, by whole years.

    Those are the years before and after the package's own, years in which it knows no holiday at
    all, and years for which it warns that some are missing. An unknown code covers nothing.
    """
    missing: list[Dates] = []
    for year in range(date.fromisoformat(starts).year, date.fromisoformat(ends).year + 1):
        if _covers(code, year):
            continue
        first, last = max(starts, f"{year:04}-01-01"), min(ends, f"{year:04}-12-31")
        if missing and missing[-1].ends == f"{year - 1:04}-12-31":
            first = missing.pop().starts
        missing.append(Dates(first, last))
    return tuple(missing)


def known_codes(beside: str = "") -> tuple[str, ...]:
    """Return the codes of countries and markets, and of the subdivisions of one country.

    Subdivisions are known only once their country's module is loaded, and there are 250 of those:
    given a misspelt `US-NX`, the ones of `US` are listed.
    """
    codes = set(_modules())
    country, dash, _ = beside.partition("-")
    entity = _entity(country) if dash else None
    if entity is not None:
        written = (f"{country}-{name}" for name in entity.made.subdivisions)
        codes.update(code for code in written if _is_writable(code))
    return tuple(sorted(codes))


def data_version() -> str:
    """Return the version of the holiday data; nothing is loaded for it."""
    from importlib.metadata import version

    return version("holidays")


@cache
def _modules() -> Mapping[str, tuple[str, str, bool]]:
    """Return by code the module and class of a country or market, and whether it is a country."""
    with _quietly():
        registry = import_module("holidays.registry")
    modules = {}
    for folder, entries in (("countries", registry.COUNTRIES), ("financial", registry.FINANCIAL)):
        for module, (name, *codes) in entries.items():
            place = (f"holidays.{folder}.{module}", name, folder == "countries")
            modules.update({code: place for code in codes if _is_code(code)})
    return modules


@cache
def _entity(code: str) -> _Entity | None:
    country, dash, subdivision = code.partition("-")
    if country not in _modules():
        return None
    module, name, is_country = _modules()[country]
    if dash and not (subdivision and is_country):
        return None
    with _quietly():
        entity = _Entity(getattr(import_module(module), name), subdivision or None)
        try:
            entity.filled(())
        except NotImplementedError:
            return None
    return entity


def _covers(code: str, year: int) -> bool:
    known = holiday_memory.known_cover(code, year)
    if known is not None:
        return known
    entity = _entity(code)
    if entity is None:
        return False
    with _quietly() as said:
        found = entity.filled((year,))
    covered = bool(found) and not any(one.category is UserWarning for one in said)
    return holiday_memory.keep_cover(code, year, covered)


def _language(made: Any) -> str | None:
    """Return the language to ask for: never None where there is one, or the machine's is taken."""
    known = sorted(made.supported_languages)
    english = (name for name in (_LANGUAGE, *known) if name in known and name.startswith("en"))
    language: str | None = next(english, made.default_language)
    return language


def _options(made: Any) -> dict[str, bool]:
    """Return the options that have every estimated date marked; for some countries they are off."""
    known: Iterable[str] = getattr(made, "get_supported_options", tuple)()
    return {name: True for name in known if name.endswith("_show_estimated")}


def _holiday(day: str, names: str) -> Holiday:
    """Return the holiday of a date; one that is certain makes the date certain."""
    listed = names.split(_BETWEEN_NAMES)
    plain = dict.fromkeys(_ESTIMATED.sub("", name) for name in listed)
    return Holiday(day, _BETWEEN_NAMES.join(plain), all(map(_ESTIMATED.search, listed)))


@contextmanager
def _quietly() -> Iterator[list[warnings.WarningMessage]]:
    """Keep the package's warnings from the user's terminal, and return them."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        yield said
