"""What a build comes to, and its summary in Markdown."""

from collections.abc import Iterator

from milepost.checks.wording import plural
from milepost.cli.bound_changes import Change, markdown
from milepost.compiler import Compilation
from milepost.diagnostics import Diagnostic
from milepost.exporters.artifact import Artifact
from milepost.frozen import frozen
from milepost.replay.verdict import Verdict
from milepost.reporters.summary import summary

_MOST = 50


@frozen
class Built:
    """A project that was checked and, if it has no errors, tested and exported."""

    compilation: Compilation
    findings: tuple[Diagnostic, ...]
    is_checked: bool
    verdicts: tuple[Verdict, ...] = ()
    exports: tuple[Artifact, ...] = ()
    losses: tuple[str, ...] = ()
    changes: tuple[Change, ...] | None = None

    @property
    def broken(self) -> tuple[str, ...]:
        """The names of the tests that fail."""
        return tuple(verdict.test.name for verdict in self.verdicts if not verdict.passed)

    @property
    def is_good(self) -> bool:
        """Whether everything is as it should be."""
        return self.is_checked and not self.broken and not self.losses

    @property
    def verdict(self) -> str:
        """What came of it in a few words."""
        allowed = sum(found.allowed is not None for found in self.compilation.settled)
        found = summary(self.findings, len(self.compilation.project.files), allowed=allowed)
        if not self.is_checked:
            return f"{found}; not built"
        passed = plural(len(self.verdicts) - len(self.broken), "test")
        tests = f"{passed} passed, {len(self.broken)} failed"
        lost = f", {len(self.losses)} losses" if self.losses else ""
        return f"{found}, {tests}{lost}; {'built' if self.is_good else 'not built'}"


def summary_of(built: Built) -> str:
    """Return the summary of a build, for people who review the change."""
    return "\n".join(_lines(built)) + "\n"


def _lines(built: Built) -> Iterator[str]:
    yield f"## {built.compilation.project.settings.name}"
    yield ""
    yield f"{built.verdict[:1].upper()}{built.verdict[1:]}."
    if built.findings:
        yield ""
        for found in built.findings[:_MOST]:
            place = f"{found.span.path}:{found.span.line}"
            yield f"* `{place}` {found.severity.value} {found.code}: {_escaped(found.message)}"
        if len(built.findings) > _MOST:
            yield f"* and {len(built.findings) - _MOST} more"
    for name in built.broken:
        yield f"* test failed: {_escaped(name)}"
    for loss in built.losses:
        yield f"* {_escaped(loss)}"
    if built.changes is not None:
        yield ""
        yield "### How long promises take"
        yield ""
        yield from markdown(built.changes)
    yield ""


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, the names in backticks left alone."""
    return text.replace("<", "&lt;").replace("\n", " ")
