"""Fixes: each is applied, read and checked again; a safe one leaves the meaning as it was."""

from typing import Any

import pytest
from policies import findings_in

from milepost.checks.table import load_checks
from milepost.diagnostics import Diagnostic, Edit, Fix, Severity
from milepost.diagnostics.mend import fixes_of, mend
from milepost.frozen import fields_of
from milepost.source import Source, Span
from milepost.syntax.ast.conditions import Group
from milepost.syntax.ast.literals import (
    Length,
    LocalDate,
    LocalInstant,
    Percent,
    String,
    TimeOfDay,
)
from milepost.syntax.parse import parse

#: Literals that may be written so that only their kind is understood: `15 minutes`, `9:00`.
UNREAD = (Length, LocalDate, LocalInstant, Percent, String, TimeOfDay)
FIXABLE = [
    pytest.param(check.code, check.bad, found, id=f"{check.code}-{at}")
    for check in load_checks()
    if check.beside is None
    for at, found in enumerate(findings_in(check.bad))
    if found.code == check.code and found.fix is not None
]


def errors(found: tuple[Diagnostic, ...]) -> list[str]:
    return sorted(each.code for each in found if each.severity is Severity.ERROR)


def meaning(tree: Any) -> Any:
    """Return a tree without parentheses, and without the amounts that no literal gives yet."""
    if isinstance(tree, Group):
        return meaning(tree.condition)
    if isinstance(tree, UNREAD):
        return type(tree)
    if isinstance(tree, tuple):
        return tuple(map(meaning, tree))
    if hasattr(tree, "span"):
        names = [name for name in fields_of(tree) if name != "span"]
        return type(tree), *(meaning(getattr(tree, name)) for name in names)
    return tree


def test_some_examples_have_fixes() -> None:
    safe = {param.values[0] for param in FIXABLE if param.values[2].fix.safe}
    assert {"P004", "P005", "P008", "P009"} <= safe
    assert {param.values[0] for param in FIXABLE} - safe


@pytest.mark.parametrize(("code", "bad", "found"), FIXABLE)
def test_a_fix_removes_its_finding_and_brings_no_error(
    code: str, bad: str, found: Diagnostic
) -> None:
    (text,) = mend([found.fix]).texts.values()
    after = findings_in(text)
    assert (code, found.message) not in [(each.code, each.message) for each in after]
    assert errors(after) == []
    if found.fix.safe:
        before, then = (parse(Source.of("a.sla", each)).policy for each in (bad, text))
        assert meaning(before) == meaning(then)


def test_of_fixes_that_touch_each_other_the_first_is_applied() -> None:
    source = Source.of("a.sla", "abcdef")
    first, second, third = (
        Fix(name, (Edit(Span(source, start, end), name),))
        for name, start, end in (("X", 0, 2), ("Y", 2, 3), ("Z", 5, 5))
    )
    mended = mend([first, second, third])
    assert mended.fixes == (first, third)
    assert mended.texts == {"a.sla": "XcdeZf"}


def test_only_safe_fixes_are_taken_unless_others_are_asked_for() -> None:
    found = findings_in("tier gold { channel email }\n")
    unsafe = [each for each in found if each.fix is not None and not each.fix.safe]
    assert unsafe
    assert fixes_of(unsafe, unsafe=False) == ()
    assert len(fixes_of(unsafe, unsafe=True)) == len(unsafe)
