"""P632: metadata that the policy says in another way; what an import from Salesforce says."""

from milepost.checks.check import IMPORTING, Check
from milepost.diagnostics import Severity

CHECK = Check(
    code="P632",
    name="imported-otherwise",
    title="Metadata that the policy says in another way",
    severity=Severity.INFORMATION,
    rationale=(
        "Where the platform does what the language has no words for, the import takes what "
        "comes nearest and says so. What is left out changes no promise, or is kept for the "
        "export."
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
        <timeTriggers>
            <timeLength>-1</timeLength>
            <workflowTimeTriggerUnit>Days</workflowTimeTriggerUnit>
        </timeTriggers>
        <useCriteriaStartTime>false</useCriteriaStartTime>
    </milestones>
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
        <timeTriggers>
            <timeLength>-30</timeLength>
            <workflowTimeTriggerUnit>Minutes</workflowTimeTriggerUnit>
        </timeTriggers>
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
