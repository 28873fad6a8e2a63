"""Cases that nothing covers, in words: one example, and all combinations of what decides."""

from collections.abc import Iterable, Sequence

from milepost.diagnostics import Note
from milepost.ir.conditions import Condition
from milepost.semantics.regions.cells import Block, TooManyCellsError, blocks_of, open_cells
from milepost.semantics.regions.logic import Logic
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.values import shown

MOST_BLOCKS = 6
MOST_FIELDS = 4


def listed_fields(logic: Logic, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """Return the fields with listed values that conditions read, in declared order."""
    read = frozenset().union(*map(fields_in, conditions))
    return tuple(
        field.name
        for field in logic.record.fields
        if field.name in read and field.type in ("choice", "yes_no", "zone")
    )


def gap_notes(
    logic: Logic, inside: Sequence[Condition], outside: Sequence[Condition]
) -> tuple[Note, ...]:
    """Return notes on every combination of values that is left out, where there are several."""
    names = listed_fields(logic, outside)
    if not 0 < len(names) <= MOST_FIELDS:
        return ()
    try:
        blocks = blocks_of(tuple(open_cells(logic, names, inside, outside)))
    except TooManyCellsError:
        return ()
    if len(blocks) == 1 and all(len(values) == 1 for values in blocks[0].sets):
        return ()
    texts = [block_text(logic, names, block) for block in blocks[:MOST_BLOCKS]]
    if len(blocks) > MOST_BLOCKS:
        texts.append(f"and {len(blocks) - MOST_BLOCKS} more")
    return tuple(Note(text) for text in texts)


def block_text(logic: Logic, names: Sequence[str], block: Block) -> str:
    """Return a block as an author would list it; a field that may be anything is left out."""
    parts = [
        f"{name} = {' or '.join(map(shown, values))}"
        for name, values in zip(names, block.sets, strict=True)
        if len(values) < len(logic.values_of(name))
    ]
    return ", ".join(parts) or "any case"
