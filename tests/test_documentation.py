"""The documentation cannot lie: every fenced example in README.md and docs/*.md is executed here.

What stands behind the language of a fence says what is to be done with the block:

    ```sla                        a whole policy: no errors, it compiles, and its own tests pass
    ```sla fragment=calendar      lines for a place in a policy (`FRAMES`), which has no errors
    ```sla bad=P104               (also with `fragment=`) exactly these findings, and no others
    ```console                    lines that begin with `$ ` are run, their output is compared
    ```text says                  lines that the message about the `bad` block above holds
    ```LANGUAGE file=PATH         becomes that file in the document's folder
    ```sla loose                  (also with others) is not in the canonical layout, on purpose
    ```diff file=PATH             is applied to that file
    ```json of=PATH at=POINTER    equals that part of that file
    ```mermaid of="COMMAND"       (any language) equals the output of the command
    ```python                     runs; lines with `>>>` as a doctest
    ```ebnf                       rules of grammar/milepost.lark, word for word
    ```sh                         not run, because it installs: its targets and packages exist

The blocks of a document share one folder, in their order. `…` stands for any text, on a line of its
own for any lines.
"""

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from milepost.checks.table import load_checks
from milepost.cli.verbs import VERBS
from milepost.cli.verdicts import report
from milepost.compiler import Compilation
from milepost.diagnostics import Severity
from milepost.exporters.table import exporter_named
from milepost.ir.schedule import Schedule
from milepost.ir.schema import UNIONS, classes_of, shape_of
from milepost.replay.verdict import judge_all
from milepost.reporters import text as text_reporter
from milepost.semantics import codes as semantic_codes
from milepost.source import Source
from milepost.syntax import codes as syntax_codes
from milepost.syntax.formatting import canonical, is_readable
from milepost.syntax.parse import parse

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
GRAMMAR = ROOT / "grammar" / "milepost.lark"
HERE = "@@"

_FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)|!\[[^\]]*\]\((?P<image>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(?P<title>.+)$", re.MULTILINE)
_STATEMENT = re.compile(r"^(?P<head>(?:case|[a-z]+ [a-z_0-9]+))", re.MULTILINE)
_RULE = re.compile(
    r"^[?!]{0,2}(?P<name>_?\w+(?:\{\w+\})?):(?P<body>.*(?:\n[ \t]+.*)*)", re.MULTILINE
)
_MARK = "\x1e"


class Block(NamedTuple):
    """A fenced block: its document and line, its language, options and text."""

    document: Path
    line: int
    language: str
    options: dict[str, str]
    text: str

    @property
    def place(self) -> str:
        """Where the block stands."""
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks_of(document: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a document."""
    text = document.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        language, *words = shlex.split(found["info"]) or [""]
        options = dict(word.partition("=")[::2] for word in words)
        line = text.count("\n", 0, found.start()) + 1
        yield Block(document, line, language, options, found["text"])


BLOCKS = tuple(block for document in DOCUMENTS for block in blocks_of(document))


def is_policy(block: Block) -> bool:
    """Say whether a block is a policy, or part of one, that stands by itself."""
    return block.language == "sla" and not {"file", "of"} & set(block.options)


def is_whole(block: Block) -> bool:
    """Say whether a block is made of whole statements that could be read, and meant to be neat."""
    options = block.options
    if block.language != "sla" or options.get("fragment", "statements") != "statements":
        return False
    return "loose" not in options and is_readable(parse(Source.of("block.sla", block.text)))


def named(blocks: tuple[Block, ...]) -> list[object]:
    """Return blocks as parameters named by their places."""
    return [pytest.param(block, id=block.place) for block in blocks]


BASE = """\
timezone America/New_York

case {
  tier       bronze | silver | gold
  priority   p1 | p2 | p3 | p4
  status     new | working | waiting | closed = new
  region     americas | emea | apac
  severity   s1 | s2 | s3 | s4
  instance   production | staging | test
  seats      0..100000
  vip, escalated  yes/no = no
  aware_at, classified_at, visit_at  time
  promised_on   date
  agreed_time   duration
  site_zone     zone America/New_York | Europe/London | Asia/Tokyo
  products      some of network | storage | billing
  reference     text
  events     agent_reply, customer_reply, report_sent, found_harmless
}

calendar office { timezone America/New_York; mon-fri 09:00-17:00 }

calendar night_desk { timezone Europe/London; mon-fri 22:00-06:00; business days by shift }

calendar na_desk { timezone America/Chicago; mon-fri 08:00-18:00 }

calendar eu_desk { timezone Europe/Berlin; mon-fri 09:00-17:00 }

action page_oncall page { service "support-oncall" }

action mail_lead email { to "lead@example.com"; template "late" }

action mail_customer email { to case.contact; template "update" }

action mark_late set { escalated = yes }

tier bronze { channels email; hours office }

tier silver { channels email, chat; hours office }

tier gold { channels email, chat, phone; hours always }

table targets by priority {
  p1   | 1h on always
  else | 4h on office
}

escalation standard {
  at breach  do mail_lead
}

entitlement client_a { account "Client A"; tier = gold; from 2027-01-01 }

process standard_support {
  until status == closed
  carry on change of priority, tier, region, vip
  milestone first_response within 1h on always { done on agent_reply }
  milestone resolution within 5 business days on office { done when status == closed }
}
"""
FIELDS = (
    "priority, tier, region, vip, severity, aware_at, classified_at, visit_at, promised_on, "
    "agreed_time, site_zone"
)
PROCESS = f"""\
process example {{
  until status == closed
  carry on change of {FIELDS}
  milestone initial_report within 4h on office {{ done on report_sent }}
{HERE}
}}
"""
#: A policy with a place for a fragment, and what each line of it is put into first, or None.
FRAMES = {
    "statements": (HERE, None),
    "calendar": (f"calendar example {{\n{HERE}\n}}\n", None),
    "process": (PROCESS.replace("  until status == closed\n", ""), None),
    "milestones": (PROCESS, None),
    "milestone": (PROCESS.replace(HERE, f"milestone example {{\n{HERE}\n}}"), None),
    "targets": (PROCESS, f"milestone example_@number {{\n{HERE}\ndone on agent_reply\n}}"),
    "anchors": (
        PROCESS,
        f"milestone example_@number within 4h on office {HERE} {{ done on agent_reply }}",
    ),
    "conditions": (
        PROCESS,
        f"milestone example_@number within 4h on office {{\nwaived when {HERE}\ndone by hand\n}}",
    ),
    "test": (f'test "example" {{\n{HERE}\n}}\n', None),
}
#: Lines that a frame adds where the fragment has none of their kind.
WANTED = {
    "calendar": (
        (r"^\s*timezone\b", "timezone Europe/London"),
        (r"^\s*(mon|sun|from)\b", "mon 09:00-17:00"),
    ),
    "process": ((r"^\s*until\b", "until status == closed"),),
    "milestone": (
        (r"^\s*(within|by|every|none)\b", "within 4h on office"),
        (r"^\s*done\b", "done on agent_reply"),
    ),
    "test": (
        (r"^\s*created\b", "created 2027-01-04T10:00"),
        (r"^\s*given\b", "given tier = gold, priority = p2"),
    ),
}
#: What stands beside a shown policy. Its calendars are compiled for the years of the examples.
BESIDE = {
    "milepost.toml": "[horizon]\nfrom = 2026-01-01\nto = 2028-12-31\n",
    "clients.csv": "name,account,tier,from\nclient_b,Client B,gold,2027-01-01\n",
    "closures.ics": """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART;VALUE=DATE:20270503
SUMMARY:Move
END:VEVENT
END:VCALENDAR
""",
}


def framed(text: str, kind: str) -> str:
    """Return a whole policy around a fragment, without what the fragment declares itself."""
    frame, each = FRAMES[kind]
    if each is not None:
        lines = [re.sub(r"\s+#.*", "", line).strip() for line in text.splitlines()]
        lines = [line for line in lines if line and not line.startswith("#")]
        text = "\n".join(
            each.replace(HERE, line).replace("@number", str(number))
            for number, line in enumerate(lines)
        )
    for pattern, line in WANTED.get(kind, ()):
        if not re.search(pattern, text, flags=re.MULTILINE):
            text = f"{line}\n{text}"
    policy = frame.replace(HERE, text)
    declared = {found["head"] for found in _STATEMENT.finditer(policy)}
    kept = [
        statement
        for statement in BASE.split("\n\n")
        if (head := _STATEMENT.match(statement)) is None or head["head"] not in declared
    ]
    base = "\n".join(kept)
    if any(head.startswith("process ") for head in declared):
        # Where the fragment has a process of its own, that of the frame takes no cases.
        base = base.replace("process standard_support {", "process standard_support retired {")
    return f"{base}\n{policy}"


def compilation_of(block: Block, folder: Path) -> Compilation:
    """Return the compilation of a block alone in a folder."""
    policy = (
        framed(block.text, block.options["fragment"]) if "fragment" in block.options else block.text
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "support.sla").write_text(policy, encoding="utf-8")
    for name, content in BESIDE.items():
        (folder / name).write_text(content, encoding="utf-8")
    return Compilation(folder)


def findings_in(block: Block, folder: Path) -> list[object]:
    """Return the findings about a block; a frame leaves things unused, and that does not count."""
    found = compilation_of(block, folder).diagnostics
    ignored = "P103" if "fragment" in block.options else None
    return [one for one in found if one.code != ignored]


def rendered(findings: list[object]) -> str:
    """Return findings as a terminal shows them."""
    return text_reporter.render(findings, color=False)


@pytest.mark.parametrize(
    "block",
    named(tuple(block for block in BLOCKS if is_policy(block) and "bad" not in block.options)),
)
def test_a_shown_policy_has_no_errors_compiles_and_passes_its_tests(block, tmp_path):
    compilation = compilation_of(block, tmp_path / "example")
    errors = [one for one in compilation.diagnostics if one.severity is Severity.ERROR]
    assert not errors, rendered(errors)
    exporter_named("json").export(compilation.schedule, {})
    for verdict in judge_all(compilation.schedule):
        assert verdict.passed, report(compilation, "example", verdict, color=False)


@pytest.mark.parametrize(
    "block", named(tuple(block for block in BLOCKS if is_policy(block) and "bad" in block.options))
)
def test_a_shown_mistake_is_found_and_nothing_else(block, tmp_path):
    found = findings_in(block, tmp_path / "example")
    assert [one.code for one in found] == block.options["bad"].split(","), rendered(found)
    following = BLOCKS[BLOCKS.index(block) + 1 :][:1]
    if following and "says" in following[0].options:
        said = rendered(found)
        for line in following[0].text.splitlines():
            assert line.strip() in said, said


def test_a_message_is_shown_behind_the_mistake_it_is_about():
    for before, block in pairwise(BLOCKS):
        if "says" in block.options:
            assert "bad" in before.options, block.place


def shell(commands: list[str], folder: Path) -> list[str]:
    """Return what each command prints when they are typed one after the other in a folder."""
    script = "\n".join(
        f"status=$?; printf '{_MARK}'; (exit $status)\n{command}" for command in commands
    )
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        timeout=120,
    )
    return done.stdout.split(_MARK)[1:]


def is_like(shown: str, real: str) -> bool:
    """Say whether shown output is the real one, `…` standing for any text or lines."""
    pattern = ""
    for line in shown.strip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += (
                ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n"
            )
    return bool(re.fullmatch(pattern or r"\n?", real.strip("\n") + "\n"))


def commands_of(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with the output shown for it."""
    pieces = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not pieces[0], f"{block.place}: a console block begins with a command"
    return [tuple(piece.split("\n", 1)) for piece in pieces[1:]]


def try_console(block: Block, folder: Path) -> None:
    """Type the commands of a block and compare what they print."""
    commands = commands_of(block)
    outputs = shell([command for command, _ in commands], folder)
    assert len(outputs) == len(commands), f"{block.place}: the shell ended early"
    for (command, shown), real in zip(commands, outputs, strict=True):
        assert is_like(shown or "\n", real or "\n"), f"{block.place}: $ {command}\n{real}"


def apply_diff(path: Path, diff: str, place: str) -> None:
    """Change a file by a diff without line numbers, whose context must stand there once."""
    text = path.read_text(encoding="utf-8")
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = [line or " " for line in hunk.splitlines()]
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
        assert f"\n{text}".count(f"\n{old}") == 1, (
            f"{place}: these lines are not there once:\n{old}"
        )
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]
    path.write_text(text, encoding="utf-8")


def try_python(block: Block, folder: Path) -> None:
    """Run Python code in the document's folder."""
    if ">>>" not in block.text:
        done = subprocess.run(
            [sys.executable, "-c", block.text],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block.place}\n{done.stderr}"
        return
    example = doctest.DocTestParser().get_doctest(block.text, {}, block.place, None, block.line)
    said: list[str] = []
    here = Path.cwd()
    os.chdir(folder)
    try:
        doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(
            example, out=said.append
        )
    finally:
        os.chdir(here)
    assert not said, "".join(said)


def part_at(document: object, pointer: str) -> object:
    """Return what a JSON pointer leads to."""
    for step in pointer.split("/")[1:]:
        document = document[int(step) if isinstance(document, list) else step]
    return document


def try_equal(block: Block, folder: Path) -> None:
    """Compare a block with a file, a part of one, or what a command prints."""
    of = block.options["of"]
    if " " in of:
        (real,) = shell([of], folder)
        if block.language == "json" and "…" not in block.text:
            assert json.loads(block.text) == json.loads(real), f"{block.place}\n{real}"
            return
        assert is_like(block.text, real), f"{block.place}\n{real}"
        return
    real = (folder / of).read_text(encoding="utf-8")
    if "at" in block.options:
        part = part_at(json.loads(real), block.options["at"])
        assert json.loads(block.text) == part, f"{block.place}\n{json.dumps(part, indent=2)}"
    else:
        assert is_like(block.text, real), f"{block.place}\n{real}"


def try_block(block: Block, folder: Path) -> None:
    """Do with a block what its language and options say."""
    if "file" in block.options:
        path = folder / block.options["file"]
        if block.language == "diff":
            apply_diff(path, block.text, block.place)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    elif "of" in block.options:
        try_equal(block, folder)
    elif block.language == "console":
        try_console(block, folder)
    elif block.language == "python":
        try_python(block, folder)
    elif block.language == "json":
        json.loads(block.text)


@pytest.mark.parametrize(
    "document", [pytest.param(one, id=str(one.relative_to(ROOT))) for one in DOCUMENTS]
)
def test_the_examples_of_a_document_do_what_it_says(document, tmp_path):
    ignored = shutil.ignore_patterns("build")
    shutil.copytree(ROOT / "policies", tmp_path / "policies", ignore=ignored)
    for block in blocks_of(document):
        try_block(block, tmp_path)


def test_no_block_is_passed_over():
    for block in BLOCKS:
        tried = {"file", "of"} & set(block.options)
        tried = tried or block.language in ("sla", "console", "python", "json", "ebnf", "sh")
        tried = tried or (block.language == "text" and "says" in block.options)
        assert tried, f"{block.place}: nothing tries this block"
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        fences = len(re.findall(r"^\s*```", text, flags=re.MULTILINE))
        assert fences == 2 * len(list(blocks_of(document))), f"{document}: a fence is not closed"


@pytest.mark.parametrize("block", named(tuple(one for one in BLOCKS if one.language == "sh")))
def test_what_is_not_run_exists(block):
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for line in block.text.splitlines():
        words = shlex.split(line, comments=True)
        if words[0] == "make":
            assert set(words[1:]) <= set(targets), line
        else:
            assert words[:-1] == ["pip", "install"], line
            name, _, extra = words[-1].rstrip("]").partition("[")
            assert name == project["name"], line
            assert extra in ("", *extras), line


def anchors_of(document: Path) -> set[str]:
    """Return the anchors that the headings of a document have on GitHub."""
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    titles = (found["title"].strip() for found in _HEADING.finditer(text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    "document", [pytest.param(one, id=str(one.relative_to(ROOT))) for one in DOCUMENTS]
)
def test_every_relative_link_leads_somewhere(document):
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    for found in _LINK.finditer(text):
        target = found["target"] or found["image"]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), f"{document.name}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors_of(file), f"{document.name}: {target}"


def grammar_rules() -> dict[str, str]:
    """Return the rules of the grammar as the reference writes them.

    What only the compiler needs is left out, and a block is written with its braces.
    """
    text = re.sub(r"//.*", "", GRAMMAR.read_text(encoding="utf-8"))
    rules = {}
    for found in _RULE.finditer(text):
        body = re.sub(r"\s*->\s*\w+", "", found["body"])
        body = body.replace("_NL?", "")
        body = re.sub(r"_block\{(\w+)\}", r'"{" \1* "}"', body)
        body = re.sub(r"_(?:lines|entries)\{(\w+(?:\{\w+\})?)\}", r"\1*", body)
        rules[found["name"]] = " ".join(body.split())
    for helper in ("_block{line}", "_lines{line}", "_entries{entry}", "_separator"):
        del rules[helper]
    return rules


def test_the_reference_holds_every_rule_of_the_grammar_once():
    reference = [block for block in BLOCKS if block.language == "ebnf"]
    shown: dict[str, str] = {}
    for block in reference:
        for found in _RULE.finditer(block.text):
            assert found["name"] not in shown, f"{block.place}: {found['name']} stands twice"
            shown[found["name"]] = " ".join(found["body"].split())
    assert shown == grammar_rules()


def test_the_reference_explains_every_terminal():
    declared = re.search(r"^%declare (.*)$", GRAMMAR.read_text(), flags=re.MULTILINE)
    reference = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    assert declared
    for terminal in declared[1].split():
        assert terminal == "_NL" or f"`{terminal}`" in reference, terminal


def test_codes_that_are_named_exist():
    known = {check.code for check in load_checks()}
    for module in (syntax_codes, semantic_codes):
        known |= {value for name, value in vars(module).items() if name.isupper()}
    for document in DOCUMENTS:
        named_codes = re.findall(r"\bP\d{3}\b", document.read_text(encoding="utf-8"))
        assert set(named_codes) <= known, document


def test_every_member_of_a_schedule_is_explained():
    text = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` ", text, flags=re.MULTILINE))
    assert {"format", "version", "digest", *Schedule.__match_args__} <= rows


def test_every_kind_of_object_in_a_schedule_is_explained():
    text = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
    kinds = {kind for of in UNIONS.values() for kind in classes_of(shape_of(of))}
    assert {kind for kind in kinds if f"`{kind}`" not in text} == set()


def test_the_picture_is_what_the_policy_says(tmp_path):
    policy = tmp_path / "apex_dynamics"
    shutil.copytree(ROOT / "policies" / "apex_dynamics", policy)
    (drawn,) = shell(["milepost graph apex_dynamics --process gold_support --out -"], tmp_path)
    assert drawn == (ROOT / "docs" / "images" / "gold_support.svg").read_text(encoding="utf-8")


def test_verbs_that_are_named_exist():
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        verbs = re.findall(r"(?:`|^\$ )milepost ([a-z]+)", text, flags=re.MULTILINE)
        assert set(verbs) <= set(VERBS), document


def test_a_wrong_output_is_seen():
    assert is_like("wrote a (… KiB)\n", "wrote a (12 KiB)\n")
    assert is_like("first\n…\nlast", "first\nsecond\nthird\nlast\n")
    assert not is_like("first\nlast", "first\nsecond\nlast\n")
    assert not is_like("wrote a", "wrote b")


@pytest.mark.parametrize(
    ("language", "options", "text"),
    [
        ("console", {}, "$ echo right\nwrong\n"),
        ("json", {}, "{,}\n"),
        ("python", {}, "assert 1 == 2\n"),
        ("python", {}, ">>> 1 + 1\n3\n"),
        ("diff", {"file": "policies/gitlab/case.sla"}, "-no such line\n+another\n"),
        ("text", {"of": "milepost version"}, "milepost 99\n"),
    ],
)
def test_a_wrong_example_is_seen(language, options, text, tmp_path):
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    with pytest.raises((AssertionError, ValueError)):
        try_block(Block(ROOT / "README.md", 1, language, options, text), tmp_path)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "case { tier gold }\n"),
        ({"fragment": "milestone"}, "within 4h on offfice\n"),
        (
            {"fragment": "test"},
            "created 2027-01-04T10:00\nexpect first_response due 2027-01-04T10:01\n",
        ),
    ],
)
def test_a_wrong_policy_is_seen(options, text, tmp_path):
    block = Block(ROOT / "README.md", 1, "sla", options, text)
    with pytest.raises(AssertionError):
        test_a_shown_policy_has_no_errors_compiles_and_passes_its_tests(block, tmp_path)


def test_a_mistake_under_a_wrong_code_is_seen(tmp_path):
    block = Block(
        ROOT / "README.md", 1, "sla", {"fragment": "milestone", "bad": "P104"}, "within 4h on x\n"
    )
    with pytest.raises(AssertionError):
        test_a_shown_mistake_is_found_and_nothing_else(block, tmp_path)


@pytest.mark.parametrize("block", named(tuple(filter(is_whole, BLOCKS))))
def test_policies_in_documents_are_formatted(block):
    assert canonical(parse(Source.of("block.sla", block.text))) == block.text
