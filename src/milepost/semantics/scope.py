"""The names a project declares, by kind. All its files share one namespace for each kind."""

from collections.abc import Iterable, Mapping
from typing import Any

from milepost.diagnostics import Diagnostic, Note, Severity
from milepost.frozen import frozen
from milepost.semantics import codes
from milepost.source import Span
from milepost.syntax.ast import calendars, declarations, processes, targets
from milepost.syntax.ast.literals import Name

#: Kinds of declared things, and how messages call them.
KIND_WORDS = {
    "action": "action",
    "calendar": "calendar",
    "contract": "contract",
    "entitlement": "entitlement",
    "escalation": "escalation",
    "objective": "objective",
    "process": "process",
    "record": "record",
    "table": "table",
    "tier": "tier",
}
KIND_OF: dict[type, str] = {
    calendars.Calendar: "calendar",
    calendars.DerivedCalendar: "calendar",
    declarations.Action: "action",
    declarations.Contract: "contract",
    declarations.Entitlement: "entitlement",
    declarations.Objective: "objective",
    declarations.Record: "record",
    declarations.Tier: "tier",
    processes.Escalation: "escalation",
    processes.Process: "process",
    targets.Table: "table",
}
PREDECLARED_CALENDAR = "always"
CASE = "case"


@frozen
class Declared:
    """A declared thing: its tree, and the span of its name."""

    tree: Any
    span: Span


@frozen
class Scope:
    """Declared things by kind and name, and the names lost in unreadable statements."""

    declared: Mapping[str, Mapping[str, Declared]]
    lost: frozenset[str]

    def find(self, kind: str, name: str) -> Declared | None:
        """Return the declaration of a name, or None."""
        return self.declared[kind].get(name)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names declared of a kind, in the order they were written."""
        names = tuple(self.declared[kind])
        return (*names, PREDECLARED_CALENDAR) if kind == "calendar" else names


def collect_scope(
    policies: Iterable[declarations.Policy], lost: frozenset[str]
) -> tuple[Scope, tuple[Diagnostic, ...]]:
    """Return the names that some files declare, and a finding for each name declared twice.

    The versions of a process share their name; the newest stands for them.
    """
    declared: dict[str, dict[str, Declared]] = {kind: {} for kind in KIND_WORDS}
    findings: list[Diagnostic] = []
    versions: dict[tuple[str, int], Span] = {}
    for policy in policies:
        for tree in policy.statements:
            kind = KIND_OF.get(type(tree))
            if kind is None:
                continue
            name = declared_name(tree)
            if not name.text:
                continue
            known = declared[kind].get(name.text)
            if isinstance(tree, processes.Process):
                known = _known_version(tree, versions)
            if known is None and kind == "calendar" and name.text == PREDECLARED_CALENDAR:
                findings.append(_predeclared(name))
            elif known is not None:
                findings.append(_duplicate(kind, name, known.span))
                continue
            declared[kind][name.text] = Declared(tree, name.span)
    return Scope(declared, lost), tuple(findings)


def declared_name(tree: Any) -> Name:
    """Return the name of a declaration; the record `case` bears its keyword."""
    if tree.name is not None:
        name: Name = tree.name
        return name
    return Name(CASE, Span(tree.span.source, tree.span.start, tree.span.start + len(CASE)))


def _known_version(
    process: processes.Process, versions: dict[tuple[str, int], Span]
) -> Declared | None:
    key = (process.name.text, process.version or 1)
    if key in versions:
        return Declared(process, versions[key])
    versions[key] = process.name.span
    return None


def _duplicate(kind: str, name: Name, first: Span) -> Diagnostic:
    remedy = "rename one of them"
    if kind == "process":
        remedy = "rename one of them, or give it another `version`"
    return Diagnostic(
        codes.DUPLICATE_NAME,
        Severity.ERROR,
        f"{KIND_WORDS[kind]} `{name.text}` is declared twice",
        name.span,
        (Note("declared here first", first),),
        remedy,
    )


def _predeclared(name: Name) -> Diagnostic:
    return Diagnostic(
        codes.DUPLICATE_NAME,
        Severity.ERROR,
        "calendar `always` is the round-the-clock calendar of every policy",
        name.span,
        help="choose another name",
    )
