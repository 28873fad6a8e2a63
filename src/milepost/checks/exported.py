"""What checks of a target ask: whether a policy goes there, and how things are called there."""

from milepost.ir.processes import Milestone, Process
from milepost.ir.schedule import Export
from milepost.semantics.model import Model

SALESFORCE = "salesforce"


def export_to(model: Model, target: str) -> Export | None:
    """Return the export block for a target, or None when the policy does not go there."""
    return next((export for export in model.exports if export.target == target), None)


def completed_outside(export: Export, milestone: Milestone) -> bool:
    """Say whether the export block tells what completes a milestone: `completed_by "name", "…"`."""
    names = (milestone.name, shown_name(milestone))
    return any(
        setting.name == "completed_by" and setting.values and setting.values[0] in names
        for setting in export.settings
    )


def shown_name(thing: Process | Milestone) -> str:
    """Return what a thing is called where people see it."""
    return thing.label or thing.name
