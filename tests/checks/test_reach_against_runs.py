"""What the checks say can never happen does not happen when cases run."""

import random
from typing import Any

import pytest
from policies import findings_in, model_of

from milepost.checks.table import load_check
from milepost.diagnostics import Severity
from milepost.lowering.lower import lower
from milepost.runtime.schedule import RunningSchedule, Timeline
from milepost.semantics.reach import MET, START, Reach, Stage, reaches_of

CREATED = 1_798_794_000  # 2027-01-01T09:00Z
NAMES = ("a", "b", "c", "d")
STATUS = ("new", "working", "solved", "closed")
ANCHORS = (
    "",
    "after {other}",
    "after {other} is due",
    "after all of {other}, {second}",
    "after e1",
)
DONE = (
    "on e1",
    "on e2",
    "when {other} is set",
    "when status == closed",
    "when status == solved",
    "on e2 when status == closed",
)
EXTRAS = (
    "",
    "when kind == x",
    "when kind == x and kind == y",
    "when status == closed",
    "start when status == solved",
    "start when {other} is set",
    "start when status == closed",
    "waived when {other} is set",
)
TARGETS = (
    "within 4h on always",
    "within latest(1h on always after {other}, 2h on always)",
    "within earliest(1h on always after {other}, 2h on always after {second})",
)


def policy(chance: random.Random) -> str:
    lines = [
        "case { kind x | y; status " + " | ".join(STATUS) + " = new; events e1, e2, over }",
        "process support {",
        chance.choice(("  until status == closed", "  until a is set", "  cancel on over")),
        chance.choice(("", "", "  on reopening resume", "  on reopening restart")),
    ]
    for name in NAMES:
        other, second = chance.sample(NAMES, 2)
        target = chance.choice(TARGETS) if chance.random() < 0.3 else TARGETS[0]
        anchor = chance.choice(ANCHORS)
        if chance.random() < 0.1:
            target = 'none "some time"'
            anchor = ""
        extra = chance.choice(EXTRAS) if chance.random() < 0.4 else ""
        said = f"{target} {anchor} | done {chance.choice(DONE)}\n    {extra}"
        heading, _, rest = said.format(other=other, second=second).partition(" | ")
        lines.append(f"  milestone {name} {heading} {{\n    {rest}\n  }}")
    return "\n".join([*lines, "}"])


def log(chance: random.Random) -> list[dict[str, Any]]:
    at = CREATED
    entries: list[dict[str, Any]] = [{"at": at, "set": {"kind": chance.choice("xy")}}]
    for _ in range(chance.randint(3, 12)):
        at += chance.choice((60, 3600, 7200, 20_000))
        entry: dict[str, Any] = {"at": at, "set": {}, "events": []}
        if chance.random() < 0.5:
            entry["set"] = {"status": chance.choice(STATUS)}
        if chance.random() < 0.7:
            entry["events"] = [chance.choice(("e1", "e2", "e1", "e2", "over"))]
        entries.append(entry)
    return entries


def run_of(text: str, entries: list[dict[str, Any]]) -> Timeline:
    return RunningSchedule(lower(model_of(text))).run(entries)


def reach_of(text: str) -> Reach:
    (reach,) = reaches_of(model_of(text)).all
    return reach


def stages_in(timeline: Timeline) -> set[Stage]:
    """Return the stages that milestones reached, cancelled in the same second or not."""
    cancelled = {
        (happening.instance, happening.at)
        for happening in timeline.happenings
        if happening.kind == "cancelled"
    }
    reached = set()
    for happening in timeline.happenings:
        if happening.subject in NAMES:
            if happening.kind in ("met", "waived"):
                reached.add(Stage(happening.subject, MET))
            if happening.kind == "started":
                lasts = (happening.instance, happening.at) not in cancelled
                reached |= {Stage(happening.subject, START)} if lasts else set()
    return reached


@pytest.mark.parametrize("seed", range(120))
def test_what_is_never_reached_is_reached_by_no_case(seed: int) -> None:
    chance = random.Random(seed)
    text = policy(chance)
    reach = reach_of(text)
    never = {stage for stage, _ in reach.lacking()}
    for _ in range(12 if never else 0):
        entries = log(chance)
        wrong = never & stages_in(run_of(text, entries))
        assert not wrong, f"{wrong}\n{text}\n{entries}"


def test_the_policies_tried_lack_stages_of_every_kind() -> None:
    why = set()
    for seed in range(120):
        for _, hindrances in reach_of(policy(random.Random(seed))).lacking():
            why |= {hindrance.why for hindrance in hindrances}
    assert why == {"", "no due", "end", "condition"}


def test_assignments_without_end_are_unstable_at_run_time() -> None:
    check = load_check("p404_endless_assignments")
    entries = [{"at": CREATED, "set": {}}, {"at": CREATED + 60, "set": {"turn_of": "them"}}]
    kinds = [
        {happening.kind for happening in run_of(text, entries).happenings}
        for text in (check.bad, check.good)
    ]
    assert ["unstable" in found for found in kinds] == [True, False]


def test_nothing_but_errors_keeps_a_random_policy_from_compiling() -> None:
    for seed in range(40):
        for found in findings_in(policy(random.Random(seed))):
            assert found.severity is not Severity.ERROR or found.code.startswith("P4"), found
