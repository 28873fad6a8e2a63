"""P633: metadata that refers to what was not retrieved; what an import from Salesforce says."""

from milepost.checks.check import IMPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P633",
    name="metadata-missing",
    title="Metadata that refers to what was not retrieved",
    severity=Severity.WARNING,
    rationale=(
        "A process names milestone types, business hours and workflow actions that lie in other "
        "files. What is not in the folder stands in the policy with its name alone."
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
        <milestoneName>Second Response</milestoneName>
        <minutesToComplete>60</minutesToComplete>
        <useCriteriaStartTime>false</useCriteriaStartTime>
    </milestones>
    <name>Support</name>
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
