"""Workflow actions as actions: what a process refers to, with what the workflow file says of it."""

from typing import TypeAlias

from milepost.importers.salesforce.fields import Fields
from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.naming import Namer
from milepost.importers.salesforce.trees import NOWHERE, label, name, path, plain
from milepost.salesforce.metadata import (
    ActionReference,
    Alert,
    FieldUpdate,
    FlowAction,
    Org,
    OutboundMessage,
    Recipient,
    Task,
    Workflow,
)
from milepost.salesforce.names import bare, qualified
from milepost.syntax.ast.declarations import Action, Assignment
from milepost.syntax.ast.exports import Setting
from milepost.syntax.ast.literals import Name, Path, String, YesNo

Lines: TypeAlias = tuple[Setting | Assignment, ...]
#: Where the actions of each type stand in a workflow file.
_PLACES = {
    "Alert": "alerts",
    "FieldUpdate": "field_updates",
    "FlowAction": "flow_actions",
    "OutboundMessage": "outbound_messages",
    "Task": "tasks",
}
_CONTACTS = ("ContactEmail", "ContactId", "Contact.Email", "SuppliedEmail")
_OWNER = "OwnerId"


class Actions:
    """The actions of a policy, declared for the references that processes make."""

    def __init__(self, org: Org, namer: Namer, ledger: Ledger) -> None:
        self.workflows = {one.full_name: one for one in org.workflows}
        self.namer = namer
        self.ledger = ledger
        self.found: dict[tuple[str, str, str], tuple[ActionReference, Fields]] = {}

    def name(self, reference: ActionReference, fields: Fields) -> str:
        """Return the action of a reference."""
        key = self._key(reference, fields)
        self.found.setdefault(key, (reference, fields))
        return self.namer.name("action", key, key[2])

    def see(self, reference: ActionReference, fields: Fields) -> None:
        """Note the field that an action sets, before fields are declared."""
        update = self._definition(reference, fields)
        if isinstance(update, FieldUpdate) and _is_set(update, fields):
            value = update.literal_value if update.operation == "Literal" else update.lookup_value
            fields.see_value(qualified(update.field or "", fields.object), value or "")

    def declared(self) -> tuple[Action, ...]:
        """Return the declarations of all actions that were referred to."""
        return tuple(
            self._declared(key, reference, fields)
            for key, (reference, fields) in self.found.items()
        )

    def _key(self, reference: ActionReference, fields: Fields) -> tuple[str, str, str]:
        return fields.object, reference.type or "", bare(reference.name or "", fields.object)

    def _definition(
        self, reference: ActionReference, fields: Fields
    ) -> Alert | FieldUpdate | FlowAction | OutboundMessage | Task | None:
        workflow = self.workflows.get(fields.object, Workflow(fields.object))
        place = _PLACES.get(reference.type or "")
        wanted = bare(reference.name or "", fields.object)
        every = getattr(workflow, place) if place else ()
        return next((one for one in every if one.full_name == wanted), None)

    def _declared(
        self, key: tuple[str, str, str], reference: ActionReference, fields: Fields
    ) -> Action:
        _, kind, full_name = key
        word = self.namer.name("action", key, full_name)
        self.ledger.call(word, f"{kind}.{full_name}")
        found = self._definition(reference, fields)
        if found is None:
            self.ledger.missing(
                f"action `{full_name}` ({kind}) is in no workflow file of `{fields.object}`",
                reference.span,
                "the policy knows its name alone; retrieve the workflow, and import again",
            )
            return _action(word, "flow", None, (_setting("name", plain(full_name)),))
        match found:
            case Alert():
                return _action(word, "email", found.description, _alert(found))
            case Task():
                return _action(word, "task", None, _task(found))
            case FieldUpdate():
                return self._update(word, found, fields)
            case FlowAction():
                text = found.flow or full_name
                return _action(word, "flow", found.label, (_setting("name", plain(text)),))
            case OutboundMessage():
                url = found.endpoint_url or ""
                return _action(word, "webhook", found.name, (_setting("url", plain(url)),))

    def _update(self, word: str, update: FieldUpdate, fields: Fields) -> Action:
        field = qualified(update.field or "", fields.object)
        if bare(field, fields.object) == _OWNER and update.operation == "LookupValue":
            kind = "queue" if update.lookup_value_type == "Queue" else "to"
            line = _setting(kind, plain(update.lookup_value or ""))
            return _action(word, "assign", update.name, (line,))
        if _is_set(update, fields):
            value = _value(update, field, fields)
            assigned = Assignment(name(fields.name(field)), value, NOWHERE)
            return _action(word, "set", update.name, (assigned,))
        lines = [
            _setting("name", plain(update.full_name or word)),
            _setting("field", plain(field)),
            _setting("operation", plain(update.operation or "")),
        ]
        for setting, text in (
            ("formula", update.formula),
            ("value", update.literal_value or update.lookup_value),
        ):
            if text is not None:
                lines.append(_setting(setting, plain(text)))
        return _action(word, "flow", update.name, tuple(lines))


def _is_set(update: FieldUpdate, fields: Fields) -> bool:
    """Say whether an update sets a field of the case to a constant, as `set` does."""
    return (
        fields.record == "case"
        and update.target_object is None
        and update.field != _OWNER
        and update.operation in ("Literal", "LookupValue", "Null")
        and (update.operation == "Null" or bool(update.literal_value or update.lookup_value))
    )


def _value(update: FieldUpdate, field: str, fields: Fields) -> Name | YesNo | String:
    if update.operation == "Null":
        return name("none")
    text = (update.literal_value if update.operation == "Literal" else update.lookup_value) or ""
    kind = fields.use(field).type
    if kind == "yes_no":
        return YesNo(text in ("1", "true"), NOWHERE)
    if kind in ("choice", "tags"):
        return name(fields.value(field, text))
    return plain(text)


def _alert(alert: Alert) -> Lines:
    to = tuple(_recipient(one) for one in alert.recipients)
    copies = tuple(plain(one) for one in alert.cc_emails)
    lines = [Setting(name("to"), to or copies or (plain("nobody"),), NOWHERE)]
    if to and copies:
        lines.append(Setting(name("cc"), copies, NOWHERE))
    if alert.sender_address:
        lines.append(_setting("from", plain(alert.sender_address)))
    lines.append(_setting("template", plain(alert.template or "")))
    return tuple(lines)


def _recipient(recipient: Recipient) -> Path | String:
    if recipient.type == "owner":
        return path("owner")
    if recipient.field in _CONTACTS:
        return path("case", "contact")
    who = recipient.recipient or recipient.field
    return plain(f"{recipient.type}: {who}" if who else recipient.type or "")


def _task(task: Task) -> Lines:
    lines = [_setting("subject", plain(task.subject or ""))]
    kind = task.assigned_to_type or "owner"
    if kind == "owner":
        lines.append(_setting("assignee", path("owner")))
    else:
        who = f"{kind}: {task.assigned_to}" if task.assigned_to else kind
        lines.append(_setting("assignee", plain(who)))
    for word, text in (("priority", task.priority), ("status", task.status)):
        if text:
            lines.append(_setting(word, plain(text)))
    if task.description:
        lines.append(_setting("text", plain(task.description)))
    return tuple(lines)


def _setting(word: str, value: Path | String) -> Setting:
    return Setting(name(word), (value,), NOWHERE)


def _action(word: str, kind: str, text: str | None, lines: Lines) -> Action:
    return Action(name(word), name(kind), label(text), lines, NOWHERE)
