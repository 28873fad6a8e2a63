"""What a check is: an identity, a page, two example policies, and a pure function over the model.

Some findings are born earlier: the lexer, the parser and name resolution report what they cannot
read or resolve under codes of their own. Those codes have a home here too, for their page and their
examples; their `run` is None.
"""

from collections.abc import Callable, Iterable
from enum import Enum

from milepost.diagnostics import Diagnostic, Fix, Note, Severity
from milepost.frozen import frozen
from milepost.semantics.model import Model
from milepost.source import Span

#: The file in which the examples of a check stand.
EXAMPLE = "support.sla"

#: Who reports a finding: checks of a policy, an export of it, or an import of what others wrote.
CHECKING = "check"
EXPORTING = "export salesforce"
IMPORTING = "import salesforce"
TESTING = "test"
#: The file in which the examples of what an import reports stand.
IMPORTED_EXAMPLE = "support.entitlementProcess-meta.xml"


class Extent(Enum):
    """How much of a project decides a check's findings; the less, the more of them can be kept.

    When a file changes, the findings of a check stay as they were

    * STATEMENT: unless they lie in the file, in one that mentions what it declares, or in one that
      it refers to itself. Each finding comes from one statement and what that refers to. Records,
      tiers, entitlements, requirements, exports and settings may always be asked.
    * USES: as before, and unless a declared name has lost its last use.
    * FACTS: whatever happens, while the `facts` that the checks take from the file are the same.
    * PROJECT: never. One such check is enough to have a whole project checked for every change, and
      so is one that says nothing.
    """

    STATEMENT = "statement"
    USES = "uses"
    FACTS = "facts"
    PROJECT = "project"


@frozen
class Finding:
    """A place, what is the matter there, and what helps; the check adds its code and severity."""

    span: Span
    message: str
    help: str | None = None
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None
    since: str | None = None


@frozen
class Check:
    """A check: its code is never used again for anything else.

    `bad` and `good` are complete policies; `bad` brings forth this finding and no other, `good`
    none at all. They are the check's first two tests and the examples of its page. `beside` are the
    name and the text of a file that both need next to them. Bytes that are not UTF-8 are written as
    `surrogateescape` reads them. `always` checks cannot be silenced. `extent` lets a
    changed file be checked without the rest of a large project; `facts` yields what a check
    takes from every statement of some kind, and where it stands.

    `by` says what reports the finding: for `EXPORTING`, `bad` is a policy that is exported, for
    `IMPORTING` a file that is imported.
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
    extent: Extent | None = None
    facts: Callable[[Model], Iterable[tuple[Span, str]]] | None = None
    by: str = CHECKING

    @property
    def example(self) -> str:
        """The name of the file in which the examples stand."""
        return IMPORTED_EXAMPLE if self.by == IMPORTING else EXAMPLE


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
            since=finding.since,
        )
