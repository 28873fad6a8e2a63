"""Tables: targets or values by the fields of a case, checked for shape."""

from collections.abc import Sequence
from typing import Any

from milepost.diagnostics import Note
from milepost.ir import targets as ir
from milepost.ir.schedule import Field
from milepost.semantics import codes
from milepost.semantics.context import Context
from milepost.semantics.frame import Frame, find_field
from milepost.semantics.records import sources_of
from milepost.semantics.targets import resolve_rolling, resolve_target
from milepost.semantics.values import constant, shown
from milepost.syntax.ast import targets as ast
from milepost.syntax.ast.literals import Name, RangeKey

MILESTONE = "milestone"
_ANY = ("any", "else")
Keys = tuple[Any, ...]


def resolve_table(
    context: Context, frame: Frame, tree: ast.Table, derives: Field | None
) -> ir.Table | None:
    """Return a compiled table, or None when its shape is wrong.

    `derives` is the field that the table computes, or None for a table of targets. `frame` lists
    the milestones of all processes, for tables by milestone.
    """
    dimensions = [_dimension(context, frame, name) for name in tree.by]
    if None in dimensions:
        return None
    fields = [field for field in dimensions if field]
    by_columns = len(fields) > 1
    header = context.once(tree.lines, ast.Header, "the header")
    if not _header_fits(context, tree, header, by_columns=by_columns):
        return None
    columns = _columns(context, fields[-1], header) if header else ((),)
    row_fields = fields[:-1] if by_columns else fields
    rows = []
    good = columns is not None
    seen: dict[Keys, Any] = {}
    for line in tree.lines:
        if not isinstance(line, ast.Row):
            continue
        row = _row(context, frame, line, row_fields, len(columns or ()), derives)
        good = good and row is not None
        if row is None:
            continue
        first = seen.setdefault(row.keys, line)
        if first is not line:
            _repeated(context, line, first)
            good = False
        rows.append(row)
    if good and not rows:
        _misshapen(context, f"table `{tree.name.text}` has no rows", tree.name.span, "add a row")
    if not good or columns is None or not rows:
        return None
    table = ir.Table(
        tree.name.text,
        tuple(name.text for name in tree.by),
        columns if by_columns else (),
        tuple(rows),
        tree.label.value if tree.label else None,
        sources_of(tree.lines),
    )
    return context.spans.place(table, tree.name.span)


def _dimension(context: Context, frame: Frame, name: Name) -> Field | None:
    if name.text == MILESTONE and MILESTONE not in frame.fields:
        return Field(MILESTONE, "choice", frame.milestones)
    return find_field(context, frame, name)


def _header_fits(
    context: Context, tree: ast.Table, header: ast.Header | None, *, by_columns: bool
) -> bool:
    if by_columns and header is None:
        last = tree.by[-1].text
        _misshapen(
            context,
            f"table `{tree.name.text}` has no header",
            tree.name.span,
            f"begin it with a line of the values of `{last}`: `| … | …`",
        )
        return False
    if header is not None and not by_columns:
        _misshapen(
            context,
            f"table `{tree.name.text}` has a header but one dimension",
            header.span,
            f"remove the line, or add a dimension: `by {tree.by[0].text}, …`",
        )
        return False
    return True


def _columns(context: Context, field: Field, header: ast.Header) -> tuple[Keys, ...] | None:
    columns = [_keys(context, field, keys) for keys in header.columns]
    if None in columns:
        return None
    seen: set[Any] = set()
    for keys, written in zip(columns, header.columns, strict=True):
        for key in keys or ():
            if key in seen:
                _misshapen(
                    context,
                    f"column `{shown(key)}` stands twice",
                    written[0].span,
                    "keep one of them",
                )
                return None
            seen.add(key)
    return tuple(keys for keys in columns if keys is not None)


def _row(
    context: Context,
    frame: Frame,
    line: ast.Row,
    fields: Sequence[Field],
    width: int,
    derives: Field | None,
) -> ir.Row | None:
    if len(line.keys) != len(fields):
        names = ", ".join(f"`{field.name}`" for field in fields)
        _misshapen(
            context,
            f"row names {len(line.keys)} values, the table needs {len(fields)}",
            line.span,
            f"one value each of {names}, with commas between; `or` joins values of one field",
        )
        return None
    if len(line.cells) != width and width:
        _misshapen(
            context,
            f"row has {len(line.cells)} {'cell' if len(line.cells) == 1 else 'cells'}, "
            f"the table has {width} {'column' if width == 1 else 'columns'}",
            line.span,
            "write `none` where nothing is promised",
        )
        return None
    keys = [
        _keys(context, field, written) for field, written in zip(fields, line.keys, strict=True)
    ]
    cells = [_cell(context, frame, cell, derives) for cell in line.cells]
    if None in keys or None in cells:
        return None
    row = ir.Row(
        tuple(found for found in keys if found is not None),
        tuple(cell for cell in cells if cell is not None),
    )
    return context.spans.place(row, line.span)


def _keys(context: Context, field: Field, written: Sequence[Any]) -> Keys | None:
    """Return the constants of a label; nothing stands for `any` and `else`."""
    if len(written) == 1 and isinstance(written[0], Name) and written[0].text in _ANY:
        return ()
    keys: list[Any] = []
    for key in written:
        if isinstance(key, RangeKey) and field.type == "integer":
            keys.append((key.low.value, key.high.value))
            continue
        value = constant(context, field, key)
        if value is None:
            return None
        keys.append(value)
    return tuple(keys)


def _cell(context: Context, frame: Frame, cell: ast.Cell, derives: Field | None) -> ir.Cell | None:
    if derives is not None:
        return _value_cell(context, cell, derives)
    if isinstance(cell, ast.Nothing):
        words = cell.words.value if cell.words else None
        return context.spans.place(ir.TargetCell(ir.NoTarget(words)), cell.span)
    if isinstance(cell, ast.ValueCell):
        if not (isinstance(cell.value, Name) and context.is_lost(cell.value.text)):
            _misshapen(
                context,
                f"`{cell.span.text}` is not a target",
                cell.span,
                "write a target such as `4h`, `1 business day on office` or `none`",
            )
        return None
    target = resolve_target(context, frame, cell.target)
    rolling = resolve_rolling(context, frame, cell.rolling)
    if target is None or (cell.rolling and rolling is None):
        return None
    return context.spans.place(ir.TargetCell(target, rolling), cell.span)


def _value_cell(context: Context, cell: ast.Cell, derives: Field) -> ir.Cell | None:
    if isinstance(cell, ast.Nothing) and cell.words is None:
        cell = ast.ValueCell(Name("none", cell.span), cell.span)
    if not isinstance(cell, ast.ValueCell):
        _misshapen(
            context,
            f"the table computes `{derives.name}`, but this cell is a target",
            cell.span,
            f"write a value of `{derives.name}`",
        )
        return None
    value = constant(context, derives, cell.value)
    return None if value is None else context.spans.place(ir.ValueCell(value), cell.span)


def _repeated(context: Context, line: ast.Row, first: ast.Row) -> None:
    label = ", ".join(" or ".join(key.span.text for key in keys) for keys in line.keys)
    context.error(
        codes.TABLE_SHAPE,
        f"two rows for `{label}`",
        line.span,
        "the first row counts; remove or change one of them",
        (Note("the first one", first.span),),
    )


def _misshapen(context: Context, message: str, span: Any, remedy: str) -> None:
    context.error(codes.TABLE_SHAPE, message, span, remedy)
