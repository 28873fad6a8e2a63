"""What an export writes, and what it says that it cannot write."""

from pathlib import Path

import pytest
from lxml import etree
from trips import SCHEMA, exported, read_again

from milepost import cli
from milepost.compiler import Compilation
from milepost.compiler.losses import losses_of
from milepost.diagnostics import in_order
from milepost.exporters.table import exporter_named
from milepost.reporters.text import render
from milepost.salesforce.folder import read_files
from milepost.salesforce.metadata import EntitlementProcess, MilestoneItem, Org

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
POLICIES = ("apex_dynamics", "solaris_energy", "novapay_financial", "standard_support")
ALL = sorted(path.parent.name for path in (ROOT / "policies").glob("*/milepost.toml"))
BASE = """\
case {
  priority  high | medium | low | none_yet = low
  status    open | closed = open
  vip       yes/no = no
  seats     0..1000
  events    reply
}

calendar office "Office" { timezone Europe/London; mon-fri 09:00-12:00, 13:00-17:00 }

action review task { subject "Look into it" }
action escalated set "Escalate" { vip = yes }
"""
MAPPED = """
export to salesforce {
  limits default
  priority  = Case.Priority { high: "High", medium: "Medium", low: "Low", none_yet: "--None--" }
  status    = Case.Status   { open: "New", closed: "Closed" }
  vip       = Case.VIP__c
  seats     = Case.Seats__c
"""


def org_of(tmp_path: Path, policy: str, settings: str = "") -> Org:
    (tmp_path / "support.sla").write_text(f"{BASE}\n{policy}\n{MAPPED}{settings}\n}}\n")
    compilation = Compilation(tmp_path)
    assert not compilation.has_errors, render(compilation.diagnostics, color=False)
    return read_again(exported(compilation.schedule)).org


def process_of(tmp_path: Path, inside: str, settings: str = "") -> EntitlementProcess:
    head = 'process support "Gold Support" {\n  until status == closed\n  hours office\n'
    (process,) = org_of(tmp_path, f"{head}{inside}\n}}", settings).processes
    return process


def told(item: MilestoneItem) -> tuple[list[tuple[str | None, ...]], str | None, int | None]:
    """Return the criteria, the boolean filter and the minutes of an item."""
    items = [(one.field, one.operation, one.value) for one in item.milestone_criteria_filter_items]
    return items, item.criteria_boolean_filter, item.minutes_to_complete


@pytest.mark.parametrize("policy", POLICIES)
def test_losses_of_a_policy_are_as_reviewed(policy: str, matches_golden) -> None:
    compilation = Compilation(ROOT / "policies" / policy)
    found = in_order(losses_of(compilation, exported(compilation.schedule)))
    text = "".join(f"{one.span.path}:{one.span.line} {one.code} {one.message}\n" for one in found)
    matches_golden(GOLDEN / f"{policy}.losses", text)


@pytest.mark.parametrize("policy", POLICIES)
def test_files_of_a_policy_are_as_reviewed(policy: str, matches_golden) -> None:
    export = exported(Compilation(ROOT / "policies" / policy).schedule)
    kinds = ("entitlementProcesses/", "package.xml", "workflows/")
    files = [one for one in export.artifacts if one.path.startswith(kinds)]
    text = "".join(f"==> {one.path}\n{one.content.decode()}" for one in files)
    matches_golden(GOLDEN / f"{policy}.files", text)


@pytest.mark.parametrize("policy", ALL)
@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the Metadata API is not here")
def test_every_policy_becomes_valid_metadata(policy: str) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for artifact in exported(Compilation(ROOT / "policies" / policy).schedule).artifacts:
        schema.assertValid(etree.fromstring(artifact.content))


@pytest.mark.parametrize("policy", ALL)
def test_every_loss_has_a_place_and_a_page(policy: str) -> None:
    from milepost.checks.table import load_checks

    compilation = Compilation(ROOT / "policies" / policy)
    known = {check.code for check in load_checks()}
    for one in losses_of(compilation, exported(compilation.schedule)):
        assert one.code in known
        assert one.span.path.endswith(".sla")


def test_lines_become_entries_that_exclude_each_other(tmp_path: Path) -> None:
    process = process_of(
        tmp_path,
        """
        milestone answer "Answer" {
          within 1h when vip
          within 2h when priority == high
          within 8h
          carry on change of vip, priority
          done by hand
        }""",
    )
    assert [told(item) for item in process.milestones] == [
        ([("Case.VIP__c", "equals", "true")], None, 60),
        ([("Case.Priority", "equals", "High"), ("Case.VIP__c", "equals", "false")], None, 120),
        ([("Case.Priority", "notEqual", "High"), ("Case.VIP__c", "equals", "false")], None, 480),
    ]


