"""All checks, in the order of their codes.

A hook pays for every module it imports, so the table holds module names: `check` imports those that run over
the model, and only `explain`, the documentation and the tests import the others.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from milepost.checks.check import Check, findings_of
from milepost.diagnostics import Diagnostic
from milepost.semantics.model import Model

#: Checks whose findings the lexer, the parser or name resolution report.
STAGE_CHECKS: tuple[str, ...] = ()

#: Checks that run over the model.
MODEL_CHECKS: tuple[str, ...] = (
    "p103_unused_name",
    "p111_no_calendar",
    "p126_empty_block",
    "p201_zero_target",
    "p202_target_beyond_horizon",
    "p203_target_outlasts_entitlement",
    "p204_zero_offset",
    "p301_share_beyond_due",
    "p401_circular_anchors",
    "p505_day_as_duration",
    "p506_unclear_business_days",
    "p507_dates_without_zone",
    "p508_overlapping_windows",
)


@cache
def load_check(module: str) -> Check:
    """Return the check that a module of this folder holds."""
    check: Check = import_module(f"milepost.checks.{module}").CHECK
    return check


def load_checks() -> tuple[Check, ...]:
    """Return every check, by code."""
    checks = [load_check(module) for module in (*STAGE_CHECKS, *MODEL_CHECKS)]
    return tuple(sorted(checks, key=lambda check: check.code))


def run_checks(model: Model) -> Iterable[Diagnostic]:
    """Yield the findings of all checks that run over a model."""
    for module in MODEL_CHECKS:
        yield from findings_of(load_check(module), model)
