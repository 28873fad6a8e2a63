"""What a reporter is given: findings, and what is known of the checks that made them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from milepost.diagnostics import Diagnostic, Severity
from milepost.frozen import frozen


@frozen
class Rule:
    """A check as other programs are told of it."""

    code: str
    name: str
    title: str
    severity: Severity
    rationale: str


@frozen
class Suppressed:
    """A finding that a comment in the policy allows, and the reason given there."""

    finding: Diagnostic
    reason: str


@frozen
class Report:
    """The findings of a run in how many files, those allowed by comments, and what made them.

    `fixed` is how many were fixed before; they are not among the findings.
    """

    findings: tuple[Diagnostic, ...]
    files: int
    suppressed: tuple[Suppressed, ...] = ()
    rules: tuple[Rule, ...] = ()
    version: str = ""
    fixed: int = 0


def report_of(settled: Iterable[Diagnostic], files: int, *, fixed: int = 0) -> Report:
    """Return a report of findings, those that comments in the policy allow among them."""
    every = tuple(settled)
    return Report(
        tuple(found for found in every if found.allowed is None),
        files,
        tuple(Suppressed(found, found.allowed) for found in every if found.allowed is not None),
        fixed=fixed,
    )


def fingerprinted(findings: tuple[Diagnostic, ...]) -> Iterator[tuple[Diagnostic, str]]:
    """Yield findings with a name for each that stays when lines above it come or go.

    It is made of the code, the file and the words on the line; of the same ones, their number.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for found in findings:
        line = " ".join(found.span.source.line_text(found.span.line).split())
        key = (found.code, found.span.path, line)
        told = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield found, sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]