def test_rows_of_a_table_become_entries(tmp_path: Path) -> None:
    (process,) = org_of(
        tmp_path,
        """
        table targets by priority, vip {
               | yes | no
          high | 30m | 1h
          medium or low | 2h | none "best effort"
          else | 4h | 8h on always
        }
        process support "Support" {
          until status == closed
          hours office
          carry on change of priority, vip
          milestone answer "Answer" within targets { done by hand }
        }""",
    ).processes
    entries = [told(item) for item in process.milestones]
    assert [minutes for _, _, minutes in entries] == [30, 60, 120, 240, 480]
    assert entries[2][0] == [
        ("Case.Priority", "equals", "Low, Medium"),
        ("Case.VIP__c", "equals", "true"),
    ]
    assert process.milestones[4].business_hours == "Around the clock"


def test_a_condition_with_both_words_becomes_a_boolean_filter(tmp_path: Path) -> None:
    process = process_of(
        tmp_path,
        """
        milestone answer "Answer" within 1h {
          when  (vip or priority <= medium) and seats in 5..9
          done by hand
        }""",
    )
    items, boolean_filter, _ = told(process.milestones[0])
    assert sorted(items) == [
        ("Case.Priority", "equals", "High, Medium"),
        ("Case.Seats__c", "greaterOrEqual", "5"),
        ("Case.Seats__c", "lessOrEqual", "9"),
        ("Case.VIP__c", "equals", "true"),
    ]
    assert boolean_filter is not None
    assert boolean_filter.count(" AND ") == 2
    assert boolean_filter.count(" OR ") == 1


def test_shares_are_reckoned_for_each_target(tmp_path: Path) -> None:
    (process,) = org_of(
        tmp_path,
        """
        table targets by priority {
          high | 1h
          else | 8h
        }
        process support "Support" {
          until status == closed
          hours office
          carry on change of priority
          milestone answer "Answer" within targets {
            done by hand
            at 75%  do review
            at 20m  do review
            every 1h after due, up to 2 times do review, escalated in turn
          }
        }""",
    ).processes
    offsets = [
        [(one.time_length, [action.name for action in one.actions]) for one in item.time_triggers]
        for item in process.milestones
    ]
    after = [(60, ["Review"]), (120, ["Escalated"])]
    assert offsets == [
        [(-15, ["Review"]), (-40, ["Review"]), *after],
        [(-120, ["Review"]), (-460, ["Review"]), *after],
    ]


def test_two_windows_become_one_with_a_weekly_holiday(tmp_path: Path) -> None:
    milestone = 'process p "P" { until status == closed\n milestone m within 1h on office { done by hand } }'
    hours = org_of(tmp_path, milestone).hours
    assert hours is not None
    (office,) = hours.business_hours
    assert (office.monday_start_time, office.monday_end_time) == ("09:00:00.000Z", "17:00:00.000Z")
    (lunch,) = hours.holidays
    assert (lunch.recurrence_type, lunch.start_time, lunch.end_time, lunch.business_hours) == (
        "RecursEveryWeekday",
        "12:00:00.000Z",
        "13:00:00.000Z",
        ("Office",),
    )


def test_types_that_recur_differently_are_split(tmp_path: Path) -> None:
    org = org_of(
        tmp_path,
        """
        process one "One" {
          ahead of two
          until status == closed
          hours office
          milestone update "Update" within 1h { start each time vip; when vip; done by hand }
        }
        process two "Two" {
          until status == closed
          hours office
          milestone update "Update" within 2h { done by hand }
        }""",
    )
    assert [(one.full_name, one.recurrence_type) for one in org.milestone_types] == [
        ("Update", "none"),
        ("Update (recurring)", "recursIndependently"),
    ]
    assert [process.milestones[0].milestone_name for process in org.processes] == [
        "Update %28recurring%29",
        "Update",
    ]


ANSWER = "milestone answer within 1h { done by hand; at breach do review }"


def test_versions_are_named_and_numbered(tmp_path: Path) -> None:
    process = process_of(tmp_path, ANSWER, "  versions yes")
    assert (
        process.full_name,
        process.name,
        process.version_number,
        process.is_version_default,
    ) == (
        "gold support_v1",
        "Gold Support",
        1,
        True,
    )


