"""What a deployment would do: each kind of step, and who moves."""

import json
from pathlib import Path

import pytest
from trips import ORGS, compiled

from milepost import cli
from milepost.exporters.salesforce.export import org_of
from milepost.frozen import replace
from milepost.salesforce.folder import read_folder
from milepost.salesforce.metadata import EntitlementProcess, MilestoneItem, MilestoneType, Org
from milepost.salesforce.plan import Plan, UpdateRule, plan_of

ANSWER = MilestoneItem(milestone_name="Answer", minutes_to_complete=60)
FIX = MilestoneItem(milestone_name="Fix", minutes_to_complete=480)


def version(number: int, *milestones: MilestoneItem, active: bool = True) -> EntitlementProcess:
    return EntitlementProcess(
        f"gold_v{number}",
        object="Case",
        active=active,
        milestones=milestones or (ANSWER,),
        name="Gold",
        version_number=number,
        version_master=f"master of {number}" if number > 9 else None,
    )


def steps(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [(step.name, step.action, step.becomes) for step in plan.steps]


def plan(deployed: list[EntitlementProcess], wanted: list[EntitlementProcess], **more) -> Plan:
    return plan_of(Org(tuple(deployed)), Org(tuple(wanted)), **more)


def test_what_is_equal_is_unchanged() -> None:
    assert steps(plan([version(1)], [version(1)])) == [("gold_v1", "unchanged", None)]


def test_what_is_not_there_is_new() -> None:
    assert steps(plan([], [version(1)])) == [("gold_v1", "new", None)]


def test_what_only_the_organisation_has_is_left_alone() -> None:
    assert steps(plan([version(1)], [])) == [("gold_v1", "left alone", None)]


def test_a_higher_number_is_a_new_version() -> None:
    made = plan([version(1)], [version(1), version(2, FIX)])
    assert steps(made) == [("gold_v1", "unchanged", None), ("gold_v2", "new version", "gold_v2")]
    assert made.update_rules == (UpdateRule("gold_v1", "gold_v2", moves=False),)


def test_a_version_that_takes_over_moves_running_cases() -> None:
    made = plan([version(1)], [version(2)], taking_over=frozenset(("gold_v2",)))
    assert made.update_rules == (UpdateRule("gold_v1", "gold_v2", moves=True),)


def test_nobody_runs_on_an_inactive_version() -> None:
    assert plan([version(1, active=False)], [version(2)]).update_rules == ()


def test_a_changed_milestone_asks_for_a_new_version() -> None:
    slower = replace(ANSWER, minutes_to_complete=90)
    made = plan([version(3)], [version(3, slower)])
    assert steps(made) == [("gold_v3", "new version", "gold_v4")]
    assert made.steps[0].why == ("milestones 0 target: 60 becomes 90",)
    assert made.is_possible


def test_a_version_that_nobody_uses_is_changed_in_place() -> None:
    slower = replace(ANSWER, minutes_to_complete=90)
    made = plan([version(3)], [version(3, slower)], unused=frozenset(("gold_v3",)))
    assert steps(made) == [("gold_v3", "changed in place", None)]


def test_further_milestones_come_to_a_version_in_use() -> None:
    assert steps(plan([version(1)], [version(1, ANSWER, FIX)])) == [
        ("gold_v1", "changed in place", None)
    ]


def test_a_milestone_before_others_asks_for_a_new_version() -> None:
    assert steps(plan([version(1)], [version(1, FIX, ANSWER)])) == [
        ("gold_v1", "new version", "gold_v2")
    ]


def test_descriptions_are_changed_in_place() -> None:
    told = replace(version(1), description="told", is_version_default=True)
    assert steps(plan([version(1)], [told])) == [("gold_v1", "changed in place", None)]


def test_an_older_version_cannot_change() -> None:
    slower = replace(ANSWER, minutes_to_complete=90)
    made = plan([version(1), version(2)], [version(1, slower), version(2)])
    assert steps(made)[0] == ("gold_v1", "cannot be deployed", None)
    assert not made.is_possible


def test_a_version_older_than_what_is_deployed_cannot_come() -> None:
    assert steps(plan([version(2)], [version(1)]))[0] == ("gold_v1", "cannot be deployed", None)


def test_without_versions_nothing_in_use_can_change() -> None:
    plain = replace(version(1), full_name="gold", name=None, version_number=None)
    slower = replace(plain, milestones=(replace(ANSWER, minutes_to_complete=90),))
    assert steps(plan([plain], [slower])) == [("gold", "cannot be deployed", None)]


def test_the_master_is_the_organisations_own_affair() -> None:
    theirs = replace(version(1), version_master="5520000000000AB")
    assert steps(plan([theirs], [version(1)])) == [("gold_v1", "unchanged", None)]


def test_milestone_types_are_compared() -> None:
    before = Org(milestone_types=(MilestoneType("Answer", recurrence_type="none"),))
    after = Org(milestone_types=(MilestoneType("Answer", recurrence_type="recursChained"),))
    (step,) = plan_of(before, after).steps
    assert (step.kind, step.action) == ("milestone type", "changed in place")
    assert step.why == ("recurrence: none becomes recursChained",)


def test_an_import_plans_nothing(tmp_path: Path) -> None:
    read = read_folder(ORGS / "harbour")
    wanted, _ = org_of(compiled(read, tmp_path).schedule)
    assert {step.action for step in plan_of(read.org, wanted).steps} == {"unchanged"}


def test_the_verb_says_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, project = ORGS / "harbour", tmp_path / "harbour"
    assert cli.run(["import", "salesforce", str(folder), "--out", str(project)]) == cli.EXIT_CLEAN
    file = project / "processes" / "gold_support.sla"
    file.write_text(file.read_text().replace("within 4h", "within 3h"))
    capsys.readouterr()
    arguments = ["plan", "salesforce", str(project), "--deployed", str(folder)]
    assert cli.run(arguments) == cli.EXIT_CLEAN
    printed = capsys.readouterr().out
    assert "gold support_v2          new version `gold support_v3`" in printed
    assert "milestones 1 target: 240 becomes 180" in printed
    rule = "update rule from `gold support_v2` to `gold support_v3`: not asked for"
    assert rule in printed
    assert cli.run([*arguments, "--format", "json"]) == cli.EXIT_CLEAN
    document = json.loads(capsys.readouterr().out)
    assert (document["format"], document["version"]) == ("milepost/plan", 1)
    assert [step["name"] for step in document["steps"] if step["action"] == "new version"] == [
        "gold support_v2"
    ]
    assert cli.run([*arguments, "--unused", "gold"]) == cli.EXIT_USAGE
