"""P631: a part of the metadata that is not understood; what an import from Salesforce says."""

from milepost.checks.check import IMPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P631",
    name="metadata-not-understood",
    title="A part of the metadata that is not understood",
    severity=Severity.WARNING,
    rationale=(
        "An element that no version of the API has told of, or a filter that cannot be read, "
        "has no place in a policy. It is kept as a comment in `salesforce.sla`, and somebody "
        "should look at it."
    ),
    bad="""\
<?xml version="1.0" encoding="UTF-8"?>
<EntitlementProcess xmlns="http://soap.sforce.com/2006/04/metadata">
    <SObjectType>Case</SObjectType>
    <active>true</active>
    <entryStartDateField>Case.CreatedDate</entryStartDateField>
    <exitCriteriaFilterItems>
        <field>Case.IsClosed</field>
        <operation>equals</operation>
        <value>true</value>
    </exitCriteriaFilterItems>
    <milestones>
        <milestoneName>First Response</milestoneName>
        <minutesToComplete>60</minutesToComplete>
        <useCriteriaStartTime>false</useCriteriaStartTime>
    </milestones>
    <pauseCriteria>Status = Waiting</pauseCriteria>
</EntitlementProcess>
""",
    good="""\
<?xml version="1.0" encoding="UTF-8"?>
<EntitlementProcess xmlns="http://soap.sforce.com/2006/04/metadata">
    <SObjectType>Case</SObjectType>
    <active>true</active>
    <entryStartDateField>Case.CreatedDate</entryStartDateField>
    <exitCriteriaFilterItems>
        <field>Case.IsClosed</field>
        <operation>equals</operation>
        <value>true</value>
    </exitCriteriaFilterItems>
    <milestones>
        <milestoneName>First Response</milestoneName>
        <minutesToComplete>60</minutesToComplete>
        <useCriteriaStartTime>false</useCriteriaStartTime>
    </milestones>
</EntitlementProcess>
""",
    beside=(
        "First Response.milestoneType-meta.xml",
        """\
<MilestoneType xmlns="http://soap.sforce.com/2006/04/metadata"><recurrenceType>none</recurrenceType></MilestoneType>
""",
    ),
    by=IMPORTING,
)
