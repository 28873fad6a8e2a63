"""The kinds of metadata: each class a complex type of the Metadata API, its fields in XSD order.

The XSD's order is the plain order of the element names, `fullName` of workflow actions aside. A
field is called like its element in lower case with underscores; `names` has the exceptions. What
is left out of a file is None, or an empty tuple. `span` says where something was read and takes no
part in equality.
"""

from milepost.frozen import frozen, node
from milepost.source import Span

#: The namespace of every element.
NAMESPACE = "http://soap.sforce.com/2006/04/metadata"


@node
class FilterItem:
    """A criterion: a field, an operation, and a value or another field."""

    field: str | None = None
    operation: str | None = None
    value: str | None = None
    value_field: str | None = None
    span: Span | None = None


@node
class ActionReference:
    """A workflow action by name and type."""

    name: str | None = None
    type: str | None = None
    span: Span | None = None


@node
class TimeTrigger:
    """Actions so long after the target, or before it when `time_length` is negative."""

    actions: tuple[ActionReference, ...] = ()
    time_length: int | None = None
    workflow_time_trigger_unit: str | None = None
    span: Span | None = None


@node
class MilestoneItem:
    """A milestone type in a process: for which records, in how many minutes, and what is sent."""

    business_hours: str | None = None
    criteria_boolean_filter: str | None = None
    is_displayed_on_linked_entity: bool | None = None
    milestone_completion_criteria: str | None = None
    milestone_criteria_filter_items: tuple[FilterItem, ...] = ()
    milestone_criteria_formula: str | None = None
    milestone_name: str | None = None
    minutes_custom_class: str | None = None
    minutes_to_complete: int | None = None
    success_actions: tuple[ActionReference, ...] = ()
    time_triggers: tuple[TimeTrigger, ...] = ()
    use_criteria_start_time: bool | None = None
    span: Span | None = None


@node
class EntitlementProcess:
    """A version of a process; `full_name` is its file's name, decoded."""

    full_name: str
    object: str | None = None
    active: bool | None = None
    business_hours: str | None = None
    description: str | None = None
    entry_start_date_field: str | None = None
    exit_criteria_boolean_filter: str | None = None
    exit_criteria_filter_items: tuple[FilterItem, ...] = ()
    exit_criteria_formula: str | None = None
    is_record_type_applied: bool | None = None
    is_version_default: bool | None = None
    milestones: tuple[MilestoneItem, ...] = ()
    name: str | None = None
    record_type: str | None = None
    version_master: str | None = None
    version_notes: str | None = None
    version_number: int | None = None
    span: Span | None = None


@node
class MilestoneType:
    """What a milestone is called and whether it recurs; `full_name` is its file's name."""

    full_name: str
    description: str | None = None
    recurrence_type: str | None = None
    span: Span | None = None


@node
class EntitlementTemplate:
    """What a product entitles to; `full_name` is its file's name."""

    full_name: str
    business_hours: str | None = None
    cases_per_entitlement: int | None = None
    entitlement_process: str | None = None
    is_per_incident: bool | None = None
    term: int | None = None
    type: str | None = None
    span: Span | None = None


@node
class BusinessHours:
    """Named hours: one window a weekday in local time; without times a day is closed."""

    active: bool | None = None
    default: bool | None = None
    friday_end_time: str | None = None
    friday_start_time: str | None = None
    monday_end_time: str | None = None
    monday_start_time: str | None = None
    name: str | None = None
    saturday_end_time: str | None = None
    saturday_start_time: str | None = None
    sunday_end_time: str | None = None
    sunday_start_time: str | None = None
    thursday_end_time: str | None = None
    thursday_start_time: str | None = None
    time_zone_id: str | None = None
    tuesday_end_time: str | None = None
    tuesday_start_time: str | None = None
    wednesday_end_time: str | None = None
    wednesday_start_time: str | None = None
    span: Span | None = None


@node
class Holiday:
    """A date or recurring dates on which some business hours are closed, whole or in part."""

    activity_date: str | None = None
    business_hours: tuple[str, ...] = ()
    description: str | None = None
    end_time: str | None = None
    is_recurring: bool | None = None
    name: str | None = None
    recurrence_day_of_month: int | None = None
    recurrence_day_of_week: tuple[str, ...] = ()
    recurrence_day_of_week_mask: int | None = None
    recurrence_end_date: str | None = None
    recurrence_instance: str | None = None
    recurrence_interval: int | None = None
    recurrence_month_of_year: str | None = None
    recurrence_start_date: str | None = None
    recurrence_type: str | None = None
    start_time: str | None = None
    span: Span | None = None


