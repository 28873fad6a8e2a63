"""Verdicts on tests, for people and for CI."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from milepost.compiler import Compilation
from milepost.ir.schedule import Expectation, Test
from milepost.replay.verdict import Judged, Verdict
from milepost.runtime import Happening

_AROUND = 6
_BOLD, _RED, _GREEN, _OFF = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[0m"
_BRACED = re.compile(r"\{(-?\d+)\}")
_FAR = 2**40
_INSTANTS = ("due", "anchor", "until", "reached")


def report(compilation: Compilation, folder: str, verdict: Verdict, *, color: bool) -> str:
    """Return a verdict: each missed expectation with what was found, and the timeline around it."""
    bold, red, green, off = (_BOLD, _RED, _GREEN, _OFF) if color else ("", "", "", "")
    span = compilation.model.spans.find(verdict.test)
    place = f"{folder}/{span.path}:{span.line}" if span else folder
    head = f"{green}passed{off}" if verdict.passed else f"{red}failed{off}"
    lines = [f"{head}: {bold}{verdict.test.name}{off} ({place})"]
    for judged in verdict.judged:
        if judged.kept:
            continue
        where = compilation.model.spans.find(judged.expectation)
        line = f"line {where.line}: " if where else ""
        lines.append(f"  {line}expected {expectation_text(judged.expectation, verdict.test)}")
        lines.append(f"  {' ' * len(line)}found    {found_text(judged, verdict.test)}")
    lines += [f"    {line}" for line in _timeline(verdict)]
    return "\n".join(lines)


def junit(verdicts: Iterable[tuple[str, Verdict]]) -> bytes:
    """Return the verdicts as JUnit XML: a suite a project, a case a test."""
    suites: dict[str, list[Verdict]] = {}
    for folder, verdict in verdicts:
        suites.setdefault(folder, []).append(verdict)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for folder, found in suites.items():
        failures = sum(not verdict.passed for verdict in found)
        name = quoteattr(folder)
        lines.append(
            f'  <testsuite name={name} tests="{len(found)}" failures="{failures}" errors="0">'
        )
        for verdict in found:
            lines += _junit_case(folder, verdict)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""]).encode()


def _junit_case(folder: str, verdict: Verdict) -> Iterator[str]:
    head = f"    <testcase classname={quoteattr(folder)} name={quoteattr(verdict.test.name)}"
    missed = [judged for judged in verdict.judged if not judged.kept]
    if not missed:
        yield f"{head}/>"
        return
    yield f"{head}>"
    for judged in missed:
        message = (
            f"expected {expectation_text(judged.expectation, verdict.test)}; "
            f"found {found_text(judged, verdict.test)}"
        )
        yield f"      <failure message={quoteattr(message)}>"
        yield escape("\n".join(_timeline(verdict)))
        yield "      </failure>"
    yield "    </testcase>"


def expectation_text(expectation: Expectation, test: Test) -> str:
    """Return an expectation as it is written."""
    subject = expectation.subject
    if expectation.outcome == "process":
        return f"process {subject}" if subject else "no process"
    ordinal = f"{expectation.nth}. " if expectation.nth else ""
    at = "" if expectation.at is None else f" at {local_text(expectation.at, test.zone)}"
    match expectation.outcome:
        case "due":
            when = at.replace(" at ", " ") or " never"
            return f"{ordinal}{subject} due{when}"
        case "sent":
            times = {None: at, 0: " never"}.get(expectation.times, f" {expectation.times} times")
            return f"{subject} sent{times}"
        case "starts":
            return f"{ordinal}{subject} never to start"
    return f"{ordinal}{subject} {expectation.outcome}{at}"


def found_text(judged: Judged, test: Test) -> str:
    """Return what was found, its instants in the test's zone."""
    return _BRACED.sub(lambda found: local_text(int(found[1]), test.zone), judged.found)


def local_text(instant: int, zone: str) -> str:
    """Return an instant in a zone, with its weekday: `Mon 2027-04-05 13:30`."""
    if abs(instant) >= _FAR:
        return "beyond the horizon"
    local = datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone))
    return local.strftime("%a %Y-%m-%d %H:%M" if not local.second else "%a %Y-%m-%d %H:%M:%S")


def happening_text(one: Happening, zone: str) -> str:
    """Return a happening on one line."""
    detail = []
    for name, value in one.detail.items():
        if name in ("line", "trigger", "instance", "milestone") or value in (None, [], {}, False):
            continue
        if name in _INSTANTS:
            detail.append(f"{name} {local_text(value, zone)}")
        elif name == "set":
            detail.append(", ".join(f"{field} = {_shown(new)}" for field, new in value.items()))
        elif name == "events":
            detail.append(", ".join(value))
        elif value is True:
            detail.append(name)
        else:
            detail.append(f"{name} {value}")
    subject = f" {one.subject}" if one.subject else ""
    return f"{local_text(one.at, zone)}  {one.kind}{subject}  {'; '.join(detail)}".rstrip()


def _timeline(verdict: Verdict) -> list[str]:
    """Return the timeline of a test, cut where it only repeats what lies far behind its log."""
    last = verdict.test.log[-1].at
    happenings = verdict.timeline.happenings
    shown = [one for one in happenings if one.at <= last]
    after = [one for one in happenings if one.at > last]
    lines = [happening_text(one, verdict.test.zone) for one in (*shown, *after[:_AROUND])]
    return [*lines, f"… {len(after) - _AROUND} more"] if len(after) > _AROUND else lines


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
