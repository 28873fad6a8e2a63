"""Processes without their milestones: facts for checks that compare what processes take."""

from collections.abc import Iterator

from milepost.semantics.model import Model
from milepost.source import Span
from milepost.syntax.ast.processes import Milestone, Process


def heads(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield where each process stands, and its text without the milestones."""
    for file in model.project.files:
        for tree in file.parsed.policy.statements:
            if isinstance(tree, Process):
                yield tree.span, " ".join(_parts(tree))


def _parts(tree: Process) -> Iterator[str]:
    text, start = tree.span.source.text, tree.span.start
    for line in tree.lines:
        if isinstance(line, Milestone):
            yield from text[start : line.span.start].split()
            start = line.span.end
    yield from text[start : tree.span.end].split()
