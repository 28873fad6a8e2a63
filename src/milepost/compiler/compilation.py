"""One policy set on its way through the compiler: each stage a property, made when asked for.

text ─ syntax ─► trees ─ semantics ─► model ─ checks ─► diagnostics
                                        │
                                        └─ lowering ─► schedule
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from milepost.checks.table import run_checks
from milepost.compiler.allowed import with_allowances
from milepost.compiler.configured import at_levels
from milepost.diagnostics import Diagnostic, Severity, as_of, in_order
from milepost.ir.schedule import Schedule
from milepost.semantics.model import Model
from milepost.semantics.project import Project, load_project
from milepost.semantics.resolve import resolve
from milepost.semantics.settings import Settings


class Compilation:
    """The compilation of the project that a path belongs to.

    What is compiled hangs on no date; findings that do are told of `today` (`YYYY-MM-DD`), if any.
    """

    def __init__(self, path: Path, today: str | None = None) -> None:
        self.path = path
        self.today = today

    @cached_property
    def project(self) -> Project:
        """The project's settings and parsed files."""
        return load_project(self.path)

    @cached_property
    def model(self) -> Model:
        """The policy set with every name resolved."""
        return resolve(self.project)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything that is wrong or doubtful, in order."""
        return tuple(found for found in self.settled if found.allowed is None)

    @cached_property
    def settled(self) -> tuple[Diagnostic, ...]:
        """The findings in order, and among them those that comments in the policy allow."""
        found = settled(self.raw, self.project.settings, self.project.root)
        return as_of(found, self.today)

    @cached_property
    def checked(self) -> tuple[Diagnostic, ...]:
        """What the checks over the model have found."""
        return tuple(run_checks(self.model))

    @property
    def raw(self) -> tuple[Diagnostic, ...]:
        """The findings of all stages, before they are put in order."""
        return (*self.project.diagnostics, *self.model.findings, *self.checked)

    @cached_property
    def schedule(self) -> Schedule:
        """The executable schedule; only of a policy set without errors."""
        from milepost.lowering.lower import lower

        return lower(self.model)

    @property
    def has_errors(self) -> bool:
        """Whether a finding forbids to compile."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)


def settled(found: Iterable[Diagnostic], settings: Settings, root: Path) -> tuple[Diagnostic, ...]:
    """Return findings as they are reported, on whatever day: at the project's levels, in order."""
    return in_order(at_levels(with_allowances(found), settings, root))
