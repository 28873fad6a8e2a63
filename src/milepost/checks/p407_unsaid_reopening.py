"""P407: a process that does not say what happens when a case comes back."""

from collections.abc import Iterator, Sequence

from milepost.checks.check import Check, Extent, Finding
from milepost.diagnostics import Note, Severity
from milepost.frozen import frozen
from milepost.ir.conditions import Condition
from milepost.ir.processes import Milestone, Once, Process, Trigger
from milepost.ir.schedule import Action, Record, Setting
from milepost.semantics.choices import names_in
from milepost.semantics.model import Model
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.holding import running
from milepost.semantics.regions.logic import No, Yes, logic_of
from milepost.semantics.regions.reading import fields_in
from milepost.semantics.whole import whole_parts
from milepost.source import Span
from milepost.syntax.ast import processes as ast

_REMEDY = (
    "say `on reopening ignore` (what comes back is nobody's), `resume` (the absence was a pause) "
    "or `restart` (everything is promised anew)"
)


def run(model: Model) -> Iterator[Finding]:
    """Report each process without `on reopening` where cases are known to come back.

    That is so where an action of the policy makes `until` false again, and where another process
    of the same record says what happens then.
    """
    is_whole = whole_parts(model)
    said = dict(_said(model))
    assigned = tuple(_assignments(model))
    sent = tuple(_sendings(model))
    speaking = tuple(
        (process, said[span.path][span.start])
        for process in model.processes
        for span in (model.span_of(process),)
        if span.start in said.get(span.path, {})
    )
    for process in model.processes:
        until = process.until
        if until is None or not fields_in(until) or not is_whole(process):
            continue
        if model.span_of(process).start in said.get(model.span_of(process).path, {}):
            continue
        record = model.record(process.record)
        for action, setting in assigned:
            if _reopens(model, record, until, setting) and any(
                one.action == action.name and _comes_after(model, process, until, one)
                for one in sent
            ):
                yield Finding(
                    model.span_of(process),
                    f"action `{action.name}` makes `until` of process `{process.name}` false "
                    "again, and nothing says what happens then",
                    _REMEDY,
                    (
                        Note("it sets the field here", model.span_of(setting)),
                        Note("the process ends here", model.spans.find(until)),
                    ),
                )
                break
        else:
            yield from _unlike_others(model, process, speaking)


def _unlike_others(
    model: Model, process: Process, speaking: Sequence[tuple[Process, Span]]
) -> Iterator[Finding]:
    for other, line in speaking:
        if other.record == process.record and other.name != process.name:
            yield Finding(
                model.span_of(process),
                f"process `{other.name}` says what happens when a case comes back, process "
                f"`{process.name}` does not",
                _REMEDY,
                (Note("said here", line),),
            )
            return


def _said(model: Model) -> Iterator[tuple[str, dict[int, Span]]]:
    """Yield for each file where the processes stand that say it, with the lines that do."""
    for file in model.project.files:
        lines = {
            statement.name.span.start: line.span
            for statement in file.parsed.policy.statements
            if isinstance(statement, ast.Process)
            for line in statement.lines
            if isinstance(line, ast.Reopening)
        }
        yield file.parsed.source.path, lines


def _assignments(model: Model) -> Iterator[tuple[Action, Setting]]:
    for action in model.actions:
        for setting in action.settings:
            if setting.assigns:
                yield action, setting


def _reopens(model: Model, record: Record, until: Condition, setting: Setting) -> bool:
    """Say whether an assignment alone makes a condition false that held."""
    field = next((one for one in record.fields if one.name == setting.name), None)
    if field is None or field.name not in fields_in(until):
        return False
    value = setting.values[0] if setting.values else None
    return isinstance(logic_of(model, record.name).disjoint(until, has_value(field, value)), Yes)


@frozen
class _Sending:
    """A line that sends an action."""

    process: Process
    milestone: Milestone
    trigger: Trigger
    action: str


def _sendings(model: Model) -> Iterator[_Sending]:
    for process, milestone in model.milestones():
        for trigger in milestone.triggers:
            for action in dict.fromkeys(name for one in trigger.actions for name in names_in(one)):
                yield _Sending(process, milestone, trigger, action)


def _comes_after(model: Model, process: Process, until: Condition, sending: _Sending) -> bool:
    """Say whether an action may be sent to a case that a process has let go, or as it does.

    A clock runs only as long as its own process holds the case; what is done when the process
    ends is sent at that instant. `during` may delay it.
    """
    if sending.process.record != process.record:
        return False
    trigger = sending.trigger
    when = _parts(trigger.when)
    logic = logic_of(model, process.record)
    if trigger.during is not None:
        return True
    if not isinstance(trigger.moment, Once):
        asked = (*running(sending.process, sending.milestone), *when)
        return not isinstance(logic.satisfiable(until, *asked), No)
    return any(
        not isinstance(logic.satisfiable(until, *_parts(done.when), *when), No)
        for done in sending.milestone.done
    )


def _parts(condition: Condition | None) -> tuple[Condition, ...]:
    return (condition,) if condition is not None else ()


def facts(model: Model) -> Iterator[tuple[Span, str]]:
    """Yield of each process whether it says it, of each action what it sets, and who sends it."""
    said = dict(_said(model))
    for process in model.processes:
        span = model.span_of(process)
        is_said = span.start in said.get(span.path, {})
        yield span, f"{process.record} {process.name} {is_said}"
    for action, setting in _assignments(model):
        yield model.span_of(action), f"{action.name} {setting.name} {setting.values}"
    setters = {action.name for action, _ in _assignments(model)}
    for sending in _sendings(model) if setters else ():
        if sending.action in setters:
            process, milestone = sending.process, sending.milestone
            how = f"{running(process, milestone)} {milestone.done} {sending.trigger}"
            yield model.span_of(process), f"{process.record} {how}"


CHECK = Check(
    code="P407",
    name="unsaid-reopening",
    title="Cases come back, and nothing says what happens then",
    severity=Severity.WARNING,
    rationale=(
        "A case that has left its process and comes back is ignored unless `on reopening` says "
        "otherwise. Where the policy itself reopens cases, or speaks of it in one process and "
        "not in another, that is rarely what was meant. What is sent only while the process has "
        "the case, such as at a breach, brings nothing back."
    ),
    bad="""\
case { status open | waiting | closed = open }

action reopen set { status = open }

process support {
  until status == closed
  milestone repair within 4h on always {
    done when status == closed
    once late do reopen
  }
}
""",
    good="""\
case { status open | waiting | closed = open }

action reopen set { status = open }

process support {
  until status == closed
  on reopening resume
  milestone repair within 4h on always {
    done when status == closed
    once late do reopen
  }
}
""",
    run=run,
    extent=Extent.FACTS,
    facts=facts,
)
