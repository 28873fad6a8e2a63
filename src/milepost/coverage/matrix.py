"""The matrix: for each process the combinations of field values, and what each milestone promises.

The fields are those with listed values that decide about promises: `for` and `when` of processes,
`when` of milestones and target lines, and tables read them. Fields that tell how far a case has
come (they pause, end or complete something) are left out, and so are those beyond the first few; a
promise that hangs on them is shown with its condition. Combinations with the same promises stand
together.
"""

from collections.abc import Iterable, Iterator, Sequence

from milepost.frozen import frozen
from milepost.ir.conditions import And, Condition, FieldOf, In, IsSet, Not
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import TableTarget, TargetCell
from milepost.semantics.claims import Claim, Precedence, claims_of
from milepost.semantics.model import Model
from milepost.semantics.regions.cells import (
    Block,
    TooManyCellsError,
    Values,
    blocks_of,
    open_cells,
)
from milepost.semantics.regions.holding import TIER, ends, exits, held, promised
from milepost.semantics.regions.logic import Logic, No, Yes, logic_of
from milepost.semantics.regions.reading import fields_in, known
from milepost.semantics.regions.tables import MILESTONE, columns_asked, rows_asked
from milepost.semantics.values import shown

#: Fields that a matrix tells apart at most: tier and priority first, for they are declared first.
MOST_FIELDS = 4
_LISTED = ("choice", "yes_no", "zone")
NOTHING = "-"


@frozen
class Row:
    """Combinations of field values, in words, and what each milestone promises to them."""

    fields: tuple[str, ...]
    promises: tuple[str, ...]


@frozen
class Part:
    """What a process promises to whom."""

    process: str
    label: str
    milestones: tuple[str, ...]
    rows: tuple[Row, ...]


@frozen
class Rivals:
    """Two processes that both claim some cases, without a declared order."""

    processes: tuple[str, str]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Coverage:
    """The matrix of one record: its fields, the parts, what nobody takes, and what two claim.

    `is_whole` is false where there are too many combinations to be listed.
    """

    record: str
    fields: tuple[str, ...]
    parts: tuple[Part, ...]
    gaps: tuple[tuple[str, ...], ...]
    rivals: tuple[Rivals, ...]
    is_whole: bool = True


def coverage_of(model: Model, record: str) -> Coverage:
    """Return the matrix of a record."""
    return _Matrix(model, record).coverage()


