"""`milepost due`: the question everybody asks, in the words of the language."""

import json
from pathlib import Path

import pytest

from milepost import cli

PUBLISHED = Path(__file__).parent / "published"

POLICY = """\
timezone Europe/London
case { site_zone zone Europe/London | America/New_York; country uk | us; status open | closed = open }
calendar desk {
  timezone  Europe/London
  mon-fri   09:00-12:30, 13:30-17:30
  holidays  GB
  closed    2026-12-24 "company day"
  open      2026-12-31 09:00-12:00 "short day"
  closed    every wed 09:00-09:30 from 2027-01-01 "stand-up"
}
calendar nights { timezone America/New_York; mon-fri 22:00-06:00; business days by shift }
calendar local {
  timezone by site_zone
  mon-fri  08:00-18:00
  holidays by country { uk: GB; us: US }
}
calendar both = desk + nights
process support {
  until status == closed; carry on change of site_zone, country
  milestone answer within 4h on desk { done when status == closed }
  milestone report within 4h on both { done when status == closed }
  milestone visit within 4h on local { done when status == closed }
}
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.run(["due", *words])
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.run(["due", *words]) == cli.EXIT_USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2027-03-01T16:30", "4h", "Tue 2027-03-02 12:00"),
        ("2027-03-01T16:30Z", "4h", "Tue 2027-03-02 12:00"),
        ("2027-06-01T16:30Z", "1h", "Wed 2027-06-02 10:30"),
        ("2027-03-01T16:30", "1h15m", "Tue 2027-03-02 09:15"),
        ("2027-03-01T16:30", "2 business days", "Wed 2027-03-03 16:30"),
        ("2027-03-06T16:30", "2 business days", "Wed 2027-03-10 09:30"),
        ("2027-03-01T16:30", "14 calendar days", "Mon 2027-03-15 16:30"),
        ("2027-01-31T16:30", "1 month", "Sun 2027-02-28 16:30"),
        ("2027-03-01T16:30", "by close of business day 1", "Tue 2027-03-02 17:30"),
        ("2027-03-01T16:30", "by 12:00 of business day 1, cut-off 16:00", "Wed 2027-03-03 12:00"),
        ("2027-03-01T16:30", "by end of day 2", "Thu 2027-03-04 00:00, the end of Wed 2027-03-03"),
    ],
)
def test_every_duration_of_the_language(
    start: str, duration: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ask(capsys, start, duration, "--calendar", "desk")
    assert printed == f"{due} (Europe/London)\n"


@pytest.mark.usefixtures("policy")
def test_at_closing_time_a_due_stays_or_rolls(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2027-03-05T16:30", "1h", "--calendar", "desk"]
    assert ask(capsys, *asked) == (
        "Fri 2027-03-05 17:30 (Europe/London)\n"
        "  rolling to the next opening (--rolls): Mon 2027-03-08 09:00\n"
    )
    assert ask(capsys, *asked, "--rolls") == (
        "Mon 2027-03-08 09:00 (Europe/London)\n  staying at closing time: Fri 2027-03-05 17:30\n"
    )


@pytest.mark.usefixtures("policy")
def test_over_christmas_everything_that_closes_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2026-12-23T16:30", "12h", "--calendar", "desk", "--explain"]
    assert (
        ask(capsys, *asked)
        == """\
Wed 2026-12-30 12:30 (Europe/London)
  rolling to the next opening (--rolls): Wed 2026-12-30 13:30
  from                  to                    counted    total
  Wed 2026-12-23 16:30  17:30                      1h       1h
  Wed 2026-12-23 17:30  24:00                                   closed 6h30m: outside hours
  Thu 2026-12-24 00:00  24:00                                   closed 24h: company day
  Fri 2026-12-25 00:00  24:00                                   closed 24h: Christmas Day (holiday, GB)
  Sat 2026-12-26 00:00  24:00                                   closed 24h: Boxing Day (holiday, GB)
  Sun 2026-12-27 00:00  24:00                                   closed 24h: outside hours
  Mon 2026-12-28 00:00  24:00                                   closed 24h: Boxing Day (observed) (holiday, GB)
  Tue 2026-12-29 00:00  09:00                                   closed 9h: outside hours
  Tue 2026-12-29 09:00  12:30                   3h30m    4h30m
  Tue 2026-12-29 12:30  13:30                                   closed 1h: outside hours
  Tue 2026-12-29 13:30  17:30                      4h    8h30m
  Tue 2026-12-29 17:30  Wed 2026-12-30 09:00                    closed 15h30m: outside hours
  Wed 2026-12-30 09:00  12:30                   3h30m      12h
  12h in all
