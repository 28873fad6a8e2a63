"""Expectations of tests that were missed, as findings: for reports that other programs read."""

import re
from collections.abc import Iterable, Iterator

from milepost.compiler.compilation import Compilation
from milepost.diagnostics import Diagnostic, Note, Severity
from milepost.replay.cases import zone_of
from milepost.replay.local_times import moment_text
from milepost.replay.verdict import Verdict

#: The check whose page explains these findings.
MISSED = "P722"
_INSTANT = re.compile(r"\{(-?\d+)\}")


def missed_in(compilation: Compilation, verdicts: Iterable[Verdict]) -> Iterator[Diagnostic]:
    """Yield a finding for each expectation that was missed, at its place in the policy."""
    spans = compilation.model.spans
    for verdict in verdicts:
        zone = zone_of(compilation.schedule, verdict.test.zone)
        test = spans.of(verdict.test)
        for judged in verdict.judged:
            if judged.kept:
                continue
            found = _INSTANT.sub(lambda one: moment_text(int(one[1]), zone), judged.found)  # noqa: B023
            yield Diagnostic(
                MISSED,
                Severity.ERROR,
                f"`{spans.of(judged.expectation).text}` is not what happens; found: {found}",
                spans.of(judged.expectation),
                (Note(f"in test `{verdict.test.name}`", test),),
                "`milepost test` shows the timeline around it and explains each due",
            )
