"""P215: a trigger with more actions than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.checks.written import written_triggers
from milepost.diagnostics import Severity
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each trigger with too many actions."""
    return over_limit(
        model, "actions", _counted(model), "write to a list instead of to each of its members"
    )


def _counted(model: Model) -> Iterator[Counted]:
    for trigger in written_triggers(model):
        count = len(trigger.actions)
        yield Counted(f"trigger has {plural(count, 'action')}", count, (model.span_of(trigger),))


CHECK = Check(
    code="P215",
    name="too-many-actions",
    title="More actions than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "What one trigger may set off is limited at the other end. Where many people are told "
        "at once, mostly one address that reaches all of them is meant."
    ),
    bad="""\
case { status open | closed = open; events reply }

action mail_lead    email { to "team-lead@example.com"; template "answer_late" }
action mail_manager email { to "manager@example.com"; template "answer_late" }
action mail_sales   email { to "sales@example.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do mail_lead, mail_manager, mail_sales
  }
}

export to helpdesk {
  limits default { actions 2 }
}
""",
    good="""\
case { status open | closed = open; events reply }

action mail_all email { to "late-answers@example.com"; template "answer_late" }

process support {
  until status == closed
  milestone first_response within 4h on always {
    done on reply
    at breach do mail_all
  }
}

export to helpdesk {
  limits default { actions 2 }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
