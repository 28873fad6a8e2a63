"""Questions about conditions: answers, examples as people read them, and what is not decided."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "checks"))

from policies import model_of

from milepost.ir import conditions as ir
from milepost.semantics.regions.logic import Logic, No, NotDecided, Yes, logic_of

POLICY = """\
timezone Europe/London
case {{
  tier      bronze | silver | gold
  priority  p1 | p2 | p3
  vip       yes/no
  seats     0..100000
  term      duration
  begun     date
  aware_at  time
  told_at   time
  code      text
  mark      text
  products  some of net | disk
  urgency   high | low
  level     l1 | l2 from levels
  status    new | open | closed = new
}}
table levels by urgency, vip {{
       | yes | else
  high | l1  | l1
  low  | l1  | l2
}}
calendar office {{ timezone Europe/London; mon-fri 09:00-17:00 }}
{facts}
process support {{
  when   {condition}
  until  status == closed
  milestone answered within 4h on always {{ done by hand }}
}}
"""


def asked(condition: str, facts: str = "") -> tuple[Logic, ir.Condition]:
    model = model_of(POLICY.format(condition=condition, facts=facts))
    wanted = model.processes[0].when
    assert wanted is not None, model.findings
    return logic_of(model, "case"), wanted


def example(condition: str, facts: str = "") -> str:
    """Return the example of a condition, `never`, or why it is not decided."""
    logic, wanted = asked(condition, facts)
    found = logic.satisfiable(wanted)
    if isinstance(found, NotDecided):
        return found.reason
    return str(found.case) if isinstance(found, Yes) else "never"


@pytest.mark.parametrize(
    ("condition", "case"),
    [
        ("priority == p2", "priority = p2"),
        ("priority != p1", "priority = p2"),
        ("priority == p1 and priority == p2", "never"),
        ("priority < p2 and priority > p1", "never"),
        ("priority != p1 and priority != p2 and priority != p3", "priority is not set"),
        ("priority not in (p1, p2, p3) and priority is set", "never"),
        ("vip and not vip", "never"),
        ("vip == no", "vip = no"),
        ("vip or priority == p1", "priority = p1"),
        ('(vip and priority == p1 and seats > 3) or code == "x"', 'code = "x"'),
        ("seats > 500", "seats = 501"),
        ("seats > 5 and seats < 7 and seats != 6", "never"),
        ("seats in 3..9 and seats not in 0..8", "seats = 9"),
        ("not (seats >= 0)", "seats is not set"),
        ("term > 2h", "term = 2h1s"),
        ("begun >= 2027-03-01", "begun = 2027-03-01"),
        ("begun > 2027-03-01 and begun < 2027-03-02", "never"),
        ('code == "a" and code != "a"', "never"),
        ('code != "a" and code is set', 'code is set, not "a"'),
        ('code == mark and code == "a" and mark != "a"', "never"),
        ("code == mark and code is set", 'code = "text 1", mark = "text 1"'),
        ("products has net and not (products has disk)", "products has net, products without disk"),
        ("products has net and products is not set", "never"),
        ("told_at > 4h after aware_at", "told_at = 4h1s after aware_at"),
        ("told_at > 4h after aware_at and told_at < aware_at", "never"),
        ("answered < created", "never"),
        ("answered > 2h after created", "answered = 2h1s after created"),
        ("created > 2027-05-01T00:00 and answered < 2027-05-01T00:00", "never"),
        ("told_at <= 2h after aware_at and told_at is not set", "never"),
        ("aware_at during always", "aware_at is set"),
        ("created during office and seats > 9", "seats = 10, created during office"),
        ("not (created during office) and seats > 9", "seats = 10, created outside office"),
        (
            "created during office and created > 2027-01-01T00:00",
            "it hangs on the hours of `office`",
        ),
        ("created during office and not (created during office)", "never"),
        ("created during office or vip", "vip = yes"),
        ("level == l2", "vip = no, urgency = low, level = l2"),
        ("level == l2 and urgency == high", "never"),
        ("level == l2 and vip", "never"),
        ("level is not set", "vip = yes, urgency is not set, level is not set"),
    ],
)
def test_the_simplest_example_as_an_author_writes_it(condition: str, case: str) -> None:
    assert example(condition) == case


@pytest.mark.parametrize(
    ("condition", "facts", "case"),
    [
        ("priority == p1", "require vip when priority == p1", "priority = p1, vip = yes"),
        ("priority == p1 and not vip", "require vip when priority == p1", "never"),
        (
            "priority == p1 and seats == 2",
            "require vip when priority == p1\nrequire seats == 1 when vip",
            "never",
        ),
        ("priority == p2", "require vip when priority == p1", "priority = p2"),
        (
            "created > 2027-05-01T00:00",
            "require answered <= 2027-04-01T00:00",
            "never",
        ),
        ("urgency == high", "require level == l2", "never"),
        ("told_at is set", "require told_at >= aware_at", "told_at = aware_at"),
        ("told_at is set and aware_at is not set", "require told_at >= aware_at", "never"),
    ],
)
def test_required_facts_are_assumed(condition: str, facts: str, case: str) -> None:
    assert example(condition, facts) == case


def test_what_follows() -> None:
    logic, narrow = asked("priority == p1 and vip")
    _, wide = asked("priority <= p2")
    assert logic.implies(narrow, wide) == Yes()
    found = logic.implies(wide, narrow)
    assert isinstance(found, No)
    assert str(found.case) == "priority = p2"


def test_what_is_disjoint() -> None:
    logic, first = asked("priority == p1")
    _, second = asked("priority >= p2")
    _, third = asked("vip")
    assert logic.disjoint(first, second) == Yes()
    found = logic.disjoint(first, third)
    assert isinstance(found, No)
    assert str(found.case) == "priority = p1, vip = yes"


def test_what_is_uncovered_and_what_always_holds() -> None:
    logic, first = asked("priority <= p2")
    _, second = asked("priority == p3 and tier != silver")
    _, within = asked("priority is set")
    found = logic.uncovered((first, second), within)
    assert isinstance(found, Yes)
    assert str(found.case) == "tier = silver, priority = p3"
    assert logic.always(asked("priority == p1 or priority != p1")[1]) == Yes()
    assert isinstance(logic.always(within), No)


def test_too_large_a_question_is_not_decided() -> None:
    model = model_of(POLICY.format(condition="vip", facts=""))
    logic = Logic(model.record("case"), steps=50)
    parts = tuple(
        ir.Or(
            (
                ir.Compare(ir.FieldOf("told_at"), "<", ir.After(at, ir.FieldOf("aware_at"))),
                ir.Compare(ir.FieldOf("told_at"), ">", ir.After(at, ir.FieldOf("aware_at"))),
            )
        )
        for at in range(60)
    )
    assert logic.satisfiable(*parts) == NotDecided("it takes more than 50 steps", is_large=True)


def test_near_pairs_are_all_that_can_meet() -> None:
    texts = ["priority == p1", "priority <= p2 and vip", "not vip", "priority == p3", "seats > 5"]
    logic = asked("vip")[0]
    claims = [(asked(text)[1],) for text in texts]
    meeting = [
        (at, place)
        for at, one in enumerate(claims)
        for place, other in enumerate(claims)
        if isinstance(logic.satisfiable(*one, *other), Yes)
    ]
    assert list(logic.near(claims, claims)) == meeting
    assert (0, 3) not in meeting
