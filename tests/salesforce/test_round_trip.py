"""An organisation imported and exported again says the same, and its cases run alike."""

import random
from pathlib import Path

import pytest
from lxml import etree
from runs import random_log, same_timelines
from trips import CORPUS, ORGS, SCHEMA, compiled, exported, parts, read_again, roots

from milepost.diagnostics import Severity
from milepost.frozen import replace
from milepost.importers.salesforce.importing import import_org
from milepost.ir.processes import Process
from milepost.ir.schedule import Schedule
from milepost.runtime import RunningSchedule
from milepost.salesforce.folder import ReadOrg, read_folder
from milepost.salesforce.normal import differences
from milepost.source import Source
from milepost.syntax.parse import parse
from milepost.syntax.printer import print_policy

FOLDERS = [*roots(ORGS), *roots(CORPUS)]
CASES = 12

by_org = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "/".join(folder.parts[-4:]))


@by_org
def test_the_imported_project_is_formatted(folder: Path) -> None:
    for file, text in import_org(read_folder(folder), "imported").files:
        if not file.endswith(".sla"):
            continue
        parsed = parse(Source.of(file, text))
        assert parsed.diagnostics == ()
        comments = text[text.index("\n# What has") :] if "\n# What has" in text else ""
        assert print_policy(parsed.policy) + comments == text


@by_org
def test_the_imported_project_has_no_errors(folder: Path, tmp_path: Path) -> None:
    found = compiled(read_folder(folder), tmp_path).diagnostics
    assert [one.message for one in found if one.severity is Severity.ERROR] == []


@by_org
def test_what_is_exported_again_equals_the_original(folder: Path, tmp_path: Path) -> None:
    read = read_folder(folder)
    export = exported(compiled(read, tmp_path).schedule)
    assert export.losses == ()
    again = read_again(export)
    assert again.findings == ()
    before, after = parts(read), parts(again)
    empty = {("process", one.full_name.lower()) for one in read.org.processes if not one.milestones}
    assert set(after) == set(before) - empty
    different = [
        (part, *difference)
        for part, normal in after.items()
        for difference in differences(before[part], normal)
    ]
    assert different == []


@by_org
def test_a_process_that_is_left_out_is_reported(folder: Path) -> None:
    read = read_folder(folder)
    said = {one.message for one in import_org(read, "imported").findings}
    for process in read.org.processes:
        left_out = f"process `{process.full_name}` has no milestones and promises nothing"
        assert (left_out in said) == (not process.milestones)


@by_org
@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the Metadata API is not here")
def test_what_is_exported_is_valid(folder: Path, tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for artifact in exported(compiled(read_folder(folder), tmp_path).schedule).artifacts:
        schema.assertValid(etree.fromstring(artifact.content))


@by_org
def test_imported_and_imported_again_cases_run_alike(folder: Path, tmp_path: Path) -> None:
    read = read_folder(folder)
    first = compiled(read, tmp_path / "first").schedule
    second = compiled(
        with_workflows(read_again(exported(first)), read), tmp_path / "second"
    ).schedule
    chance = random.Random(str(folder))
    for process, again in zip(first.processes, second.processes, strict=True):
        one, other = alone(first, process), alone(second, again)
        for _ in range(CASES):
            log = random_log(first, process, chance)
            assert same_timelines(one, other, log, process.record), (process.name, log)


def alone(schedule: Schedule, process: Process) -> RunningSchedule:
    """Return a schedule in which one version takes every case of its tiers, retired or not."""
    return RunningSchedule(replace(schedule, processes=(replace(process, retired=False),)))


def with_workflows(exported: ReadOrg, retrieved: ReadOrg) -> ReadOrg:
    """Return an export with the workflow actions that were in the organisation all along."""
    org = type(exported.org)(
        exported.org.processes,
        exported.org.milestone_types,
        exported.org.templates,
        exported.org.hours,
        exported.org.settings,
        retrieved.org.workflows,
    )
    return ReadOrg(org, exported.files, (), ())
