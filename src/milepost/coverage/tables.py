"""The matrix as tables of words: what every form of it shows, in order."""

from collections.abc import Iterator

from milepost.coverage.matrix import NOTHING, Coverage
from milepost.frozen import frozen

_MOST_ROWS = 200


@frozen
class Table:
    """A table with a title; `kind` says whether it is of promises, gaps or rivals.

    The first `fields` columns say for whom.
    """

    title: str
    kind: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fields: int
    note: str = ""


def tables_of(coverage: Coverage) -> Iterator[Table]:
    """Yield a table for each process, then what no process takes, and what two claim."""
    fields = coverage.fields
    for part in coverage.parts:
        label = f" “{part.label}”" if part.label else ""
        rows = tuple((*row.fields, *row.promises) for row in part.rows)
        note = "" if rows else "no case" if coverage.is_whole else "too many combinations"
        yield Table(
            f"{part.process}{label}",
            "promises",
            (*fields, *part.milestones),
            rows,
            len(fields),
            note,
        )
    if coverage.parts and (coverage.gaps or not fields):
        rows = coverage.gaps if fields else ()
        if rows:
            yield Table("taken by no process", "gaps", fields, rows, len(fields))
    for rivals in coverage.rivals:
        first, second = rivals.processes
        title = f"claimed by both {first} and {second}"
        rows = rivals.rows if fields else ()
        note = "" if rows else "any case"
        yield Table(title, "rivals", fields, rows, len(fields), note)


def is_nothing(text: str) -> bool:
    """Say whether a cell promises nothing."""
    return text == NOTHING or text.startswith("none")


def text_of(coverage: Coverage) -> str:
    """Return the tables for a terminal."""
    lines: list[str] = []
    for table in tables_of(coverage):
        lines += [table.title, *_grid(table), ""]
    return "\n".join(lines[:-1]) + "\n" if lines else "no process\n"


def _grid(table: Table) -> Iterator[str]:
    if table.note:
        yield f"  {table.note}"
    if not table.rows:
        return
    rows = (table.head, *table.rows[:_MOST_ROWS]) if table.head else table.rows
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
    if len(table.rows) > _MOST_ROWS:
        yield f"  and {len(table.rows) - _MOST_ROWS} more"


def markdown_of(coverage: Coverage) -> str:
    """Return the tables as Markdown."""
    lines: list[str] = []
    for table in tables_of(coverage):
        lines += [f"## {table.title}", ""]
        if table.note:
            lines += [table.note, ""]
        if table.rows and table.head:
            lines += [_row(table.head), _row(tuple("---" for _ in table.head))]
            lines += [*map(_row, table.rows), ""]
    return "\n".join(lines[:-1]) + "\n" if lines else "no process\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def plain_of(coverage: Coverage) -> dict[str, object]:
    """Return the matrix for JSON."""
    return {
        "record": coverage.record,
        "fields": list(coverage.fields),
        "complete": coverage.is_whole,
        "processes": [
            {
                "process": part.process,
                "label": part.label or None,
                "rows": [
                    {
                        "for": dict(zip(coverage.fields, row.fields, strict=True)),
                        "promises": dict(zip(part.milestones, row.promises, strict=True)),
                    }
                    for row in part.rows
                ],
            }
            for part in coverage.parts
        ],
        "gaps": [dict(zip(coverage.fields, gap, strict=True)) for gap in coverage.gaps],
        "competing": [
            {
                "processes": list(rivals.processes),
                "for": [dict(zip(coverage.fields, row, strict=True)) for row in rivals.rows],
            }
            for rivals in coverage.rivals
        ],
    }
