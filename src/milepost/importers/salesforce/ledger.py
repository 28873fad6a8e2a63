"""The export block: how things are called in Salesforce, and what a policy has no words for.

Every line is a mapping (`priority = Case.Priority { … }`) or a setting that the exporter reads
back. Elements that a setting keeps are those that change no promise: descriptions, notes, ids.
"""

import re

from milepost.diagnostics import Diagnostic, Severity
from milepost.importers.salesforce.trees import NOWHERE, code, literal, name, string
from milepost.salesforce import codes
from milepost.source import Span
from milepost.syntax.ast.exports import Export, Limit, Limits, MapEntry, Mapping, Setting

_CODE = re.compile(r"[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
Value = str | int | bool
ASIS = "an export writes what was imported; see to it that the policy is meant so"
RETRIEVE = "retrieve it with the rest, and import again"
KEPT = "it is kept as a comment in `salesforce.sla`; see to it by hand"

#: The settings that an import writes, in this order; `docs/salesforce.md` says what each is.
ORDER = (
    "versions",
    "record",
    "hours_of_cases",
    "hours_element",
    "break",
    "holiday_element",
    "criterion",
    "process_element",
    "milestone_element",
    "idle_trigger",
    "milestone_type",
    "foreign_type",
    "template",
    "setting",
)


class Ledger:
    """What is written down about an import: names elsewhere, kept elements, findings."""

    def __init__(self) -> None:
        self.mappings: dict[str, Mapping] = {}
        self.settings: dict[tuple[str, tuple[Value, ...]], None] = {}
        self.findings: list[Diagnostic] = []
        self.comments: list[str] = []
        self.windows = 1

    def call(self, word: str, outside: str, values: dict[str, str] | None = None) -> None:
        """Note how something is called in Salesforce, and how its values are."""
        entries = None
        if values:
            entries = tuple(
                MapEntry(name(value), string(text), NOWHERE) for value, text in values.items()
            )
        called = code(outside) if _CODE.fullmatch(outside) else string(outside)
        self.mappings.setdefault(word, Mapping(name(word), called, entries, NOWHERE))

    def keep(self, setting: str, *values: Value) -> None:
        """Keep something that the policy itself has no words for."""
        self.settings[setting, values] = None

    def approximated(self, message: str, span: Span | None, hint: str = ASIS) -> None:
        """Report something that the policy says in another way than the metadata."""
        self._say(codes.APPROXIMATED, Severity.INFORMATION, message, span, hint)

    def missing(self, message: str, span: Span | None, hint: str = RETRIEVE) -> None:
        """Report something that the metadata refers to and that was not found."""
        self._say(codes.MISSING, Severity.WARNING, message, span, hint)

    def not_understood(self, message: str, span: Span | None, hint: str = KEPT) -> None:
        """Report something without a form in the policy, and keep its text as a comment."""
        self._say(codes.NOT_UNDERSTOOD, Severity.WARNING, message, span, hint)
        if span is not None:
            self.keep_text(message, span)

    def keep_text(self, message: str, span: Span) -> None:
        """Keep a text of the metadata as a comment."""
        self.comments.append(f"# {span.path}:{span.line}: {message}")
        self.comments += [f"#   {line.strip()}" for line in span.text.splitlines() if line.strip()]

    def export(self) -> Export:
        """Return the block."""
        settings = [
            Setting(name(setting), tuple(map(literal, values)), NOWHERE)
            for setting, values in sorted(self.settings, key=lambda one: ORDER.index(one[0]))
        ]
        limits = [Limits(name("salesforce"), False, (self._most_windows(),), NOWHERE)]
        lines = (*(limits if self.windows > 1 else ()), *self.mappings.values(), *settings)
        return Export(name("salesforce"), None, lines, NOWHERE)

    def _most_windows(self) -> Limit:
        return Limit(name("windows"), self.windows, NOWHERE)

    def _say(
        self, code_: str, severity: Severity, message: str, span: Span | None, hint: str
    ) -> None:
        self.findings.append(Diagnostic(code_, severity, message, span or NOWHERE, help=hint))
