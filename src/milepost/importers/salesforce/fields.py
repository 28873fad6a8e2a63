"""Fields of a policy for the fields that criteria and updates name, typed by how they are used.

The metadata says which values a field is compared with, not which it may have. So a field that is
compared with texts becomes a choice of those and `other`, one compared with true and false becomes
a `yes/no`, and one that is only asked for being blank a `text`. What no condition of the language
says (`contains`, a formula) becomes a `yes/no` field of its own: Salesforce knows whether it holds.
"""

import re

from milepost.importers.salesforce.ledger import Ledger
from milepost.importers.salesforce.naming import Namer
from milepost.importers.salesforce.trees import NOWHERE, label, name
from milepost.salesforce.criteria import Comparison, Criterion, Formula, leaves_of
from milepost.salesforce.names import bare
from milepost.syntax.ast.declarations import (
    ChoiceType,
    Field,
    FieldType,
    PlainType,
    RangeType,
    TagsType,
)
from milepost.syntax.ast.literals import Integer, YesNo

OTHER = "other"
_WHOLE = re.compile(r"-?\d{1,9}")
_MOST = 999_999_999
_ORDERED = ("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual")
_EQUAL = ("equals", "notEqual")
_TAGS = ("includes", "excludes")
_PREDECLARED = ("created", "id", "account", "contact", "owner", "entitlement", "tier", "channel")
#: Fields that have a name of their own in every record.
STOPPED = "IsStopped"
CREATED = "CreatedDate"


class Use:
    """A field of an object, and what it was seen with."""

    def __init__(self) -> None:
        self.values: dict[str, None] = {}
        self.operations: set[str] = set()
        self.is_time = False

    @property
    def type(self) -> str:
        """The type that suits what was seen."""
        if self.is_time:
            return "time"
        filled = [value for value in self.values if value]
        if self.operations & set(_TAGS):
            return "tags"
        if self.operations & set(_ORDERED):
            return "integer"
        if filled and set(filled) <= {"true", "false"}:
            return "yes_no"
        return "choice" if filled else "text"


