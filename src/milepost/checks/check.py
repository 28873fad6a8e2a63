"""What a check is: an identity, a page, two example policies, and a pure function over the model.

Some findings are born earlier: the lexer, the parser and name resolution report what they cannot
read or resolve under codes of their own. Those codes have a home here too, for their page and their
examples; their `run` is None.
"""

from collections.abc import Callable, Iterable

from milepost.diagnostics import Diagnostic, Fix, Note, Severity
from milepost.frozen import frozen
from milepost.semantics.model import Model
from milepost.source import Span

#: The file in which the examples of a check stand.
EXAMPLE = "support.sla"


@frozen
class Finding:
    """A place, what is the matter there, and what helps; the check adds its code and severity."""

    span: Span
    message: str
    help: str | None = None
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None


@frozen
class Check:
    """A check: its code is never used again for anything else.

    `bad` and `good` are complete policies; `bad` brings forth this finding and no other, `good`
    none at all. They are the check's first two tests and the examples of its page. `beside` are the
    name and the text of a file that both need next to them. Bytes that are not UTF-8 are written as
    `surrogateescape` reads them. `always` checks cannot be silenced.
    """

    code: str
    name: str
    title: str
    severity: Severity
    rationale: str
    bad: str
    good: str
    run: Callable[[Model], Iterable[Finding]] | None = None
    always: bool = False
    beside: tuple[str, str] | None = None


def findings_of(check: Check, model: Model) -> Iterable[Diagnostic]:
    """Yield what a check has to say about a model."""
    for finding in check.run(model) if check.run else ():
        yield Diagnostic(
            check.code,
            finding.severity or check.severity,
            finding.message,
            finding.span,
            finding.notes,
            finding.help,
            finding.fix,
        )
