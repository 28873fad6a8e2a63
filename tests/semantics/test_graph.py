"""The graph prints ways in a fixed order, and costs nothing where nothing is to be printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from milepost.semantics.graph import all_circles, circles, followers

ROOT = Path(__file__).parents[2]
CHECKED = """
import sys
from pathlib import Path
from milepost.compiler import Compilation
found = Compilation(Path(sys.argv[1])).diagnostics
print(len(found), "networkx" in sys.modules)
"""
CIRCLE = """\
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone a within 4h on always after b { done on reply }
  milestone b within 4h on always after a { done on reply }
}
"""


def checked(path: Path) -> str:
    run = subprocess.run(
        [sys.executable, "-c", CHECKED, str(path)], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_a_clean_policy_is_checked_without_networkx() -> None:
    assert checked(ROOT / "policies" / "eu_dora") == "0 False"


def test_a_circle_is_printed_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.sla").write_text(CIRCLE, encoding="utf-8")
    assert checked(tmp_path) == "1 True"


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, [("a", "c")]),
        ({"x": ["a"], "a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [("a", "b"), ("c", "d")]),
    ],
)
def test_the_shortest_circle_of_each_knot(
    links: dict[str, list[str]], found: list[tuple[str, ...]]
) -> None:
    assert list(circles(links)) == found


def test_every_circle_up_to_a_length() -> None:
    links = {1: [2], 2: [3, 1], 3: [1]}
    assert {frozenset(circle) for circle in all_circles(links, 2)} == {frozenset({1, 2})}
    assert len(list(all_circles(links, 3))) == 2


def test_who_waits_for_what_directly_or_not() -> None:
    assert followers({"a": ["b"], "b": ["c"], "d": []}, ["c"]) == ("a", "b")
