"""The hooks under the real `pre-commit`, in a repository of their own.

`pre-commit` would install the hooks from a copy of this checkout, over the network. So they run as
`local` hooks with the milepost of this environment, and every other key is that of the file which
we publish.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("pre_commit")

ROOT = Path(__file__).parents[2]
SHARED = """\
timezone Europe/London

case {
  status  open | closed = open
  queue   sales | repairs
  events  reply
}

calendar office {
  timezone  Europe/London
  mon-sun   00:00-24:00
}
"""
DESK = """\
process {0} {{
  when    queue == {0}
  until   status == closed
  carry   on change of queue

  milestone answer within {1} on office {{
    done    on reply
  }}
}}
"""
NIGHTS = """\
calendar nights {
  timezone  Asia/Tokyo
  mon-fri   20:00-24:00
}
"""
ALL_PASS = dict.fromkeys(("check", "fmt", "test", "lock"), "Passed")


class Repository:
    """A policy project under git, with the hooks installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            **{
                f"GIT_{who}_{what}": "a@example.org"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            capture_output=True,
            text=True,
            env=self.environment,
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def commit(self, *names: str) -> tuple[bool, str]:
        """Commit some files only, and return whether git did, and what was said."""
        assert self.run("git", "add", "-A", *names).returncode == 0
        done = self.run("git", "commit", "-m", "change")
        return done.returncode == 0, done.stdout + done.stderr


PUBLISHED = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def hooks() -> str:
    local = [hook | {"language": "system"} for hook in PUBLISHED]
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})


def verdicts(said: str) -> dict[str, str]:
    """Return what pre-commit says of each hook: Passed, Failed, or Skipped."""
    found = re.findall(r"^(milepost \w+)\.+(?:\(.*\))?(Passed|Failed|Skipped)$", said, re.MULTILINE)
    assert [name for name, _ in found] == [hook["name"] for hook in PUBLISHED]
    return {name.removeprefix("milepost "): verdict for name, verdict in found}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    assert shutil.which("git")
    folder = tmp_path / "policies"
    folder.mkdir()
    made = Repository(folder)
    assert made.run("git", "init", "-q").returncode == 0
    made.write(".pre-commit-config.yaml", hooks())
    made.write("milepost.toml", 'name = "desk"\n')
    made.write("shared.sla", SHARED)
    made.write("sales.sla", DESK.format("sales", "1d"))
    made.write("repairs.sla", DESK.format("repairs", "8h"))
    assert made.run(sys.executable, "-m", "milepost", "lock").returncode == 0
    installed = made.run(sys.executable, "-m", "pre_commit", "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    done, said = made.commit(".")
    assert done, said
    return made


def test_a_failing_commit_is_blocked_and_a_mended_one_passes(repository: Repository) -> None:
    repository.write("repairs.sla", DESK.format("repairs", "0h"))
    done, said = repository.commit("repairs.sla")
    assert not done
    assert "is due the moment it starts" in said
    assert "--> repairs.sla:6:27" in said
    repository.write("repairs.sla", DESK.format("repairs", "6h"))
    done, said = repository.commit("repairs.sla")
    assert done, said
    assert repository.run("git", "status", "--porcelain").stdout == ""


def test_a_change_that_breaks_another_file_is_caught(repository: Repository) -> None:
    repository.write("shared.sla", SHARED.replace("mon-sun   00:00-24:00", "mon-fri   09:00-17:00"))
    repository.run(sys.executable, "-m", "milepost", "lock")
    done, said = repository.commit("shared.sla", "milepost.lock")
    assert not done
    assert "error[P505]" in said
    assert "--> sales.sla:6:27" in said


def test_renamed_and_deleted_files_are_seen(repository: Repository) -> None:
    repository.run("git", "mv", "sales.sla", "selling.sla")
    done, said = repository.commit("selling.sla")
    assert done, said
    (repository.folder / "shared.sla").unlink()
    done, said = repository.commit("shared.sla")
    assert not done
    assert "error[P101]" in said
    repository.write("shared.sla", SHARED)
    repository.run("git", "rm", "-q", "--cached", "repairs.sla")
    (repository.folder / "repairs.sla").unlink()
    done, said = repository.commit(".")
    assert done, said


TEST = """\
test "soon" {{
  given    queue = sales
  created  2027-03-02T09:00Z

  expect answer due 2027-03-02T{0}Z
}}
"""


def test_a_failing_test_blocks_and_a_mended_one_passes(repository: Repository) -> None:
    repository.write("sales.sla", DESK.format("sales", "4h"))
    repository.write("tests.sla", TEST.format("10:00"))
    done, said = repository.commit(".")
    assert not done
    assert verdicts(said) == ALL_PASS | {"test": "Failed"}
    assert "tests.sla:5: expected answer due Tue 2027-03-02 10:00" in said
    assert "0 passed, 1 failed" in said
    repository.write("tests.sla", TEST.format("13:00"))
    done, said = repository.commit(".")
    assert done, said
    assert verdicts(said) == ALL_PASS


def test_a_stale_lock_blocks_and_a_new_one_passes(repository: Repository) -> None:
    repository.write("more.sla", NIGHTS)
    repository.write("sales.sla", DESK.format("sales", "4h").replace("on office", "on nights"))
    done, said = repository.commit(".")
    assert not done
    assert verdicts(said) == ALL_PASS | {"lock": "Failed"}
    assert "calendar `nights` is new" in said
    assert "`milepost lock` writes it anew" in said
    assert repository.run(sys.executable, "-m", "milepost", "lock").returncode == 0
    done, said = repository.commit(".")
    assert done, said
    assert verdicts(said) == ALL_PASS


def test_a_file_out_of_layout_blocks_is_laid_out_and_then_passes(repository: Repository) -> None:
    neat = DESK.format("sales", "4h")
    loose = neat.replace("  when    queue", "when queue").replace("done    on", "done on")
    repository.write("sales.sla", loose)
    done, said = repository.commit("sales.sla")
    assert not done
    assert verdicts(said) == ALL_PASS | {"fmt": "Failed"}
    assert "- files were modified by this hook" in said
    assert "formatted sales.sla\n1 file formatted\n" in said
    assert (repository.folder / "sales.sla").read_text() == neat
    done, said = repository.commit("sales.sla")
    assert done, said
    assert verdicts(said) == ALL_PASS
    assert repository.run("git", "show", "HEAD:sales.sla").stdout == neat


def test_a_file_that_cannot_be_read_is_not_laid_out(repository: Repository) -> None:
    broken = "process sales {\n  when   queue ==\n"
    repository.write("sales.sla", broken)
    done, said = repository.commit("sales.sla")
    assert not done
    assert verdicts(said)["fmt"] == verdicts(said)["check"] == "Failed"
    assert "1 file left alone because of syntax errors" in said
    assert (repository.folder / "sales.sla").read_text() == broken


def test_the_hooks_leave_other_commits_alone(repository: Repository) -> None:
    repository.write("README.md", "words\n")
    done, said = repository.commit("README.md")
    assert done
    assert verdicts(said) == ALL_PASS | {"fmt": "Skipped"}
