"""What we publish for pipelines names verbs and options that exist, and its scripts really run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from milepost.cli import milepost

ROOT = Path(__file__).parents[2]
PUBLISHED = ("action.yml", "ci/milepost.gitlab-ci.yml", "Containerfile", ".pre-commit-hooks.yaml")
BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}
SCRIPTS = ("Fetch the base", "Layout", "Findings at their lines", "Check, test, compile, export")
POLICY = """\
timezone Europe/London

case {
  status  open | closed = open
  events  reply
}

calendar office {
  timezone  Europe/London
  mon-fri   09:00-17:00
}

process support {
  until   status == closed

  milestone answer within 4h on office {
    done    on reply
  }
}

test "in time" {
  created  2027-03-02T09:00

  expect answer due 2027-03-02T13:00
}
"""


def commands(path: str) -> Iterator[list[str]]:
    """Yield the words of each command of ours that a published file has a machine or people run."""
    text = (ROOT / path).read_text()
    if path == "Containerfile":
        (entry,) = re.findall(r"^ENTRYPOINT (\[.*\])$", text, re.MULTILINE)
        (default,) = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)
        yield yaml.safe_load(entry) + yaml.safe_load(default)
        yield from (line.split() for line in re.findall(r" (milepost \w+)`", text))
        return
    for script in _scripts(yaml.safe_load(text)):
        for line in script.replace("\\\n", " ").splitlines():
            # What stands in an expansion is given, too: `${BASE:+--base "$BASE"}`.
            bare = re.sub(r"\$\{\w+:\+([^}]*)\}", r"\1", line)
            words = shlex.split(bare)
            while words and re.fullmatch(r"\w+=.*", words[0]):
                words = words[1:]
            if words[:1] == ["milepost"]:
                yield words


def _scripts(document: object) -> Iterator[str]:
    """Yield every text in a document that a shell runs."""
    if isinstance(document, list):
        for each in document:
            yield from _scripts(each)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key in ("run", "entry"):
                yield value
            elif key in ("script", "before_script", "after_script"):
                yield from value
            else:
                yield from _scripts(value)


def misfit(words: list[str]) -> str:
    """Return what of a command the real command line does not know, nothing if it knows all."""
    context = click.Context(milepost)
    if words[1].startswith("-"):
        known = {option for one in milepost.get_params(context) for option in one.opts}
        return "" if words[1] in known else words[1]
    verb = milepost.get_command(context, words[1])
    assert verb is not None
    options = [one for one in verb.params if isinstance(one, click.Option)]
    known = {text: one for one in options for text in (*one.opts, *one.secondary_opts)}
    for at, word in enumerate(words[2:], 2):
        if not word.startswith("-"):
            continue
        if word not in known:
            return word
        choice, value = known[word].type, words[at + 1] if at + 1 < len(words) else ""
        fixed = isinstance(choice, click.Choice) and not value.startswith("$")
        if fixed and value not in choice.choices:
            return f"{word} {value}"
    return ""


@pytest.mark.parametrize("path", PUBLISHED)
def test_verbs_and_options_exist(path: str) -> None:
    named = list(commands(path))
    assert named
    assert {" ".join(words): misfit(words) for words in named} == {
        " ".join(words): "" for words in named
    }


def test_every_mention_of_a_verb_is_looked_at() -> None:
    """Scripts are found by the keys they stand under: a new key must not hide one."""
    for path in PUBLISHED:
        lines = [
            line
            for line in (ROOT / path).read_text().splitlines()
            if re.search(r"\bmilepost (check|fmt|test|build|lock)\b", line)
            and "name: milepost" not in line
            and "description:" not in line
        ]
        assert len(lines) <= len(list(commands(path))), path


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("milepost check --fromat github", "--fromat"),
        ("milepost check . --format githb", "--format githb"),
        ("milepost build --base $BASE --all", "--all"),
        ("milepost --version", "--version"),
    ],
)
def test_a_wrong_option_would_be_seen(words: str, wrong: str) -> None:
    assert misfit(words.split()) == wrong


@pytest.mark.parametrize(
    ("schema", "options", "path"),
    [
        ("vendor.github-actions", (), "action.yml"),
        ("vendor.gitlab-ci", ("--data-transform", "gitlab-ci"), "ci/milepost.gitlab-ci.yml"),
    ],
)
def test_pipelines_fit_their_public_schemas(
    schema: str, options: tuple[str, ...], path: str
) -> None:
    pytest.importorskip("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options]
    checked = subprocess.run(
        [*command, str(ROOT / path)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


class Job:
    """A pull request in a shallow clone, and the scripts of the action run as GitHub runs them."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.clone = folder / "origin", folder / "clone"
        self.summary = folder / "summary.md"
        self.summary.touch()
        self.environment = os.environ | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_ACTIONS": "true",
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            **{
                f"GIT_{who}_{what}": "a@example.org"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        project = self.origin / "policies"
        project.mkdir(parents=True)
        (project / "milepost.toml").write_text('name = "desk"\n')
        self.git("init", "-q", "-b", "main")
        self.base = self.commit(POLICY)

    def git(self, *arguments: str) -> str:
        ran = subprocess.run(
            ["git", *arguments],
            cwd=self.origin,
            capture_output=True,
            text=True,
            check=True,
            env=self.environment,
        )
        return ran.stdout.strip()

    def commit(self, policy: str) -> str:
        (self.origin / "policies" / "support.sla").write_text(policy)
        self.git("add", "-A")
        self.git("commit", "-qm", "change")
        return self.git("rev-parse", "HEAD")

    def run(self, policy: str) -> dict[str, tuple[int, str]]:
        """Push a change and run each script; return its exit code and what it prints."""
        self.commit(policy)
        self.git("clone", "-q", "--depth=1", self.origin.as_uri(), str(self.clone))
        inputs = {name: str(one["default"]) for name, one in ACTION["inputs"].items()}
        inputs |= {"path": "policies", "base": self.base}
        return {name: self._step(STEPS[name], inputs) for name in SCRIPTS}

    def _step(self, step: dict[str, object], inputs: dict[str, str]) -> tuple[int, str]:
        given = step.get("env", {})
        assert isinstance(given, dict)
        values = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
            for name, value in given.items()
        }
        assert "${{" not in f"{values}{step['run']}", "scripts get what is given by variables only"
        shell = [shutil.which("bash") or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        ran = subprocess.run(
            [*shell, str(step["run"])],
            cwd=self.clone,
            capture_output=True,
            text=True,
            check=False,
            env=self.environment | values,
        )
        return ran.returncode, ran.stdout + ran.stderr


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


def codes(ran: dict[str, tuple[int, str]]) -> list[int]:
    return [code for code, _ in ran.values()]


def test_every_script_of_the_action_is_run_but_the_installation() -> None:
    scripts = [name for name, step in STEPS.items() if "run" in step]
    assert scripts == ["Install milepost", *SCRIPTS]
    assert all(STEPS[name]["shell"] == "bash" for name in scripts)


def test_a_promise_that_becomes_slower_passes_and_shows_in_the_summary(job: Job) -> None:
    ran = job.run(POLICY.replace("4h on office", "6h on office").replace("T13:00", "T15:00"))
    assert codes(ran) == [0, 0, 0, 0], ran
    assert ran["Findings at their lines"][1] == ""
    summary = job.summary.read_text()
    assert "| **slower** | support | answer | 4h on office → 6h on office | " in summary
    assert summary.startswith("## desk\n")
    assert summary.count("## desk") == 1
    assert (job.clone / "policies/build/manifest.json").is_file()


def test_a_finding_fails_the_job_at_its_line_and_in_the_summary(job: Job) -> None:
    ran = job.run(POLICY.replace("4h on office", "1d on office"))
    assert codes(ran) == [0, 0, 1, 1], ran
    said = ran["Findings at their lines"][1]
    assert said.startswith("::error file=policies/support.sla,line=16,endLine=16,col=27,")
    assert job.summary.read_text().count("P505") == 1


def test_a_failing_test_fails_the_build(job: Job) -> None:
    ran = job.run(POLICY.replace("T13:00", "T14:00"))
    assert codes(ran) == [0, 0, 0, 1], ran
    assert "test failed: in time" in job.summary.read_text()


def test_a_file_out_of_layout_fails_its_step_only(job: Job) -> None:
    ran = job.run(POLICY.replace("  until   status", " until status"))
    assert codes(ran) == [0, 1, 0, 0], ran
    assert ran["Layout"][1].startswith("would format policies/support.sla\n")
