"""Diagnostics as text: what people read, to the letter."""

from textwrap import dedent

import pytest

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.reporters.summary import summary
from milepost.reporters.text import render
from milepost.source import Source, Span

POLICY = Source.of(
    "policies/support.sla",
    dedent("""\
        # Support at Apex Dynamics: three tiers, one process.
        timezone America/New_York

        case {
          tier  bronze | silver | gold
        }

        tier gold    { hours always }

        process standard_support "Standard support" version 3 {
          for  golld, silver
          milestone first_response {
            within  2h
          }
          milestone resolve within 1d after first_response {
            done  on close
          }
        }
        """),
)
CALENDARS = Source.of("calendars.sla", "calendar office {\n  mon-fri 08:00-18:00\n}\n")


def at(text: str, source: Source = POLICY) -> Span:
    """Return the place where a text first stands."""
    start = source.text.index(text)
    return Span(source, start, start + len(text))


def error(
    span: Span,
    message: str = "unknown tier `golld`",
    notes: tuple[Note, ...] = (),
    help: str | None = None,  # noqa: A002 - the field's name
    fix: Fix | None = None,
) -> Diagnostic:
    return Diagnostic("P103", Severity.ERROR, message, span, notes, help, fix)


def plain(*found: Diagnostic, width: int | None = None) -> str:
    return render(found, color=False, width=width) + "\n"


def page(text: str) -> str:
    return dedent(text).removeprefix("\n")


def test_a_name_is_underlined_and_helped() -> None:
    assert plain(error(at("golld"), help="did you mean `gold`?")) == page("""
        error[P103]: unknown tier `golld`
          --> policies/support.sla:11:8
           |
        11 |   for  golld, silver
           |        ^^^^^
           = help: did you mean `gold`?
    """)


def test_a_place_nearby_shares_the_excerpt_and_a_fix_is_a_patch() -> None:
    found = error(
        at("golld"),
        notes=(Note("tiers are declared here", at("bronze | silver | gold")),),
        help="did you mean `gold`?",
        fix=Fix("replace `golld` with `gold`", (Edit(at("golld"), "gold"),)),
    )
    assert plain(found) == page("""
        error[P103]: unknown tier `golld`
          --> policies/support.sla:11:8
           |
         5 |   tier  bronze | silver | gold
           |         ---------------------- tiers are declared here
        ...
        11 |   for  golld, silver
           |        ^^^^^
           = help: did you mean `gold`?
           |
        fix: replace `golld` with `gold`
           |
        11 -   for  golld, silver
        11 +   for  gold, silver
    """)


def test_a_single_line_between_two_marks_is_shown() -> None:
    found = error(at("within  2h"), "limit of zero", (Note("for these tiers", at("for")),))
    assert plain(found) == page("""
        error[P103]: limit of zero
          --> policies/support.sla:13:5
           |
        11 |   for  golld, silver
           |   --- for these tiers
        12 |   milestone first_response {
        13 |     within  2h
           |     ^^^^^^^^^^
    """)


def test_two_marks_on_one_line_stand_below_each_other() -> None:
    silver = Span(POLICY, at("golld, silver").end - len("silver"), at("golld, silver").end)
    assert plain(error(at("golld"), notes=(Note("this one is known", silver),))) == page("""
        error[P103]: unknown tier `golld`
          --> policies/support.sla:11:8
           |
        11 |   for  golld, silver
           |        ^^^^^
           |               ------ this one is known
    """)


def test_places_far_away_and_in_other_files_have_their_own_excerpts() -> None:
    found = Diagnostic(
        "P501",
        Severity.WARNING,
        "calendar `office` has no time zone of its own",
        at("office", CALENDARS),
        (
            Note("the project's time zone is taken"),
            Note("which is said here", at("America/New_York")),
            Note("the hours that depend on it", at("mon-fri 08:00-18:00", CALENDARS)),
        ),
    )
    assert plain(found) == page("""
        warning[P501]: calendar `office` has no time zone of its own
         --> calendars.sla:1:10
          |
        1 | calendar office {
          |          ^^^^^^
        2 |   mon-fri 08:00-18:00
          |   ------------------- the hours that depend on it
          = note: the project's time zone is taken
          |
        note: which is said here
         --> policies/support.sla:2:10
          |
        2 | timezone America/New_York
          |          ----------------
    """)