class Fields:
    """The fields of one object, gathered first, then declared."""

    def __init__(self, object_name: str, record: str, namer: Namer, ledger: Ledger) -> None:
        self.object = object_name
        self.record = record
        self.namer = namer
        self.ledger = ledger
        self.uses: dict[str, Use] = {}
        self.opaque: dict[Comparison | Formula, str] = {}
        namer.reserve(self.space, *_PREDECLARED)

    @property
    def space(self) -> str:
        """The names that fields and milestones of the record share."""
        return "field"

    def see(self, criterion: Criterion | None) -> None:
        """Note the fields of a criterion."""
        for leaf in leaves_of(criterion) if criterion is not None else ():
            if isinstance(leaf, Formula) or is_opaque(leaf):
                continue
            use = self.use(leaf.field)
            use.operations.add(leaf.operation)
            use.values |= dict.fromkeys(leaf.values)

    def see_value(self, field: str, value: str) -> None:
        """Note a value that an update sets."""
        use = self.use(field)
        seen = [one for one in use.values if one]
        if value in ("0", "1") and (not seen or set(seen) <= {"true", "false"}):
            value = "true" if value == "1" else "false"
        use.values[value] = None

    def see_time(self, field: str) -> None:
        """Note a field that time is counted from."""
        self.use(field).is_time = True

    def use(self, field: str) -> Use:
        """Return what is known of a field."""
        return self.uses.setdefault(field, Use())

    def name(self, field: str) -> str:
        """Return what a field is called in the policy."""
        own = bare(field, self.object).replace(".", "_")
        own = "RecordType" if own == "RecordTypeId" else own
        own = re.sub(r"__[cr](?=_|$)", "", own)
        key = (self.record, field)
        prefix = "" if self.record == "case" else self.record
        return self.namer.name("field", key, own, space=self.space, prefix=prefix)

    def fits(self, leaf: Comparison) -> bool:
        """Say whether a condition on the field can say what a comparison does."""
        if is_opaque(leaf):
            return False
        filled = [value for value in leaf.values if value]
        match self.use(leaf.field).type:
            case "integer":
                return all(map(_WHOLE.fullmatch, filled))
            case "tags":
                return leaf.operation in _TAGS or not filled
            case "time" | "text":
                return not filled
            case "yes_no":
                return set(filled) <= {"true", "false"}
        return True

    def settle(self) -> None:
        """Give every field and value its name, so that nothing that comes later takes it."""
        named = [(field, self.name(field), use) for field, use in self.uses.items()]
        fields = [word for _, word, _ in named]
        for field, _, use in named:
            if use.type in ("choice", "tags"):
                self.namer.reserve(self._values_of(field), OTHER, *fields)
                self.namer.reserve(self.space, *(self.value(field, one) for one in use.values))

    def value(self, field: str, value: str) -> str:
        """Return what a value of a choice is called in the policy."""
        key = (self.record, field, value)
        return self.namer.name("value", key, value, space=self._values_of(field), free=True)

    def _values_of(self, field: str) -> str:
        return f"value of {self.record}.{field}"

    def opaque_name(self, leaf: Comparison | Formula) -> str:
        """Return the yes/no field that stands for something the language cannot say."""
        if leaf not in self.opaque:
            formulas = sum(isinstance(one, Formula) for one in self.opaque)
            text = f"formula_{formulas + 1}" if isinstance(leaf, Formula) else self.words(leaf)
            key = (self.record, leaf)
            found = self.namer.name("opaque", key, text, space=self.space)
            self.opaque[leaf] = found
            if isinstance(leaf, Formula):
                self.ledger.keep("criterion", found, "formula", leaf.text)
            else:
                kept = (leaf.field, leaf.operation, ", ".join(leaf.values))
                self.ledger.keep("criterion", found, *kept, *((leaf.other,) if leaf.other else ()))
        return self.opaque[leaf]

    def words(self, leaf: Comparison) -> str:
        """Return a comparison as words."""
        values = leaf.other or " ".join(leaf.values) or "nothing"
        own = re.sub(r"__[cr](?=_|$)", "", bare(leaf.field, self.object).replace(".", "_"))
        return f"{own}_{leaf.operation}_{values.replace(' ', '_')}"

    def declared(self) -> tuple[Field, ...]:
        """Return the declarations, and write down what the fields are called."""
        found = [
            self._declared(field, use)
            for field, use in self.uses.items()
            if bare(field, self.object) != CREATED
        ]
        for leaf, word in self.opaque.items():
            text = leaf.text if isinstance(leaf, Formula) else self.shown(leaf)
            found.append(_field(word, PlainType("yes_no", NOWHERE), text))
        return tuple(found)

    def shown(self, leaf: Comparison) -> str:
        """Return a comparison as the label of its field."""
        values = leaf.other or ", ".join(leaf.values)
        return f"{leaf.field} {leaf.operation} {values}"

    def _declared(self, field: str, use: Use) -> Field:
        word = self.name(field)
        if bare(field, self.object) == STOPPED:
            self.ledger.call(word, field)
            return _field(word, PlainType("yes_no", NOWHERE), None, default=False)
        if use.type == "yes_no":
            self.ledger.call(word, field)
            return _field(word, PlainType("yes_no", NOWHERE), None, default=False)
        if use.type in ("text", "time"):
            self.ledger.call(word, field)
            return _field(word, PlainType(use.type, NOWHERE), None)
        if use.type == "integer":
            self.ledger.call(word, field)
            bounds = RangeType(Integer(-_MOST, NOWHERE), Integer(_MOST, NOWHERE), NOWHERE)
            return _field(word, bounds, None)
        values = {self.value(field, one): one for one in use.values if one}
        self.ledger.call(word, field, values)
        every = tuple(name(one) for one in (*values, OTHER))
        made: FieldType = ChoiceType(every, NOWHERE)
        if use.type == "tags":
            made = TagsType(every, NOWHERE)
        return _field(word, made, None)


def is_opaque(leaf: Comparison) -> bool:
    """Say whether no condition of the language says what a comparison does."""
    if leaf.other is not None:
        return True
    if leaf.operation in _ORDERED:
        return len(leaf.values) != 1 or not _WHOLE.fullmatch(leaf.values[0])
    if leaf.operation in _TAGS:
        return "" in leaf.values
    return leaf.operation not in _EQUAL


def _field(word: str, made: FieldType, text: str | None, *, default: bool | None = None) -> Field:
    value = None if default is None else YesNo(default, NOWHERE)
    return Field((name(word),), made, value, None, label(text), NOWHERE)
