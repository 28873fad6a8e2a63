"""An organisation as a policy: what each file of the new project says."""

from collections.abc import Iterable
from pathlib import Path

from milepost.diagnostics import in_order
from milepost.frozen import replace
from milepost.importers.salesforce.actions import Actions
from milepost.importers.salesforce.calendars import Calendars
from milepost.importers.salesforce.families import Family, families
from milepost.importers.salesforce.fields import STOPPED, Fields
from milepost.importers.salesforce.grouping import criteria_of
from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.levels import Levels
from milepost.importers.salesforce.milestones import Surroundings
from milepost.importers.salesforce.naming import Namer
from milepost.importers.salesforce.processes import entry_field, exit_of, process_trees
from milepost.importers.salesforce.tables import Tables
from milepost.importers.salesforce.trees import NOWHERE, label, name
from milepost.importers.table import Imported, Importer
from milepost.salesforce.folder import ReadOrg, read_folder
from milepost.salesforce.metadata import EntitlementSettings, MilestoneType, Org
from milepost.salesforce.names import qualified
from milepost.salesforce.shapes import element_of, shape_of
from milepost.syntax.ast.declarations import Field, Policy, Record, Statement
from milepost.syntax.printer import print_policy

_CASE = "Case"


def import_org(read: ReadOrg, project: str) -> Imported:
    """Return the project of an organisation that was read."""
    importing = _Importing(read.org)
    for found, text in read.kept:
        importing.ledger.keep_text(found.message, found.span)
        assert text, "what is kept has a text"
    files = importing.files(project)
    findings = in_order((*read.findings, *importing.ledger.findings))
    return Imported(files, findings)


def without_empty(org: Org, ledger: Ledger) -> Org:
    """Return an organisation without processes that promise nothing; those are kept as comments."""
    for process in org.processes:
        if process.milestones or process.span is None:
            continue
        ledger.approximated(
            f"process `{process.full_name}` has no milestones and promises nothing",
            process.span,
            "it is kept as a comment",
        )
        ledger.keep_text("a process without milestones", process.span)
    return replace(org, processes=tuple(one for one in org.processes if one.milestones))


class _Importing:
    """One import: what the parts of a policy share while they are made."""

    def __init__(self, org: Org) -> None:
        self.ledger = Ledger()
        self.org = org = without_empty(org, self.ledger)
        self.namer = Namer()
        self.fields: dict[str, Fields] = {}
        self.calendars = Calendars(org, self.namer, self.ledger)
        self.actions = Actions(org, self.namer, self.ledger)
        self.families = families(org, self.namer)
        self.tables = Tables()

    def files(self, project: str) -> tuple[tuple[str, str], ...]:
        """Return the files of the project, each with its text."""
        for family in self.families:
            self.see(family)
        for fields in self.fields.values():
            fields.settle()
        types = {one.full_name: one for one in self.org.milestone_types}
        levels = Levels(self.org, self.families, self.namer, self.calendars, self.ledger)
        versions = any(one.version_number is not None for one in self.org.processes)
        around = Surroundings(
            types, self.calendars, self.actions, self.ledger, self.tables, versions
        )
        self.ledger.keep("versions", versions)
        processes = {
            family.word: process_trees(
                family, levels.of_process[family.word], self.fields_of(family), around
            )
            for family in self.families
        }
        actions = self.actions.declared()
        self.keep_rest(types.values())
        records = tuple(self.record(one) for one in self.fields.values())
        tables = tuple(self.tables.made.values())
        made: list[tuple[str, tuple[Statement, ...]]] = [
            ("case.sla", records),
            ("calendars.sla", self.calendars.declared()),
            ("actions.sla", actions),
            ("tiers.sla", tuple(levels.tiers)),
            ("targets.sla", tables),
            *((f"processes/{word}.sla", trees) for word, trees in processes.items()),
        ]
        texts = [(file, _text(trees)) for file, trees in made if trees]
        kept = "\n".join(self.ledger.comments)
        ending = f"\n# What has no place in the policy:\n{kept}\n" if kept else ""
        export = _text((self.ledger.export(),)) + ending
        return (
            ("milepost.toml", f"name = {_quoted(project)}\n"),
            *texts,
            ("salesforce.sla", export),
        )

    def see(self, family: Family) -> None:
        """Gather the fields that a process names, before any is declared."""
        fields = self.fields_of(family)
        stopped = fields.use(qualified(STOPPED, fields.object))
        stopped.values |= dict.fromkeys(("true",))
        for process in family.versions:
            quiet = Ledger()
            fields.see(exit_of(process, fields, quiet))
            entry = entry_field(process, fields)
            if entry is not None:
                fields.see_time(entry)
            for item in process.milestones:
                fields.see(criteria_of(item, fields, quiet))
                for reference in item.success_actions:
                    self.actions.see(reference, fields)
                for trigger in item.time_triggers:
                    for reference in trigger.actions:
                        self.actions.see(reference, fields)

    def fields_of(self, family: Family) -> Fields:
        """Return the fields of the object that a process is about."""
        object_name = family.newest.object or _CASE
        if object_name not in self.fields:
            record = (
                "case"
                if object_name == _CASE
                else self.namer.name("record", object_name, object_name)
            )
            if object_name != _CASE:
                self.ledger.keep("record", record, object_name)
            self.fields[object_name] = Fields(object_name, record, self.namer, self.ledger)
        return self.fields[object_name]

    def record(self, fields: Fields) -> Record:
        """Return the declaration of a record."""
        lines: tuple[Field, ...] = fields.declared()
        is_case = fields.record == "case"
        return Record(
            None if is_case else name(fields.record),
            None if is_case else label(fields.object),
            lines,
            NOWHERE,
        )

    def keep_rest(self, types: Iterable[MilestoneType]) -> None:
        """Keep milestone types, settings, and whether there are versions."""
        keep = self.ledger.keep
        for one in types:
            keep("milestone_type", one.full_name, "recurrenceType", one.recurrence_type or "none")
            if one.description:
                keep("milestone_type", one.full_name, "description", one.description)
        if self.org.settings is not None:
            for member in shape_of(EntitlementSettings):
                value = getattr(self.org.settings, member.name)
                if value is not None:
                    keep("setting", element_of(member.name), value)


def _text(statements: Iterable[Statement]) -> str:
    return print_policy(Policy(tuple(statements), NOWHERE))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _read(folder: Path, project: str) -> Imported:
    return import_org(read_folder(folder), project)


IMPORTER = Importer("salesforce", "Salesforce metadata of entitlement management", _read)
