"""The model: a policy set with every name resolved, and the place of each of its parts.

The parts are those of the schedule (`milepost.ir`): what a name means, which unit a number has and
which dates a holiday set holds is settled once, here, and not again in a second set of classes.
What the schedule must not know, where a part was written, is kept beside them, by identity, in
`spans`.
"""

from collections.abc import Iterator, Mapping

from milepost.diagnostics import Diagnostic
from milepost.frozen import frozen
from milepost.ir import schedule
from milepost.ir.calendars import Calendar, HolidaySet
from milepost.ir.processes import Escalation, Milestone, Process
from milepost.ir.targets import Table
from milepost.semantics.context import Spans
from milepost.semantics.project import Project
from milepost.semantics.scope import Scope
from milepost.source import Source, Span


@frozen
class Model:
    """A resolved policy set.

    `findings` is what resolution reported; a part that is wrong is left out of the model, so a
    model of a policy with errors is incomplete but sound. `used` holds the kind and name of
    everything referred to, with the files that do so, `outside` the registers and closures that
    were read.
    """

    project: Project
    scope: Scope
    timezone: str | None
    records: tuple[schedule.Record, ...]
    calendars: tuple[Calendar, ...]
    holiday_sets: tuple[HolidaySet, ...]
    actions: tuple[schedule.Action, ...]
    tiers: tuple[schedule.Tier, ...]
    tables: tuple[Table, ...]
    escalations: tuple[Escalation, ...]
    processes: tuple[Process, ...]
    entitlements: tuple[schedule.Entitlement, ...]
    contracts: tuple[schedule.Contract, ...]
    requirements: tuple[schedule.Requirement, ...]
    objectives: tuple[schedule.Objective, ...]
    tests: tuple[schedule.Test, ...]
    exports: tuple[schedule.Export, ...]
    language: int
    outside: tuple[Source, ...]
    used: Mapping[tuple[str, str], frozenset[str]]
    spans: Spans
    findings: tuple[Diagnostic, ...]

    def span_of(self, part: object) -> Span:
        """Return where a part was written."""
        return self.spans.of(part)

    def milestones(self) -> Iterator[tuple[Process, Milestone]]:
        """Yield every milestone with its process, in the order written."""
        for process in self.processes:
            for milestone in process.milestones:
                yield process, milestone

    def record(self, name: str) -> schedule.Record:
        """Return the record of a name that a process or test bears."""
        return next(record for record in self.records if record.name == name)

    def table(self, name: str) -> Table | None:
        """Return a table, or None when it is wrong or unknown."""
        return next((table for table in self.tables if table.name == name), None)

    def calendar(self, name: str) -> Calendar | None:
        """Return a declared calendar, or None for `always` and for one that is wrong."""
        return next((found for found in self.calendars if found.name == name), None)
