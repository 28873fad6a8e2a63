"""What a reduction does to the values on the stack.

A rule of the table selects children from its symbols, splices lists in and leaves holes. Here each
rule becomes four plain things that the driver's loop can use without asking what kind of rule it
is.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

from milepost.syntax.tables import Rule

#: What builds the value of a rule: from its children and the offsets where it starts and ends.
Callback: TypeAlias = Callable[[Sequence[Any], int, int], Any]
#: Selects the children among the symbols; None takes them all.
Pick: TypeAlias = Callable[[list[Any]], Sequence[Any]]
#: How many symbols go, what comes in their place, the selection, and the callback (None keeps the
#: list).
Reduction: TypeAlias = tuple[int, str, Pick | None, Callback | None]


def lone_child(children: Sequence[Any], _start: int, _end: int) -> Any:
    """Return the only child: the callback of a rule whose value is that of its child."""
    return children[0]


class Reductions(dict[int, Reduction]):
    """What to do for each rule, by the table's action `-1 - rule`.

    A file uses few of the rules; each is prepared when it is first met.
    """

    def __init__(self, rules: Sequence[Rule], callbacks: Mapping[str, Callback]) -> None:
        super().__init__()
        self.rules = rules
        self.callbacks = callbacks

    def __missing__(self, action: int) -> Reduction:
        rule = self.rules[-1 - action]
        made = (
            rule.length,
            rule.nonterminal,
            _pick(rule.children, rule.length),
            self.callbacks.get(rule.callback) if rule.callback else lone_child,
        )
        self[action] = made
        return made


@cache
def _pick(children: tuple[int | None, ...], length: int) -> Pick | None:
    if children == tuple(range(length)):
        return None
    plain = [child for child in children if child is not None and child >= 0]
    if len(plain) < len(children) and any(child is not None and child < 0 for child in children):
        return _splicing(children)
    if not plain and None not in children:
        return _none
    if None not in children and len(plain) == 1:
        return itemgetter(slice(plain[0], plain[0] + 1))
    getter = itemgetter(*(length if child is None else child for child in children))
    if len(children) == 1:
        return lambda _symbols: (None,)
    if None not in children:
        return getter
    return lambda symbols: getter((*symbols, None))


def _splicing(children: tuple[int | None, ...]) -> Pick:
    """Return a selection that splices lists in. The first of them is grown, not copied.

    It has no other use.
    """
    first, *others = children
    if first is not None and first < 0 and len(others) == 1 and others[0] and others[0] > 0:
        return _growing(-1 - first, others[0])

    def pick(symbols: list[Any]) -> list[Any]:
        picked: list[Any] = []
        for child in children:
            if child is None:
                picked.append(None)
            elif child >= 0:
                picked.append(symbols[child])
            elif picked:
                picked += symbols[-1 - child]
            else:
                picked = symbols[-1 - child]
        return picked

    return pick


def _growing(grown: int, added: int) -> Pick:
    def pick(symbols: list[Any]) -> list[Any]:
        longer: list[Any] = symbols[grown]
        longer.append(symbols[added])
        return longer

    return pick


def _none(_symbols: list[Any]) -> tuple[()]:
    return ()
