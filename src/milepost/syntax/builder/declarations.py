"""Rules of the other declarations."""

from typing import Any

from milepost.source import Span
from milepost.syntax import codes
from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast import exports
from milepost.syntax.ast.literals import Integer, Name, Path, String, TagList
from milepost.syntax.builder.literals import LiteralRules
from milepost.syntax.tables import MONTHS
from milepost.syntax.tokens import Token

DECLARATION_NODES: dict[str, type] = {
    "assignment": ast.Assignment,
    "channels": ast.Channels,
    "contract_promise": ast.ContractPromise,
    "created": ast.Created,
    "event": ast.Event,
    "events": ast.Events,
    "fact": ast.Fact,
    "field": ast.Field,
    "given": ast.Given,
    "later_entry": ast.LogEntry,
    "log_entry": ast.LogEntry,
    "map_entry": exports.MapEntry,
    "mapping": exports.Mapping,
    "register": ast.Register,
    "require_as_fast": ast.RequireAsFast,
    "require_before": ast.RequireBefore,
    "require_fact": ast.RequireFact,
    "require_within": ast.RequireWithin,
    "use": ast.Use,
}


class DeclarationRules(LiteralRules):
    """Rules of every declaration but calendars, tables and processes."""

    def policy(self, span: Span, *statements: ast.Statement) -> ast.Policy:
        return ast.Policy(statements, span)

    def language(self, span: Span, version: Token) -> ast.Language:
        return ast.Language(self.number(version), span)

    def case(self, span: Span, *lines: Any) -> ast.Record:
        return ast.Record(None, None, lines, span)

    def record(self, span: Span, name: Name, label: String | None, *lines: Any) -> ast.Record:
        return ast.Record(name, label, lines, span)

    def default(self, _span: Span, value: Any) -> Any:
        return value

    def derived(self, _span: Span, table: Name) -> Name:
        return table

    def choice_type(self, span: Span, *values: Name) -> ast.ChoiceType:
        return ast.ChoiceType(values, span)

    def range_type(self, span: Span, low: Integer, _range: Token, high: Integer) -> ast.RangeType:
        return ast.RangeType(low, high, span)

    def yes_no_type(self, span: Span) -> ast.PlainType:
        return ast.PlainType("yes_no", span)

    def time_type(self, span: Span) -> ast.PlainType:
        return ast.PlainType("time", span)

    def date_type(self, span: Span) -> ast.PlainType:
        return ast.PlainType("date", span)

    def duration_type(self, span: Span) -> ast.PlainType:
        return ast.PlainType("duration", span)

    def text_type(self, span: Span) -> ast.PlainType:
        return ast.PlainType("text", span)

    def zone_type(self, span: Span, *zones: Any) -> ast.ZoneType:
        return ast.ZoneType(zones, span)

    def tags_type(self, span: Span, *values: Name) -> ast.TagsType:
        return ast.TagsType(values, span)

    def setting(self, span: Span, name: Name, *values: Any) -> exports.Setting:
        return exports.Setting(name, values, span)

    def action(
        self, span: Span, name: Name, kind: Name, label: String | None, *lines: Any
    ) -> ast.Action:
        return ast.Action(name, kind, label, lines, span)

    def tier(self, span: Span, name: Name, label: String | None, *lines: Any) -> ast.Tier:
        return ast.Tier(name, label, lines, span)

    def entitlement(
        self, span: Span, name: Name, label: String | None, *lines: Any
    ) -> ast.Entitlement:
        return ast.Entitlement(name, label, lines, span)

    def cases(self, span: Span, count: Token) -> ast.Cases:
        return ast.Cases(self.number(count), span)

    def contract(
        self, span: Span, name: Name, label: String | None, names: tuple[Name, ...], *lines: Any
    ) -> ast.Contract:
        return ast.Contract(name, label, names, lines, span)

    def share_objective(
        self, span: Span, name: Name, label: String | None, share: Any, *rest: Any
    ) -> ast.Objective:
        milestone, period, starting, where, allowance, on_miss = rest
        misses, few_cases = allowance or (None, None)
        return ast.Objective(
            name,
            label,
            share,
            misses,
            milestone,
            period,
            starting,
            where,
            few_cases,
            on_miss or (),
            span,
        )

    def count_objective(
        self, span: Span, name: Name, label: String | None, misses: Token, *rest: Any
    ) -> ast.Objective:
        *_, milestone, period, starting, where, on_miss = rest
        count = self.number(misses)
        return ast.Objective(
            name, label, None, count, milestone, period, starting, where, None, on_miss or (), span
        )

    def period(self, _span: Span, token: Token) -> str:
        return token.text

    def starting(self, _span: Span, month: Token) -> int:
        return MONTHS.index(month.text) + 1

    def where(self, _span: Span, condition: Any) -> Any:
        return condition

    def allowance(self, _span: Span, misses: Token, *rest: Any) -> tuple[int, int]:
        return self.number(misses), self.number(rest[-1])

    def on_miss(self, _span: Span, actions: tuple[Name, ...]) -> tuple[Name, ...]:
        return actions

    def test(self, span: Span, title: String, record: Name | None, *lines: Any) -> ast.Test:
        return ast.Test(title, record, lines, span)

    def changes(self, _span: Span, *changes: Any) -> tuple[Any, ...]:
        return changes

    def for_level(self, _span: Span, level: Any) -> Any:
        return level

    def state(self, _span: Span, token: Token) -> str:
        return token.text

    def expect(
        self, span: Span, ordinal: Token | None, subject: Name, level: Any, outcome: Any
    ) -> ast.Expect:
        kind, state, at, times = outcome
        nth = int("0" + ordinal.text[:-2][:6]) if ordinal else None
        return ast.Expect(subject, kind, state, at, times, nth, level, span)

    def expect_process(self, span: Span, name: Name) -> ast.Expect:
        return ast.Expect(name, "process", None, None, None, None, None, span)

    def expect_no_process(self, span: Span) -> ast.Expect:
        return ast.Expect(None, "process", None, None, None, None, None, span)

    def due_at(self, _span: Span, at: Any) -> tuple[Any, ...]:
        return ("due", None, at, None)

    def due_never(self, _span: Span) -> tuple[Any, ...]:
        return ("due", None, None, 0)

    def in_state(self, _span: Span, state: str, at: Any) -> tuple[Any, ...]:
        return ("state", state, at, None)

    def sent_at(self, _span: Span, at: Any) -> tuple[Any, ...]:
        return ("sent", None, at, None)

    def sent_never(self, _span: Span) -> tuple[Any, ...]:
        return ("sent", None, None, 0)

    def never_starts(self, _span: Span) -> tuple[Any, ...]:
        return ("starts", None, None, 0)

    def sent_times(self, _span: Span, times: Token) -> tuple[Any, ...]:
        return ("sent", None, None, self.number(times))

    def export(self, span: Span, target: Name, label: String | None, *lines: Any) -> exports.Export:
        return exports.Export(target, label, lines, span)

    def export_setting(
        self, span: Span, name: Name, *parts: Any
    ) -> exports.Setting | exports.Limits:
        *values, block = parts
        if name.text != "limits":
            if block is not None:
                self.report(
                    codes.WRONG_WORD,
                    f"unexpected block after `{name.text}`",
                    name.span,
                    "only `limits PROFILE` takes a block",
                )
            return exports.Setting(name, tuple(values), span)
        words = [
            value.names[0] for value in values if isinstance(value, Path) and len(value.names) == 1
        ]
        if len(words) < len(values) or sum(word.text != "strict" for word in words) > 1:
            self.report(
                codes.WRONG_WORD,
                f"`{span.text[:40]}` names more than a profile",
                span,
                "write `limits PROFILE`, or `limits PROFILE, strict`",
            )
        strict = any(word.text == "strict" for word in words)
        profiles = [word for word in words if word.text != "strict"]
        profile = profiles[0] if profiles else Name("default", name.span)
        return exports.Limits(profile, strict, block or (), span)

    def limits_block(self, _span: Span, *limits: exports.Limit) -> tuple[exports.Limit, ...]:
        return limits

    def limit(self, span: Span, name: Name, value: Token) -> exports.Limit:
        return exports.Limit(name, self.number(value), span)

    def value_map(self, _span: Span, *entries: exports.MapEntry) -> tuple[exports.MapEntry, ...]:
        return entries


__all__ = ["DECLARATION_NODES", "DeclarationRules", "TagList"]
