"""An amount of time as the language writes it: `4h`, `2 business days`, `1 month`.

There is one grammar. The amount is put where a policy would have it, in a promise of a contract,
and read by the parser of policies.
"""

from milepost.clock import Clocked
from milepost.diagnostics import Severity, ToolError
from milepost.ir import targets as ir
from milepost.source import Source
from milepost.syntax import codes
from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.declarations import Contract
from milepost.syntax.ast.literals import Length
from milepost.syntax.parse import parse

_FORMS = (
    "write `4h`, `2 business days`, `14 calendar days`, `1 month` or `by close of business day 1`"
)
_BEFORE = "contract asked for nobody {\n  answer "
_BY = "by "
_WITHIN = "within "


def amount_of(text: str) -> Clocked:
    """Return the target that an amount stands for; raise `ToolError` when it is none."""
    written = " ".join(text.split())
    within = "" if written.startswith((_BY, _WITHIN)) else _WITHIN
    parsed = parse(Source.of("amount", f"{_BEFORE}{within}{written}\n}}\n"))
    for found in parsed.diagnostics:
        if found.severity is Severity.ERROR:
            # Only of a literal can the parser know what was meant; the rest of its line is ours.
            is_literal = found.code in (codes.BAD_LITERAL, codes.TOO_LARGE)
            said, remedy = (f": {found.message}", found.help) if is_literal else ("", _FORMS)
            raise ToolError(f"`{text}` is no amount of time{said}; {remedy or _FORMS}")
    promises = [
        line
        for statement in parsed.policy.statements
        if isinstance(statement, Contract)
        for line in statement.lines
    ]
    promise = getattr(promises[0], "promise", None) if len(promises) == 1 else None
    target = getattr(promise, "target", None) or getattr(promise, "deadline", None)
    if any(getattr(promise, name, None) for name in ("anchor", "when", "rolling")):
        target = None
    amount = _target(target)
    if amount is None:
        raise ToolError(f"`{text}` is no amount of time; {_FORMS}")
    return amount


def _target(tree: object) -> Clocked | None:
    match tree:
        case ast.Clocked(amount=Length(seconds=seconds), calendar=None):
            return ir.Duration(seconds)
        case ast.Clocked(amount=ast.BusinessDaysAmount(count=count), calendar=None):
            return ir.BusinessDays(count)
        case ast.Clocked(amount=ast.CalendarDaysAmount(count=count), calendar=None):
            return ir.CalendarDays(count)
        case ast.Clocked(amount=ast.MonthsAmount(count=count), calendar=None):
            return ir.Months(count)
        case ast.ByDayTime(calendar=None):
            time = tree.time.seconds if tree.time else None
            cut_off = tree.cut_off.seconds if tree.cut_off else None
            return ir.DayTime(tree.edge, tree.day, tree.business, time, cut_off)
    return None
