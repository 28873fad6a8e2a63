"""Settings and export blocks, as written."""

from milepost.frozen import node
from milepost.source import Span
from milepost.syntax.ast.literals import Code, Integer, Key, Literal, Name, Path, Percent, String


@node
class Setting:
    """`name value, …` in an action or export block."""

    name: Name
    values: tuple[Literal | Percent | Path, ...]
    span: Span


@node
class MapEntry:
    """`value: "Outside"`."""

    value: Key
    outside: String | Integer | Code | Path
    span: Span


@node
class Mapping:
    """`name = Outside.Name { value: … }`."""

    name: Name
    outside: Code | String | Path
    entries: tuple[MapEntry, ...] | None
    span: Span


@node
class Limit:
    """`name number` in a limits block."""

    name: Name
    value: int
    span: Span


@node
class Limits:
    """`limits PROFILE[, strict] [{ … }]`."""

    profile: Name
    strict: bool
    limits: tuple[Limit, ...]
    span: Span


@node
class Export:
    """`export to TARGET { … }`."""

    target: Name
    label: String | None
    lines: tuple[Mapping | Limits | Setting, ...]
    span: Span
