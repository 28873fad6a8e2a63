"""Bounds on differences of whole numbers: whether they can all be kept, and by which numbers.

The closure of all bounds (Floyd and Warshall) tells whether they contradict each other. Numbers are
then chosen one variable at a time, as near to a wish as the bounds allow, which a closed system
never refuses.
"""

from collections.abc import Mapping, Sequence

from milepost.semantics.regions.formula import Difference, Variable
from milepost.semantics.regions.values import FAR

#: Stands for nought among the variables.
_ZERO = None
_Node = Variable | None
_Bounds = dict[tuple[_Node, _Node], int]


def chosen(
    limits: Mapping[Variable, tuple[int, int]],
    differences: Sequence[Difference],
    wishes: Mapping[Variable, int],
) -> dict[Variable, int] | None:
    """Return a number for each limited variable that keeps all bounds, or None when none can.

    Variables are settled in the order of `limits`; one without a wish is wished to be where the
    first one of its type is.
    """
    nodes: tuple[_Node, ...] = (_ZERO, *limits)
    bounds: _Bounds = {}
    for variable, (low, high) in limits.items():
        if high < FAR:
            bounds[variable, _ZERO] = high
        if low > -FAR:
            bounds[_ZERO, variable] = -low
    for one in differences:
        _tighten(bounds, one.left, one.right, one.bound)
    if not _close(nodes, bounds):
        return None
    found: dict[Variable, int] = {}
    bases: dict[str, int] = {}
    for variable in limits:
        low = -bounds.get((_ZERO, variable), FAR)
        high = bounds.get((variable, _ZERO), FAR)
        for other, value in found.items():
            low = max(low, value - bounds.get((other, variable), FAR))
            high = min(high, value + bounds.get((variable, other), FAR))
        wish = wishes.get(variable, bases.get(variable.type, 0))
        found[variable] = min(max(wish, low), high)
        bases.setdefault(variable.type, found[variable])
    return found


def _tighten(bounds: _Bounds, left: _Node, right: _Node, bound: int) -> None:
    known = bounds.get((left, right))
    if known is None or bound < known:
        bounds[left, right] = bound


def _close(nodes: Sequence[_Node], bounds: _Bounds) -> bool:
    """Add the bounds that follow from others; say whether none contradicts another."""
    for middle in nodes:
        into = [(one, bounds[one, middle]) for one in nodes if (one, middle) in bounds]
        out = [(one, bounds[middle, one]) for one in nodes if (middle, one) in bounds]
        for left, first in into:
            for right, second in out:
                if left is not right:
                    _tighten(bounds, left, right, first + second)
                elif first + second < 0:
                    return False
    return True
