"""P214: a milestone with more triggers than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone with too many triggers, those of its ladder included."""
    return over_limit(model, "triggers", _counted(model), "join those of one moment: `do a, b`")


def _counted(model: Model) -> Iterator[Counted]:
    for _, milestone in model.milestones():
        count = len(milestone.triggers)
        what = f"milestone `{milestone.name}` has {plural(count, 'trigger')}"
        yield Counted(what, count, (model.span_of(milestone),))


CHECK = Check(
    code="P214",
    name="too-many-triggers",
    title="More triggers than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "Each warning and each escalation of a milestone is a trigger at the other end, and "
        "their number is limited there. A person who gets a message every hour stops reading "
        "them, too."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_owner   email { to owner; template "answer_due" }
action mail_lead    email { to "team-lead@example.com"; template "answer_due" }
action page_manager page  { service "duty-manager" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at 50% do mail_owner
    at 75% do mail_lead
    at breach do page_manager
  }
}

export to helpdesk {
  limits default { triggers 2 }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_owner   email { to owner; template "answer_due" }
action mail_lead    email { to "team-lead@example.com"; template "answer_due" }
action page_manager page  { service "duty-manager" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at 75% do mail_owner, mail_lead
    at breach do page_manager
  }
}

export to helpdesk {
  limits default { triggers 2 }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
