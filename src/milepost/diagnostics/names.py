"""Names a reader may have meant."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to a misspelt one, or None when none is close.

    Close means: at most a third of the letters are wrong, a swap of neighbours counting as one.
    Of equally close names the first in alphabetical order is taken.
    """
    limit = max(1, len(name) // 3)
    best: tuple[int, str] | None = None
    folded = name.lower()
    for candidate in sorted(set(known)):
        if abs(len(candidate) - len(name)) > limit:
            continue
        distance = _distance(folded, candidate.lower(), limit)
        if distance <= limit and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return ``did you mean `x`?`` for the nearest known name, or None."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else None


def _distance(left: str, right: str, limit: int) -> int:
    """Return the optimal string alignment distance, or `limit + 1` when it is surely greater."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        current = [row]
        for column, b in enumerate(right, 1):
            cost = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (a != b))
            swapped = row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return above[-1]
