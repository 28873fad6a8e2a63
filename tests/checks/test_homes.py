"""Every check has a home that tells the truth: its examples do what they are there for."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import milepost.checks
import milepost.compiler
import milepost.semantics
import milepost.syntax
from milepost.checks.check import Check
from milepost.checks.table import (
    MODEL_CHECKS,
    STAGE_CHECKS,
    TARGET_CHECKS,
    load_check,
    load_checks,
)
from milepost.compiler.examples import example_findings
from milepost.diagnostics import Diagnostic
from milepost.reporters.text import render
from milepost.semantics import codes as semantic_codes
from milepost.syntax import codes as syntax_codes

HOMES = Path(milepost.checks.__file__).parent
#: The compiler is one of them: it tells of comments that allow what is not found.
STAGES = tuple(
    Path(str(stage.__file__)).parent
    for stage in (milepost.syntax, milepost.semantics, milepost.compiler)
)
#: Codes that are reserved and that nothing reports.
DEAD = {"P015", "P017"}

by_code = pytest.mark.parametrize("check", load_checks(), ids=lambda check: check.code)


def found_in(check: Check, text: str, folder: Path) -> tuple[Diagnostic, ...]:
    return example_findings(check, text, folder / "policy")


@by_code
def test_the_bad_policy_brings_forth_its_code_and_no_other(check: Check, tmp_path: Path) -> None:
    found = found_in(check, check.bad, tmp_path)
    assert [one.code for one in found] == [check.code], render(found, color=False)


@by_code
def test_the_bad_policy_has_the_severity_of_its_check(check: Check, tmp_path: Path) -> None:
    found = found_in(check, check.bad, tmp_path)
    assert {one.severity for one in found} == {check.severity}


@by_code
def test_the_finding_says_what_helps(check: Check, tmp_path: Path) -> None:
    found = found_in(check, check.bad, tmp_path)
    assert all(one.help for one in found)


@by_code
def test_messages_are_one_line_and_end_open(check: Check, tmp_path: Path) -> None:
    for one in found_in(check, check.bad, tmp_path):
        for sentence in (one.message, one.help or "", *(note.message for note in one.notes)):
            assert "\n" not in sentence
            assert not sentence.endswith(".")
            assert not sentence[:1].isupper()


@by_code
def test_nothing_is_found_in_the_good_policy(check: Check, tmp_path: Path) -> None:
    found = found_in(check, check.good, tmp_path)
    assert not found, render(found, color=False)


@by_code
def test_a_home_is_called_like_its_check(check: Check) -> None:
    module = f"{check.code.lower()}_{check.name.replace('-', '_')}"
    assert module in {*STAGE_CHECKS, *MODEL_CHECKS, *TARGET_CHECKS}


@by_code
def test_a_check_runs_over_the_model_or_is_born_in_a_stage(check: Check) -> None:
    module = f"{check.code.lower()}_{check.name.replace('-', '_')}"
    assert (check.run is not None) == (module in MODEL_CHECKS)


@by_code
def test_a_rationale_is_prose(check: Check) -> None:
    sentences = re.findall(r"[.!?](?= |$)", check.rationale)
    assert 1 <= len(sentences) <= 3
    assert check.rationale.endswith(".")
    assert check.title[0].isupper() or check.title[0] == "`"
    assert not check.title.endswith(".")


def test_every_home_is_listed() -> None:
    homes = {path.stem for path in HOMES.glob("p[0-9]*.py")}
    assert homes == {*STAGE_CHECKS, *MODEL_CHECKS, *TARGET_CHECKS}


def test_tables_are_in_the_order_of_codes() -> None:
    for table in (STAGE_CHECKS, MODEL_CHECKS, TARGET_CHECKS):
        assert list(table) == sorted(table)
    found = [check.code for check in load_checks()]
    assert found == sorted(set(found))


def test_names_are_unique() -> None:
    names = [check.name for check in load_checks()]
    assert len(names) == len(set(names))


def test_every_code_of_a_stage_has_a_home() -> None:
    named = {code for _, _, code in stage_codes()}
    assert named - DEAD <= {check.code for check in load_checks()}


def test_dead_codes_are_dead() -> None:
    """A code without a home must not be reported; when it is, it gets one."""
    for module, name, code in stage_codes():
        if code in DEAD:
            assert users_of(module, name) == []


def test_every_stage_check_is_reported_by_a_stage() -> None:
    for check in (load_check(module) for module in STAGE_CHECKS):
        users = [
            users_of(module, name) for module, name, code in stage_codes() if code == check.code
        ]
        assert any(users), check.code


def stage_codes() -> list[tuple[ModuleType, str, str]]:
    """Return the codes of the stages: the module that names each, its name, and the code."""
    return [
        (module, name, value)
        for module in (syntax_codes, semantic_codes)
        for name, value in vars(module).items()
        if isinstance(value, str) and re.fullmatch("P[0-9]{3}", value)
    ]


def users_of(module: ModuleType, name: str) -> list[str]:
    """Return the modules of the stages that report a code."""
    home = Path(str(module.__file__)).parent
    return [
        path.name
        for folder in STAGES
        for path in folder.rglob("*.py")
        if re.search(rf"\b{re.escape(spelling(folder, home, name))}\b", path.read_text("utf-8"))
    ]


def spelling(folder: Path, home: Path, name: str) -> str:
    """Return how the modules of one stage write a code of the same or another stage."""
    return f"codes.{name}" if folder == home else f"{home.name}_codes.{name}"


def test_a_check_is_its_module() -> None:
    for module in (*STAGE_CHECKS, *MODEL_CHECKS, *TARGET_CHECKS):
        assert import_module(f"milepost.checks.{module}").CHECK is load_check(module)
