"""Tree building: one method for each rule of the grammar.

A method's name is the rule's (or its alias), its arguments are the span and the rule's children by
position. Rules that only collect their children into a node stand in the tables of each module.
"""

from collections.abc import Callable, Sequence
from typing import Any

from milepost.diagnostics import Diagnostic
from milepost.source import Source, Span
from milepost.syntax.builder.calendars import CALENDAR_NODES, CalendarRules
from milepost.syntax.builder.conditions import CONDITION_NODES, ConditionRules
from milepost.syntax.builder.declarations import DECLARATION_NODES, DeclarationRules
from milepost.syntax.builder.processes import PROCESS_NODES, ProcessRules
from milepost.syntax.builder.targets import TARGET_NODES, TargetRules
from milepost.syntax.tables import Tables

NODES: dict[str, type] = {
    **CALENDAR_NODES,
    **CONDITION_NODES,
    **TARGET_NODES,
    **PROCESS_NODES,
    **DECLARATION_NODES,
}


class Builder(CalendarRules, ConditionRules, TargetRules, ProcessRules, DeclarationRules):
    """Builds the tree of one source and collects what is wrong with its literals and shapes."""

    def callbacks(self, tables: Tables) -> dict[str, Callable[[Sequence[Any], int, int], Any]]:
        """Return what to call for each rule of the table."""
        return {name: self.callback(name) for name in tables.callbacks}

    def callback(self, name: str) -> Callable[[Sequence[Any], int, int], Any]:
        """Return what to call for a rule."""
        source = self.source
        if name in NODES:
            made = NODES[name]
            return lambda children, start, end: made(*children, Span(source, start, end))
        method = getattr(self, name)
        return lambda children, start, end: method(Span(source, start, end), *children)


def builder_for(source: Source) -> tuple[Builder, list[Diagnostic]]:
    """Return a builder for a source and the list it reports to."""
    diagnostics: list[Diagnostic] = []
    return Builder(source, diagnostics), diagnostics
