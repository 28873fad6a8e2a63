"""P720: a test that expects nothing."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each test without expectations."""
    is_whole = whole_parts(model)
    for test in model.tests:
        if not test.expectations and is_whole(test):
            yield Finding(
                model.span_of(test),
                f"test `{test.name}` expects nothing, so it passes whatever the policy says",
                "add what must become of the case, such as `expect MILESTONE due …`",
            )


CHECK = Check(
    code="P720",
    name="expects-nothing",
    title="A test that expects nothing",
    severity=Severity.WARNING,
    rationale=(
        "A test without expectations is green for ever. It looks like proof in a review and in "
        "the count of tests, and touches milestones that nobody holds to anything."
    ),
    bad="""\
timezone Etc/UTC
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
}
""",
    good="""\
timezone Etc/UTC
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on always { done on reply }
}
test "answered in time" {
  created 2027-01-04T10:00Z
  2027-01-04T11:00Z reply
  expect answer met at 2027-01-04T11:00Z
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
