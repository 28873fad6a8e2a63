"""`milepost lock` and `milepost drift` as people meet them."""

import json
from pathlib import Path

import pytest

from milepost.cli import run

POLICY = """\
case { status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00; holidays GB-ENG }
process support {
  until status == closed
  milestone early within 4h on office { done on reply }
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "milepost.toml").write_text("[horizon]\nfrom = 2026-01-01\nto = 2028-12-31\n")
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_lock_is_written_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lock", "--check"]) == 1
    assert run(["lock"]) == 0
    assert run(["lock"]) == 0
    assert run(["lock", "--check"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "milepost.lock is missing; write it with `milepost lock`",
        "wrote milepost.lock",
        "milepost.lock is current",
        "milepost.lock is current",
    ]


def test_drift_is_found_by_every_verb(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["lock"])
    lock = project / "milepost.lock"
    text = lock.read_text()
    version = text.split('holidays = "')[1].split('"')[0]
    old = text.replace("05-03 May Day", "05-04 May Day").replace(f'"{version}"', '"0.1"', 1)
    assert run(["check"]) == 0
    lock.write_text(old)
    capsys.readouterr()
    assert run(["check"]) == 1
    assert "holiday set `GB-ENG` is not as it was locked" in capsys.readouterr().out
    assert run(["lock", "--check"]) == 1
    assert f"holidays 0.1 was locked, {version} is installed" in capsys.readouterr().out
    assert run(["drift"]) == 1
    said = capsys.readouterr().out
    assert "2027-05-03 is a holiday now" in said
    assert "support: early within 4h on office, in" in said
    assert run(["drift", "--format", "json"]) == 1
    (document,) = json.loads(capsys.readouterr().out)
    assert document["holidays"] == ["0.1", version]
    (move,) = document["moves"]
    assert (move["process"], move["milestone"]) == ("support", "early")
    other = project / "other.lock"
    other.write_text(text)
    assert run(["drift", "--from", "other.lock"]) == 0
    assert run(["drift", "--from", "other.lock", "--to", "milepost.lock"]) == 1
    assert run(["lock"]) == 0
    assert run(["check"]) == 0


OTHERS = """\
timezone Europe/London
case { priority p1 | p2; status open | closed = open; events reply }
calendar office { timezone Europe/London; mon-fri 09:00-17:00; holidays GB-ENG }
table targets by priority {
  p1 | 4h on office
  p2 | 3 business days on office
}
process support {
  until status == closed
  carry on change of priority
  milestone listed within targets { done on reply }
  milestone either within earliest(6h on office, 90h on always) { done on reply }
  milestone moved within 48h on always, rolling to 12:00 next business day on office {
    done on reply
  }
  milestone closing by 17:00 of business day 1 on office { done on reply }
  milestone steady within 48h on always { done on reply }
}
"""


def test_dues_of_tables_alternatives_and_those_that_are_moved_on_drift(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "support.sla").write_text(OTHERS)
    assert run(["lock"]) == 0
    lock = project / "milepost.lock"
    lock.write_text(lock.read_text().replace("05-03 May Day", "05-04 May Day"))
    capsys.readouterr()
    assert run(["drift"]) == 1
    said = capsys.readouterr().out.splitlines()
    moves = [line.strip().rpartition(" in ")[0] for line in said if " stretches of starts" in line]
    assert moves == [
        "support: listed within 4h on office,",
        "support: listed within 3 business days on office,",
        "support: either within 6h on office, where that due counts,",
        "support: moved within 48h on always,",
        "support: closing by 17:00 of business day 1 on office,",
    ]
    first = said[said.index(next(line for line in said if "moved within" in line)) + 1]
    assert first.endswith("due Tue 2027-05-04 12:00, and was Mon 2027-05-03 12:00")


def test_without_a_lock_there_is_no_drift(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["drift"]) == 2
    assert "write it with `milepost lock`" in capsys.readouterr().err