"""
    )


@pytest.mark.usefixtures("policy")
def test_business_days_are_told_date_by_date(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2026-12-23T18:00", "3 business days", "--calendar", "desk", "--explain"]
    assert (
        ask(capsys, *asked)
        == """\
Mon 2027-01-04 09:00 (Europe/London)
  Wed 2026-12-23 18:00 is closed: counted from the next opening
  Tue 2026-12-29 09:00  counted from
  Wed 2026-12-30        business day 1
  Thu 2026-12-31        business day 2
  Fri 2027-01-01        not counted: New Year's Day (holiday, GB)
  Sat 2027-01-02 to Sun 2027-01-03  not counted: no business day
  Mon 2027-01-04        business day 3
"""
    )


@pytest.mark.usefixtures("policy")
def test_the_night_the_clocks_go_back_has_an_hour_more(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2027-10-30T23:00", "4h", "--calendar", "always", "--explain"]
    assert (
        ask(capsys, *asked)
        == """\
Sun 2027-10-31 02:00 (Europe/London)
  from                            to                              counted    total
  Sat 2027-10-30 23:00            Sun 2027-10-31 01:00 UTC+00:00       3h       3h
  Sun 2027-10-31 01:00 UTC+00:00                                                    clocks go back 1h
  Sun 2027-10-31 01:00 UTC+00:00  02:00                                1h       4h
  4h in all
