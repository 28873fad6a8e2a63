"""P103: a declared calendar, action, table, tier or ladder that nothing refers to."""

from collections.abc import Iterator

from milepost.checks.check import Check, Finding
from milepost.diagnostics import Severity
from milepost.semantics.model import Model

_KINDS = ("calendar", "action", "table", "tier", "escalation")


def run(model: Model) -> Iterator[Finding]:
    """Report each declared thing that is never used; those of libraries are for others to use."""
    libraries = {file.parsed.source.path for file in model.project.files if file.is_library}
    for kind in _KINDS:
        for name, declared in model.scope.declared[kind].items():
            if (kind, name) in model.used or declared.span.path in libraries:
                continue
            if kind == "tier" and not any(process.tiers for process in model.processes):
                continue
            yield Finding(
                declared.span,
                f"{kind} `{name}` is never used",
                "use it, or remove it: a reader takes it for something that is promised",
            )


CHECK = Check(
    code="P103",
    name="unused-name",
    title="Declared but never used",
    severity=Severity.WARNING,
    rationale=(
        "A calendar, action, table, tier or escalation that nothing refers to is either left over or, worse, "
        "was meant to be used: the reader of the policy believes in a promise that nothing makes."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00 }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00 }
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    run=run,
)
