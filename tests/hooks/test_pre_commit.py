"""The hooks under the real `pre-commit`, in a repository of their own.

`pre-commit` would install the hooks from a copy of this checkout, over the network. So they run as
`local` hooks with the milepost of this environment, and every other key is that of the file which
we publish.
"""

import os
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
case { status open | closed = open; queue sales | repairs; events reply }

calendar office { timezone Europe/London; mon-sun 00:00-24:00 }
"""
DESK = """\
process {0} {{
  when   queue == {0}
  until  status == closed

  milestone answer within {1} on office {{
    done  on reply
  }}
}}
"""


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


def hooks(*chosen: str) -> str:
    published = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    local = [hook | {"language": "system"} for hook in published if hook["id"] in chosen]
    assert len(local) == len(chosen)
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    assert shutil.which("git")
    folder = tmp_path / "policies"
    folder.mkdir()
    made = Repository(folder)
    assert made.run("git", "init", "-q").returncode == 0
    made.write(".pre-commit-config.yaml", hooks("milepost-check", "milepost-test", "milepost-lock"))
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
    assert "--> repairs.sla:5:27" in said
    repository.write("repairs.sla", DESK.format("repairs", "6h"))
    done, said = repository.commit("repairs.sla")
    assert done, said
    assert repository.run("git", "status", "--porcelain").stdout == ""


def test_a_change_that_breaks_another_file_is_caught(repository: Repository) -> None:
    repository.write("shared.sla", SHARED.replace("mon-sun 00:00-24:00", "mon-fri 09:00-17:00"))
    repository.run(sys.executable, "-m", "milepost", "lock")
    done, said = repository.commit("shared.sla", "milepost.lock")
    assert not done
    assert "error[P505]" in said
    assert "--> sales.sla:5:27" in said


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


def test_a_failing_test_and_a_stale_lock_block(repository: Repository) -> None:
    test = 'test "soon" {\n  given    queue = sales\n  created  2027-03-02T09:00Z\n  expect answer due 2027-03-02T10:00Z\n}\n'
    repository.write("tests.sla", test)
    done, said = repository.commit("tests.sla")
    assert not done
    assert "0 passed, 1 failed" in said
    (repository.folder / "tests.sla").unlink()
    repository.write("more.sla", "calendar nights { timezone Asia/Tokyo; mon-fri 20:00-24:00 }\n")
    repository.write("sales.sla", DESK.format("sales", "4h").replace("on office", "on nights"))
    done, said = repository.commit(".")
    assert not done
    assert "calendar `nights` is new" in said
    assert "`milepost lock` writes it anew" in said


def test_the_hooks_leave_other_commits_alone(repository: Repository) -> None:
    repository.write("README.md", "words\n")
    done, said = repository.commit("README.md")
    assert done
    assert said.count("Passed") == 3