"""
    )


@pytest.mark.usefixtures("policy")
def test_a_start_that_the_clocks_skip_is_pointed_out(capsys: pytest.CaptureFixture[str]) -> None:
    printed = ask(capsys, "2027-03-28T01:30", "1h", "--calendar", "always")
    assert printed == (
        "Sun 2027-03-28 03:30 (Europe/London)\n"
        "  the clocks skip 01:30 on that date: counted from Sun 2027-03-28 02:30\n"
    )
    printed = ask(capsys, "2027-10-31T01:30", "1h", "--calendar", "always")
    assert printed == (
        "Sun 2027-10-31 01:30 UTC+00:00 (Europe/London)\n"
        "  01:30 comes twice on that date: counted from the first\n"
    )


@pytest.mark.usefixtures("policy")
def test_a_family_needs_the_fields_that_choose(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2027-07-02T17:00", "2h", "--calendar", "local"]
    said = refused(capsys, *asked)
    assert said == (
        "milepost: calendar `local` is one of a family; add --set country=… --set site_zone=…\n"
    )
    given = ["--set", "country=us", "--set", "site_zone=America/New_York"]
    assert ask(capsys, *asked, *given).startswith("Tue 2027-07-06 09:00 (America/New_York)\n")


@pytest.mark.usefixtures("policy")
def test_what_lies_behind_the_horizon_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    printed = ask(capsys, "2039-12-30T10:00", "400h", "--calendar", "desk")
    assert printed == "later than the horizon, which ends 2039-12-31\n"


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2027-03-01T09:00", "4h", "--calendar", "desc"], "did you mean `desk`?"),
        (["2027-03-01", "4h", "--calendar", "desk"], "`2027-03-01` is not an instant; write it as"),
        (
            ["2027-02-30T09:00", "4h", "--calendar", "desk"],
            "there is no instant `2027-02-30T09:00`",
        ),
        (["1999-03-01T09:00", "4h", "--calendar", "desk"], "lies outside the horizon"),
        (["2027-03-01T09:00", "4 hours", "--calendar", "desk"], "write `4h`"),
        (["2027-03-01T09:00", "soon", "--calendar", "desk"], "`soon` is no amount of time; write"),
        (["2027-03-01T09:00", "4h on nights", "--calendar", "desk"], "is no amount of time"),
        (
            ["2027-03-01T09:00", "2d", "--calendar", "nights"],
            "`2d` on calendar `nights` is 48 open",
        ),
        (
            ["2027-03-01T09:00", "1w", "--calendar", "nights"],
            "write `5 business days`, `7 calendar",
        ),
        (["2027-03-01T09:00", "1 month", "--calendar", "both"], "has no time zone of its own"),
        (["2027-03-01T09:00", "4h", "--calendar", "local", "--set", "countri=uk"], "`country`?"),
        (["2027-03-01T09:00", "4h", "--calendar", "local", "--set", "country=fr"], "no value `fr`"),
        (["2027-03-01T09:00", "4h", "no.json", "--calendar", "desk"], "no such file or folder"),
    ],
)
def test_what_cannot_be_asked(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, *words)


@pytest.mark.usefixtures("policy")
def test_a_day_is_a_day_round_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    printed = ask(capsys, "2027-03-01T09:00", "2d", "--calendar", "always")
    assert printed == "Wed 2027-03-03 09:00 (Europe/London)\n"


def test_a_compiled_schedule_answers_as_its_project(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["compile", "--out", "schedule.json"]) == 0
    capsys.readouterr()
    asked = ["2026-12-23T16:30", "12h"]
    there = ask(capsys, *asked, "schedule.json", "--calendar", "desk", "--explain")
    assert there == ask(capsys, *asked, str(policy), "--calendar", "desk", "--explain")


def test_a_schedule_that_is_none_is_refused(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (policy / "schedule.json").write_text("{}")
    said = refused(capsys, "2027-03-01T09:00", "4h", "schedule.json", "--calendar", "desk")
    assert "schedule.json: `/format`" in said
    assert "`milepost compile` writes schedules" in said


#: What vendors publish: hours by calendar of `published/`, a start, an amount, and their deadline.
RIGHT = [
    ("nine_to_six", "2027-01-15T17:45", "1h", "Tue 2027-01-19 09:45"),
    ("six_to_six", "2027-01-16T09:00", "2h", "Mon 2027-01-18 08:00"),
    ("eight_to_five", "2027-01-15T16:00", "8h", "Mon 2027-01-18 15:00"),
    ("nine_to_five", "2027-01-15T16:00", "4h", "Mon 2027-01-18 12:00"),
    ("nine_to_five", "2027-01-14T15:00", "4h", "Fri 2027-01-15 11:00"),
    ("nine_to_five", "2027-01-12T11:00", "8h", "Wed 2027-01-13 11:00"),
    ("nine_to_five", "2027-01-11T10:00", "4h", "Mon 2027-01-11 14:00"),
]
#: The same where what is published is wrong: theirs, then ours.
WRONG = [
    ("eight_to_five", "2027-01-15T16:00", "4h", "Tue 2027-01-19 11:00", "Mon 2027-01-18 11:00"),
    ("nine_to_five", "2027-01-11T14:00", "8h", "Tue 2027-01-12 10:00", "Tue 2027-01-12 14:00"),
    ("nine_to_five", "2027-01-12T09:00", "24h", "Thu 2027-01-14 15:00", "Thu 2027-01-14 17:00"),
]
#: When a desk that is closed takes a case up: the next opening.
TAKEN_UP = [
    ("nine_to_five", "2027-01-13T18:00", "Thu 2027-01-14 09:00"),
    ("year_end", "2025-12-26T18:30", "Mon 2025-12-29 09:00"),
    ("year_end", "2025-12-31T18:30", "Fri 2026-01-02 09:00"),
]


@pytest.mark.parametrize(("calendar", "start", "amount", "due"), RIGHT)
def test_published_deadlines_are_ours(
    calendar: str, start: str, amount: str, due: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ask(capsys, start, amount, str(PUBLISHED), "--calendar", calendar)
    assert printed.splitlines()[0] == f"{due} (Etc/UTC)"


@pytest.mark.parametrize(("calendar", "start", "amount", "published", "right"), WRONG)
def test_three_published_deadlines_are_wrong(
    calendar: str,
    start: str,
    amount: str,
    published: str,
    right: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = ask(capsys, start, amount, str(PUBLISHED), "--calendar", calendar)
    assert printed.splitlines()[0] == f"{right} (Etc/UTC)"
    assert published != right


def test_the_account_of_a_wrong_one_shows_the_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["2027-01-12T09:00", "24h", str(PUBLISHED), "--calendar", "nine_to_five", "--explain"]
    assert ask(capsys, *asked).splitlines()[-1] == "  24h in all, 3 working days of 8h"


@pytest.mark.parametrize(("calendar", "start", "opening"), TAKEN_UP)
def test_a_closed_desk_takes_a_case_up_when_it_opens(
    calendar: str, start: str, opening: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = ask(capsys, start, "0h", str(PUBLISHED), "--calendar", calendar, "--rolls")
    assert printed.splitlines()[0] == f"{opening} (Etc/UTC)"


def test_the_published_examples_pass_as_tests_of_a_policy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["test", str(PUBLISHED)]) == cli.EXIT_CLEAN
    assert capsys.readouterr().out.startswith("15 passed, 0 failed")


@pytest.mark.usefixtures("policy")
def test_the_json_of_a_duration_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-12-23T16:00", "10h", "--calendar", "desk", "--format", "json"]
    told = json.loads(ask(capsys, *words))
    assert (told["format"], told["version"]) == ("milepost/due", 1)
    assert told["start"]["local"] == "2026-12-23T16:00:00+00:00"
    assert told["due"]["local"] == "2026-12-30T10:00:00+00:00"
    stretches = told["stretches"]
    assert stretches[0]["from"] == told["start"]
    assert stretches[-1]["to"] == told["due"]
    assert stretches[-1]["total"] == sum(one["open_seconds"] for one in stretches) == 36000
    labels = [note.get("label") for one in stretches for note in one.get("closed_by", [])]
    assert "company day" in labels
    assert "Christmas Day" in labels


@pytest.mark.usefixtures("policy")
def test_the_json_of_days_names_each_date(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-12-31T10:00", "1 business day", "--calendar", "desk", "--format", "json"]
    told = json.loads(ask(capsys, *words))
    assert told["stretches"] == []
    dates = told["days"]["dates"]
    assert [(one["date"], one["number"]) for one in dates] == [
        ("2027-01-01", None),
        ("2027-01-02", None),
        ("2027-01-03", None),
        ("2027-01-04", 1),
    ]
    assert dates[0]["closed_by"][0]["kind"] == "holiday"
    assert dates[1]["closed_by"] == [{"kind": "hours"}]


@pytest.mark.usefixtures("policy")
def test_the_json_of_a_due_beyond_the_horizon(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-12-31T10:00", "999999h", "--calendar", "desk", "--format", "json"]
    told = json.loads(ask(capsys, *words))
    assert (told["due"], told["stretches"], told["horizon_ends"]) == (None, [], "2039-12-31")


@pytest.mark.usefixtures("policy")
def test_less_than_nothing_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "2026-12-31T10:00", "-4h", "--calendar", "desk")
    assert "`-4h` is less than nothing; START and DURATION are counted forward" in told


@pytest.mark.usefixtures("policy")
def test_the_words_of_a_policy_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    plain = ask(capsys, "2026-12-31T10:00", "4h", "--calendar", "desk")
    assert ask(capsys, "2026-12-31T10:00", "within 4h", "--calendar", "desk") == plain


def test_business_days_are_doubted_where_nights_are_open(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = POLICY.replace("; business days by shift", "")
    (policy / "support.sla").write_text(text)
    told = ask(capsys, "2026-12-14T10:00", "1 business day", "--calendar", "nights")
    assert "`nights` is open over midnight and does not say which days are business days" in told
    (policy / "support.sla").write_text(POLICY)
    told = ask(capsys, "2026-12-14T10:00", "1 business day", "--calendar", "nights")
    assert "over midnight" not in told
