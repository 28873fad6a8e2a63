"""P103: a declared calendar, action, table, tier or ladder that nothing refers to."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.semantics import codes
from milepost.semantics.model import Model
from milepost.semantics.whole import has_errors, was_read
from milepost.source import Span

_KINDS = ("calendar", "action", "table", "tier", "escalation")


def run(model: Model) -> Iterator[Finding]:
    """Report each declared thing that is never used; those of libraries are for others to use."""
    if not was_read(model):
        return
    libraries = {file.parsed.source.path for file in model.project.files if file.is_library}
    for kind in _KINDS:
        for name, declared in model.scope.declared[kind].items():
            if (kind, name) in model.used or declared.span.path in libraries:
                continue
            # A process without `for` takes the cases of every tier.
            if kind == "tier" and not all(process.tiers for process in model.processes):
                continue
            if has_errors(model) and _may_be_meant(model, name):
                continue
            yield Finding(
                declared.span,
                f"{kind} `{name}` is never used",
                "use it, or remove it: a reader takes it for something that is promised",
            )


def _may_be_meant(model: Model, name: str) -> bool:
    """Say whether a name stands in something that is wrong, or may have been meant there."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    if any(
        found.code == codes.UNKNOWN_NAME and word.search(found.help or "")
        for found in model.findings
    ):
        return True
    texts = (file.parsed.source.text for file in model.project.files)
    return sum(len(word.findall(text)) for text in texts) > 1


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process whether it is for some tiers only."""
    for process in model.processes:
        yield model.span_of(process), str(bool(process.tiers))


CHECK = Check(
    code="P103",
    name="unused-name",
    title="Declared but never used",
    severity=Severity.WARNING,
    rationale=(
        "A calendar, action, table, tier or escalation that nothing refers to is either left "
        "over or, worse, was meant to be used: the reader of the policy believes in a promise "
        "that nothing makes."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

action mail_lead email { to "team-lead@example.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on office {
    done on reply
  }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone Europe/London; mon-fri 09:00-17:30 }

action mail_lead email { to "team-lead@example.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on office {
    done on reply
    at breach do mail_lead
  }
}
""",
    run=run,
    extent=Extent.USES,
    facts=facts,
)
