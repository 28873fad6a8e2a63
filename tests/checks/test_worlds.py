"""Whether a case is possible: by fields with few values, free questions, and required facts."""

import pytest
from policies import model_of

from milepost.semantics.worlds import MOST_WORLDS, Wish, is_possible

POLICY = """\
case {{
  priority  p1 | p2 | p3
  vip       yes/no
  seats     0..100000
  level     1..5
  status    open | closed = open
}}
{facts}
process support {{
  when   {condition}
  until  status == closed
  milestone answer within 4h on always {{ done by hand }}
}}
"""


def possible(condition: str, facts: str = "", **known: str | int | bool) -> bool:
    model = model_of(POLICY.format(condition=condition, facts=facts))
    wish = model.processes[0].when
    assert wish is not None, model.findings
    return is_possible(model.record("case"), (Wish(wish, holds=True),), known, model.requirements)


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("priority == p1", True),
        ("priority == p1 and priority == p2", False),
        ("priority != p1 and priority != p2 and priority != p3", False),
        ("priority < p2 and priority > p1", False),
        ("priority <= p2 and priority >= p2", True),
        ("priority in (p1, p2) and priority not in (p1, p2)", False),
        ("vip and not vip", False),
        ("vip == yes and vip", True),
        ("level in 1..2 and level > 2", False),
        ("level == 5", True),
        ("seats > 10 and not (seats > 10)", False),
        ("seats > 10 and seats < 5", True),
        ("not (priority is set)", False),
        ("created during always and vip", True),
    ],
)
def test_conditions_alone(condition: str, answer: bool) -> None:
    assert possible(condition) is answer


def test_what_is_known_counts() -> None:
    assert possible("priority == p1 or vip", priority="p2")
    assert not possible("priority == p1", priority="p2")


def test_required_facts_count_through_other_fields() -> None:
    facts = "require vip when priority == p1\nrequire level == 1 when vip"
    assert possible("priority == p1 and level == 1", facts)
    assert not possible("priority == p1 and level == 2", facts)


def test_too_many_worlds_are_not_judged() -> None:
    questions = " and ".join(f"seats != {number}" for number in range(MOST_WORLDS.bit_length()))
    assert not possible(questions)
