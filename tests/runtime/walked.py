"""Run cases of chance by the runtime and by the slow walk: `walked.py --cases 20000 --seed 1`.

Each difference is printed with the policy and the log; the last line counts.
"""

import argparse
import sys
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from policies_run import schedule_of
from walker import LATER, MINUTE, Promise, Told, Walk, log, policy, promises

from milepost.runtime import RunningSchedule

CASES = 20
KINDS = ("started", "breached", "cancelled", "sent")


class Compared(NamedTuple):
    made: tuple[Promise, ...]
    log: list[dict[str, Any]]
    runtime: list[Told]
    walk: list[Told]


def by_runtime(schedule: RunningSchedule, entries: list[dict[str, Any]]) -> list[Told]:
    """Return what the runtime tells of a case."""
    until = entries[-1]["at"] + LATER * MINUTE
    found: list[Told] = []
    for one in schedule.run(entries, until=until).happenings:
        if one.at >= until:
            break
        if one.kind == "met":
            found.append((one.at, "late" if one.detail["late"] else "met", str(one.subject)))
        elif one.kind in KINDS:
            found.append((one.at, one.kind, str(one.subject)))
    return sorted(found)


def compared(cases: int, seed: int) -> Iterator[Compared]:
    """Yield cases with what both tell of them."""
    for number in range(cases):
        if number % CASES == 0:
            made = promises(Random(f"{seed}/policy/{number}"))
            schedule = RunningSchedule(schedule_of(policy(made)))
        entries = log(Random(f"{seed}/case/{number}"))
        yield Compared(made, entries, by_runtime(schedule, entries), Walk(made, entries).walk())


def main() -> int:
    """Compare, print the differences, and count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    differences = told = 0
    for one in compared(asked.cases, asked.seed):
        told += len(one.walk)
        if one.runtime != one.walk:
            differences += 1
            print(policy(one.made), one.log)
            print("runtime only:", sorted(set(one.runtime) - set(one.walk)))
            print("walk only:   ", sorted(set(one.walk) - set(one.runtime)))
    print(f"{asked.cases} cases, {told} happenings, {differences} differences")
    return bool(differences)


if __name__ == "__main__":
    sys.exit(main())
