"""Records, actions, tiers, entitlements, and promises about the policy itself, as text."""

from collections.abc import Callable, Iterable
from typing import Any

from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast import exports
from milepost.syntax.ast.calendars import Bounds
from milepost.syntax.ast.literals import Source
from milepost.syntax.ast.processes import Hours
from milepost.syntax.builder.calendars import MONTHS
from milepost.syntax.printer.calendars import bounds
from milepost.syntax.printer.conditions import condition, when
from milepost.syntax.printer.declaration import Declaration, large, simple, small
from milepost.syntax.printer.layout import INDENT, Columns, Entry, laid, spaced, spread
from milepost.syntax.printer.literals import after_word, counted, label, listed, literal
from milepost.syntax.printer.targets import promise

_NAMES = Columns(0, 20, 2)
_KEYWORDS = Columns(8, 8, 2)
_ASSIGNMENTS = Columns(0, 20, 1)
_PROMISES = Columns(0, 24, 1)


def record(node: ast.Record) -> Declaration:
    """Return the fields and events of a kind of record as a declaration."""
    heading = "case" if node.name is None else f"record {node.name.text}"
    entries = [Entry(line, _FIELDS[type(line)](line), _NAMES) for line in node.lines]
    return large("record", node, spaced(heading, label(node.label)), laid(entries, INDENT))


def action(node: ast.Action) -> Declaration:
    """Return an action as a declaration."""
    entries = [_entry(line, setting(line), _NAMES) for line in node.lines]
    cells = (f"action {node.name.text}", node.kind.text, label(node.label))
    return small("action", node, cells, entries)


def tier(node: ast.Tier) -> Declaration:
    """Return a tier as a declaration."""
    cells = (f"tier {node.name.text}", label(node.label))
    return small("tier", node, cells, _entries(node.lines))


def entitlement(node: ast.Entitlement) -> Declaration:
    """Return an entitlement as a declaration."""
    cells = (f"entitlement {node.name.text}", label(node.label))
    return small("entitlement", node, cells, _entries(node.lines))


def contract(node: ast.Contract) -> Declaration:
    """Return what was signed as a declaration."""
    named = listed(node.entitlements)
    heading = spaced("contract", node.name.text, label(node.label), "for", named)
    entries = [
        Entry(line, (line.milestone.text, spaced(*promise(line.promise))), _PROMISES)
        if isinstance(line, ast.ContractPromise)
        else Entry(line, (spaced(*_CELLS[type(line)](line)),))
        for line in node.lines
    ]
    return large("contract", node, heading, laid(entries, INDENT))


def require(
    node: ast.RequireAsFast | ast.RequireBefore | ast.RequireFact | ast.RequireWithin,
) -> Declaration:
    """Return a promise about the policy as a declaration."""
    told = spaced("require", _REQUIRED[type(node)](node), label(node.label))
    return simple("require", node, told)


def objective(node: ast.Objective) -> Declaration:
    """Return an objective as a declaration."""
    misses = None if node.misses is None else counted(node.misses, "miss", "misses")
    told = spaced(
        label(node.label),
        literal(node.share) if node.share else f"at most {misses}",
        "of",
        node.milestone.text,
        "met" if node.share else None,
        f"per {node.period}",
        None if node.starting is None else f"from {MONTHS[node.starting - 1]}",
        f"where {condition(node.where)}" if node.where else None,
    )
    if node.few_cases is not None:
        told += f", or {misses} where fewer than {node.few_cases} cases"
    if node.on_miss:
        told += f" when missed do {listed(node.on_miss)}"
    return simple("objective", node, f"objective {node.name.text}", told)


def setting(node: exports.Setting | ast.Assignment) -> tuple[str, ...]:
    """Return a setting or assignment in two cells."""
    if isinstance(node, ast.Assignment):
        return node.name.text, f"= {literal(node.value)}"
    return node.name.text, listed(node.values)


def assignment(node: ast.Assignment) -> str:
    """Return `name = value`."""
    return spaced(*setting(node))


def _field(node: ast.Field) -> tuple[str, ...]:
    told = spaced(
        _TYPES[type(node.type)](node.type),
        after_word("=", node.default),
        after_word("from", node.derived),
    )
    return spread(listed(node.names), told, label(node.label))


def _entries(lines: Iterable[Any]) -> list[Entry]:
    return [_entry(line, _CELLS[type(line)](line), _KEYWORDS) for line in lines]


def _entry(line: Any, cells: tuple[str, ...], columns: Columns) -> Entry:
    return Entry(line, cells, _ASSIGNMENTS if isinstance(line, ast.Assignment) else columns)


def _as_fast(node: ast.RequireAsFast) -> str:
    return spaced(node.faster.text, "at least as fast as", node.slower.text, when(node.when))


def _required_within(node: ast.RequireWithin) -> str:
    return spaced(node.milestone.text, *promise(node.promise))


_TYPES: dict[type, Callable[[Any], str]] = {
    ast.ChoiceType: lambda node: " | ".join(map(literal, node.values)),
    ast.PlainType: lambda node: "yes/no" if node.kind == "yes_no" else node.kind,
    ast.RangeType: lambda node: f"{node.low.value}..{node.high.value}",
    ast.TagsType: lambda node: "some of " + " | ".join(map(literal, node.values)),
    ast.ZoneType: lambda node: "zone " + " | ".join(map(literal, node.zones)),
}
_FIELDS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.Events: lambda node: ("events", listed(node.names)),
    ast.Field: _field,
    Source: lambda node: ("source", literal(node.url)),
}
_CELLS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    ast.Assignment: setting,
    ast.Cases: lambda node: ("cases", str(node.count)),
    ast.Channels: lambda node: ("channels", listed(node.names)),
    ast.Fact: lambda node: (node.name.text, literal(node.value)),
    Bounds: lambda node: ("from", bounds(node)),
    Hours: lambda node: ("hours", literal(node.calendar)),
    Source: lambda node: ("source", literal(node.url)),
}
_REQUIRED: dict[type, Callable[[Any], str]] = {
    ast.RequireAsFast: _as_fast,
    ast.RequireBefore: lambda node: spaced(
        node.first.text, "before", node.second.text, when(node.when)
    ),
    ast.RequireFact: lambda node: spaced(condition(node.condition), when(node.when)),
    ast.RequireWithin: _required_within,
}
