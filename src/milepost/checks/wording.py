"""Lists and numbers in the sentences of findings."""

from collections.abc import Iterable, Sequence

from milepost.diagnostics import Note

MOST_NOTES = 4


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names in backticks as a list in words.

    >>> listed(["gold", "silver", "bronze"])
    '`gold`, `silver` and `bronze`'
    """
    *first, final = (f"`{name}`" for name in names)
    return f"{', '.join(first)} {last} {final}" if first else final


def plural(count: int, word: str) -> str:
    """Return a number and its noun.

    >>> plural(1, "day"), plural(1200, "minute")
    ('1 day', '1,200 minutes')
    """
    if count == 1:
        return f"1 {word}"
    return f"{count:,} {word}{'es' if word.endswith('s') else 's'}"


def noted(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return notes, those beyond the first few counted in one."""
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    return (*notes[:MOST_NOTES], Note(f"and {len(notes) - MOST_NOTES} more"))
