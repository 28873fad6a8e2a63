"""Conditions of which some parts are answered already: what is left to ask."""

from collections.abc import Callable, Iterator

from milepost.ir import conditions as ir

#: A condition, or the answer to it.
Settled = ir.Condition | bool


#: What is known of an atom of a condition: whether it holds, or None.
Answers = Callable[[ir.Condition], bool | None]


def settled(condition: ir.Condition, answers: Answers) -> Settled:
    """Return a condition without the atoms that are answered, or the answer to the whole."""
    match condition:
        case ir.And():
            return _joined(condition, answers, ends_it=False)
        case ir.Or():
            return _joined(condition, answers, ends_it=True)
        case ir.Not():
            inner = settled(condition.condition, answers)
            if isinstance(inner, bool):
                return not inner
            return condition if inner is condition.condition else ir.Not(inner)
    known = answers(condition)
    return condition if known is None else known


def without_milestones(is_met: Callable[[str], bool]) -> Answers:
    """Return the answers where some milestones are never met.

    An instant that never comes is unset: what compares it does not hold.
    """
    return lambda atom: None if all(map(is_met, milestones_in(atom))) else False


def milestones_in(condition: ir.Condition | None) -> Iterator[str]:
    """Yield the milestones that a condition asks for."""
    match condition:
        case ir.And() | ir.Or():
            for part in condition.conditions:
                yield from milestones_in(part)
        case ir.Not():
            yield from milestones_in(condition.condition)
        case ir.Compare():
            yield from _milestone_of(condition.left)
            yield from _milestone_of(condition.right)
        case ir.In() | ir.InRange() | ir.IsSet():
            yield from _milestone_of(condition.operand)
        case ir.During():
            yield from _milestone_of(condition.instant)


def _milestone_of(operand: ir.Operand) -> Iterator[str]:
    while isinstance(operand, ir.After):
        operand = operand.instant
    if isinstance(operand, ir.MilestoneOf):
        yield operand.milestone


def _joined(condition: ir.And | ir.Or, answers: Answers, *, ends_it: bool) -> Settled:
    """Settle the parts of a list; one whose answer is `ends_it` answers for the whole."""
    left: list[ir.Condition] = []
    for part in condition.conditions:
        found = settled(part, answers)
        if isinstance(found, bool):
            if found is ends_it:
                return ends_it
        else:
            left.append(found)
    if not left:
        return not ends_it
    if len(left) == len(condition.conditions) and all(
        one is other for one, other in zip(left, condition.conditions, strict=True)
    ):
        return condition
    return left[0] if len(left) == 1 else type(condition)(tuple(left))