def test_a_block_is_tied_together_by_a_rail() -> None:
    block = Span(POLICY, at("milestone resolve").start, at("done  on close\n  }").end)
    found = Diagnostic(
        "P301",
        Severity.WARNING,
        "milestone `resolve` may be due before `first_response`, which it follows",
        block,
        (Note("the earlier limit", at("2h")),),
        fix=Fix("count business days", (Edit(at("1d"), "1 business day"),), safe=False),
    )
    assert plain(found) == page("""
        warning[P301]: milestone `resolve` may be due before `first_response`, which it follows
          --> policies/support.sla:15:3
           |
        15 | /   milestone resolve within 1d after first_response {
        16 | |     done  on close
        17 | |   }
           | |___^
           |
        note: the earlier limit
          --> policies/support.sla:13:13
           |
        13 |     within  2h
           |             --
           |
        unsafe fix: count business days
           |
        15 -   milestone resolve within 1d after first_response {
        15 +   milestone resolve within 1 business day after first_response {
    """)


def test_a_long_block_shows_its_ends() -> None:
    block = Span(POLICY, at("{\n  for").start, len(POLICY.text) - 1)
    found = Diagnostic("P401", Severity.INFORMATION, "no bronze case comes here", block)
    assert plain(found) == page("""
        info[P401]: no bronze case comes here
          --> policies/support.sla:10:55
           |
        10 |   process standard_support "Standard support" version 3 {
           |  _______________________________________________________^
        ...  |
        18 | | }
           | |_^
    """)


def test_diagnostics_are_parted_by_an_empty_line() -> None:
    assert plain(error(at("golld")), error(at("resolve"), "no such name")) == page("""
        error[P103]: unknown tier `golld`
          --> policies/support.sla:11:8
           |
        11 |   for  golld, silver
           |        ^^^^^

        error[P103]: no such name
          --> policies/support.sla:15:13
           |
        15 |   milestone resolve within 1d after first_response {
           |             ^^^^^^^
    """)


def test_prose_is_wrapped_but_not_within_quotes_and_excerpts_are_cut() -> None:
    found = error(
        at("resolve"),
        "milestone `resolve` may be due before `first_response`, which it follows",
        (Note("`1d` is 24 clock hours, and `first_response` has no such limit"),),
        "so that neither waits, write `1 business day on office`, or say `after created`",
        Fix("count business days", (Edit(at("1d"), "1 business day on office"),)),
    )
    assert plain(found, width=50) == page("""
        error[P103]: milestone `resolve` may be due before
                     `first_response`, which it follows
          --> policies/support.sla:15:13
           |
        15 |   milestone resolve within 1d after first_r…
           |             ^^^^^^^
           = note: `1d` is 24 clock hours, and
                   `first_response` has no such limit
           = help: so that neither waits, write
                   `1 business day on office`, or say
                   `after created`
           |
        fix: count business days
           |
        15 - …solve within 1d after first_response {
        15 + …solve within 1 business day on office afte…
    """)


def test_what_is_quoted_is_broken_when_it_is_too_long() -> None:
    found = error(at("gold"), help="write `1 business day on office or any other calendar`")
    assert plain(found, width=40).split("= help: ")[1] == (
        "write `1 business day on\n          office or any other calendar`\n"
    )


def test_colours_mark_severity_gutter_and_change() -> None:
    fix = Fix("replace `golld` with `gold`", (Edit(at("golld"), "gold"),))
    assert render([error(at("golld"), help="did you mean `gold`?", fix=fix)], color=True) == (
        "\x1b[1;31merror[P103]: \x1b[0m\x1b[1munknown tier `golld`\x1b[0m\n"
        "\x1b[34m  --> \x1b[0mpolicies/support.sla:11:8\n"
        "\x1b[34m   |\x1b[0m\n"
        "\x1b[34m11 | \x1b[0m  for  golld, silver\n"
        "\x1b[34m   | \x1b[0m\x1b[1;31m       ^^^^^\x1b[0m\n"
        "\x1b[34m   = \x1b[0m\x1b[1mhelp: \x1b[0mdid you mean `gold`?\n"
        "\x1b[34m   |\x1b[0m\n"
        "\x1b[32mfix: \x1b[0mreplace `golld` with `gold`\n"
        "\x1b[34m   |\x1b[0m\n"
        "\x1b[34m11 - \x1b[0m\x1b[31m  for  golld, silver\x1b[0m\n"
        "\x1b[34m11 + \x1b[0m\x1b[32m  for  gold, silver\x1b[0m"
    )


def test_nothing_found_is_no_text() -> None:
    assert render([], color=True) == ""


@pytest.mark.parametrize(
    ("severities", "files", "line"),
    [
        ("", 8, "8 files, no findings"),
        ("", 1, "1 file, no findings"),
        ("E", 1, "found 1 error in 1 file"),
        ("EEW", 3, "found 2 errors and 1 warning in 3 files"),
        ("IWEWI", 2, "found 1 error, 2 warnings and 2 infos in 2 files"),
    ],
)
def test_the_summary_counts(severities: str, files: int, line: str) -> None:
    of = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFORMATION}
    found = [Diagnostic("P1", of[letter], "m", at("case")) for letter in severities]
    assert summary(found, files) == line
