"""P513: a time zone that knows no summer time, where a place was meant."""

import re
from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.zones import is_zone
from milepost.syntax.ast.calendars import Calendar, DerivedCalendar, Timezone
from milepost.syntax.ast.declarations import Field as FieldTree
from milepost.syntax.ast.declarations import Record, Test, ZoneType
from milepost.syntax.ast.literals import Choice, Code

#: Zones of one offset, and a place that is mostly meant. UTC is what it says.
_MEANT = {"EST": "America/New_York"}
_ETC = re.compile(r"Etc/GMT([+-])([1-9]\d?)")
_BLOCKS = (Calendar, DerivedCalendar, Test)


def run(model: Model) -> Iterator[Finding]:
    """Report each zone of one fixed offset, wherever a zone is written."""
    for code in _zones(model):
        etc = _ETC.fullmatch(code.text)
        if not is_zone(code.text) or (etc is None and code.text not in _MEANT):
            continue
        shown = "5 hours behind UTC"
        if etc is not None:
            # The sign is that of POSIX: behind is plus.
            hours = plural(int(etc[2]), "hour")
            shown = f"{hours} {'behind' if etc[1] == '+' else 'ahead of'} UTC"
        yield Finding(
            code.span,
            f"time zone `{code.text}` is {shown} all year, without summer time",
            f"name a place: `{_MEANT.get(code.text, 'Area/City')}`",
        )


def _zones(model: Model) -> Iterator[Code]:
    for file in model.project.files:
        for statement in file.parsed.policy.statements:
            if isinstance(statement, Timezone):
                yield from _codes(statement)
            elif isinstance(statement, _BLOCKS):
                for line in statement.lines:
                    if isinstance(line, Timezone):
                        yield from _codes(line)
            elif isinstance(statement, Record):
                for field in statement.lines:
                    if isinstance(field, FieldTree) and isinstance(field.type, ZoneType):
                        yield from field.type.zones


def _codes(line: Timezone) -> Iterator[Code]:
    if isinstance(line.zone, Code):
        yield line.zone
    elif isinstance(line.zone, Choice):
        yield from (case.then for case in line.zone.cases if isinstance(case.then, Code))


CHECK = Check(
    code="P513",
    name="fixed-offset-zone",
    title="A time zone without summer time",
    severity=Severity.WARNING,
    rationale=(
        "A desk in New York opens at nine of its own clock, also in summer. `EST` and `Etc/GMT+5` "
        "know no summer time, so from March to November every due time would be an hour off."
    ),
    bad="""\
case { status open | closed = open; events reply }

calendar office { timezone EST; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    good="""\
case { status open | closed = open; events reply }

calendar office { timezone America/New_York; mon-fri 09:00-17:30 }

process support {
  until status == closed
  milestone first_response within 4h on office { done on reply }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
