"""Compare the engine with both oracles: `python tests/semantics/regions/compare.py [COUNT]`.

The count is shared between them.

Prints how many random questions each oracle judged, and every question that was answered
differently.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

import brute_force
import z3_oracle
from questions import LARGE, SMALL, Question, question_of

from milepost.frozen import replace
from milepost.semantics.regions.facts import has_value
from milepost.semantics.regions.logic import Logic, NotDecided, Verdict, Yes

ORACLES = (
    ("brute force", brute_force.is_satisfiable, SMALL),
    ("z3", z3_oracle.is_satisfiable, LARGE),
)


def without_conditions(question: Question) -> Question:
    """Return the facts alone: those that contradict each other are another check's business."""
    return replace(question, conditions=())


def answer(question: Question) -> Verdict:
    logic = Logic(question.record, question.facts, question.tables)
    return logic.satisfiable(*question.conditions)


def differences(first: int, count: int, oracle: int) -> Iterator[tuple[int, str]]:
    """Yield for each random question its number and what became of it."""
    _, judge, sizes = ORACLES[oracle]
    for number in range(first, first + count):
        question = question_of(random.Random(number), sizes)
        judged = judge(question)
        if judged is False and question.facts and not judge(without_conditions(question)):
            judged = None
        if judged is None:
            yield number, "not judged"
            continue
        yield number, verdict_beside(question, judged)


def verdict_beside(question: Question, judged: bool) -> str:
    """Say how the engine's answer compares with an oracle's."""
    found = answer(question)
    if isinstance(found, NotDecided):
        return "not decided"
    if isinstance(found, Yes) and judged and not is_example(question, found):
        return f"DIFFERENT: no case is like the example {found.case}"
    if isinstance(found, Yes) != judged:
        return f"DIFFERENT: {found} where the oracle says {judged}"
    return "yes" if isinstance(found, Yes) else "no"


def is_example(question: Question, found: Yes) -> bool:
    """Say whether z3 finds a case with the values of an example; what it leaves open may be any."""
    assert found.case is not None
    fields = {field.name: field for field in question.record.fields}
    values = found.case.values.items()
    pinned = tuple(has_value(fields[name], value) for name, value in values if name in fields)
    like = replace(question, conditions=(*question.conditions, *pinned))
    return z3_oracle.is_satisfiable(like) is not False


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    bad = 0
    for place, (name, _, _) in enumerate(ORACLES):
        begun = time.perf_counter()
        found: Counter[str] = Counter()
        compared = begin = 0
        while compared < count // len(ORACLES):
            for number, word in differences(begin, 500, place):
                if word.startswith("DIFFERENT"):
                    print(f"{name}, question {number}: {word}", flush=True)
                    bad += 1
                found[word.split(":")[0]] += 1
                compared += word in ("yes", "no") or word.startswith("DIFFERENT")
            begin += 500
        spent = time.perf_counter() - begun
        print(
            f"{name}: {compared:,} compared in {spent:.0f} s; {dict(found.most_common())}",
            flush=True,
        )
    print(f"{bad} differences")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
