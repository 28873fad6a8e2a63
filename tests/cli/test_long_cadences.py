"""A cadence that nobody serves for a week: the runtime forgets rounds, what is told does not."""

from pathlib import Path

import pytest

from milepost import cli
from milepost.replay import replaying

POLICY = """\
timezone Etc/UTC
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone ping every 1h on always { done on reply; until status == closed }
}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.run(list(words))
    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    return printed.out


LOG = ["--created", "2027-03-01T00:00", "--at", "2027-03-08T00:30", "reply", "status=closed"]


def test_the_table_tells_the_first_and_the_last_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "simulate", *LOG).endswith(
        "\n"
        "ping (1)    due Mon 2027-03-01 01:00; missed Mon 2027-03-01 01:00\n"
        "  … 166 more rounds of ping, all missed\n"
        "ping (168)  due Mon 2027-03-08 00:00; missed Mon 2027-03-08 00:00\n"
        "ping (169)  due Mon 2027-03-08 01:00; met Mon 2027-03-08 00:30\n"
    )


@pytest.mark.parametrize("nth", [1, 2, 169])
def test_every_round_can_be_explained(nth: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "why", "ping", *LOG, "--nth", str(nth))
    assert told.startswith(f"ping ({nth}) due ")
    assert "1h of 1h\n" in told


def test_looking_ahead_has_an_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "MOST_TIMERS", 50)
    words = ["simulate", "--created", "2027-03-01T00:00", "--until", "2039-01-01T00:00"]
    assert cli.run(words) == cli.EXIT_USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("milepost: more than 50 timers run off until ")
    assert "look less far ahead with `--until`" in printed.err
