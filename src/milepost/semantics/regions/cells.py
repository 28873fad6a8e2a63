"""Combinations of values of listed fields, and the blocks they form."""

from collections.abc import Iterator, Sequence
from typing import Any

from milepost.frozen import frozen
from milepost.ir import conditions as ir
from milepost.semantics.regions.logic import Logic, No, Yes

#: Combinations that are tried at most.
MOST_CELLS = 2000
Values = tuple[ir.Constant, ...]


@frozen
class Block:
    """The combinations of some values of each field."""

    sets: tuple[Values, ...]


class TooManyCellsError(Exception):
    """Raised where fields have more combinations than anybody reads."""


def open_cells(
    logic: Logic,
    names: Sequence[str],
    inside: Sequence[ir.Condition],
    outside: Sequence[ir.Condition] = (),
) -> Iterator[Values]:
    """Yield the combinations of values with which a case is inside all and outside all.

    Whole branches are left out as soon as their first values exclude it.
    """
    yield from _opened(logic, tuple(names), (), tuple(inside), tuple(outside), [MOST_CELLS])


def _opened(
    logic: Logic,
    names: tuple[str, ...],
    chosen: Values,
    inside: tuple[ir.Condition, ...],
    outside: tuple[ir.Condition, ...],
    left: list[int],
) -> Iterator[Values]:
    left[0] -= 1
    if left[0] < 0:
        raise TooManyCellsError
    verdict = logic.uncovered(outside, *inside)
    if isinstance(verdict, No) or (len(chosen) == len(names) and not isinstance(verdict, Yes)):
        return
    if len(chosen) == len(names):
        yield chosen
        return
    name = names[len(chosen)]
    for value in logic.values_of(name):
        here = ir.In(ir.FieldOf(name), (value,))
        yield from _opened(logic, names, (*chosen, value), (*inside, here), outside, left)


def blocks_of(cells: Sequence[Values]) -> tuple[Block, ...]:
    """Return the blocks that cells form, neighbours joined field by field from the last.

    >>> blocks_of([("gold", "p1"), ("gold", "p2")])[0].sets
    (('gold',), ('p1', 'p2'))
    """
    blocks: list[tuple[Values, ...]] = [tuple((value,) for value in cell) for cell in cells]
    for place in reversed(range(len(cells[0]) if cells else 0)):
        joined: dict[Any, list[ir.Constant]] = {}
        for block in blocks:
            rest = (block[:place], block[place + 1 :])
            joined.setdefault(rest, []).extend(block[place])
        blocks = [(*before, tuple(values), *after) for (before, after), values in joined.items()]
    return tuple(Block(block) for block in blocks)
