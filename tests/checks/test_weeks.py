"""What is plain about calendars: zones, nights, round the clock, and chains of them."""

import pytest
from policies import model_of

from milepost.ir.calendars import Window
from milepost.semantics.week import DAY, WEEK, Weeks, open_seconds, stretches, stretches_by_day

HOUR = 3600
DESKS = """\
calendar london  { timezone Europe/London; mon-fri 09:00-17:00 }
calendar denver  { timezone America/Denver; mon-fri 08:00-16:00 }
calendar whole   { timezone Europe/London; mon-sun 00:00-24:00 }
calendar nights  { timezone Europe/London; mon-fri 22:00-06:00 }
calendar sleep   { timezone Europe/London; mon-sun 22:00-06:00 }
calendar both    = london + denver
calendar own     = london + denver { timezone America/Denver }
calendar evening = always - london
calendar waking  = always - sleep
calendar again   = not nights
calendar filled  = nights + again
calendar lost    = london & nowhere
"""


def weeks_of(text: str) -> Weeks:
    return Weeks(model_of(text))


@pytest.mark.parametrize(
    ("name", "is_open"),
    [
        ("always", True),
        ("whole", True),
        ("london", False),
        ("evening", False),
        ("filled", True),
        ("lost", None),
        ("missing", None),
    ],
)
def test_round_the_clock(name: str, is_open: bool | None) -> None:
    assert weeks_of(DESKS).is_round_the_clock(name) is is_open


@pytest.mark.parametrize(
    ("name", "passes"),
    [
        ("always", True),
        ("whole", True),
        ("london", False),
        ("nights", True),
        ("evening", True),
        ("waking", False),
        ("both", False),
        ("own", False),
        ("missing", False),
    ],
)
def test_open_over_midnight(name: str, passes: bool) -> None:
    assert weeks_of(DESKS).passes_midnight(name) is passes


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("london", "Europe/London"),
        ("both", None),
        ("own", "America/Denver"),
        ("evening", "Europe/London"),
        ("always", "Asia/Tokyo"),
    ],
)
def test_the_zone_of_local_dates(name: str, zone: str | None) -> None:
    assert weeks_of(f"timezone Asia/Tokyo\n{DESKS}").zone_of(name) == zone


def test_a_chain_of_thousands_of_calendars_is_followed() -> None:
    links = [f"calendar c{index} = c{index - 1} + c{index - 1}" for index in range(1, 3000)]
    first = "calendar c0 { timezone Europe/London; mon-fri 09:00-17:00 }"
    weeks = weeks_of("\n".join([first, *links]))
    assert weeks.zone_of("c2999") == "Europe/London"
    assert weeks.is_round_the_clock("c2999") is None
    assert weeks.passes_midnight("c2999") is False
    assert weeks.is_round_the_clock("c40") is False


def test_the_weeks_end_is_no_end() -> None:
    sunday_night = Window(6, 22 * HOUR, 30 * HOUR)
    assert stretches([sunday_night]) == ((0, 6 * HOUR), (WEEK - 2 * HOUR, WEEK))
    assert open_seconds([sunday_night, sunday_night]) == 8 * HOUR
    days = stretches_by_day([sunday_night])
    assert (days[0], days[6]) == (((0, 6 * HOUR),), ((22 * HOUR, DAY),))
