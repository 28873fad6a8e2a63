"""Rules of conditions."""

from typing import Any

from milepost.source import Span
from milepost.syntax import codes
from milepost.syntax.ast import conditions as ast
from milepost.syntax.ast.literals import Integer, TagList
from milepost.syntax.builder.literals import LiteralRules
from milepost.syntax.tokens import Token

CONDITION_NODES: dict[str, type] = {
    "during_calendar": ast.During,
    "group": ast.Group,
    "has": ast.Has,
    "holds": ast.Holds,
    "not_": ast.Not,
    "when": ast.When,
}


class ConditionRules(LiteralRules):
    """Rules of conditions, from an operand to `or`."""

    def or_(self, span: Span, *conditions: ast.Condition) -> ast.Or:
        for inner in conditions:
            if isinstance(inner, ast.And):
                text = inner.span.text
                shown = text if len(text) <= 60 else "…"
                self.report(
                    codes.MIXED_AND_OR,
                    "`and` beside `or` without parentheses",
                    inner.span,
                    f"say which comes first: `({shown})`",
                    f"({text})",
                )
                break
        return ast.Or(conditions, span)

    def and_(self, span: Span, *conditions: ast.Condition) -> ast.And:
        return ast.And(conditions, span)

    def compare(
        self, span: Span, left: ast.Operand, operator: Token, right: ast.Operand
    ) -> ast.Compare:
        return ast.Compare(left, operator.text, right, span)

    def mistaken_equals(self, span: Span, left: ast.Operand, right: ast.Operand) -> ast.Compare:
        at = self.source.text.find("=", left.span.end, right.span.start)
        if at >= 0:
            self.report(
                codes.SINGLE_EQUALS,
                "`=` in a condition",
                Span(self.source, at, at + 1),
                "write `==` to compare; `=` sets a value",
                "==",
            )
        return ast.Compare(left, "==", right, span)

    def in_list(self, span: Span, operand: ast.Operand, values: TagList) -> ast.InList:
        return ast.InList(operand, False, values.values, span)

    def not_in_list(self, span: Span, operand: ast.Operand, values: TagList) -> ast.InList:
        return ast.InList(operand, True, values.values, span)

    def in_range(
        self, span: Span, operand: ast.Operand, low: Integer, _range: Any, high: Integer
    ) -> ast.InRange:
        return ast.InRange(operand, False, low, high, span)

    def not_in_range(
        self, span: Span, operand: ast.Operand, low: Integer, _range: Any, high: Integer
    ) -> ast.InRange:
        return ast.InRange(operand, True, low, high, span)

    def is_set(self, span: Span, operand: ast.Operand) -> ast.IsSet:
        return ast.IsSet(operand, False, span)

    def is_not_set(self, span: Span, operand: ast.Operand) -> ast.IsSet:
        return ast.IsSet(operand, True, span)

    def offset_after(self, span: Span, length: Any, instant: ast.Operand) -> ast.Offset:
        return ast.Offset(length, True, instant, span)

    def offset_before(self, span: Span, length: Any, instant: ast.Operand) -> ast.Offset:
        return ast.Offset(length, False, instant, span)
