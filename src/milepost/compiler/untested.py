"""Milestones of which no test expects anything, as findings."""

from collections.abc import Iterable, Iterator

from milepost.checks.wording import noted
from milepost.compiler.compilation import Compilation
from milepost.diagnostics import Diagnostic, Note, Severity
from milepost.replay.coverage import unexpected_milestones
from milepost.replay.verdict import Verdict

#: The check whose page explains these findings.
UNTESTED = "P721"


def untested_in(compilation: Compilation, verdicts: Iterable[Verdict]) -> Iterator[Diagnostic]:
    """Yield one finding a process; the verdicts are those of all its tests."""
    spans = compilation.model.spans
    for process, (first, *others) in unexpected_milestones(compilation.schedule, verdicts):
        more = f", nor of {len(others)} more" if others else ""
        yield Diagnostic(
            UNTESTED,
            Severity.INFORMATION,
            f"no test expects anything of milestone `{first.name}` of process "
            f"`{process.name}`{more}",
            spans.of(first),
            noted([Note(f"nor of `{other.name}`", spans.of(other)) for other in others]),
            f"add to a test what must become of it, such as `expect {first.name} due …`",
        )
