"""Changed rows of the table of bounds: which promises take longer, and which less, than before."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from milepost.cli.bounds import span_text
from milepost.exporters.words import target_text
from milepost.frozen import frozen
from milepost.ir.schedule import Bound

#: What a change is called, the worst first.
VERDICTS = ("slower", "gone", "changed", "new", "faster")


@frozen
class Change:
    """A promise of a milestone before and after; one of them is None where there was, or is, none.

    Of several promises of a milestone, those that differ are paired in the order written.
    """

    process: str
    version: int
    milestone: str
    before: Bound | None
    after: Bound | None

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`: by the longest time, which is what a customer waits for."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        if self.after.longest == self.before.longest:
            return "changed"
        return "slower" if self.after.longest > self.before.longest else "faster"


def changes_between(before: Iterable[Bound], after: Iterable[Bound]) -> tuple[Change, ...]:
    """Return the rows that differ, the worst first, then in the order written."""
    old, new = _by_milestone(before), _by_milestone(after)
    found: list[Change] = []
    for key in dict.fromkeys((*new, *old)):
        rows, others = old.get(key, []), new.get(key, [])
        gone = [row for row in rows if row not in others]
        come = [row for row in others if row not in rows]
        found += [Change(*key, *pair) for pair in zip_longest(gone, come)]
    return tuple(sorted(found, key=lambda change: VERDICTS.index(change.verdict)))


def markdown(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield the lines of a Markdown table of changes."""
    if not changes:
        yield "No bound changes."
        return
    yield "| | process | milestone | promise | longest | shortest |"
    yield "|---|---|---|---|---|---|"
    for change in changes:
        verdict = "**slower**" if change.verdict == "slower" else change.verdict
        cells = (verdict, _process(change), change.milestone, *_cells(change))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def lines(changes: tuple[Change, ...]) -> Iterator[str]:
    """Yield a line of text for each change."""
    if not changes:
        yield "no bound changes"
    for change in changes:
        promise, longest, _ = _cells(change)
        where = f"{_process(change)}: {change.milestone}"
        yield f"{change.verdict:<8} {where} within {promise}: at most {longest}"


def row(change: Change) -> dict[str, object]:
    """Return a change as a JSON value."""
    return {
        "verdict": change.verdict,
        "process": change.process,
        "version": change.version,
        "milestone": change.milestone,
        "before": _bound(change.before),
        "after": _bound(change.after),
    }


def _by_milestone(bounds: Iterable[Bound]) -> dict[tuple[str, int, str], list[Bound]]:
    found: dict[tuple[str, int, str], list[Bound]] = {}
    for bound in bounds:
        found.setdefault((bound.process, bound.version, bound.milestone), []).append(bound)
    return found


def _process(change: Change) -> str:
    return change.process if change.version == 1 else f"{change.process}, version {change.version}"


def _cells(change: Change) -> tuple[str, str, str]:
    """Return promise, longest and shortest time, as they were and as they are."""
    pairs = [
        (text, span_text(bound.longest), span_text(bound.shortest))
        for bound in (change.before, change.after)
        if bound is not None
        for text in (_promise(bound),)
    ]
    promise, longest, shortest = (
        " → ".join(dict.fromkeys(column)) for column in zip(*pairs, strict=True)
    )
    return promise, longest, shortest


def _promise(bound: Bound) -> str:
    text = target_text(bound.target)
    return text if f" on {bound.calendar}" in text else f"{text} on {bound.calendar}"


def _bound(bound: Bound | None) -> dict[str, object] | None:
    if bound is None:
        return None
    return {
        "target": target_text(bound.target),
        "calendar": bound.calendar,
        "shortest": bound.shortest,
        "longest": bound.longest,
    }
