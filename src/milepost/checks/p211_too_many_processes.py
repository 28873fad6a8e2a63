"""P211: more processes than the system takes."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import Counted, over_limit
from milepost.checks.wording import plural
from milepost.diagnostics import Severity
from milepost.semantics.model import Model
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report the first process that is one too many; versions of a process count as one."""
    return over_limit(
        model,
        "processes",
        _counted(model),
        "join processes that differ only in numbers by a table of targets",
    )


def _counted(model: Model) -> Iterator[Counted]:
    first = {process.name: process for process in reversed(model.processes)}
    names = dict.fromkeys(process.name for process in model.processes)
    spans = tuple(model.span_of(first[name]) for name in names)
    yield Counted(f"the policy has {plural(len(names), 'process')}", len(names), spans)


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield the name of each process: it is their number that counts."""
    for process in model.processes:
        yield model.span_of(process), process.name


CHECK = Check(
    code="P211",
    name="too-many-processes",
    title="More processes than the system takes",
    severity=Severity.WARNING,
    rationale=(
        "The system a policy is exported to takes only so many processes; older organisations "
        "fewer than new ones. It is better to learn of it here than on the evening of the "
        "change."
    ),
    bad="""\
case { product router | phone; status open | closed = open; events reply }

process router_support {
  when  product == router
  until status == closed
  carry on change of product
  milestone first_response within 4h on always { done on reply }
}

process phone_support {
  when  product == phone
  until status == closed
  carry on change of product
  milestone first_response within 8h on always { done on reply }
}

export to salesforce {
  limits salesforce { processes 1 }     # an organisation of 2012
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    good="""\
case { product router | phone; status open | closed = open; events reply }

table answers by product {
  router | 4h on always
  phone  | 8h on always
}

process support {
  until status == closed
  carry on change of product
  milestone first_response within answers { done on reply }
}

export to salesforce {
  limits salesforce { processes 1 }     # an organisation of 2012
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
