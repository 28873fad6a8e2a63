"""Sets of values of one field, where being unset is a value of its own.

A field with listed values has a bit for each of them, in declared order, and one more for unset;
its sets are plain integers. Numbers are sets of intervals, texts are sets of words or all texts but
some. All three know `&`, `|`, `~` and whether they are empty, so that those who reason with them
need not ask which kind it is.
"""

from milepost.frozen import frozen

#: Beyond every number, instant, date and duration that a policy can write.
FAR = 1 << 62
Spans = tuple[tuple[int, int], ...]


@frozen
class Numbers:
    """A set of whole numbers, as intervals in order that do not touch, and whether unset is in."""

    spans: Spans
    unset: bool = False

    def __bool__(self) -> bool:
        return self.unset or bool(self.spans)

    def __and__(self, other: "Numbers") -> "Numbers":
        found = []
        mine, others = iter(self.spans), iter(other.spans)
        first, second = next(mine, None), next(others, None)
        while first is not None and second is not None:
            low, high = max(first[0], second[0]), min(first[1], second[1])
            if low <= high:
                found.append((low, high))
            if first[1] < second[1]:
                first = next(mine, None)
            else:
                second = next(others, None)
        return Numbers(tuple(found), self.unset and other.unset)

    def __or__(self, other: "Numbers") -> "Numbers":
        return Numbers(joined((*self.spans, *other.spans)), self.unset or other.unset)

    def __invert__(self) -> "Numbers":
        gaps = []
        begin = -FAR
        for low, high in self.spans:
            if begin < low:
                gaps.append((begin, low - 1))
            begin = high + 1
        if begin <= FAR:
            gaps.append((begin, FAR))
        return Numbers(tuple(gaps), not self.unset)


def joined(spans: Spans) -> Spans:
    """Return intervals in order, those that overlap or touch made one."""
    made: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return tuple(made)


@frozen
class Texts:
    """The listed words, or with `others` all texts but these; and whether unset is in."""

    words: frozenset[str]
    others: bool = False
    unset: bool = False

    def __bool__(self) -> bool:
        return self.unset or self.others or bool(self.words)

    def __and__(self, other: "Texts") -> "Texts":
        unset = self.unset and other.unset
        if self.others and other.others:
            return Texts(self.words | other.words, others=True, unset=unset)
        if self.others:
            return Texts(other.words - self.words, unset=unset)
        if other.others:
            return Texts(self.words - other.words, unset=unset)
        return Texts(self.words & other.words, unset=unset)

    def __or__(self, other: "Texts") -> "Texts":
        return ~(~self & ~other)

    def __invert__(self) -> "Texts":
        return Texts(self.words, not self.others, not self.unset)


Region = int | Numbers | Texts
EVERY_NUMBER = Numbers(((-FAR, FAR),), unset=True)
EVERY_TEXT = Texts(frozenset(), others=True, unset=True)
