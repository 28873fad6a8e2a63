"""A due time as a function of its start: exact over every start, because it is linear in pieces.

Between two breaks a due either stands still or runs along with its start. So the whole function is
a list of pieces, and what is asked about *every* start (how long at most? ever later than another?)
is asked about the ends of pieces.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from milepost.clock.limits import BEYOND
from milepost.frozen import frozen


@frozen
class Pieces:
    """The dues of all starts from `starts[0]` to `last`.

    From `starts[i]` up to the next break the due is `dues[i]`, and runs along with the start where
    `runs[i]` is 1. `BEYOND` stands for dues after the horizon.
    """

    starts: tuple[int, ...]
    dues: tuple[int, ...]
    runs: tuple[int, ...]
    last: int

    def at(self, start: int) -> int:
        """Return the due of a start."""
        index = bisect_right(self.starts, start) - 1
        return self.dues[index] + self.runs[index] * (start - self.starts[index])

    def segments(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the first start of each piece, its last, the due of the first, and 1 if it runs."""
        ends = (*self.starts[1:], self.last + 1)
        for start, end, due, runs in zip(self.starts, ends, self.dues, self.runs, strict=True):
            yield start, end - 1, due, runs


@frozen
class Stretch:
    """Starts side by side for which something holds."""

    first: int
    last: int


def traced(at: Callable[[int], int], breaks: Iterable[int], first: int, last: int) -> Pieces:
    """Return a function as pieces; `breaks` are the starts at which a piece may begin.

    More breaks than there are do no harm.
    """
    inside = sorted({first, last + 1, *(start for start in breaks if first < start <= last)})
    starts: list[int] = []
    dues: list[int] = []
    runs: list[int] = []
    for start, following in pairwise(inside):
        for begin, end, due, running in _linear(at, start, following - 1):
            goes_on = starts and due == dues[-1] + runs[-1] * (begin - starts[-1])
            if goes_on and (running == runs[-1] or begin == end):
                continue
            starts.append(begin)
            dues.append(due)
            runs.append(running)
    return Pieces(tuple(starts), tuple(dues), tuple(runs), last)


def smallest(parts: Iterable[Pieces]) -> Pieces:
    """Return the earliest of several dues for each start."""
    return _joined(parts, min)


def largest(parts: Iterable[Pieces]) -> Pieces:
    """Return the latest of several dues for each start."""
    return _joined(parts, max)


def composed(
    inner: Pieces, outer: Callable[[int], int], breaks: Callable[[int, int], Iterable[int]]
) -> Pieces:
    """Return a function of the due for each start; `breaks` are those of the outer between two."""

    def at(start: int) -> int:
        due = inner.at(start)
        return outer(due) if due < BEYOND else BEYOND

    def all_breaks() -> Iterator[int]:
        for first, last, due, runs in inner.segments():
            yield first
            if runs and due < BEYOND:
                for broken in breaks(due, due + last - first):
                    yield first + broken - due

    return traced(at, all_breaks(), inner.starts[0], inner.last)


def later(one: Pieces, other: Pieces, margin: int = 0) -> Iterator[Stretch]:
    """Yield the stretches of starts for which one due lies more than `margin` behind the other.

    Starts of which a due lies beyond the horizon are left out.
    """
    open_stretch: Stretch | None = None
    for first, last, due, runs, against, also in _side_by_side(one, other):
        if due >= BEYOND or against >= BEYOND:
            continue
        found = _positive(first, last, due - against - margin, runs - also)
        if found is None:
            continue
        if open_stretch is not None and found.first == open_stretch.last + 1:
            open_stretch = Stretch(open_stretch.first, found.last)
            continue
        if open_stretch is not None:
            yield open_stretch
        open_stretch = found
    if open_stretch is not None:
        yield open_stretch


def _side_by_side(one: Pieces, other: Pieces) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Yield the pieces that both are linear on: first and last start, due and run of either."""
    begin, last = max(one.starts[0], other.starts[0]), min(one.last, other.last)
    if begin > last:
        return
    left, right = bisect_right(one.starts, begin) - 1, bisect_right(other.starts, begin) - 1
    while begin <= last:
        ends_left = one.starts[left + 1] if left + 1 < len(one.starts) else one.last + 1
        ends_right = other.starts[right + 1] if right + 1 < len(other.starts) else other.last + 1
        end = min(ends_left, ends_right, last + 1)
        runs, also = one.runs[left], other.runs[right]
        due = one.dues[left] + runs * (begin - one.starts[left])
        against = other.dues[right] + also * (begin - other.starts[right])
        yield begin, end - 1, due, runs, against, also
        left += ends_left == end
        right += ends_right == end
        begin = end


def _positive(first: int, last: int, value: int, slope: int) -> Stretch | None:
    """Return the starts of a piece at which a linear function lies above nought."""
    if slope == 0:
        return Stretch(first, last) if value > 0 else None
    if slope > 0:
        begin = first if value > 0 else first - value + 1
        return Stretch(begin, last) if begin <= last else None
    end = min(last, first + value - 1)
    return Stretch(first, end) if end >= first else None


def _joined(parts: Iterable[Pieces], choose: Callable[[int, int], int]) -> Pieces:
    found, *others = parts
    for other in others:
        found = _chosen(found, other, choose)
    return found


def _chosen(one: Pieces, other: Pieces, choose: Callable[[int, int], int]) -> Pieces:
    def breaks() -> Iterator[int]:
        for first, _, due, runs, against, also in _side_by_side(one, other):
            yield first
            # Where one stands and the other runs they may meet: there the other begins to count.
            if runs != also and due < BEYOND and against < BEYOND:
                yield first + abs(due - against)
                yield first + abs(due - against) + 1

    first, last = max(one.starts[0], other.starts[0]), min(one.last, other.last)
    return traced(lambda start: choose(one.at(start), other.at(start)), breaks(), first, last)


def _linear(at: Callable[[int], int], first: int, last: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pieces between two starts: one, unless the due passes the horizon between them."""
    begins, ends = at(first), at(last)
    if ends == begins:
        yield first, last, begins, 0
    elif ends - begins == last - first:
        yield first, last, begins, 1
    else:
        middle = (first + last) // 2
        yield from _linear(at, first, middle)
        yield from _linear(at, middle + 1, last)
