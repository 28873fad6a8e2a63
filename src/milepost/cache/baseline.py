"""The last whole state of a project that read without a finding: what a change is measured by.

A project with mistakes in it is not a good measure, because much is not said about what could not
be read. So the baseline stays as it is until the mistakes are mended.
"""

from pathlib import Path
from typing import Any

from milepost.cache import summary
from milepost.cache.snapshot import Snapshot, text_digest
from milepost.cache.store import read_document, write_document
from milepost.cache.summary import Summary, summarize
from milepost.checks.table import MODEL_CHECKS, load_check
from milepost.diagnostics import Diagnostic
from milepost.diagnostics.plain import to_plain
from milepost.frozen import frozen, replace
from milepost.semantics import holiday_memory
from milepost.semantics.model import Model
from milepost.semantics.project import Project

_NAME = "baseline.json"


@frozen
class Baseline:
    """The summaries of the policy files, the digests of the outside ones, and what checks found.

    The findings are in their plain form, as the checks made them: before levels are applied.
    """

    files: dict[str, Summary]
    outside: dict[str, str]
    findings: tuple[list[Any], ...]


def baseline_of(
    project: Project, model: Model, snapshot: Snapshot, found: tuple[Diagnostic, ...]
) -> Baseline | None:
    """Return the baseline that a check of a whole project makes, or None if it cannot be one."""
    if project.diagnostics or model.findings:
        return None
    digests = snapshot.policies
    files = {
        file.parsed.source.path: summarize(
            file.parsed.policy,
            file.parsed.source.text,
            digests[file.parsed.source.path],
            is_library=file.is_library,
        )
        for file in project.files
    }
    return Baseline(resolved(files, model), snapshot.outside, tuple(map(to_plain, found)))


def resolved(files: dict[str, Summary], model: Model) -> dict[str, Summary]:
    """Return summaries with what is known of each file once the project is resolved."""
    uses: dict[str, list[str]] = {}
    for (kind, name), paths in sorted(model.used.items()):
        for path in paths:
            uses.setdefault(path, []).append(f"{kind} {name}")
    facts: dict[str, list[str]] = {}
    for check in map(load_check, MODEL_CHECKS):
        for span, fact in check.facts(model) if check.facts else ():
            facts.setdefault(span.path, []).append(f"{check.code} {fact}")
    return {
        path: replace(
            file, uses=uses.get(path, ()), facts=text_digest("\n".join(facts.get(path, ())))
        )
        for path, file in files.items()
    }


def read_baseline(root: Path, environment: str) -> Baseline | None:
    """Return the stored baseline of a project, if it was made under the same circumstances."""
    document = read_document(root, _NAME)
    if document is None or document.get("environment") != environment:
        return None
    try:
        holiday_memory.remember(document["holidays"])
        files = {path: summary.from_plain(value) for path, value in document["files"].items()}
        return Baseline(files, document["outside"], tuple(document["findings"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def write_baseline(root: Path, environment: str, baseline: Baseline) -> None:
    """Store the baseline of a project."""
    write_document(
        root,
        _NAME,
        {
            "environment": environment,
            "outside": baseline.outside,
            "findings": baseline.findings,
            "holidays": holiday_memory.answers(),
            "files": {path: summary.to_plain(file) for path, file in baseline.files.items()},
        },
    )
