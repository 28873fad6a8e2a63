"""`milepost coverage`: who is promised what, what nobody takes, what two processes claim."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from milepost import cli
from milepost.compiler import Compilation
from milepost.coverage.matrix import coverage_of

POLICY = """\
timezone Europe/London
case {
  priority  p1 | p2 | p3
  region    east | west
  vip       yes/no = no
  seats     0..100
  status    open | closed = open
  events    reply
}
tier bronze { channels email; hours always }
tier silver { channels email; hours always }
tier gold   { channels email; hours always }
table targets by priority, tier {
     | bronze             | silver | gold
  p1 | 8h                 | 4h     | 1h
  p2 | 24h                | 8h     | 4h
  p3 | none "best effort" | 24h    | 8h
}
process standard "Standard support" {
  for bronze, silver
  until status == closed
  carry on change of priority, tier, vip
  milestone answer within targets { done on reply }
  milestone news { when priority == p1; every 1h when vip; every 4h; done on reply }
}
process personal {
  for silver, gold
  when region == east
  until status == closed
  carry on change of priority, tier
  milestone answer { within 30m when seats > 50; within targets; done on reply }
}
"""
TEXT = """\
standard “Standard support”
  tier    priority  region  vip  answer              news
  bronze  p1        any     yes  8h                  1h
  bronze  p1        any     no   8h                  4h
  bronze  p2        any     any  24h                 -
  bronze  p3        any     any  none "best effort"  -
  silver  p1        any     yes  4h                  1h
  silver  p1        any     no   4h                  4h
  silver  p2        any     any  8h                  -
  silver  p3        any     any  24h                 -

personal
  tier    priority  region  vip  answer
  silver  p1        east    any  30m when seats > 50; 4h
  silver  p2        east    any  30m when seats > 50; 8h
  silver  p3        east    any  30m when seats > 50; 24h
  gold    p1        east    any  30m when seats > 50; 1h
  gold    p2        east    any  30m when seats > 50; 4h
  gold    p3        east    any  30m when seats > 50; 8h

taken by no process
  tier  priority  region  vip
  gold  any       west    any

claimed by both standard and personal
  tier    priority  region  vip
  silver  any       east    any
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "support.sla").write_text(POLICY)
    (tmp_path / "milepost.toml").write_text('name = "desk"\n')
    return tmp_path


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(word) for word in words])
    return int(left.value.code or 0)


def test_the_matrix_in_the_words_of_the_policy(project, capsys):
    assert run("coverage", project) == 0
    assert capsys.readouterr().out == TEXT


def test_json_has_every_row_gap_and_overlap(project, capsys):
    assert run("coverage", project, "--format", "json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["fields"] == ["tier", "priority", "region", "vip"]
    assert [len(one["rows"]) for one in found["processes"]] == [8, 6]
    assert found["gaps"] == [{"tier": "gold", "priority": "any", "region": "west", "vip": "any"}]
    assert found["competing"][0]["processes"] == ["standard", "personal"]


def test_markdown_is_made_of_tables(project, capsys):
    assert run("coverage", project, "--format", "markdown") == 0
    out = capsys.readouterr().out
    assert "| tier | priority | region | vip | answer | news |" in out
    assert "## taken by no process" in out


def test_the_picture_is_written_and_shows_every_cell(project, capsys):
    target = project / "matrix.svg"
    assert run("coverage", project, "--format", "svg", "--out", target) == 0
    texts = [one.text for one in ET.parse(target).iter("{http://www.w3.org/2000/svg}text")]
    assert {"desk: who is promised what", 'none "best effort"', "taken by no process"} <= set(texts)


def test_too_many_combinations_are_said_to_be_too_many(tmp_path):
    fields = "\n".join(
        f"f{number} {' | '.join(f'v{value}' for value in range(40))}" for number in range(4)
    )
    lines = "\n".join(f"within {number + 1}h on always when f{number} == v0" for number in range(4))
    (tmp_path / "support.sla").write_text(
        f"case {{\n{fields}\nstatus open | closed = open; events reply\n}}\n"
        f"process support {{\nuntil status == closed\nmilestone answer {{\n{lines}\nnone\n"
        "done on reply\n}\n}\n"
    )
    found = coverage_of(Compilation(tmp_path).model, "case")
    assert not found.is_whole
    assert found.parts[0].rows == ()
