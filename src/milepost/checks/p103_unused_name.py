"""P103: a declared calendar, action, table, tier or ladder that nothing refers to."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Finding
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.whole import has_errors

_KINDS = ("calendar", "action", "table", "tier", "escalation")


def run(model: Model) -> Iterator[Finding]:
    """Report each declared thing that is never used; those of libraries are for others to use."""
    libraries = {file.parsed.source.path for file in model.project.files if file.is_library}
    # Where something could not be read, a use may be hidden in it: then the bare word is one.
    is_doubtful = has_errors(model)
    for kind in _KINDS:
        for name, declared in model.scope.declared[kind].items():
            if (kind, name) in model.used or declared.span.path in libraries:
                continue
            if kind == "tier" and not any(process.tiers for process in model.processes):
                continue
            if is_doubtful and _stands_elsewhere(model, name):
                continue
            yield Finding(
                declared.span,
                f"{kind} `{name}` is never used",
                "use it, or remove it: a reader takes it for something that is promised",
            )


def _stands_elsewhere(model: Model, name: str) -> bool:
    word = re.compile(rf"\b{re.escape(name)}\b")
    texts = (file.parsed.source.text for file in model.project.files)
    return sum(len(word.findall(text)) for text in texts) > 1


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
)
