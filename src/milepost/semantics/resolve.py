"""Trees to the model: the passes of name resolution, in the order in which they need each other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from milepost.diagnostics import Note, did_you_mean
from milepost.ir import schedule as ir
from milepost.ir import targets as ir_targets
from milepost.semantics import codes
from milepost.semantics.actions import resolve_action
from milepost.semantics.calendars import CalendarPass, parts_of, report_cycles
from milepost.semantics.cases import resolve_test
from milepost.semantics.choices import resolve_calendar_ref
from milepost.semantics.context import Context
from milepost.semantics.entitlements import (
    channels_of,
    resolve_contract,
    resolve_entitlement,
    resolve_register,
)
from milepost.semantics.exports import resolve_export
from milepost.semantics.frame import Frame, frame_of
from milepost.semantics.joined_zones import share_zones
from milepost.semantics.model import Model
from milepost.semantics.outside import OutsideFiles
from milepost.semantics.processes import record_of, resolve_process
from milepost.semantics.project import Project
from milepost.semantics.promises import resolve_objective, resolve_requirement
from milepost.semantics.records import resolve_records, sources_of
from milepost.semantics.scope import CASE, collect_scope
from milepost.semantics.tables import resolve_table
from milepost.semantics.triggers import resolve_ladder
from milepost.semantics.zones import check_zone, is_zone
from milepost.syntax.ast import calendars as calendar_trees
from milepost.syntax.ast import declarations as trees
from milepost.syntax.ast import processes as process_trees
from milepost.syntax.ast import targets as target_trees
from milepost.syntax.ast.exports import Export
from milepost.syntax.ast.literals import Code

LANGUAGE = 1
_REQUIREMENTS = (
    trees.RequireAsFast,
    trees.RequireWithin,
    trees.RequireBefore,
    trees.RequireFact,
)


def resolve(project: Project) -> Model:
    """Return the model of a project."""
    return _Resolver(project).run()


class _Resolver:
    def __init__(self, project: Project) -> None:
        self.project = project
        policies = [file.parsed.policy for file in project.files]
        scope, findings = collect_scope(policies, project.lost)
        self.context = Context(scope, project.settings.timezone)
        self.context.diagnostics += findings
        self.outside = OutsideFiles(project.root, project.settings)

    def run(self) -> Model:
        context = self.context
        language = self.language()
        context.zone = self.timezone()
        records = {record.name: record for record in resolve_records(context, self.channels())}
        frame = frame_of(records[CASE], self.milestone_names(None))
        calendars, holiday_sets = self.calendars(frame)
        tiers = self.tiers(frame, records[CASE])
        tables = self.tables(frame, records)
        actions = self.each(trees.Action, lambda tree: resolve_action(context, frame, tree))
        ladders = self.each(
            process_trees.Escalation, lambda tree: resolve_ladder(context, frame, tree)
        )
        processes = self.each(
            process_trees.Process, lambda tree: resolve_process(context, records, tree)
        )
        entitlements = self.entitlements(frame)
        contracts = self.each(trees.Contract, lambda tree: resolve_contract(context, frame, tree))
        requirements = self.each(
            _REQUIREMENTS, lambda tree: resolve_requirement(context, frame, tree)
        )
        objectives = self.each(
            trees.Objective, lambda tree: resolve_objective(context, frame, tree)
        )
        tests = self.each(trees.Test, lambda tree: self.test(records, tree))
        everything = self.everything(records)
        exports = self.each(Export, lambda tree: resolve_export(context, everything, tree))
        return Model(
            self.project,
            context.scope,
            context.zone,
            tuple(records.values()),
            calendars,
            holiday_sets,
            actions,
            tiers,
            tables,
            ladders,
            processes,
            entitlements,
            contracts,
            requirements,
            objectives,
            tests,
            exports,
            language,
            tuple(self.outside.sources.values()),
            {used: frozenset(paths) for used, paths in context.used.items()},
            context.spans,
            tuple(context.diagnostics),
        )

    def statements(self, kind: Any) -> Iterator[tuple[Any, Path]]:
        """Yield the statements of a kind, each with the folder of its file."""
        for file in self.project.files:
            for statement in file.parsed.policy.statements:
                if isinstance(statement, kind):
                    yield statement, file.folder

    def each(self, kind: Any, resolve_one: Any) -> tuple[Any, ...]:
        """Return what a pass makes of every statement of a kind, without those it refuses."""
        found = [resolve_one(tree) for tree, _ in self.statements(kind)]
        return tuple(made for made in found if made is not None)

    def language(self) -> int:
        """Return the language version, reporting one that this compiler does not know."""
        for tree, _ in self.statements(trees.Language):
            if tree.version != LANGUAGE:
                self.context.error(
                    codes.LANGUAGE_VERSION,
                    f"language {tree.version} is not known here",
                    tree.span,
                    f"this compiler reads `language {LANGUAGE}`; upgrade it for a newer one",
                )
        return LANGUAGE

    def timezone(self) -> str | None:
        """Return the project's zone: from its settings, or the one `timezone` line."""
        settings = self.project.settings
        zone = settings.timezone
        if zone is not None and not is_zone(zone):
            zone = None
        first = None
        for tree, _ in self.statements(calendar_trees.Timezone):
            written = tree.zone
            if not isinstance(written, Code):
                self.context.error(
                    codes.UNKNOWN_ZONE,
                    "a project has one time zone, not a choice",
                    tree.span,
                    "write `timezone Area/City`",
                )
                continue
            found = check_zone(self.context, written)
            if found is None:
                continue
            if zone is not None and found != zone:
                where = "`milepost.toml`" if first is None else "another `timezone` line"
                self.context.error(
                    codes.REPEATED_LINE,
                    f"time zone {found} differs from {zone} in {where}",
                    tree.span,
                    "keep one of them: it places dates that belong to no calendar",
                    () if first is None else (Note("the other line", first),),
                )
                continue
            zone, first = found, tree.span
        return zone

    def channels(self) -> tuple[str, ...]:
        kinds = (trees.Tier, trees.Entitlement)
        names = [name for tree, _ in self.statements(kinds) for name in channels_of(tree.lines)]
        return tuple(dict.fromkeys(names))

    def milestone_names(self, record: str | None) -> tuple[str, ...]:
        """Return the milestones of all processes on a kind of record (None: on any)."""
        names: dict[str, None] = {}
        for tree, _ in self.statements(process_trees.Process):
            about = tree.record.text if tree.record else CASE
            if record is None or about == record:
                for line in tree.lines:
                    if isinstance(line, process_trees.Milestone):
                        names[line.name.text] = None
        return tuple(names)

    def calendars(self, frame: Frame) -> tuple[Any, Any]:
        kinds = (calendar_trees.Calendar, calendar_trees.DerivedCalendar)
        calendar_pass = CalendarPass(self.context, frame, self.outside)
        found = [calendar_pass.resolve(tree, folder) for tree, folder in self.statements(kinds)]
        resolved = [calendar for calendar in found if calendar is not None]
        circular = report_cycles(self.context, resolved)
        kept = tuple(calendar for calendar in resolved if calendar.name not in circular)
        sets = calendar_pass.holiday_sets
        parts = {calendar.name: parts_of(calendar.open_time) for calendar in kept}
        shared = share_zones(self.context, kept, parts)
        return shared, tuple(sets[code] for code in sorted(sets))

    def tiers(self, frame: Frame, case: ir.Record) -> tuple[ir.Tier, ...]:
        """Return the tiers.

        Report a tier that the field `tier` does not list, and the other way round.
        """
        context = self.context
        values = next((field.values for field in case.fields if field.name == "tier"), ())
        tiers = []
        for tree, _ in self.statements(trees.Tier):
            if tree.name.text not in values and not context.is_lost("tier"):
                remedy = did_you_mean(tree.name.text, values)
                context.error(
                    codes.TIER_MISMATCH,
                    f"tier `{tree.name.text}` is not a value of the field `tier`",
                    tree.name.span,
                    remedy or "add it to the field: the field's order is the order of the tiers",
                )
            hours = context.once(tree.lines, process_trees.Hours, "`hours`")
            made = ir.Tier(
                tree.name.text,
                channels_of(tree.lines),
                resolve_calendar_ref(context, frame, hours.calendar) if hours else None,
                tree.label.value if tree.label else None,
                sources_of(tree.lines),
            )
            tiers.append(context.spans.place(made, tree.name.span))
        declared = context.scope.declared["tier"]
        field = next((field for field in case.fields if field.name == "tier"), None)
        for value in values if declared else ():
            if value not in declared and not context.is_lost(value):
                context.error(
                    codes.TIER_MISMATCH,
                    f"field `tier` has a value `{value}`, but there is no such tier",
                    context.spans.of(field),
                    f"add `tier {value} {{ … }}`, or remove the value",
                )
        return tuple(tiers)

    def tables(self, frame: Frame, records: dict[str, ir.Record]) -> tuple[Any, ...]:
        derived = {
            field.derived_from: (record, field)
            for record in records.values()
            for field in record.fields
            if field.derived_from is not None
        }
        tables: list[ir_targets.Table] = []
        for tree, _ in self.statements(target_trees.Table):
            record, field = derived.get(tree.name.text, (None, None))
            within = frame if record is None else frame_of(record, frame.milestones)
            made = resolve_table(self.context, within, tree, field)
            if made is not None:
                tables.append(made)
        return tuple(tables)

    def entitlements(self, frame: Frame) -> tuple[ir.Entitlement, ...]:
        context = self.context
        found = list(
            self.each(trees.Entitlement, lambda tree: resolve_entitlement(context, frame, tree))
        )
        for tree, folder in self.statements(trees.Register):
            found += resolve_register(context, frame, tree, folder, self.outside)
        return tuple(found)

    def test(self, records: dict[str, ir.Record], tree: trees.Test) -> ir.Test | None:
        record = record_of(self.context, records, tree.record)
        if record is None:
            return None
        frame = frame_of(record, self.milestone_names(record.name))
        return resolve_test(self.context, frame, tree)

    def everything(self, records: dict[str, ir.Record]) -> Frame:
        """Return a frame of the fields, events and milestones of all records."""
        fields: dict[str, ir.Field] = {}
        events: set[str] = set()
        for record in records.values():
            events |= set(record.events)
            for field in record.fields:
                fields.setdefault(field.name, field)
        return Frame(CASE, fields, frozenset(events), self.milestone_names(None))
