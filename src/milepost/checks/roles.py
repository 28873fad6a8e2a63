"""Which milestones answer the customer and which solve the case, as their names say.

Only what a name says plainly counts: a milestone of another name may be either, and is left alone.
"""

from milepost.ir.processes import Milestone

_ANSWERS = frozenset(
    (
        *("acknowledge", "acknowledged", "acknowledgement", "acknowledgment", "answer", "answered"),
        *("reply", "replied", "respond", "response"),
    )
)
_SOLVES = frozenset(
    (
        *("closure", "fix", "fixed", "repair", "repaired", "resolution", "resolve", "resolved"),
        *("restoration", "restore", "restored", "solution", "solved"),
    )
)
#: Words that make an answer another one than the first.
_FURTHER = frozenset(
    (
        *("each", "every", "follow", "further", "later", "next", "ongoing", "second"),
        *("subsequent", "update", "updates", "weekly"),
    )
)


def is_answer(milestone: Milestone) -> bool:
    """Say whether a milestone is the first answer to the customer."""
    words = frozenset(milestone.name.split("_"))
    once = milestone.repeats == "no" and milestone.per is None
    return once and bool(words & _ANSWERS) and not words & (_FURTHER | _SOLVES)


def is_solution(milestone: Milestone) -> bool:
    """Say whether a milestone is the solution of the case."""
    words = frozenset(milestone.name.split("_"))
    once = milestone.repeats == "no" and milestone.per is None
    return once and bool(words & _SOLVES) and not words & (_FURTHER | _ANSWERS)
