"""P404: `set` actions that set each other off for ever."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.semantics.chains import Loop, Step, endless_loops
from milepost.semantics.model import Model
from milepost.semantics.values import shown
from milepost.semantics.whole import whole_parts


def run(model: Model) -> Iterator[Finding]:
    """Report each chain of assignments that leads back to its beginning with no time between."""
    is_whole = whole_parts(model)
    if not any(action.type == "set" for action in model.actions):
        return
    for process in model.processes:
        if is_whole(process):
            seen: set[frozenset[str]] = set()
            for loop in endless_loops(model, process):
                names = frozenset(step.milestone.name for step in loop.steps)
                if names not in seen:
                    seen.add(names)
                    yield _finding(model, loop)


def _finding(model: Model, loop: Loop) -> Finding:
    first, *others = loop.steps
    way = ", ".join(_shown(step) for step in loop.steps)
    case = f" (for a case with `{loop.case}`)" if loop.case and loop.case.features else ""
    return Finding(
        model.span_of(first.trigger),
        f"these assignments set each other off without end, at one instant{case}: {way}",
        "let time or an event lie between them: `done on …`, or a milestone that happens once",
        tuple(
            Note(f"`{step.milestone.name}` goes on here", model.span_of(step.trigger))
            for step in others
        ),
    )


def _shown(step: Step) -> str:
    assigned = ", ".join(
        f"{name} = {'none' if value is None else shown(value)}"
        for name, value in step.assigned.items()
    )
    return f"`{step.milestone.name}` sets `{assigned}`"


CHECK = Check(
    code="P404",
    name="endless-assignments",
    title="Assignments that set each other off for ever",
    severity=Severity.ERROR,
    rationale=(
        "What a `set` action assigns is applied at once and may complete further milestones. "
        "Where two that happen again undo each other, the case changes without end in one "
        "second; at run time that is cut short and reported as unstable."
    ),
    bad="""\
case { turn_of us | them = us; status open | closed = open }

action hand_over set { turn_of = them }
action take_back set { turn_of = us }

process support {
  until status == closed
  milestone ours every 4h on always {
    done when turn_of == us
    once met do hand_over
  }
  milestone theirs every 8h on always {
    done when turn_of == them
    once met do take_back
  }
}
""",
    good="""\
case { turn_of us | them = us; status open | closed = open; events answered }

action hand_over set { turn_of = them }
action take_back set { turn_of = us }

process support {
  until status == closed
  milestone ours every 4h on always {
    done on answered when turn_of == us
    once met do hand_over
  }
  milestone theirs every 8h on always {
    done when turn_of == them
    once met do take_back
  }
}
""",
    run=run,
    extent=Extent.STATEMENT,
)
