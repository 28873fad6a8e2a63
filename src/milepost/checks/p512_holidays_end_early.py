"""P512: holiday data that does not reach to the end of the horizon."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.ir.calendars import Holidays, Rules
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model


def run(model: Model) -> Iterator[Finding]:
    """Report each holiday line with years of the horizon for which its data knows nothing."""
    for calendar in model.calendars:
        rules = calendar.open_time
        for line in rules.holidays if isinstance(rules, Rules) else ():
            for code in names_in(line.holiday_set):
                yield from _uncovered(model, line, code)


def _uncovered(model: Model, line: Holidays, code: str) -> Iterator[Finding]:
    from milepost.semantics.holiday_data import uncovered

    settings = model.project.settings
    starts = max(settings.horizon_starts, line.starts or "")
    ends = min(settings.horizon_ends, line.ends or settings.horizon_ends)
    missing = uncovered(code, starts, ends) if starts <= ends else ()
    if missing:
        stretches = ", ".join(f"{part.starts} to {part.ends}" for part in missing[:3])
        more = f" and {len(missing) - 3} more stretches" if len(missing) > 3 else ""
        yield Finding(
            model.span_of(line),
            f"holiday set `{code}` has no data for {stretches}{more}",
            "every day counts as a working day there; shorten the horizon in `milepost.toml`, "
            "or list the dates with `closed`",
        )


CHECK = Check(
    code="P512",
    name="holidays-end-early",
    title="Holiday data that does not cover the horizon",
    severity=Severity.WARNING,
    rationale=(
        "Beyond its data a holiday set is silently empty, and promises made there are a day "
        "too short. A city whose system ignored every holiday for two years found out from "
        "its own statistics."
    ),
    bad="""\
case { status open | closed = open; events reply }
calendar office { timezone Asia/Colombo; mon-fri 09:00-17:00; holidays LK }
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }
calendar office {
  timezone Asia/Colombo
  mon-fri  09:00-17:00
  holidays LK from 2024-01-01 to 2026-12-31
}
process support {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
