"""A schedule as an organisation, and as the files of one."""

from collections.abc import Iterator
from typing import Any

from milepost.exporters.artifact import Artifact, Existing, Exported, Exporter
from milepost.exporters.salesforce.calendars import patched
from milepost.exporters.salesforce.losses import NOT_METADATA, Losses
from milepost.exporters.salesforce.names import API_VERSION, Names, Value
from milepost.exporters.salesforce.processes import Processes
from milepost.frozen import replace
from milepost.ir.schedule import Schedule, Tier
from milepost.salesforce.folder import read_files
from milepost.salesforce.metadata import (
    BusinessHoursSettings,
    EntitlementProcess,
    EntitlementSettings,
    EntitlementTemplate,
    Org,
    Workflow,
)
from milepost.salesforce.names import encoded
from milepost.salesforce.shapes import element_of, shape_of
from milepost.salesforce.writing import write_package, write_xml

_HOURS = "settings/BusinessHours.settings-meta.xml"
_SETTINGS = "settings/Entitlement.settings-meta.xml"


def export(schedule: Schedule, existing: Existing) -> Exported:
    """Return the files of a schedule; business hours that are not ours stay as they are."""
    org, losses = org_of(schedule)
    deployed = read_files(existing.items()).org
    org = replace(org, processes=tuple(with_master(one, deployed) for one in org.processes))
    return Exported(tuple(_files(org, deployed.hours, Names(schedule))), losses.all())


def with_master(process: EntitlementProcess, deployed: Org) -> EntitlementProcess:
    """Return a version with the master that the organisation has for it, where we know none.

    A version without one is another process to Salesforce, and its name is taken.
    """
    if process.version_master is not None or process.version_number is None:
        return process
    masters = (
        one.version_master
        for one in deployed.processes
        if one.version_master is not None
        and one.object == process.object
        and (one.name or one.full_name) == (process.name or process.full_name)
    )
    return replace(process, version_master=next(masters, None))


def org_of(schedule: Schedule) -> tuple[Org, Losses]:
    """Return a schedule as an organisation, and what that does not say."""
    losses = Losses()
    names = Names(schedule)
    processes = Processes(schedule, names, losses)
    made = processes.all()
    templates = tuple(_templates(schedule, names, processes))
    workflows = [shop.actions.workflow() for shop in processes.workshops.values()]
    _lose_what_is_no_metadata(schedule, losses)
    org = Org(
        made,
        processes.types.all(schedule),
        templates,
        processes.hours.settings(),
        _settings(names),
        tuple(one for one in workflows if one is not None),
    )
    return org, losses


def taking_over(schedule: Schedule) -> frozenset[str]:
    """Return the full names of the versions that take over the running cases of older ones."""
    processes = Processes(schedule, Names(schedule), Losses())
    return frozenset(
        processes.full_name(process) for process in schedule.processes if process.takes_over
    )


def _files(org: Org, deployed: BusinessHoursSettings | None, names: Names) -> Iterator[Artifact]:
    members: dict[str, tuple[str, ...]] = {}
    filed: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
        ("entitlementProcesses", "entitlementProcess", org.processes),
        ("entitlementTemplates", "entitlementTemplate", org.templates),
        ("milestoneTypes", "milestoneType", org.milestone_types),
    )
    for folder, kind, every in filed:
        for one in every:
            path = f"{folder}/{encoded(one.full_name)}.{kind}-meta.xml"
            yield Artifact(path, write_xml(one))
        if every:
            members[kind[0].upper() + kind[1:]] = tuple(encoded(one.full_name) for one in every)
    settings: list[str] = []
    if org.hours is not None:
        settings.append("BusinessHours")
        yield Artifact(_HOURS, write_xml(patched(org.hours, deployed)))
    if org.settings is not None:
        settings.append("Entitlement")
        yield Artifact(_SETTINGS, write_xml(org.settings))
    if settings:
        members["Settings"] = tuple(settings)
    for workflow in org.workflows:
        yield Artifact(f"workflows/{workflow.full_name}.workflow-meta.xml", write_xml(workflow))
        members |= _workflow_members(workflow)
    version = str(names.setting("api_version") or API_VERSION)
    yield Artifact("package.xml", write_package(members, version))


def _workflow_members(workflow: Workflow) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[Any, ...]] = {
        "WorkflowAlert": workflow.alerts,
        "WorkflowFieldUpdate": workflow.field_updates,
        "WorkflowFlowAction": workflow.flow_actions,
        "WorkflowTask": workflow.tasks,
    }
    return {
        kind: tuple(f"{workflow.full_name}.{one.full_name}" for one in every)
        for kind, every in kinds.items()
        if every
    }


def _templates(
    schedule: Schedule, names: Names, processes: Processes
) -> Iterator[EntitlementTemplate]:
    """Yield a template for each tier that the export block calls one."""
    known = {element_of(member.name): member.name for member in shape_of(EntitlementTemplate)}
    for tier in schedule.tiers:
        if not names.has("template", tier.name):
            continue
        leads_to = next(
            (
                processes.full_name(process)
                for process in reversed(schedule.processes)
                if tier.name in process.tiers
            ),
            None,
        )
        fields: dict[str, Value | None] = {"entitlement_process": leads_to}
        if isinstance(tier.hours, str):
            fields["business_hours"] = processes.hours.name(tier.hours)
        kept = names.elements("template", tier.name)
        fields |= {known[element]: value for element, value in kept.items() if element in known}
        yield EntitlementTemplate(_shown(tier), **fields)  # type: ignore[arg-type]


def _settings(names: Names) -> EntitlementSettings | None:
    known = {element_of(member.name): member.name for member in shape_of(EntitlementSettings)}
    kept: dict[str, Any] = {
        known[str(values[0])]: bool(values[1])
        for values in names.settings("setting")
        if len(values) == 2 and values[0] in known
    }
    return EntitlementSettings(**kept) if kept else None


def _lose_what_is_no_metadata(schedule: Schedule, losses: Losses) -> None:
    parts: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("entitlement", schedule.entitlements),
        ("contract", schedule.contracts),
        ("objective", schedule.objectives),
    )
    for kind, every in parts:
        for index, one in enumerate(every):
            losses.lose(
                NOT_METADATA,
                f"/{kind}s/{index}",
                f"{kind} `{one.name}` is no metadata of Salesforce",
                "entitlements and service contracts are records: load them as data",
            )


def _shown(tier: Tier) -> str:
    return tier.label or tier.name


EXPORTER = Exporter(
    "salesforce", "Salesforce metadata in source format, with package.xml", export, patches=True
)
