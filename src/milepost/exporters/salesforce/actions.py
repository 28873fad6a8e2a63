"""Actions as workflow actions: what milestones refer to, and definitions where we can give them.

An action that the export block maps (`late = Alert.Case_Late`) exists in the organisation and is
referred to by that name. Others are defined in the workflow file of the object.
"""

from milepost.exporters.salesforce.criteria import Criteria
from milepost.exporters.salesforce.losses import ACTION, Losses
from milepost.exporters.salesforce.names import Names, developer_name, field_of
from milepost.frozen import frozen
from milepost.ir.schedule import Action, Schedule, Setting
from milepost.salesforce.metadata import (
    ActionReference,
    Alert,
    FieldUpdate,
    FlowAction,
    Recipient,
    Task,
    Workflow,
)
from milepost.salesforce.names import bare

#: The types of workflow actions.
TYPES = (
    "FieldUpdate",
    "KnowledgePublish",
    "Task",
    "Alert",
    "Send",
    "OutboundMessage",
    "FlowAction",
)
_BY_KIND = {
    "email": "Alert",
    "set": "FieldUpdate",
    "assign": "FieldUpdate",
    "task": "Task",
    "flow": "FlowAction",
    "webhook": "OutboundMessage",
}
_OWNER = "OwnerId"
_OWNERS = ("owner", "case.owner")
_CONTACTS = ("contact", "case.contact")
#: Only for actions that Salesforce has a metadata type for can a definition be written.
Definition = Alert | FieldUpdate | FlowAction | Task


@frozen
class Sent:
    """What an action becomes: references to workflow actions, and their definitions if ours."""

    references: tuple[ActionReference, ...]
    definitions: tuple[Definition, ...] = ()


