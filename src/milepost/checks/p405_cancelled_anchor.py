"""P405: a milestone that follows one which may be called off."""

from collections.abc import Iterator

from milepost.checks.check import Check, Extent, Finding
from milepost.checks.life import facts_of_life, tells_kind
from milepost.diagnostics import Note, Severity
from milepost.ir.conditions import Condition, Not, Or
from milepost.ir.processes import Milestone, Process
from milepost.ir.targets import Anchor
from milepost.semantics.model import Model
from milepost.semantics.regions.logic import Yes, logic_of
from milepost.semantics.regions.reading import known
from milepost.semantics.whole import whole_parts
from milepost.source import Span


def run(model: Model) -> Iterator[Finding]:
    """Report each milestone that starts only after one that some cases are not promised."""
    is_whole = whole_parts(model)
    for process in model.processes:
        if not is_whole(process):
            continue
        named = {milestone.name: milestone for milestone in process.milestones}
        for milestone in process.milestones:
            for name, anchor in _waits(milestone).items():
                first = named.get(name)
                if first is not None and first is not milestone:
                    pair = _Pair(model, process, first, milestone, model.span_of(anchor))
                    yield from pair.findings()


def _waits(milestone: Milestone) -> dict[str, Anchor]:
    """Return what a milestone is counted from whichever of its lines counts."""
    if milestone.start is not None or not milestone.lines:
        return {}
    anchors = [line.anchor or milestone.anchor for line in milestone.lines]
    names = [
        {name: anchor for name in anchor.of if isinstance(name, str)} if anchor else {}
        for anchor in anchors
    ]
    return {name: anchor for name, anchor in names[0].items() if all(name in one for one in names)}


class _Pair:
    """A milestone and one that is counted from it."""

    def __init__(
        self, model: Model, process: Process, first: Milestone, then: Milestone, place: Span
    ) -> None:
        self.model = model
        self.process = process
        self.first = first
        self.then = then
        self.place = place
        self.logic = logic_of(model, process.record)

    def findings(self) -> Iterator[Finding]:
        """Yield what may call the first one off while the other one is still promised."""
        if self.first.when is not None and tells_kind(
            self.model, self.process.record, self.first.when
        ):
            yield from self._unpromised(self.first.when)
        if self.first.repeats != "no":
            return
        expected = {
            event
            for occasion in (*self.then.cancel, *self.process.cancel)
            for event in occasion.events
        }
        for occasion in self.first.cancel:
            events = [event for event in occasion.events if event not in expected]
            if events:
                yield self._finding(
                    f"`{events[0]}` cancels `{self.first.name}`, which `{self.then.name}` waits "
                    f"for: then it never starts",
                    f"if that is meant, say so with `cancel on {events[0]}` here, too; if it is "
                    f"not, write `waived when …` in `{self.first.name}`: what is waived counts "
                    "as met for what follows",
                    self.model.span_of(occasion),
                )
            elif not occasion.events and occasion.when is not None:
                yield from self._cancelled(occasion.when)

    def _unpromised(self, when: Condition) -> Iterator[Finding]:
        case = self.logic.satisfiable(*self._open(), Not(when), known(when))
        if isinstance(case, Yes) and case.case is not None:
            yield self._finding(
                f"a case with `{case.case}` never gets `{self.then.name}`: it waits "
                f"for `{self.first.name}`, which such a case is not promised",
                f"give `{self.then.name}` the same `when`, or a line that starts from something "
                "else in other cases",
                self.model.span_of(when),
            )

    def _cancelled(self, when: Condition) -> Iterator[Finding]:
        others = (*self.then.cancel, *self.process.cancel)
        also = tuple(one.when for one in others if one.when is not None and not one.events)
        case = self.logic.satisfiable(*self._open(), when, Not(Or(also)))
        if isinstance(case, Yes) and case.case is not None:
            text = " ".join(self.model.span_of(when).text.split())
            yield self._finding(
                f"`{text}` cancels `{self.first.name}`, which `{self.then.name}` waits for: then "
                "it never starts",
                f"if that is meant, say so with `cancel when {text}` here, too; if it is not, "
                f"write `waived when …` in `{self.first.name}`: what is waived counts as met for "
                "what follows",
                self.model.span_of(when),
            )

    def _open(self) -> tuple[Condition, ...]:
        """Return what holds while the process holds a case that is promised the second one."""
        until = self.process.until
        asked = (self.process.when, self.then.when, Not(until) if until is not None else None)
        return tuple(one for one in asked if one is not None)

    def _finding(self, message: str, remedy: str, span: Span) -> Finding:
        return Finding(self.place, message, remedy, (Note("here it is called off", span),))


CHECK = Check(
    code="P405",
    name="cancelled-anchor",
    title="A milestone that follows one which may be called off",
    severity=Severity.WARNING,
    rationale=(
        "What is cancelled is never met, so what is counted from it never starts. Where only "
        "the first of two milestones can be called off, the second disappears with it, and the "
        "customer waits for a promise that nobody measures."
    ),
    bad="""\
case { severity s1 | s2 | s3; status open | closed = open; events diagnosed, repaired }

process support {
  until status == closed
  milestone diagnosis within 4h on always { done on diagnosed; when severity in (s1, s2) }
  milestone repair within 8h on always after diagnosis { done on repaired }
}
""",
    good="""\
case { severity s1 | s2 | s3; status open | closed = open; events diagnosed, repaired }

process support {
  until status == closed
  milestone diagnosis within 4h on always { done on diagnosed; when severity in (s1, s2) }
  milestone repair within 8h on always after diagnosis {
    done on repaired
    when severity in (s1, s2)
  }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts_of_life,
)
