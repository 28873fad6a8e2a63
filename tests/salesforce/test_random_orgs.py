"""Organisations nobody thought of: what is imported is exported again, and nothing makes it fail."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trips import ORGS, compiled, exported, parts, read_again

from milepost.diagnostics import Severity
from milepost.importers.salesforce.importing import import_org
from milepost.salesforce.folder import ReadOrg, read_files
from milepost.salesforce.metadata import (
    ActionReference,
    BusinessHours,
    BusinessHoursSettings,
    EntitlementProcess,
    FilterItem,
    Holiday,
    MilestoneItem,
    MilestoneType,
    Org,
    TimeTrigger,
)
from milepost.salesforce.normal import differences
from milepost.salesforce.weeks import DAYS, time_of
from milepost.source import Source
from milepost.syntax.parse import parse

slow = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

#: Names that are words of the language, begin with digits, hold nothing but signs, or collide.
NAMES = ("First Response", "24x7", "default", "Until", "Ä & Ö", "first response", "case", "no")
FIELDS = ("Priority", "Status", "IsClosed", "Account.Tier__c", "until__c", "Case.Type", "Id__c")
VALUES = ("High", "high", "Low", "1", "", "none", "else", "Any", "true", "false", "a-b", "no")
TYPES = ("First Response", "Case Closed", "24 Hours", "Priority", "High")
OPERATIONS = ("equals", "notEqual", "contains", "startsWith", "greaterThan", "includes", "within")

items = st.builds(
    FilterItem,
    field=st.sampled_from(FIELDS),
    operation=st.sampled_from(OPERATIONS),
    value=st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(", ".join),
)
references = st.builds(
    ActionReference,
    name=st.sampled_from(("Escalate", "Case.Escalate", "X1_hour", "do")),
    type=st.sampled_from(("Alert", "FieldUpdate", "Task", "FlowAction", "OutboundMessage")),
)
triggers = st.builds(
    TimeTrigger,
    actions=st.lists(references, max_size=2).map(tuple),
    time_length=st.integers(-90, 90),
    workflow_time_trigger_unit=st.sampled_from(("Minutes", "Hours", "Days")),
)
FORMULAS = ("IsClosed", "NOT(ISPICKVAL(Status, 'High'))", "TODAY() > 1", 'Status = "a{b}c\\"d"')


@st.composite
def milestones(draw: st.DrawFn) -> MilestoneItem:
    criteria = tuple(draw(st.lists(items, max_size=3)))
    formula = draw(st.sampled_from((None, None, *FORMULAS))) if not criteria else None
    boolean = None
    if len(criteria) == 3:
        boolean = draw(
            st.sampled_from((None, "1 AND (2 OR 3)", "1 OR (2 AND 3)", "(1 OR 2) AND 3"))
        )
    external = draw(st.booleans())
    return MilestoneItem(
        business_hours=draw(st.sampled_from((None, *NAMES))),
        criteria_boolean_filter=boolean,
        is_displayed_on_linked_entity=draw(st.sampled_from((None, True))),
        milestone_criteria_filter_items=criteria,
        milestone_criteria_formula=formula,
        milestone_name=draw(st.sampled_from(TYPES)),
        minutes_custom_class="Support.Minutes" if external else None,
        minutes_to_complete=None if external else draw(st.integers(1, 9999)),
        success_actions=tuple(draw(st.lists(references, max_size=2))),
        time_triggers=tuple(draw(st.lists(triggers, max_size=3))),
        use_criteria_start_time=draw(st.booleans()),
    )


@st.composite
def processes(draw: st.DrawFn, number: int) -> EntitlementProcess:
    name = draw(st.sampled_from(NAMES))
    versions = draw(st.booleans())
    return EntitlementProcess(
        f"{name.lower()} {number}",
        object=draw(st.sampled_from(("Case", "WorkOrder"))),
        active=draw(st.booleans()),
        business_hours=draw(st.sampled_from((None, *NAMES))),
        description=draw(st.sampled_from((None, 'what "they" {get}\nfor \\ it'))),
        entry_start_date_field=draw(st.sampled_from(("Case.CreatedDate", None))),
        exit_criteria_filter_items=tuple(draw(st.lists(items, min_size=1, max_size=2))),
        milestones=tuple(draw(st.lists(milestones(), min_size=1, max_size=5))),
        is_version_default=draw(st.booleans()) if versions else None,
        name=name if versions else None,
        version_number=draw(st.integers(1, 30)) if versions else None,
        version_master=draw(st.sampled_from((None, "5520000000000AB"))) if versions else None,
    )


@st.composite
def hours(draw: st.DrawFn, name: str) -> BusinessHours:
    times: dict[str, str] = {}
    for day in DAYS:
        opens = draw(st.sampled_from((None, 0, 9 * 3600)))
        if opens is not None:
            closes = 0 if opens == 0 else draw(st.integers(10, 23)) * 3600
            times |= {f"{day}_start_time": time_of(opens), f"{day}_end_time": time_of(closes)}
    return BusinessHours(
        active=draw(st.booleans()),
        default=draw(st.booleans()),
        name=name,
        time_zone_id=draw(st.sampled_from(("Europe/Dublin", "America/New_York"))),
        **times,
    )


recurring = st.sampled_from(
    (
        {"recurrence_type": "RecursEveryWeekday"},
        {"recurrence_type": "RecursWeekly", "recurrence_day_of_week": ("Sunday", "Monday")},
        {"recurrence_type": "RecursDaily", "recurrence_interval": 3},
        {"recurrence_type": "RecursMonthly", "recurrence_day_of_month": 31},
        {
            "recurrence_type": "RecursYearly",
            "recurrence_day_of_month": 29,
            "recurrence_month_of_year": "February",
        },
        {
            "recurrence_type": "RecursMonthlyNth",
            "recurrence_instance": "Last",
            "recurrence_day_of_week": ("Friday",),
        },
    )
)


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    attached = tuple(draw(st.lists(st.sampled_from(NAMES[:3]), max_size=2, unique=True)))
    partly = draw(st.booleans())
    common = {
        "business_hours": attached,
        "name": draw(st.sampled_from(("Lunch", "Christmas", 'a "day" {off}'))),
        "start_time": time_of(12 * 3600) if partly else None,
        "end_time": time_of(13 * 3600) if partly else None,
    }
    if draw(st.booleans()):
        return Holiday(activity_date="2027-12-24", is_recurring=False, **common)
    more = draw(recurring)
    return Holiday(is_recurring=True, recurrence_start_date="2025-01-01", **more, **common)


@st.composite
def orgs(draw: st.DrawFn) -> Org:
    made = [draw(processes(number)) for number in range(draw(st.integers(1, 3)))]
    known = [draw(hours(name)) for name in NAMES[: draw(st.integers(0, 3))]]
    settings_ = BusinessHoursSettings(tuple(known), tuple(draw(st.lists(holidays(), max_size=4))))
    kinds = tuple(
        MilestoneType(name, recurrence_type=draw(st.sampled_from(("none", "recursChained"))))
        for name in TYPES
    )
    return Org(tuple(made), kinds, (), settings_ if known else None)


@slow
@given(orgs())
def test_a_random_organisation_survives(org: Org) -> None:
    read = ReadOrg(org, ("org",), (), ())
    with tempfile.TemporaryDirectory() as folder:
        compilation = compiled(read, Path(folder))
        errors = [one for one in compilation.diagnostics if one.severity is Severity.ERROR]
        # What is wrong with it may be true of the source; what cannot be resolved never is.
        assert [one.message for one in errors if one.code < "P2"] == []
        if errors:
            return
        again = read_again(exported(compilation.schedule))
    before, after = parts(read), parts(again)
    found = [
        (part, *difference)
        for part, normal in before.items()
        for difference in differences(normal, after.get(part))
    ]
    assert found == []


@pytest.mark.parametrize("seed", range(30))
def test_damaged_files_are_reported_and_never_fail(seed: int) -> None:
    chance = random.Random(seed)
    files = []
    for path in sorted((ORGS / "harbour").rglob("*.xml")):
        content = bytearray(path.read_bytes())
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(content))
            if chance.random() < 0.5:
                content[at] = chance.randrange(256)
            else:
                del content[at : at + chance.randrange(80)]
        files.append((path.name, bytes(content)))
    imported = import_org(read_files(files), "damaged")
    for file, text in imported.files:
        if file.endswith(".sla"):
            assert [one.message for one in parse(Source.of(file, text)).diagnostics] == []
    for found in imported.findings:
        assert found.help
        assert found.span.text is not None