class Actions:
    """The workflow actions that the milestones of one object refer to."""

    def __init__(
        self, schedule: Schedule, names: Names, criteria: Criteria, losses: Losses
    ) -> None:
        self.actions = {action.name: index for index, action in enumerate(schedule.actions)}
        self.schedule = schedule
        self.names = names
        self.criteria = criteria
        self.losses = losses
        self.sent: dict[str, Sent] = {}

    def references(self, name: str) -> tuple[ActionReference, ...]:
        """Return the references of an action."""
        if name not in self.sent:
            index = self.actions[name]
            self.sent[name] = self._sent(self.schedule.actions[index], f"/actions/{index}")
        return self.sent[name].references

    def workflow(self) -> Workflow | None:
        """Return the workflow file that defines what is not in the organisation yet."""
        every = [one for sent in self.sent.values() for one in sent.definitions]
        if not every:
            return None
        every.sort(key=lambda one: one.full_name or "")
        return Workflow(
            self.criteria.object,
            alerts=tuple(one for one in every if isinstance(one, Alert)),
            field_updates=tuple(one for one in every if isinstance(one, FieldUpdate)),
            flow_actions=tuple(one for one in every if isinstance(one, FlowAction)),
            tasks=tuple(one for one in every if isinstance(one, Task)),
        )

    def _sent(self, action: Action, part: str) -> Sent:
        outside = self.names.outside(action.name)
        if outside is not None:
            kind, _, name = outside.partition(".")
            if kind in TYPES and name:
                return Sent((self._reference(name, kind),))
        name = developer_name(outside or action.name)
        kind = _BY_KIND.get(action.type, "")
        if not kind:
            self._lose(part, f"action `{action.name}` is a `{action.type}`, which Salesforce lacks")
            kind = "FlowAction"
        elif outside is not None:
            return Sent((self._reference(name, kind),))
        match action.type:
            case "set":
                return self._set(action, name, part)
            case "assign":
                return self._assign(action, name, part)
            case "task":
                for setting in action.settings:
                    if setting.name == "queue" or _is_for_others(setting):
                        self._lose(part, f"`{_value(setting)}` is unknown; the owner gets the task")
                return self._one(_task(action, name), "Task")
            case "email" if _text(action, "template"):
                return self._one(self._alert(action, name, part), kind)
            case "email" | "webhook":
                self._lose(part, f"action `{action.name}` has no definition that can be written")
        return Sent((self._reference(name, kind),))

    def _one(self, definition: Definition, kind: str) -> Sent:
        return Sent((self._reference(definition.full_name or "", kind),), (definition,))

    def _set(self, action: Action, name: str, part: str) -> Sent:
        made: list[FieldUpdate] = []
        for setting in action.settings:
            field = self.criteria.field(setting.name, part)
            declared = field_of(self.criteria.record, setting.name)
            if field is None or declared is None:
                continue
            own = name if len(action.settings) == 1 else f"{name}_{developer_name(setting.name)}"
            value = setting.values[0] if setting.values else None
            is_null = value is None or value == "none"
            text = None if value is None or is_null else self._literal(declared, value)
            made.append(
                _update(
                    own,
                    action,
                    bare(field, self.criteria.object),
                    literal_value=text,
                    operation="Null" if is_null else "Literal",
                )
            )
        references = [self._reference(one.full_name or "", "FieldUpdate") for one in made]
        return Sent(tuple(references), tuple(made))

    def _literal(self, field: object, value: object) -> str:
        if isinstance(value, bool):
            return "1" if value else "0"
        return self.criteria.value(field, value)  # type: ignore[arg-type]

    def _assign(self, action: Action, name: str, part: str) -> Sent:
        queue = _text(action, "queue")
        if queue is None:
            self._lose(part, f"action `{action.name}` assigns to somebody who is no queue")
            return Sent((self._reference(name, "FieldUpdate"),))
        update = _update(
            name,
            action,
            _OWNER,
            lookup_value=developer_name(queue),
            lookup_value_type="Queue",
            operation="LookupValue",
        )
        return self._one(update, "FieldUpdate")

    def _alert(self, action: Action, name: str, part: str) -> Alert:
        recipients: list[Recipient] = []
        copies: list[str] = []
        for setting in action.settings:
            if setting.name not in ("to", "cc", "bcc"):
                continue
            for value in setting.values:
                if not setting.is_path and "@" in str(value):
                    copies.append(str(value))
                elif str(value) in _CONTACTS:
                    recipients.append(Recipient(field="ContactId", type="contactLookup"))
                else:
                    recipients.append(Recipient(type="owner"))
                    if str(value) not in _OWNERS:
                        self._lose(part, f"`{value}` is unknown there; the owner gets the mail")
        return Alert(
            name,
            cc_emails=tuple(copies),
            description=action.label or action.name.replace("_", " "),
            protected=False,
            recipients=tuple(dict.fromkeys(recipients)),
            sender_type="CurrentUser",
            template=f"unfiled$public/{_text(action, 'template')}",
        )

    def _reference(self, name: str, kind: str) -> ActionReference:
        if self.names.setting("qualify") is True and "." not in name:
            name = f"{self.criteria.object}.{name}"
        return ActionReference(name, kind)

    def _lose(self, part: str, message: str) -> None:
        self.losses.lose(
            ACTION,
            part,
            message,
            "build it in Salesforce, and name it: `ACTION = FlowAction.Its_Name` in the export "
            "block",
        )


def _task(action: Action, name: str) -> Task:
    return Task(
        name,
        assigned_to_type="owner",
        description=_text(action, "text"),
        due_date_offset=0,
        notify_assignee=False,
        priority=_text(action, "priority") or "Normal",
        protected=False,
        status=_text(action, "status") or "Not Started",
        subject=_text(action, "subject") or action.name,
    )


def _update(name: str, action: Action, field: str, **fields: str | None) -> FieldUpdate:
    return FieldUpdate(
        name,
        field=field,
        name=action.label or name.replace("_", " "),
        notify_assignee=False,
        protected=False,
        **fields,  # type: ignore[arg-type]
    )


def _is_for_others(setting: Setting) -> bool:
    return setting.name == "assignee" and any(str(one) not in _OWNERS for one in setting.values)


def _text(action: Action, name: str) -> str | None:
    found = next((one for one in action.settings if one.name == name), None)
    return _value(found) if found else None


def _value(setting: Setting) -> str:
    return ", ".join(str(value) for value in setting.values).replace("{{", "{").replace("}}", "}")
