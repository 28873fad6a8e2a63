"""Formulas that say what filter items could say; all others are kept as they stand.

Read are `AND`, `OR`, `NOT`, `IF` with a constant branch, `ISPICKVAL`, `ISBLANK`, `ISNULL`,
`INCLUDES`, `CONTAINS`, `BEGINS`, `TEXT`, comparisons of a field with a constant, `&&`, `||`, `!`,
and a lone field for one that is true. Fields stand without their object in formulas.
"""

import re

from milepost.frozen import frozen
from milepost.salesforce.criteria import (
    Criterion,
    Formula,
    all_of,
    any_of,
    compared,
    opposite,
)
from milepost.salesforce.names import qualified

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_][\w.]*)|(?P<mark>&&|\|\||<=|>=|<>|!=|==|[=<>!(),]))""",
    re.VERBOSE,
)
_MAX_DEPTH = 60
_MAX_LENGTH = 20_000
_OPERATIONS = {
    "=": "equals",
    "==": "equals",
    "<>": "notEqual",
    "!=": "notEqual",
    "<": "lessThan",
    "<=": "lessOrEqual",
    ">": "greaterThan",
    ">=": "greaterOrEqual",
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TESTS = {
    "ISPICKVAL": "equals",
    "INCLUDES": "includes",
    "CONTAINS": "contains",
    "BEGINS": "startsWith",
}


class _UnreadError(Exception):
    """Something that this reader does not know."""


@frozen
class _Field:
    """A field that stands somewhere in a formula."""

    name: str


@frozen
class _Constant:
    """A text, a number, TRUE, FALSE or NULL."""

    value: str | bool | None


def read_formula(text: str, object_name: str) -> Criterion:
    """Return what a formula means, or the formula itself where that is not known."""
    try:
        return _Reader(text, object_name).read()
    except _UnreadError:
        return Formula(" ".join(text.split()))


class _Reader:
    """One reading of one formula."""

    def __init__(self, text: str, object_name: str) -> None:
        self.object = object_name
        self.tokens = _tokens(text)
        self.at = 0

    def read(self) -> Criterion:
        found = self.condition(self.either(0))
        if self.at != len(self.tokens):
            raise _UnreadError
        return found

    def either(self, depth: int) -> Criterion | _Field | _Constant:
        found = self.both(depth)
        while self.took("||"):
            found = any_of((self.condition(found), self.condition(self.both(depth))))
        return found

    def both(self, depth: int) -> Criterion | _Field | _Constant:
        found = self.comparison(depth)
        while self.took("&&"):
            found = all_of((self.condition(found), self.condition(self.comparison(depth))))
        return found

    def comparison(self, depth: int) -> Criterion | _Field | _Constant:
        left = self.single(depth)
        mark = self.peek()
        if mark not in _OPERATIONS:
            return left
        self.at += 1
        right = self.single(depth)
        if isinstance(left, _Constant):
            left, right, mark = right, left, _TURNED.get(mark, mark)
        if not isinstance(left, _Field) or not isinstance(right, _Constant):
            raise _UnreadError
        return compared(self.field(left), _OPERATIONS[mark], _shown(right))

    def single(self, depth: int) -> Criterion | _Field | _Constant:
        if depth > _MAX_DEPTH:
            raise _UnreadError
        token = self.peek()
        if self.took("!"):
            return opposite(self.condition(self.single(depth + 1)))
        if self.took("("):
            found = self.either(depth + 1)
            self.expect(")")
            return found
        self.at += 1
        if token[:1] in ("'", '"'):
            return _Constant(re.sub(r"\\(.)", r"\1", token[1:-1]))
        if re.fullmatch(r"-?\d+(?:\.\d+)?", token):
            return _Constant(token)
        if not token or not (token[0].isalpha() or token[0] == "_"):
            raise _UnreadError
        word = token.upper()
        if self.peek() == "(":
            return self.call(word, depth + 1)
        if word in ("TRUE", "FALSE", "NULL"):
            return _Constant({"TRUE": True, "FALSE": False, "NULL": None}[word])
        return _Field(token)

    def call(self, function: str, depth: int) -> Criterion | _Field:
        self.expect("(")
        given = [self.either(depth)]
        while self.took(","):
            given.append(self.either(depth))
        self.expect(")")
        match function, given:
            case "AND", _:
                return all_of(map(self.condition, given))
            case "OR", _:
                return any_of(map(self.condition, given))
            case "NOT", [one]:
                return opposite(self.condition(one))
            case "TEXT", [_Field() as field]:
                return field
            case (("ISBLANK" | "ISNULL"), [_Field() as field]):
                return compared(self.field(field), "equals", "")
            case "IF", [one, then, _Constant(value=False | None)]:
                return all_of((self.condition(one), self.condition(then)))
            case _, [_Field() as field, _Constant(value=str()) as value] if function in _TESTS:
                return compared(self.field(field), _TESTS[function], _shown(value))
        raise _UnreadError

    def condition(self, found: Criterion | _Field | _Constant) -> Criterion:
        """Return something as a condition: a lone field is one that is true."""
        if isinstance(found, _Field):
            return compared(self.field(found), "equals", "true")
        if isinstance(found, _Constant):
            raise _UnreadError
        return found

    def field(self, field: _Field) -> str:
        return qualified(field.name, self.object)

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def took(self, token: str) -> bool:
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.took(token):
            raise _UnreadError


def _tokens(text: str) -> list[str]:
    if len(text) > _MAX_LENGTH:
        raise _UnreadError
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise _UnreadError
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


def _shown(constant: _Constant) -> str:
    """Return a constant as the value of a filter item, which separates values by commas."""
    if isinstance(constant.value, bool):
        return "true" if constant.value else "false"
    if constant.value is None:
        return ""
    if "," in constant.value or constant.value != constant.value.strip():
        raise _UnreadError
    return constant.value
