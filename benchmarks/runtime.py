# ruff: noqa: S311 - a script, and nothing here is secret
"""How many events a second a schedule takes: `python benchmarks/runtime.py`.

The cases of a whole example policy are stepped through, each entry with every timer before it; once
as a host in one process does, and once with the state written as JSON and read between any two.
"""

import json
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from milepost.compiler import Compilation
from milepost.runtime import RunningSchedule
from milepost.runtime.case import State

POLICY = Path(__file__).parents[1] / "policies" / "apex_dynamics"
CASES, ENTRIES, ROUNDS = 40, 12, 5
#: 2027-01-04T14:00:00Z, a Monday.
MONDAY = 1_799_071_200
MINUTE = 60


def logs(running: RunningSchedule) -> list[list[dict[str, Any]]]:
    """Return cases of chance of the policy's own fields and events."""
    random = Random(1)
    (record,) = [one for one in running.schedule.records if one.name == "case"]
    choices = [one for one in record.fields if one.type == "choice" and one.derived_from is None]
    found = []
    for _ in range(CASES):
        at = MONDAY + random.randrange(5 * 1_440) * MINUTE
        first = {one.name: random.choice(one.values) for one in choices if one.default is None}
        log: list[dict[str, Any]] = [{"at": at, "set": first}]
        for _ in range(ENTRIES - 1):
            at += random.randrange(5, 300) * MINUTE
            field = random.choice(choices)
            log.append(
                {
                    "at": at,
                    "set": {field.name: random.choice(field.values)},
                    "events": random.sample(record.events, 1),
                }
            )
        found.append(log)
    return found


def stepped(running: RunningSchedule, cases: list[list[dict[str, Any]]], *, saved: bool) -> None:
    for log in cases:
        state: State | None = None
        for entry in log:
            state, _ = running.step(state, entry)
            if saved:
                state = json.loads(json.dumps(state))


def rate(running: RunningSchedule, cases: list[list[dict[str, Any]]], *, saved: bool) -> float:
    """Return how many entries a second are taken: the median of several rounds."""
    spent = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        stepped(running, cases, saved=saved)
        spent.append(perf_counter() - begun)
    return CASES * ENTRIES / median(spent)


def main() -> None:
    """Measure, and print a line for each figure."""
    running = RunningSchedule(Compilation(POLICY).schedule)
    cases = logs(running)
    stepped(running, cases, saved=False)
    for words, saved in (
        ("events through `step`", False),
        ("events, state saved as JSON and read between them", True),
    ):
        print(f"{words:52} {rate(running, cases, saved=saved):,.0f} a second")


if __name__ == "__main__":
    main()
