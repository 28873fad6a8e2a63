"""The printer: canonical text, to the letter, and its laws."""

import doctest
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from printer_laws import check_the_laws, check_the_lines
from printer_trees import HARD, KEYWORDS, POLICIES, SPAN

from milepost.source import Source
from milepost.syntax.ast import calendars, conditions, declarations, literals
from milepost.syntax.builder import builder_for
from milepost.syntax.driver import drive
from milepost.syntax.lexer import tokenize
from milepost.syntax.parse import parse
from milepost.syntax.printer import layout, policy_lines, print_policy
from milepost.syntax.printer import literals as literals_as_text
from milepost.syntax.printer.descent import descendants
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import NEWLINE

HERE = Path(__file__).parent
SECTIONS = HERE / "printer_layout.sla"
FIXTURES = ("language_sample.sla", "everything.sla")
#: Sections of canonical text by what they show.
CANONICAL = {
    fact: text.rstrip("\n") + "\n"
    for fact, _, text in (
        section.partition("\n")
        for section in SECTIONS.read_text(encoding="utf-8").split("### ")[1:]
    )
}
#: What is read only to say what is wrong with it.
MISTAKES = {"mistaken_equals"}


def fixture(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def tree(text: str) -> declarations.Policy:
    parsed = parse(Source.of("policy.sla", text))
    assert parsed.diagnostics == ()
    return parsed.policy


def printed(text: str) -> str:
    return print_policy(tree(text))


def words_of(text: str) -> list[str]:
    tokens = tokenize(Source.of("policy.sla", text), load_tables()).tokens
    return ["".join(token.text.split()) for token in tokens if token.terminal != NEWLINE]


@pytest.mark.parametrize("name", FIXTURES)
def test_print_and_parse_are_inverse_on_the_fixtures(name: str) -> None:
    policy = tree(fixture(name))
    check_the_laws(policy)
    check_the_lines(policy_lines(policy), fixture(name))


@pytest.mark.parametrize("name", FIXTURES)
def test_fixtures_print_as_reviewed(name: str) -> None:
    assert print_policy(tree(fixture(name))) == fixture(f"golden/{name}")


@pytest.mark.parametrize("kind", POLICIES)
def test_print_and_parse_are_inverse_on_any_tree(kind: str) -> None:
    limits = settings(
        max_examples=20,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    limits(given(POLICIES[kind])(check_the_laws))()


def test_every_word_of_the_sample_comes_out_again() -> None:
    text = fixture("language_sample.sla")
    assert words_of(printed(text)) == words_of(text)


def test_the_fixture_exercises_every_rule_of_the_grammar() -> None:
    source = Source.of("everything.sla", fixture("everything.sla"))
    tables = load_tables()
    builder, _ = builder_for(source)
    exercised: set[str] = set()

    def recorded(name: str, build: Any) -> Any:
        def call(*arguments: Any) -> Any:
            exercised.add(name)
            return build(*arguments)

        return call

    callbacks = builder.callbacks(tables)
    drive(
        source,
        tokenize(source, tables),
        tables,
        {name: recorded(name, build) for name, build in callbacks.items()},
    )
    assert set(callbacks) - exercised == MISTAKES


def test_the_fixture_has_every_word_as_a_value_field_or_event() -> None:
    policy = tree(fixture("everything.sla"))
    lines = descendants(policy, (declarations.Field, declarations.Events))
    named = (
        (line.names, line.type if isinstance(line, declarations.Field) else ()) for line in lines
    )
    words = {name.text for name in descendants(tuple(named), (literals.Name,))}
    assert KEYWORDS - words == HARD


def test_lines_know_what_they_stand_for() -> None:
    text = (
        'tier gold { hours always }\nprocess p "P" {\n\tfor gold; milestone m within 4h on '
        "by region { americas: office; else: always } after a_rather_long_event, "
        "rolling to 12:00 next business day on office {} }"
    )
    places = [(line.text, text[line.start : line.end]) for line in policy_lines(tree(text))]
    assert places == [
        ("tier gold { hours always }", "tier gold { hours always }"),
        ("", ""),
        ('process p "P" {', 'process p "P" {\n\t'),
        ("for     gold", "for gold"),
        ("", ""),
        ("milestone m within 4h on by region {", "milestone m within 4h on by region { "),
        ("americas: office", "americas: office; "),
        ("else: always", "else: always"),
        (
            "} after a_rather_long_event, rolling to 12:00 next business day on office { }",
            " } after a_rather_long_event, rolling to 12:00 next business day on office {}",
        ),
        ("}", "}"),
    ]


@pytest.mark.parametrize("fact", CANONICAL)
def test_layout(fact: str) -> None:
    assert printed(CANONICAL[fact]) == CANONICAL[fact]


@pytest.mark.parametrize("module", [layout, literals_as_text])
def test_examples_in_the_code_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


def test_no_statements_are_no_text() -> None:
    assert printed("") == ""


@pytest.mark.parametrize(
    ("loose", "canonical"),
    [
        ("language 01", "language 1"),
        ("require a within 0 months", "require a within 0 months"),
        ("require a within 1 months", "require a within 1 month"),
        ("require a within 2 business day", "require a within 2 business days"),
        ("require a within 90m", "require a within 90m"),
        ("require (a)", "require (a)"),
        ("require a in (b,c,)", "require a in (b, c)"),
        ("require a in - 5..5", "require a in -5..5"),
        ("require a within latest(1h,2h,)", "require a within latest(1h, 2h)"),
        ("objective a 99.50% of b met per day", "objective a 99.5% of b met per day"),
        ("objective a 50.05% of b met per day", "objective a 50.05% of b met per day"),
        ("objective a at most 1 misses of b per day", "objective a at most 1 miss of b per day"),
        ("calendar a=b+c-(d&not e)", "calendar a = b + c - (d & not e)"),
        ("calendar a{closed every 1th thu of nov}", "calendar a { closed every 1st thu of nov }"),
        ("calendar a{closed every 1 weeks}", "calendar a { closed every 1 week }"),
    ],
)
def test_one_way_to_write_it(loose: str, canonical: str) -> None:
    assert printed(loose) == f"{canonical}\n"


def test_a_list_of_anchors_has_parentheses_only_inside() -> None:
    policy = printed(
        "process p { milestone m { within latest(1h after all of (a)) after all of (b,c) } }"
    )
    assert "within  latest(1h after all of (a)) after all of b, c\n" in policy


def test_layout_does_not_depend_on_layout() -> None:
    text = fixture("language_sample.sla")
    tokens = tokenize(Source.of("policy.sla", text), load_tables()).tokens
    words = (";" if token.terminal == NEWLINE else token.text for token in tokens)
    assert printed(" ".join(words)) == printed(text)


def test_trees_that_no_text_was_read_for_get_the_parentheses_they_need() -> None:
    a, b, c = (literals.Path((literals.Name(text, SPAN),), SPAN) for text in "abc")
    one, two, three = (conditions.Holds(each, SPAN) for each in (a, b, c))
    either = conditions.Or((one, conditions.And((two, three), SPAN)), SPAN)
    mixed = conditions.And((conditions.Not(either, SPAN), two), SPAN)
    require = declarations.RequireFact(mixed, None, None, SPAN)
    name = literals.Name("x", SPAN)
    total = calendars.Sum(name, (calendars.Plus(name, SPAN),), SPAN)
    factors = calendars.Intersection((total, calendars.Complement(total, SPAN)), SPAN)
    minus = calendars.Sum(name, (calendars.Minus(total, SPAN), calendars.Plus(factors, SPAN)), SPAN)
    calendar = calendars.DerivedCalendar(name, None, minus, (), SPAN)
    assert print_policy(declarations.Policy((require, calendar), SPAN)) == (
        "require not (a or (b and c)) and b\n\ncalendar x = x - (x + x) + (x + x) & not (x + x)\n"
    )
