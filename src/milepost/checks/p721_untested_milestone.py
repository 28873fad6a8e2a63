"""P721: milestones that no test expects anything of, where there are tests."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.wording import noted
from milepost.diagnostics import Note, Severity
from milepost.semantics.model import Model
from milepost.semantics.whole import has_errors
from milepost.source import Span

#: Outcomes whose subject is an action or the enrolment.
_OTHER_SUBJECTS = ("sent", "process")


def run(model: Model) -> Iterator[Finding]:
    """Report all such milestones in one finding; versions and namesakes count as one."""
    if not any(test.expectations for test in model.tests) or has_errors(model):
        return
    tested = {name for _, name in _expected(model)}
    untested = {
        milestone.name: model.span_of(milestone)
        for _, milestone in reversed(tuple(model.milestones()))
        if milestone.name not in tested
    }
    if untested:
        (name, first), *others = reversed(untested.items())
        more = f", nor of {len(others)} more" if others else ""
        yield Finding(
            first,
            f"no test expects anything of milestone `{name}`{more}",
            f"add to a test what must become of it, such as `expect {name} due …`",
            noted([Note(f"nor of `{other}`", span) for other, span in others]),
        )


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield each milestone, each test, and each milestone that a test expects something of."""
    for _, milestone in model.milestones():
        yield model.span_of(milestone), f"milestone {milestone.name}"
    for test in model.tests:
        yield model.span_of(test), "test"
    for span, name in _expected(model):
        yield span, f"expect {name}"


def _expected(model: Model) -> Iterator[tuple[Span, str]]:
    for test in model.tests:
        for one in test.expectations:
            if one.outcome not in _OTHER_SUBJECTS:
                yield model.span_of(test), one.subject


CHECK = Check(
    code="P721",
    name="untested-milestone",
    title="A milestone that no test covers",
    severity=Severity.INFORMATION,
    rationale=(
        "Tests that leave a promise out look like proof of the whole policy. Whoever changes the "
        "number of an untested milestone by mistake finds every test green."
    ),
    bad="""\
timezone Etc/UTC
case { status open | closed = open; events reply, fix_sent }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on fix_sent }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
  expect answer met at 2027-01-04T11:00Z
}
""",
    good="""\
timezone Etc/UTC
case { status open | closed = open; events reply, fix_sent }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
  milestone repair within 8h on always { done on fix_sent }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
  expect answer met at 2027-01-04T11:00Z
  expect repair due 2027-01-04T18:00Z
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