@node
class BusinessHoursSettings:
    """All business hours and holidays of an organisation: one file."""

    business_hours: tuple[BusinessHours, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    span: Span | None = None


@node
class EntitlementSettings:
    """What entitlement management is switched to."""

    asset_lookup_limited_to_active_entitlements_on_account: bool | None = None
    asset_lookup_limited_to_active_entitlements_on_contact: bool | None = None
    asset_lookup_limited_to_same_account: bool | None = None
    asset_lookup_limited_to_same_contact: bool | None = None
    enable_entitlement_versioning: bool | None = None
    enable_entitlements: bool | None = None
    enable_milestone_feed_item: bool | None = None
    enable_milestone_stopped_time: bool | None = None
    entitlement_lookup_limited_to_active_status: bool | None = None
    entitlement_lookup_limited_to_same_account: bool | None = None
    entitlement_lookup_limited_to_same_asset: bool | None = None
    entitlement_lookup_limited_to_same_contact: bool | None = None
    ignore_milestone_business_hours: bool | None = None
    span: Span | None = None


@node
class Recipient:
    """Somebody who gets an e-mail alert."""

    field: str | None = None
    recipient: str | None = None
    type: str | None = None
    span: Span | None = None


@node
class Alert:
    """An e-mail alert."""

    full_name: str | None = None
    cc_emails: tuple[str, ...] = ()
    description: str | None = None
    protected: bool | None = None
    recipients: tuple[Recipient, ...] = ()
    sender_address: str | None = None
    sender_type: str | None = None
    template: str | None = None
    span: Span | None = None


@node
class FieldUpdate:
    """A field that is set."""

    full_name: str | None = None
    description: str | None = None
    field: str | None = None
    formula: str | None = None
    literal_value: str | None = None
    lookup_value: str | None = None
    lookup_value_type: str | None = None
    name: str | None = None
    notify_assignee: bool | None = None
    operation: str | None = None
    protected: bool | None = None
    reevaluate_on_change: bool | None = None
    target_object: str | None = None
    span: Span | None = None


@node
class FlowAction:
    """A flow that is started."""

    full_name: str | None = None
    description: str | None = None
    flow: str | None = None
    label: str | None = None
    language: str | None = None
    protected: bool | None = None
    span: Span | None = None


@node
class OutboundMessage:
    """A message to another system."""

    full_name: str | None = None
    api_version: str | None = None
    description: str | None = None
    endpoint_url: str | None = None
    fields: tuple[str, ...] = ()
    include_session_id: bool | None = None
    integration_user: str | None = None
    name: str | None = None
    protected: bool | None = None
    use_dead_letter_queue: bool | None = None
    span: Span | None = None


@node
class Task:
    """A task for somebody."""

    full_name: str | None = None
    assigned_to: str | None = None
    assigned_to_type: str | None = None
    description: str | None = None
    due_date_offset: int | None = None
    notify_assignee: bool | None = None
    offset_from_field: str | None = None
    priority: str | None = None
    protected: bool | None = None
    status: str | None = None
    subject: str | None = None
    span: Span | None = None


@node
class Workflow:
    """The workflow actions of an object; `full_name` is the object's."""

    full_name: str
    alerts: tuple[Alert, ...] = ()
    field_updates: tuple[FieldUpdate, ...] = ()
    flow_actions: tuple[FlowAction, ...] = ()
    outbound_messages: tuple[OutboundMessage, ...] = ()
    tasks: tuple[Task, ...] = ()
    span: Span | None = None


@frozen
class Org:
    """What was retrieved from an organisation, or what is to be deployed to it."""

    processes: tuple[EntitlementProcess, ...] = ()
    milestone_types: tuple[MilestoneType, ...] = ()
    templates: tuple[EntitlementTemplate, ...] = ()
    hours: BusinessHoursSettings | None = None
    settings: EntitlementSettings | None = None
    workflows: tuple[Workflow, ...] = ()
