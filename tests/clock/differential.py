"""Ask the clock and the slow clock the same questions: `differential.py --cases 100000 --seed 1`.

A case is one question about one random calendar. Each difference is printed with what is needed to
ask it again; the last line counts.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import count, pairwise
from random import Random
from typing import NamedTuple

from dayoracle import DayOracle
from oracle import EARLIER, LATER, Answer
from sampler import Question, World, questions, world

from milepost.clock import BEFORE, BEYOND, Calendars, Clock

QUESTIONS = 40
#: What only a calendar that opens can be asked.
OPENING = ("due", "roll", "subtract", "next_open", "next_close", "business_days")
#: What has no clear answer where shifts overlap: which of them does the time belong to?
SHIFTS = ("business_days", "business_days_before", "day_time", "rolled")


class Case(NamedTuple):
    seed: str
    world: World
    question: Question
    clock: Answer
    oracle: Answer


def clock_of(asked: World) -> Clock:
    calendars = Calendars(asked.calendars, asked.holiday_sets, "Etc/UTC", asked.horizon)
    return calendars.clock("main")


def oracle_of(asked: World) -> DayOracle:
    return DayOracle("main", asked.calendars, asked.holiday_sets, asked.horizon, asked.grain)


def compared(cases: int, seed: int) -> Iterator[Case]:
    """Yield questions about random calendars with the answers of both clocks."""
    asked = 0
    for number in count():
        name = f"{seed}/{number}"
        random = Random(name)
        one = world(random, number)
        clock, oracle = clock_of(one), oracle_of(one)
        for question in questions(random, QUESTIONS, oracle.since, oracle.until):
            if asked == cases:
                return
            if has_answer(clock, question):
                asked += 1
                said = _clock_says(clock, question), _oracle_says(oracle, question)
                yield Case(name, one, question, *said)


def has_answer(clock: Clock, question: Question) -> bool:
    """Say whether a question has one answer about such a calendar."""
    if question.op in OPENING and not clock.table.totals:
        return False
    by_shift = clock.calendar.business_by_shift
    return not (by_shift and question.op in SHIFTS and overlaps(clock))


def overlaps(clock: Clock) -> bool:
    """Say whether windows overlap, which the compiler refuses."""
    stretches = sorted(stretch for part in clock.almanacs for stretch in part.shifts())
    return any(second[0] < first[1] for first, second in pairwise(stretches))


def _clock_says(clock: Clock, question: Question) -> Answer:
    op, instant, amount, target = question
    table = clock.table
    answer: int
    match op:
        case "due" | "roll":
            answer = table.due(instant, amount, roll=op == "roll")
        case "worked" | "subtract":
            answer = getattr(table, op)(instant, amount)
        case "is_open" | "next_open" | "next_close":
            answer = getattr(table, op)(instant)
        case "day_time":
            assert target is not None
            answer = clock.day_time(instant, target)
        case _:
            answer = getattr(clock, op)(instant, amount)
    return {BEYOND: LATER, BEFORE: EARLIER}.get(answer, answer)


def _oracle_says(oracle: DayOracle, question: Question) -> Answer:
    op, instant, amount, target = question
    answer: Answer
    match op:
        case "due" | "roll":
            answer = oracle.due(instant, amount, roll=op == "roll")
        case "is_open" | "next_open" | "next_close":
            answer = getattr(oracle, op)(instant)
        case "day_time":
            assert target is not None
            answer = oracle.day_time(instant, target)
        case _:
            answer = getattr(oracle, op)(instant, amount)
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = 0
    for case in compared(options.cases, options.seed):
        if case.clock != case.oracle:
            found += 1
            print(*case, sep="\n  ")
    print(f"{options.cases} cases, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
