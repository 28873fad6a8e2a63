"""Rules of processes, milestones and triggers."""

from typing import Any

from milepost.source import Span
from milepost.syntax import codes
from milepost.syntax.ast import processes as ast
from milepost.syntax.ast.literals import Name, String
from milepost.syntax.builder.literals import LiteralRules
from milepost.syntax.tokens import Token

PROCESS_NODES: dict[str, type] = {
    "ahead_of": ast.AheadOf,
    "at_breach": ast.AtBreach,
    "at_close": ast.AtClose,
    "at_percent": ast.AtPercent,
    "at_used": ast.AtUsed,
    "becomes": ast.Becomes,
    "cancel": ast.Cancel,
    "done": ast.Done,
    "effective": ast.Effective,
    "escalate": ast.Escalate,
    "for_tiers": ast.ForTiers,
    "from": ast.From,
    "hours": ast.Hours,
    "moment_after": ast.AfterDue,
    "moment_before": ast.BeforeDue,
    "moment_every": ast.EveryAfterDue,
    "on_events": ast.OnEvents,
    "once": ast.Once,
    "pause": ast.Pause,
    "per": ast.Per,
    "reopening": ast.Reopening,
    "reset": ast.Reset,
    "resume": ast.Resume,
    "until": ast.Until,
    "waived": ast.Waived,
}


class ProcessRules(LiteralRules):
    """Rules of processes, milestones and triggers."""

    def process(self, span: Span, name: Name, label: String | None, *parts: Any) -> ast.Process:
        record, version, effective, takes_over, retired, *lines = parts
        return ast.Process(
            name,
            label,
            record,
            version,
            effective,
            bool(takes_over),
            bool(retired),
            tuple(lines),
            span,
        )

    def on_record(self, _span: Span, name: Name) -> Name:
        return name

    def version(self, _span: Span, number: Token) -> int:
        return self.number(number)

    def takes_over(self, _span: Span, *_tokens: Token) -> bool:
        return True

    def retired(self, _span: Span, _token: Token) -> bool:
        return True

    def milestone(
        self, span: Span, name: Name, label: String | None, heading: Any, *lines: Any
    ) -> ast.Milestone:
        return ast.Milestone(name, label, heading, lines, span)

    def start_when(self, span: Span, condition: Any) -> ast.Start:
        return ast.Start(condition, False, span)

    def start_each(self, span: Span, condition: Any) -> ast.Start:
        return ast.Start(condition, True, span)

    def done_by(self, span: Span, word: Name) -> ast.Done:
        self.expect_word(word, ("hand",))
        return ast.Done(None, span)

    def pause_never(self, span: Span) -> ast.Pause:
        return ast.Pause(None, span)

    def change_rule(self, _span: Span, token: Token) -> str:
        return token.text

    def change(self, span: Span, rule: str, fields: tuple[Name, ...]) -> ast.Change:
        return ast.Change(rule, fields, span)

    def escalation(
        self, span: Span, name: Name, label: String | None, *lines: Any
    ) -> ast.Escalation:
        return ast.Escalation(name, label, lines, span)

    def actions(self, _span: Span, *actions: Any) -> tuple[Any, ...]:
        return actions

    def in_turn(self, _span: Span, *_tokens: Token) -> bool:
        return True

    def during(self, _span: Span, calendar: Any) -> Any:
        return calendar

    def trigger(
        self, span: Span, moment: Any, actions: Any, in_turn: Any, during: Any, when: Any
    ) -> ast.Trigger:
        return ast.Trigger(moment, actions, bool(in_turn), during, when, span)

    def cap(self, _span: Span, times: Token) -> int:
        return self.number(times)

    def expect_word(self, word: Name, known: tuple[str, ...]) -> None:
        """Report a word that is not one of the few that can stand here."""
        if word.text not in known:
            choices = " or ".join(f"`{name}`" for name in known)
            only = known[0] if len(known) == 1 else None
            self.report(
                codes.WRONG_WORD,
                f"unexpected `{word.text}`",
                word.span,
                f"write {choices}",
                only,
            )
