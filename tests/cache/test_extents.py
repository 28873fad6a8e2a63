"""Every check over the model says how much of a project decides its findings."""

import pytest

from milepost.checks.check import Extent
from milepost.checks.table import MODEL_CHECKS, load_check

#: Checks for which no less than the whole project is enough, and why. One is enough to have a
#: whole project checked for every change, so a check stands here only when nothing else is true.
OF_THE_PROJECT: tuple[tuple[str, str], ...] = ()


@pytest.mark.parametrize("module", MODEL_CHECKS)
def test_the_extent_is_said(module: str) -> None:
    assert load_check(module).extent is not None


def test_checks_of_the_whole_project_are_listed_with_a_reason() -> None:
    checks = [load_check(module) for module in MODEL_CHECKS]
    whole = {check.code for check in checks if check.extent is Extent.PROJECT}
    assert whole == {code for code, _ in OF_THE_PROJECT}
    assert all(reason for _, reason in OF_THE_PROJECT)


@pytest.mark.parametrize("module", MODEL_CHECKS)
def test_facts_are_taken_by_checks_that_look_beyond_a_statement(module: str) -> None:
    check = load_check(module)
    if check.facts is None:
        assert check.extent is not Extent.FACTS
    else:
        assert check.extent in (Extent.FACTS, Extent.USES)
