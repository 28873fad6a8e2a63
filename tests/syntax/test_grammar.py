"""The grammar and its table: fresh, free of conflicts, and exact about which words may be names."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from milepost.source import Source
from milepost.syntax import grammar
from milepost.syntax.builder import NODES, Builder
from milepost.syntax.driver import drive_strictly
from milepost.syntax.lexer import tokenize
from milepost.syntax.tables import load_tables

TEXT = grammar.grammar_path().read_text(encoding="utf-8")
SHIPPED = Path(grammar.__file__).with_name("tables.json")
SAMPLES = Path(__file__).parent / "recovery" / "samples"

HARD = ("and", "or", "not", "in", "is", "yes", "no", "each", "events")
DECLARED = {
    "record": "record {} {{ x yes/no }}",
    "calendar": "calendar {} {{ mon 09:00-17:00 }}",
    "derived calendar": "calendar {} = a + b",
    "action": "action {} page {{ service x }}",
    "tier": "tier {} {{ channels phone }}",
    "table": "table {} by x {{ a | 4h }}",
    "escalation": "escalation {} {{ at breach do x }}",
    "process": "process {} {{ from created }}",
    "milestone": "process p {{ milestone {} within 4h {{ done by hand }} }}",
    "entitlement": "entitlement {} {{ cases 3 }}",
    "contract": "contract {} for a {{ x within 4h }}",
    "share objective": "objective {} 95% of x met per month",
    "count objective": "objective {} at most 2 misses of x per month",
    "export": "export to {} {{ x = Case.X }}",
}
WRITTEN = {
    "field": "case {{ {} yes/no }}",
    "second field": "case {{ x, {} yes/no }}",
    "first value": "case {{ x {} | other }}",
    "value": "case {{ x other | {} | another }}",
    "tag": "case {{ x some of a | {} }}",
    "default": "case {{ x a | b = {} }}",
    "event": "case {{ events {} }}",
    "channel": "tier t {{ channels a, {} }}",
    "action kind": "action a {} {{ service x }}",
    "setting": 'action a page {{ {} "x" }}',
    "setting's value": "action a page {{ x {} }}",
    "dimension": "table t by a, {} {{ | x\n a | 4h }}",
    "row": "table t by x {{ {} | 4h }}",
    "column": "table t by x, y {{ | {}\n a | 4h }}",
    "operand": "process p {{ when {} == x }}",
    "compared value": "process p {{ when x == {} }}",
    "listed value": "process p {{ when x in (a, {}) }}",
    "done on": "process p {{ milestone m {{ done on {} }} }}",
    "change of": "process p {{ carry on change of a, {} }}",
    "given": 'test "t" {{ given {} = 3 }}',
    "log entry": 'test "t" {{ 2027-01-01T09:00 {} = 3 }}',
    "event in a log": 'test "t" {{ +4h {} }}',
    "mapped name": "export to x {{ {} = Case.X }}",
    "mapped value": 'export to x {{ a = Case.X {{ {}: "X" }} }}',
}
#: Where `yes` and `no` are values, and where `not x` is a condition.
ALSO_VALUES = (
    "default",
    "setting's value",
    "row",
    "column",
    "operand",
    "compared value",
    "listed value",
    "mapped value",
)


@cache
def fresh() -> dict[str, Any]:
    return grammar.compile_tables(TEXT)


def words_of(*rules: str) -> list[str]:
    found = []
    for rule in rules:
        body = re.search(rf"^!{rule}:(.*?)(?=^\S)", TEXT + "\nend", flags=re.MULTILINE | re.DOTALL)
        assert body
        found += re.findall(r'"(\w+)"', body[1])
    return found


NOUNS = words_of("_noun", "_spelled_noun")
KEYWORDS = [*load_tables().words]
SOFT = [word for word in KEYWORDS if word not in HARD]


def reads(text: str) -> bool:
    source, tables = Source.of("text", text), load_tables()
    tokens = tokenize(source, tables)
    return not tokens.diagnostics and not drive_strictly(tokens, tables, {}).refused


def test_the_shipped_table_is_fresh() -> None:
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == fresh(), (
        "run `python -m milepost.syntax.grammar`"
    )


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_table_is_the_same_under_every_hash_seed(seed: str) -> None:
    code = (
        "import json; from milepost.syntax.grammar import *;"
        "print(json.dumps(compile_tables(grammar_path().read_text(encoding='utf-8'))))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(made.stdout) == fresh()


def test_the_grammar_has_no_conflict_with_every_word_spelt_out() -> None:
    lark = grammar.explicit_parser(TEXT)
    assert lark.options.strict
    assert [each.name for each in lark.terminals if each.name.startswith("__ANON_")] == []


def test_the_grammar_has_no_conflict_with_word_classes() -> None:
    assert [symbol for symbol in fresh()["symbols"] if symbol.startswith("__ANON_")] == []
    assert {"NOUN", "LEAD"} < set(fresh()["symbols"])


def test_a_conflict_would_be_found() -> None:
    ambiguous = TEXT.replace('per: "per" word', 'per: "per" word | "per" name -> per_name')
    assert ambiguous != TEXT
    with pytest.raises(Exception, match=r"(?i)conflict|collision"):
        grammar.compile_tables(ambiguous)


def test_no_state_wants_a_word_both_as_itself_and_as_a_name() -> None:
    assert grammar.words_wanted_both_ways(fresh()) == set()


def test_a_word_wanted_both_ways_would_be_found() -> None:
    unspelt = TEXT.replace('"fixed" | "late"', '"fixed"').replace(
        '!_noun: "breach"', '!_noun: "late" | "breach"'
    )
    assert unspelt != TEXT
    assert grammar.words_wanted_both_ways(grammar.compile_tables(unspelt)) == {"LATE"}


def test_every_rule_builds_something() -> None:
    rules = [rule for rule in load_tables().rules if not rule.nonterminal.startswith("_")]
    wanted = {rule.callback for rule in rules if rule.callback}
    assert {name for name in wanted if name not in NODES and not hasattr(Builder, name)} == set()


def test_no_node_or_part_is_left_over() -> None:
    assert set(NODES) <= {rule.callback for rule in load_tables().rules}


def test_the_sample_of_every_form_uses_every_rule() -> None:
    used = set()

    def note(name: str) -> Any:
        return lambda children, _start, _end: used.add(name) or children

    text = (SAMPLES / "every_form.sla").read_text(encoding="utf-8")
    source, tables = Source.of("sample", text), load_tables()
    wanted = {
        rule.callback
        for rule in tables.rules
        if rule.callback and not rule.nonterminal.startswith("_")
    }
    drive_strictly(tokenize(source, tables), tables, {name: note(name) for name in wanted})
    assert wanted - used == {"mistaken_equals"}


def test_the_words_are_in_three_classes() -> None:
    soft = words_of("_lead", "_spelled_lead", "_never_anchor", "word")
    days_and_months = [word for word in KEYWORDS if load_tables().words[word].endswith("_NAME")]
    assert sorted([*HARD, *NOUNS, *soft, *days_and_months]) == sorted(KEYWORDS)


@pytest.mark.parametrize("form", DECLARED.values(), ids=DECLARED)
def test_a_plain_noun_names_a_declared_thing(form: str) -> None:
    assert reads(form.format("plain_name"))
    assert [word for word in NOUNS if not reads(form.format(word))] == []


@pytest.mark.parametrize("form", DECLARED.values(), ids=DECLARED)
def test_no_other_keyword_names_a_declared_thing(form: str) -> None:
    others = [word for word in KEYWORDS if word not in NOUNS]
    assert [word for word in others if reads(form.format(word))] == []


@pytest.mark.parametrize("form", WRITTEN.values(), ids=WRITTEN)
def test_every_soft_word_may_be_a_field_a_value_an_event(form: str) -> None:
    assert reads(form.format("plain_name"))
    assert [word for word in SOFT if not reads(form.format(word))] == []


@pytest.mark.parametrize("position", WRITTEN)
def test_a_hard_word_is_never_a_name(position: str) -> None:
    literals = ("yes", "no") if position in ALSO_VALUES else ()
    hard = [word for word in HARD if word not in literals]
    assert [word for word in hard if reads(WRITTEN[position].format(word))] == []
