"""Policies in memory: what the compiler finds in a text that is in no file."""

from pathlib import Path

from milepost.checks.check import EXAMPLE
from milepost.checks.table import run_checks
from milepost.compiler.allowed import with_allowances
from milepost.diagnostics import Diagnostic, as_of, in_order
from milepost.semantics.model import Model
from milepost.semantics.project import PolicyFile, Project
from milepost.semantics.resolve import resolve
from milepost.semantics.settings import Settings
from milepost.source import Source
from milepost.syntax.parse import parse

NOWHERE = Path("/nowhere/policy")


def model_of(text: str, settings: Settings | None = None) -> Model:
    """Return the model of a policy that consists of one text."""
    parsed = parse(Source.of(EXAMPLE, text))
    file = PolicyFile(NOWHERE / EXAMPLE, NOWHERE, parsed, is_library=False)
    own = settings or Settings("policy")
    return resolve(Project(NOWHERE, own, (file,), parsed.diagnostics))


def findings_in(
    text: str, settings: Settings | None = None, today: str | None = None
) -> tuple[Diagnostic, ...]:
    """Return everything that is found in a policy that consists of one text."""
    model = model_of(text, settings)
    found = (*model.project.diagnostics, *model.findings, *run_checks(model))
    return as_of(in_order(one for one in with_allowances(found) if one.allowed is None), today)
