"""Processes without their milestones: facts for checks that compare what processes take."""

from collections.abc import Iterator

from milepost.semantics.model import Model
from milepost.source import Span
from milepost.syntax.ast.processes import Milestone, Process


def heads(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield where each process stands, and what it says beside its milestones."""
    for file in model.project.files:
        for tree in file.parsed.policy.statements:
            if isinstance(tree, Process):
                yield tree.span, "; ".join(_parts(tree))


def _parts(tree: Process) -> Iterator[str]:
    yield tree.name.text
    yield tree.record.text if tree.record else ""
    yield f"{tree.version} {tree.takes_over} {tree.retired}"
    yield tree.effective.span.text if tree.effective else ""
    yield from (line.span.text for line in tree.lines if not isinstance(line, Milestone))
