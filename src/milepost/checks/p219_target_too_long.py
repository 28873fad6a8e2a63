"""P219: a target of more minutes than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.checks.written import written_targets
from milepost.diagnostics import Severity
from milepost.ir.targets import Duration
from milepost.semantics.model import Model

_MINUTE = 60


def run(model: Model) -> Iterator[Finding]:
    """Report each duration that has too many minutes."""
    remedy = "count it in business days, calendar days or months"
    return over_limit(model, "target_minutes", _counted(model), remedy)


def _counted(model: Model) -> Iterator[Counted]:
    for written in written_targets(model):
        if isinstance(written.target, Duration):
            minutes = -(-written.target.seconds // _MINUTE)
            what = f"`{written.span.text}` is {plural(minutes, 'minute')}"
            yield Counted(what, minutes, (written.span,))


CHECK = Check(
    code="P219",
    name="target-too-long",
    title="A target longer than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "Systems that count targets in minutes have a largest number of them. What is longer is "
        "refused there or, worse, cut off."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone resolution within 2000h on always { done when status == closed }
}

export to helpdesk {
  limits default { target_minutes 99999 }
}
""",
    good="""\
case { status open | closed = open; events reply }

timezone Europe/Berlin

process support {
  until status == closed
  milestone resolution within 12 calendar days on always { done when status == closed }
}

export to helpdesk {
  limits default { target_minutes 99999 }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
