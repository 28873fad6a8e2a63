"""P210: a limit or a limit profile that does not exist."""

from collections.abc import Iterator, Mapping

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.profiles import LIMITS, profile_name, profiles_known
from milepost.diagnostics import Edit, Fix, Severity, did_you_mean, nearest
from milepost.semantics.model import Model
from milepost.semantics.whole import whole_parts
from milepost.source import Span
from milepost.syntax.ast.exports import Export, Limits


def run(model: Model) -> Iterator[Finding]:
    """Report each unknown profile, and each unknown name of a limit."""
    places, known = dict(_profile_places(model)), profiles_known(model)
    is_whole = whole_parts(model)
    for export in (export for export in model.exports if is_whole(export)):
        name = profile_name(export)
        if name not in known:
            place = model.span_of(export)
            yield _unknown(
                "limit profile", name, places.get((place.path, place.start), place), known
            )
        for limit in export.limits:
            if limit.name not in LIMITS:
                yield _unknown("limit", limit.name, model.span_of(limit), LIMITS)


def _profile_places(model: Model) -> Iterator[tuple[tuple[str, int], Span]]:
    """Yield where each export block names its profile, by the place of the block's own name."""
    for file in model.project.files:
        trees = (tree for tree in file.parsed.policy.statements if isinstance(tree, Export))
        for tree in trees:
            for line in tree.lines:
                if isinstance(line, Limits):
                    yield (tree.target.span.path, tree.target.span.start), line.profile.span


def _unknown(kind: str, name: str, span: Span, known: Mapping[str, object]) -> Finding:
    meant = nearest(name, known)
    fix = Fix(f"write `{meant}`", (Edit(span, meant),), safe=False) if meant else None
    names = ", ".join(f"`{other}`" for other in known)
    return Finding(
        span, f"unknown {kind} `{name}`", did_you_mean(name, known) or f"known: {names}", fix=fix
    )


CHECK = Check(
    code="P210",
    name="unknown-limit",
    title="An unknown limit or limit profile",
    severity=Severity.ERROR,
    rationale=(
        "A limit under a wrong name limits nothing: the policy would pass here and be refused "
        "by the system it is exported to."
    ),
    bad="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to salesforce {
  limits salesforce { proceses 500 }
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    good="""\
case { status open | closed = open; events reply }

process support {
  until status == closed
  milestone first_response within 4h on always { done on reply }
}

export to salesforce {
  limits salesforce { processes 500 }
  status = Case.Status { open: "New", closed: "Closed" }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