def test_names_of_actions_can_be_qualified(tmp_path: Path) -> None:
    process = process_of(tmp_path, ANSWER, "  qualify yes")
    (trigger,) = process.milestones[0].time_triggers
    assert [one.name for one in trigger.actions] == ["Case.Review"]


MASTERS = """
  versions yes
  version_master "production", "support", "5520000000000AB"
  version_master "sandbox", "support", "5520000000000CD"
"""


def test_each_organisation_has_its_own_master(tmp_path: Path) -> None:
    (tmp_path / "support.sla").write_text(
        f'{BASE}\nprocess support "S" {{ until status == closed\n hours office\n {ANSWER} }}\n'
        f"{MAPPED}{MASTERS}\n}}\n"
    )
    masters = []
    for org in ("production", "sandbox"):
        out = tmp_path / org
        code = cli.run(
            ["export", "salesforce", str(tmp_path), "--out", str(out), "--set", f"org={org}"]
        )
        assert code == cli.EXIT_CLEAN
        (path,) = (out / "entitlementProcesses").iterdir()
        ((process),) = read_files([(path.name, path.read_bytes())]).org.processes
        masters.append(process.version_master)
    assert masters == ["5520000000000AB", "5520000000000CD"]


HOURS = """\
<?xml version="1.0" encoding="UTF-8"?>
<BusinessHoursSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <businessHours><active>true</active><default>true</default><name>Theirs</name></businessHours>
    <businessHours><active>true</active><default>false</default><name>Office</name></businessHours>
    <holidays><activityDate>2027-01-01</activityDate><businessHours>Office</businessHours>
      <businessHours>Theirs</businessHours><isRecurring>false</isRecurring><name>Shared</name></holidays>
    <holidays><activityDate>2027-01-02</activityDate><businessHours>Office</businessHours>
      <isRecurring>false</isRecurring><name>Ours of old</name></holidays>
    <holidays><activityDate>2027-01-03</activityDate><isRecurring>false</isRecurring>
      <name>Of nobody</name></holidays>
</BusinessHoursSettings>
"""


def test_business_hours_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "support.sla").write_text(
        f'{BASE}\nprocess p "P" {{ until status == closed\n hours office\n {ANSWER} }}\n{MAPPED}}}\n'
    )
    existing = {"settings/BusinessHours.settings-meta.xml": HOURS.encode()}
    export = exporter_named("salesforce").export(Compilation(tmp_path).schedule, existing)
    hours = read_again(export).org.hours
    assert hours is not None
    assert [(one.name, one.monday_start_time) for one in hours.business_hours] == [
        ("Theirs", None),
        ("Office", "09:00:00.000Z"),
    ]
    assert [(one.name, one.business_hours) for one in hours.holidays] == [
        ("Shared", ("Theirs",)),
        ("Of nobody", ()),
        ("Break", ("Office",)),
    ]


DEPLOYED = """\
<EntitlementProcess xmlns="http://soap.sforce.com/2006/04/metadata">
    <SObjectType>Case</SObjectType><name>S</name>
    <versionMaster>5520000000000EF</versionMaster><versionNumber>1</versionNumber>
</EntitlementProcess>
"""


def test_the_master_of_a_deployed_version_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "support.sla").write_text(
        f'{BASE}\nprocess s "S" version 2 {{ until status == closed\n hours office\n {ANSWER} }}\n{MAPPED}}}\n'
    )
    existing = {"entitlementProcesses/s_v1.entitlementProcess-meta.xml": DEPLOYED.encode()}
    export = exporter_named("salesforce").export(Compilation(tmp_path).schedule, existing)
    (process,) = read_again(export).org.processes
    assert process.version_master == "5520000000000EF"


def test_the_same_policy_gives_the_same_bytes() -> None:
    schedule = Compilation(ROOT / "policies" / "apex_dynamics").schedule
    assert exported(schedule) == exported(schedule)


def test_an_export_writes_nothing_until_its_losses_are_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = str(ROOT / "policies" / "standard_support")
    arguments = ["export", "salesforce", policy, "--out", str(tmp_path / "out")]
    assert cli.run(arguments) == cli.EXIT_FINDINGS
    assert not (tmp_path / "out").exists()
    allowed = ["--allow", "P615", "--allow", "nothing-sets-completion"]
    assert cli.run([*arguments, *allowed]) == cli.EXIT_CLEAN
    assert (tmp_path / "out" / "package.xml").is_file()
    assert "info[P603]" in capsys.readouterr().err
