"""The shape of each kind of metadata, made from the annotations of its class.

The reader and the writer both go by it, so neither can know an element that the other does not.
"""

import re
import types
from functools import cache
from typing import Any, get_args

from milepost.frozen import frozen
from milepost.salesforce import metadata

#: Elements whose names are not those of their fields in camel case.
_NAMES = {"object": "SObjectType"}
#: Kinds that lie in files of their own: `full_name` is the file's name and no element.
FILE_KINDS = (
    metadata.EntitlementProcess,
    metadata.MilestoneType,
    metadata.EntitlementTemplate,
    metadata.Workflow,
)
#: The root element of each file.
ROOTS: dict[type, str] = {
    metadata.EntitlementProcess: "EntitlementProcess",
    metadata.MilestoneType: "MilestoneType",
    metadata.EntitlementTemplate: "EntitlementTemplate",
    metadata.BusinessHoursSettings: "BusinessHoursSettings",
    metadata.EntitlementSettings: "EntitlementSettings",
    metadata.Workflow: "Workflow",
}
#: Elements of a workflow file that are not actions; they are none of our business.
PASSED_OVER: dict[type, frozenset[str]] = {
    metadata.Workflow: frozenset(("fullName", "rules", "knowledgePublishes", "send")),
    metadata.FlowAction: frozenset(("flowInputs",)),
}


@frozen
class Member:
    """A field of a kind of metadata: its element, what it holds, and whether it may repeat."""

    name: str
    element: str
    holds: type
    repeats: bool


@cache
def shape_of(kind: type) -> tuple[Member, ...]:
    """Return the members of a kind of metadata, in the order of the XSD."""
    skipped = ("span", "full_name") if kind in FILE_KINDS else ("span",)
    return tuple(
        _member(name, annotation)
        for name, annotation in kind.__annotations__.items()
        if name not in skipped
    )


def element_of(name: str) -> str:
    """Return what the element of a field is called.

    >>> element_of("milestone_criteria_filter_items"), element_of("object")
    ('milestoneCriteriaFilterItems', 'SObjectType')
    """
    return _NAMES.get(name) or re.sub(r"_([a-z])", lambda found: found[1].upper(), name)


def _member(name: str, annotation: Any) -> Member:
    if isinstance(annotation, types.UnionType):
        holds = next(one for one in get_args(annotation) if one is not types.NoneType)
        return Member(name, element_of(name), holds, repeats=False)
    return Member(name, element_of(name), get_args(annotation)[0], repeats=True)
