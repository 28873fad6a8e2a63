"""Relations between two choices, two answers or two texts, settled by trying values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from milepost.semantics.regions.formula import Related, Variable
from milepost.semantics.regions.values import Texts
from milepost.semantics.regions.vocabulary import COMPARE

_Regions = dict[Variable, Any]


def fitting(
    regions: Mapping[Variable, Any], related: Sequence[Related], step: Callable[[], None]
) -> Iterator[_Regions]:
    """Yield the regions with one value for each related variable, so that all relations hold."""
    if not related:
        yield dict(regions)
        return
    variables = tuple(dict.fromkeys(side for one in related for side in (one.left, one.right)))
    texts = [one for one in variables if one.kind == "text"]
    words = {word for one in texts for word in regions.get(one, one.universe).words}
    spare = tuple(_spare(words, len(texts)))
    candidates = {
        one: _candidates(one, regions.get(one, one.universe), (*sorted(words), *spare))
        for one in variables
    }
    yield from _extended(dict(regions), {}, variables, candidates, related, step)


def _extended(
    regions: _Regions,
    values: dict[Variable, Any],
    variables: Sequence[Variable],
    candidates: Mapping[Variable, Sequence[Any]],
    related: Sequence[Related],
    step: Callable[[], None],
) -> Iterator[_Regions]:
    if len(values) == len(variables):
        yield regions | {one: _single(one, value) for one, value in values.items()}
        return
    variable = variables[len(values)]
    for value in candidates[variable]:
        step()
        tried = values | {variable: value}
        if all(_keeps(one, tried) for one in related):
            yield from _extended(regions, tried, variables, candidates, related, step)


def _keeps(one: Related, values: Mapping[Variable, Any]) -> bool:
    if one.left not in values or one.right not in values:
        return True
    return relates(one, values[one.left], values[one.right]) == one.holds


def relates(one: Related, left: Any, right: Any) -> bool:
    """Say whether two values, both set, stand in the relation that is named."""
    if one.operator == "==":
        return bool(left == right)
    order = one.left.values
    if left not in order or right not in order:
        return False
    return COMPARE[one.operator](order.index(left), order.index(right))


def _candidates(variable: Variable, region: Any, words: Sequence[str]) -> tuple[Any, ...]:
    if isinstance(region, Texts):
        if region.others:
            return tuple(word for word in words if word not in region.words)
        return tuple(sorted(region.words))
    return tuple(value for at, value in enumerate(variable.values) if region >> at & 1)


def _spare(words: set[str], count: int) -> Iterator[str]:
    """Yield words that no condition names: as many as there are texts, all may differ."""
    number = 0
    while count:
        number += 1
        word = f"text {number}"
        if word not in words:
            count -= 1
            yield word


def _single(variable: Variable, value: Any) -> Any:
    if variable.kind == "text":
        return Texts(frozenset((value,)))
    return 1 << variable.values.index(value)
