"""Verdicts on tests as JUnit XML, for the pages of a CI: a suite a project, a case a test."""

from collections.abc import Iterable

from milepost.cli.verdicts import VerdictText
from milepost.compiler import Compilation
from milepost.replay.verdict import Verdict
from milepost.reporters.junit import Case, Failure, suites


def junit(verdicts: Iterable[tuple[Compilation, str, Verdict]]) -> bytes:
    """Return verdicts, each with its project and the project's folder, as JUnit XML."""
    by_folder: dict[str, list[Case]] = {}
    for compilation, folder, verdict in verdicts:
        by_folder.setdefault(folder, []).append(_case(compilation, folder, verdict))
    return suites(by_folder).encode("utf-8")


def _case(compilation: Compilation, folder: str, verdict: Verdict) -> Case:
    if verdict.passed:
        return Case(verdict.test.name)
    told = VerdictText(compilation, folder, verdict)
    missed = [judged for judged in verdict.judged if not judged.kept]
    more = f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
    place = told.place_of(missed[0].expectation)
    message = f"{place}: {told.sentence(missed[0])}{more}"
    return Case(
        verdict.test.name,
        Failure("missed", message, "\n".join([*told.missed(), "", *told.account()])),
    )
