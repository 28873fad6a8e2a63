"""Compile `grammar/milepost.lark` into the parser's table: the only place that uses Lark.

Lark reads the grammar, proves in strict mode that there is no conflict, and computes the LALR(1)
table. The table is kept as plain JSON (`tables.json`), because loading Lark and its own saved form
would cost every run more than a tenth of a second. `python -m milepost.syntax.grammar` writes it
anew; a test compares.

The grammar spells out which keywords may also be names. In the table, the words of `_noun` and
`_lead` become the two pseudo-terminals NOUN and LEAD, which the driver falls back to: a third of
the size, the same language. `words_wanted_both_ways` finds the words for which that would not be
exact.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from lark import Lark
from lark.lexer import Lexer

CLASSES = {"_noun": "NOUN", "_lead": "LEAD"}


class GivenTokens(Lexer):
    """Stands in for Lark's lexer: parses a sequence of Lark tokens that ours has made."""

    __future_interface__ = 1

    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, _parser_state: Any) -> Any:
        """Yield the tokens that were given in place of a text."""
        yield from lexer_state.text


def grammar_path() -> Path:
    """Return the grammar's place: beside this module in a wheel, at the top of a checkout."""
    shipped = Path(__file__).with_name("milepost.lark")
    return shipped if shipped.exists() else Path(__file__).parents[3] / "grammar" / "milepost.lark"


def explicit_parser(grammar: str) -> Lark:
    """Return Lark's own parser for the grammar as it is written."""
    return _compile(grammar)


def compile_tables(grammar: str) -> dict[str, Any]:
    """Return the parser's table for a grammar, as plain data."""
    lark = _compile(_with_classes(grammar))
    parse_table = lark.parser.parser._parse_table  # noqa: SLF001 - the table itself is the product
    classes = _class_words(grammar)
    states = _in_reading_order(parse_table.states, parse_table.start_states["policy"])
    number = {state: position for position, state in enumerate(states)}
    rules = {rule: position for position, rule in enumerate(lark.rules)}
    symbols: dict[str, int] = {}
    rows = []
    for state in states:
        row = []
        for symbol, (action, argument) in sorted(parse_table.states[state].items()):
            index = symbols.setdefault(symbol, len(symbols))
            shifts = action.name == "Shift"
            row.append(f"{index} {number[argument] if shifts else -1 - rules[argument]}")
        rows.append(" ".join(row))
    return {
        "grammar": hashlib.sha256(grammar.encode()).hexdigest(),
        "start": number[parse_table.start_states["policy"]],
        "end": number[parse_table.end_states["policy"]],
        "symbols": list(symbols),
        "keywords": {word: terminal for terminal, word in _keywords(lark).items()},
        "classes": classes,
        "rules": [_rule_shape(rule) for rule in lark.rules],
        "states": rows,
    }


def words_wanted_both_ways(tables: dict[str, Any]) -> set[str]:
    """Return the class words for which some state has an action of their own beside their class."""
    symbols, classes = tables["symbols"], tables["classes"]
    found = set()
    for row in tables["states"]:
        present = {symbols[int(index)] for index in row.split()[::2]}
        found |= {word for word in present if classes.get(word) in present}
    return found


def write_tables() -> Path:
    """Write `tables.json` beside this module, replacing it in one step, and return its path."""
    target = Path(__file__).with_name("tables.json")
    tables = compile_tables(grammar_path().read_text(encoding="utf-8"))
    beside = target.with_suffix(".json.new")
    beside.write_text(json.dumps(tables, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    beside.replace(target)
    return target


def _compile(grammar: str) -> Lark:
    return Lark(
        grammar,
        parser="lalr",
        lexer=GivenTokens,
        strict=True,
        maybe_placeholders=True,
        start="policy",
    )


def _with_classes(grammar: str) -> str:
    for rule, terminal in CLASSES.items():
        grammar = re.sub(rf"^!{rule}:.*?(?=^\S)", "", grammar, flags=re.MULTILINE | re.DOTALL)
        grammar = re.sub(rf"\b{rule}\b", terminal, grammar)
    return grammar.replace("%declare", "%declare " + " ".join(CLASSES.values()))


def _class_words(grammar: str) -> dict[str, str]:
    classes = {}
    for rule, terminal in CLASSES.items():
        found = re.search(rf"^!{rule}:(.*?)(?=^\S)", grammar, flags=re.MULTILINE | re.DOTALL)
        assert found, f"the grammar must define {rule}"
        for keyword, token in re.findall(r'"(\w+)"|\b([A-Z_]+)\b', found[1]):
            classes[token or keyword.upper()] = terminal
    return classes


def _keywords(lark: Lark) -> dict[str, str]:
    return {
        terminal.name: terminal.pattern.value
        for terminal in lark.terminals
        if terminal.pattern.type == "str" and terminal.pattern.value.isalpha()
    }


def _in_reading_order(states: Any, start: Any) -> list[Any]:
    """Return the states in the order a reader of symbols meets them: the same in every process."""
    order = {start: None}
    waiting = [start]
    while waiting:
        row = states[waiting.pop(0)]
        for _, (action, argument) in sorted(row.items()):
            if action.name == "Shift" and argument not in order:
                order[argument] = None
                waiting.append(argument)
    return list(order)


def _rule_shape(rule: Any) -> list[Any]:
    """Return [nonterminal, callback, length, children]; no callback: a lone child passes through.

    Each child is its index on the stack, with a minus (and shifted by one) when its list is
    spliced in; a hole is written as null.
    """
    options = rule.options
    holes = _holes(options.empty_indices, len(rule.expansion))
    children: list[int | None] = []
    for position, symbol in enumerate(rule.expansion):
        children += [None] * holes[position]
        if symbol.is_term:
            if options.keep_all_tokens or not symbol.filter_out:
                children.append(position)
        elif symbol.name.startswith("_"):
            children.append(-1 - position)
        else:
            children.append(position)
    children += [None] * holes[-1]
    name = rule.alias or options.template_source or rule.origin.name
    passes = options.expand1 and not rule.alias
    assert not passes or len(children) == 1, f"{rule} passes through more than one child"
    return [rule.origin.name, "" if passes else name, len(rule.expansion), children]


def _holes(empty_indices: tuple[bool, ...], length: int) -> list[int]:
    if not empty_indices:
        return [0] * (length + 1)
    return [len(run) for run in "".join(str(int(hole)) for hole in empty_indices).split("0")]


if __name__ == "__main__":
    print(write_tables())  # noqa: T201 - a command's answer
