"""The patch that shows a fix: what goes, what comes, and where."""

from textwrap import dedent

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
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


def between(text: str, source: Source = POLICY) -> Span:
    """Return the empty place that a bar marks in a text: `gold|en`."""
    left, right = text.split("|")
    offset = source.text.index(left + right) + len(left)
    return Span(source, offset, offset)


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


def test_a_fix_that_adds_lines_shows_the_line_before() -> None:
    tiers = "\ntier silver  { hours office }\ntier bronze  { hours office }"
    found = error(
        at("tier gold "),
        "two tiers have no hours",
        fix=Fix("add them", (Edit(between("always }|"), tiers),)),
    )
    assert plain(found) == page("""
        error[P103]: two tiers have no hours
          --> policies/support.sla:8:1
           |
         8 | tier gold    { hours always }
           | ^^^^^^^^^^
           |
        fix: add them
           |
         8 | tier gold    { hours always }
         9 + tier silver  { hours office }
        10 + tier bronze  { hours office }
    """)


def test_a_fix_may_remove_a_line_and_change_other_files() -> None:
    found = error(
        at("  for  golld, silver\n"),
        "tiers that no case has",
        fix=Fix(
            "open at noon for everyone",
            (
                Edit(at("  for  golld, silver\n"), ""),
                Edit(at("timezone America/New_York\n"), "timezone UTC\n"),
                Edit(at("08:00", CALENDARS), "12:00"),
            ),
        ),
    )
    assert plain(found) == page("""
        error[P103]: tiers that no case has
          --> policies/support.sla:11:1
           |
        11 |   for  golld, silver
           | ^^^^^^^^^^^^^^^^^^^^
           |
        fix: open at noon for everyone
           |
         2 - timezone America/New_York
         2 + timezone UTC
        ...
        11 -   for  golld, silver
          --> calendars.sla:2:11
           |
         2 -   mon-fri 08:00-18:00
         2 +   mon-fri 12:00-18:00
    """)


def test_a_long_patch_is_cut() -> None:
    text = Source.of("a.sla", "".join(f"old {line}\n" for line in range(1, 10)))
    everything = Edit(Span(text, 0, len(text.text)), text.text.replace("old", "new"))
    found = error(at("old 1", text), "old words", fix=Fix("say it anew", (everything,)))
    assert plain(found) == page("""
        error[P103]: old words
         --> a.sla:1:1
          |
        1 | old 1
          | ^^^^^
          |
        fix: say it anew
          |
        1 - old 1
        2 - old 2
        3 - old 3
        4 - old 4
        5 - old 5
        6 - old 6
        ...
        1 + new 1
        2 + new 2
        3 + new 3
        4 + new 4
        5 + new 5
        6 + new 6
        ...
    """)


def patch(text: str, *edits: tuple[int, int, str]) -> str:
    source = Source.of("a.sla", text)
    made = tuple(Edit(Span(source, start, end), new) for start, end, new in edits)
    return plain(error(Span(source, 0, 0), fix=Fix("so", made))).split("fix: so\n")[1]


def test_lines_added_before_the_first_show_the_line_behind() -> None:
    assert patch("gold\nsilver\n", (0, 0, "bronze\n")) == "  |\n1 + bronze\n1 | gold\n"


def test_neighbouring_lines_are_changed_together() -> None:
    shown = "  |\n1 - gold\n2 - silver\n1 + Gold\n2 + Silver\n"
    assert patch("gold\nsilver\nbronze\n", (0, 1, "G"), (5, 6, "S")) == shown


def test_lines_apart_are_changed_apart() -> None:
    shown = "  |\n1 - a\n1 + G\n...\n3 - c\n3 + S\n"
    assert patch("a\nb\nc\nd\n", (4, 5, "S"), (0, 1, "G")) == shown


def test_an_edit_within_another_is_left_out() -> None:
    shown = "  |\n1 - gold silver\n1 + none\n"
    assert patch("gold silver\n", (0, 11, "none"), (5, 11, "bronze")) == shown


def test_a_line_that_goes_with_its_end_is_one_line() -> None:
    assert patch("gold\r\nsilver\r\n", (0, 6, "")) == "  |\n1 - gold\n"


def test_joined_lines_show_both() -> None:
    shown = "  |\n1 - gold\n2 - silver\n1 + gold silver\n"
    assert patch("gold\nsilver\n", (4, 5, " ")) == shown


def test_longer_numbers_of_added_lines_leave_the_width() -> None:
    source = Source.of("a.sla", "gold\n" * 9)
    end = len(source.text) - 1
    fix = Fix("so", (Edit(Span(source, end, end), "\n" + "東" * 60 + "\n" + "x" * 60),))
    rows = plain(error(Span(source, 0, 4), fix=fix), width=40).splitlines()
    assert rows[-2:] == ["10 + " + "東" * 16 + "…", "11 + " + "x" * 33 + "…"]


def test_an_edit_that_changes_nothing_shows_nothing() -> None:
    assert patch("gold\n", (0, 4, "gold")) == ""


def test_two_texts_under_one_path_are_not_confused() -> None:
    short, long = Source.of("a.sla", "a\n"), Source.of("a.sla", "a\nb\nc\n")
    edits = (Edit(Span(short, 0, 1), "x"), Edit(Span(long, 4, 5), "y"))
    shown = plain(error(Span(short, 0, 0), fix=Fix("so", edits))).split("fix: so\n")[1]
    assert shown == "  |\n1 - a\n1 + x\n  |\n3 - c\n3 + y\n"
