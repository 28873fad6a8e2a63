"""Entitlements and contracts: who has a right to what, and what was signed."""

from pathlib import Path
from typing import Any

from milepost.diagnostics import did_you_mean, nearest
from milepost.ir import schedule as ir
from milepost.semantics import codes
from milepost.semantics.actions import resolve_assignment
from milepost.semantics.choices import resolve_calendar_ref
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame
from milepost.semantics.milestones import resolve_promise
from milepost.semantics.outside import OutsideFiles
from milepost.semantics.records import sources_of
from milepost.source import Span
from milepost.syntax.ast import calendars, processes
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.literals import Name

FACTS = ("account", "asset", "contract", "contract_line", "type")
_SOURCE = "source"


def resolve_entitlement(context: Context, frame: Frame, tree: ast.Entitlement) -> ir.Entitlement:
    """Return a compiled entitlement; what is wrong in it is reported and left out."""
    lines = tree.lines
    facts = _facts(context, lines)
    assigned = [line for line in lines if isinstance(line, ast.Assignment)]
    fields = [resolve_assignment(context, frame, line) for line in assigned]
    for line, field in zip(assigned, fields, strict=True):
        if field is not None and field.field == "tier":
            context.use("tier", str(field.value), line.span)
    term = context.once(lines, calendars.Bounds, "`from … to …`")
    if term and term.ends:
        check_term(context, term.starts.text, term.ends.text, term.span)
    cases = context.once(lines, ast.Cases, "`cases`")
    hours = context.once(lines, processes.Hours, "`hours`")
    entitlement = ir.Entitlement(
        tree.name.text,
        fields=tuple(field for field in fields if field is not None),
        channels=channels_of(lines),
        starts=term.starts.text if term else None,
        ends=term.ends.text if term and term.ends else None,
        cases=cases.count if cases else None,
        hours=resolve_calendar_ref(context, frame, hours.calendar) if hours else None,
        label=tree.label.value if tree.label else None,
        sources=tuple(
            line.value.value
            for line in lines
            if isinstance(line, ast.Fact) and line.name.text == _SOURCE
        ),
        **facts,
    )
    return context.spans.place(entitlement, tree.name.span)


def resolve_register(
    context: Context, frame: Frame, tree: ast.Register, folder: Path, outside: OutsideFiles
) -> tuple[ir.Entitlement, ...]:
    """Return the entitlements of a register file."""
    fields = tuple(
        field for field in frame.fields.values() if not field.predeclared or field.name == "tier"
    )
    rows = outside.register(context, tree.file, folder, fields)
    return tuple(_from_row(context, row) for row in rows)


def resolve_contract(context: Context, frame: Frame, tree: ast.Contract) -> ir.Contract:
    """Return a compiled contract; `frame` lists the milestones of all processes."""
    promises = []
    for line in tree.lines:
        if not isinstance(line, ast.ContractPromise):
            continue
        found = resolve_promise(context, frame, line.promise)
        if line.milestone.text not in frame.milestones:
            context.unknown("milestone", line.milestone, frame.milestones)
        elif found is not None:
            promise = ir.Promise(line.milestone.text, found.target, found.when, found.rolling)
            promises.append(context.spans.place(promise, line.span))
    term = context.once(tree.lines, calendars.Bounds, "`from … to …`")
    if term and term.ends:
        check_term(context, term.starts.text, term.ends.text, term.span)
    contract = ir.Contract(
        tree.name.text,
        tuple(name.text for name in tree.entitlements if context.lookup("entitlement", name)),
        tuple(promises),
        term.starts.text if term else None,
        term.ends.text if term and term.ends else None,
        tree.label.value if tree.label else None,
        sources_of(tree.lines),
    )
    return context.spans.place(contract, tree.name.span)


def channels_of(lines: Any) -> tuple[str, ...]:
    """Return the channels that a block lists."""
    names = [name for line in lines if isinstance(line, ast.Channels) for name in line.names]
    return tuple(dict.fromkeys(name.text for name in names))


def check_term(context: Context, starts: str, ends: str, span: Span) -> None:
    """Report a term that ends before it begins."""
    if ends < starts:
        context.error(
            codes.REVERSED_DATES,
            f"{ends} lies before {starts}",
            span,
            "write the earlier date first",
        )


def _facts(context: Context, lines: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for line in lines:
        if not isinstance(line, ast.Fact) or line.name.text == _SOURCE:
            continue
        name = line.name.text
        if name in facts:
            context.error(
                codes.REPEATED_LINE, f"`{name}` stands twice", line.span, "keep one of them"
            )
        elif name in FACTS:
            facts[name] = line.value.value
        elif not context.is_lost(name):
            context.error(
                codes.UNKNOWN_SETTING,
                f"unknown line `{name}` in an entitlement",
                line.name.span,
                did_you_mean(name, FACTS) or f"texts it takes: {', '.join(FACTS)}",
                replacement=nearest(name, FACTS),
            )
    return facts


def _from_row(context: Context, row: Any) -> ir.Entitlement:
    values = {cell.name: cell for cell in row.values}
    plain = {name: cell.value for name, cell in values.items()}
    hours = plain.get("hours")
    named = hours is not None and hours != "always"
    if named and not context.lookup("calendar", Name(str(hours), values["hours"].span)):
        hours = None
    starts, ends = plain.get("from"), plain.get("to")
    if starts and ends:
        check_term(context, starts, ends, row.span)
    fixed = {*FACTS, "name", "label", "channels", "from", "to", "cases", "hours", _SOURCE}
    fields = tuple(
        context.spans.place(ir.Assignment(name, cell.value), cell.span)
        for name, cell in values.items()
        if name not in fixed
    )
    if "tier" in plain:
        context.use("tier", plain["tier"], row.span)
    entitlement = ir.Entitlement(
        row.name,
        **{name: plain[name] for name in FACTS if name in plain},
        fields=fields,
        channels=tuple(plain.get("channels", ())),
        starts=starts,
        ends=ends,
        cases=plain.get("cases"),
        hours=hours,
        label=plain.get("label"),
        register=row.span.path,
        sources=(plain[_SOURCE],) if _SOURCE in plain else (),
    )
    return context.spans.place(entitlement, row.span)
