"""P126: a calendar that never opens, a ladder or a contract without lines."""

from collections.abc import Iterator

from milepost.checks.check import Check, Finding
from milepost.diagnostics import Severity
from milepost.ir.calendars import Rules
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each calendar without hours, and each ladder and contract without lines."""
    is_whole = whole_parts(model)
    for calendar in model.calendars:
        rules = calendar.open_time
        if isinstance(rules, Rules) and not _opens(rules) and is_whole(calendar):
            yield Finding(
                model.span_of(calendar),
                f"calendar `{calendar.name}` has no hours, so it never opens",
                "say when it is open: `mon-fri 09:00-17:00`",
            )
    for ladder in model.escalations:
        if not ladder.triggers and is_whole(ladder):
            yield Finding(
                model.span_of(ladder),
                f"escalation `{ladder.name}` has no steps, so nobody is told",
                "add one, such as `at breach do …`, or remove the ladder",
                severity=Severity.WARNING,
            )
    for contract in model.contracts:
        if not contract.promises and is_whole(contract):
            yield Finding(
                model.span_of(contract),
                f"contract `{contract.name}` promises nothing",
                "add what was signed: the name of a milestone and `within …`",
                severity=Severity.WARNING,
            )


def _opens(rules: Rules) -> bool:
    return bool(
        rules.windows
        or any(regime.windows for regime in rules.regimes)
        or any(line.opens for line in rules.overrides)
    )


CHECK = Check(
    code="P126",
    name="empty-block",
    title="A block that says nothing",
    severity=Severity.ERROR,
    rationale=(
        "On a calendar without hours no time ever passes, so nothing that runs on it is ever "
        "due. A ladder without steps and a contract without promises look like cover where "
        "there is none; those two are warnings."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar service_desk { timezone Europe/Madrid }

process support {
  until status == closed
  milestone first_response within 4h on service_desk { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar service_desk { timezone Europe/Madrid; mon-fri 09:00-14:00, 16:00-19:00 }

process support {
  until status == closed
  milestone first_response within 4h on service_desk { done on reply }
}
""",
    run=run,
)