class _Matrix:
    """Puts the matrix of one record together."""

    def __init__(self, model: Model, record: str) -> None:
        self.model = model
        self.logic = logic_of(model, record)
        self.claims = claims_of(model, record)
        self.fields = _deciding(self.logic, model, [one.process for one in self.claims])
        self.is_whole = True

    def coverage(self) -> Coverage:
        """Return the matrix."""
        parts = tuple(self._part(claim) for claim in self.claims)
        taken = tuple(And(held(claim.process)) for claim in self.claims)
        return Coverage(
            self.logic.record.name,
            self.fields,
            parts,
            self._blocks((self._set(),), taken),
            tuple(self._rivals()),
            self.is_whole,
        )

    def _set(self) -> Condition:
        return And(tuple(IsSet(FieldOf(name)) for name in self.fields))

    def _part(self, claim: Claim) -> Part:
        process = claim.process
        version = f", version {process.version}" if process.version != 1 else ""
        groups: dict[tuple[str, ...], list[Values]] = {}
        for cell in self._cells((*held(process), self._set())):
            here = tuple(
                In(FieldOf(name), (value,)) for name, value in zip(self.fields, cell, strict=True)
            )
            told = tuple(self._promise(process, one, here) for one in process.milestones)
            groups.setdefault(told, []).append(cell)
        blocks = [(block, told) for told, cells in groups.items() for block in blocks_of(cells)]
        blocks.sort(key=lambda pair: self._place(pair[0]))
        rows = tuple(Row(self._words(block), told) for block, told in blocks)
        names = tuple(one.name for one in process.milestones)
        return Part(f"{process.name}{version}", process.label or "", names, rows)

    def _promise(self, process: Process, milestone: Milestone, here: Sequence[Condition]) -> str:
        """Return what a milestone promises to a combination, with the conditions that are left."""
        around = (*promised(process, milestone), *here)
        told: list[str] = []
        for condition, text in self._lines(milestone):
            inside = (*around, *condition)
            inside = (*inside, known(*inside))
            if isinstance(self.logic.satisfiable(*inside), No):
                continue
            last = condition[-1] if condition else None
            is_sure = last is None or isinstance(
                self.logic.satisfiable(*around, *condition[:-1], known(*inside), Not(last)), No
            )
            told.append(text if is_sure or last is None else f"{text} {self._when(last)}")
            if is_sure:
                break
        if milestone.when is not None and told:
            applies = (*held(process), *here)
            rest = self.logic.uncovered((milestone.when,), *applies, known(milestone.when))
            if isinstance(rest, Yes):
                told[0] = f"{told[0]} {self._when(milestone.when)}" if len(told) == 1 else told[0]
        return "; ".join(dict.fromkeys(told)) or NOTHING

    def _when(self, condition: Condition) -> str:
        span = self.model.spans.find(condition)
        return "otherwise" if span is None else f"when {' '.join(span.text.split())}"

    def _lines(self, milestone: Milestone) -> Iterator[tuple[tuple[Condition, ...], str]]:
        """Yield what is promised, in order: conditions, the deciding one last, and the words."""
        before: tuple[Condition, ...] = ()
        for line in milestone.lines:
            own = (line.when,) if line.when is not None else ()
            if isinstance(line.target, TableTarget):
                for condition, text in self._looked_up(line.target.table, milestone):
                    yield (*before, *own, *condition), text
            else:
                yield (*before, *own), self._text(line.target, line)
            before = (*before, *map(Not, own))

    def _looked_up(
        self, name: str, milestone: Milestone
    ) -> Iterator[tuple[tuple[Condition, ...], str]]:
        table = self.model.table(name)
        if table is None:
            return
        above: tuple[Condition, ...] = ()
        columns = tuple(columns_asked(table, milestone.name))
        for row, condition in rows_asked(table, milestone.name):
            beside: tuple[Condition, ...] = ()
            for column, also in columns:
                cell = table.rows[row].cells[column]
                if isinstance(cell, TargetCell):
                    yield (*above, *beside, And((condition, also))), self._text(cell, cell.target)
                beside = (*beside, Not(also))
            above = (*above, Not(condition))

    def _text(self, *parts: object) -> str:
        """Return what was written, as it was written."""
        span = next((span for part in parts if (span := self.model.spans.find(part))), None)
        return " ".join(span.text.split()) if span is not None else "promised"

    def _rivals(self) -> Iterator[Rivals]:
        order = Precedence(claim.process for claim in self.claims)
        for first, second, verdict in self.logic.meeting([one.conditions for one in self.claims]):
            one, other = self.claims[first], self.claims[second]
            names = one.process.name, other.process.name
            if isinstance(verdict, Yes) and one.meets(other) and names[0] != names[1]:
                inside = (*one.conditions, *other.conditions, self._set())
                if not order.is_settled(*names):
                    yield Rivals(names, self._blocks(inside))

    def _blocks(
        self, inside: Iterable[Condition], outside: Sequence[Condition] = ()
    ) -> tuple[tuple[str, ...], ...]:
        return tuple(self._words(block) for block in blocks_of(self._cells(inside, outside)))

    def _cells(
        self, inside: Iterable[Condition], outside: Sequence[Condition] = ()
    ) -> tuple[Values, ...]:
        try:
            return tuple(open_cells(self.logic, self.fields, tuple(inside), outside))
        except TooManyCellsError:
            self.is_whole = False
            return ()

    def _place(self, block: Block) -> tuple[int, ...]:
        """Return where a block stands in the declared order of values."""
        return tuple(
            self.logic.values_of(name).index(values[0])
            for name, values in zip(self.fields, block.sets, strict=True)
        )

    def _words(self, block: Block) -> tuple[str, ...]:
        return tuple(
            "any"
            if len(values) == len(self.logic.values_of(name))
            else ", ".join(map(shown, values))
            for name, values in zip(self.fields, block.sets, strict=True)
        )


def _deciding(logic: Logic, model: Model, processes: Iterable[Process]) -> tuple[str, ...]:
    """Return the fields that a matrix tells apart, the tier first."""
    read: set[str] = set()
    moving: set[str] = set()
    for process in processes:
        conditions = [*held(process)]
        stops = [*exits(process), *(pause.while_ for pause in process.pause)]
        for milestone in process.milestones:
            conditions += [milestone.when] if milestone.when is not None else []
            conditions += [line.when for line in milestone.lines if line.when is not None]
            stops += [*ends(milestone), *(pause.while_ for pause in milestone.pause or ())]
            stops += [milestone.start.when] if milestone.start is not None else []
            for line in milestone.lines:
                table = (
                    model.table(line.target.table) if isinstance(line.target, TableTarget) else None
                )
                read |= set(table.by) - {MILESTONE} if table is not None else set()
        read |= set().union(*map(fields_in, conditions))
        moving |= set().union(*map(fields_in, stops))
    fields = [one.name for one in logic.record.fields if one.type in _LISTED]
    fields.sort(key=lambda name: name != TIER)
    return tuple(name for name in fields if name in read - moving)[:MOST_FIELDS]
