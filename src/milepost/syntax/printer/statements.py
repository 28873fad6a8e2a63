"""Statements of a file: which of them is printed by what."""

from collections.abc import Callable
from typing import Any

from milepost.syntax.ast import declarations as ast
from milepost.syntax.ast.calendars import Calendar, DerivedCalendar, Timezone
from milepost.syntax.ast.exports import Export
from milepost.syntax.ast.processes import Escalation, Process
from milepost.syntax.ast.targets import Table
from milepost.syntax.printer.calendars import calendar, derived_calendar
from milepost.syntax.printer.declaration import Declaration, simple
from milepost.syntax.printer.declarations import (
    action,
    contract,
    entitlement,
    objective,
    record,
    require,
    tier,
)
from milepost.syntax.printer.exports import export
from milepost.syntax.printer.literals import literal
from milepost.syntax.printer.processes import escalation, process
from milepost.syntax.printer.targets import table
from milepost.syntax.printer.tests import test


def declaration(node: ast.Statement) -> Declaration:
    """Return a statement of a file as a declaration."""
    return _DECLARATIONS[type(node)](node)


def _preamble(node: ast.Language | ast.Use | Timezone) -> Declaration:
    if isinstance(node, ast.Language):
        return simple("preamble", node, f"language {node.version}")
    if isinstance(node, ast.Use):
        return simple("preamble", node, f"use {literal(node.folder)}")
    return simple("preamble", node, f"timezone {literal(node.zone)}")


def _register(node: ast.Register) -> Declaration:
    return simple("register", node, f"entitlements from {literal(node.file)}")


_DECLARATIONS: dict[type, Callable[[Any], Declaration]] = {
    **dict.fromkeys((ast.Language, ast.Use, Timezone), _preamble),
    **dict.fromkeys(
        (ast.RequireAsFast, ast.RequireBefore, ast.RequireFact, ast.RequireWithin), require
    ),
    ast.Action: action,
    ast.Contract: contract,
    ast.Entitlement: entitlement,
    Export: export,
    ast.Objective: objective,
    ast.Record: record,
    ast.Register: _register,
    ast.Test: test,
    ast.Tier: tier,
    Calendar: calendar,
    DerivedCalendar: derived_calendar,
    Escalation: escalation,
    Process: process,
    Table: table,
}
