"""How many seeded mistakes the checks find: clean policies, each with one mistake in one statement.

    python tests/checks/mutants.py --count 1000 --seed 1

Twenty kinds of mistakes are made at random places of all policies. A mutant whose schedule is that
of the original is equivalent and counted apart. Of the others it is told how many the checks find,
how many more the policies' own tests would find, and which are missed.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from milepost.checks.table import run_checks
from milepost.compiler import Compilation
from milepost.compiler.allowed import with_allowances
from milepost.diagnostics import Diagnostic, as_of
from milepost.frozen import frozen, replace
from milepost.ir.codec import digest
from milepost.lowering.lower import lower
from milepost.replay.verdict import judge_all
from milepost.semantics.project import PolicyFile, Project
from milepost.semantics.resolve import resolve
from milepost.source import Source
from milepost.syntax.parse import parse

POLICIES = Path(__file__).parents[2] / "policies"
#: Makes one mistake in the text of a statement, or returns None where it has no place there.
Mutation = Callable[[str, random.Random], str | None]
AMOUNT = r"\b\d+(?:m|h)\b|\b\d+ (?:business|calendar) days?"


@frozen
class Mutant:
    """A project with one mistake in it."""

    kind: str
    project: Project
    where: str
    before: str
    after: str


def put(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Mutation:
    """Return the mutation that replaces one match of a pattern."""

    def mutate(text: str, chance: random.Random) -> str | None:
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if not places:
            return None
        found = chance.choice(places)
        made = new(found) if callable(new) else found.expand(new)
        return text[: found.start()] + made + text[found.end() :]

    return mutate


def swap(pattern: str) -> Mutation:
    """Return the mutation that swaps two different matches of a pattern."""

    def mutate(text: str, chance: random.Random) -> str | None:
        places = list(re.finditer(pattern, text, re.MULTILINE))
        pairs = [(a, b) for a in places for b in places if a.start() < b.start() and a[0] != b[0]]
        if not pairs:
            return None
        first, second = chance.choice(pairs)
        between = text[first.end() : second.start()]
        return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]

    return mutate


def longer(factor: int) -> Callable[[re.Match[str]], str]:
    return lambda found: re.sub(r"\d+", lambda number: str(int(number[0]) * factor), found[0])


def doubled(text: str, _chance: random.Random) -> str:
    copy = re.sub(r"^process (\w+)", r"process \1_copy", text, count=1)
    return f"{text}\n\n{copy}"


def swap_columns(text: str, chance: random.Random) -> str | None:
    """Swap what two columns of a table are for: the tiers, where they stand in the first line."""
    head = re.search(r"^\s+\|.*$", text, re.MULTILINE)
    if head is None:
        return None
    made = swap(r"(?<=\| )\w+(?: or \w+)*")(head[0], chance)
    return None if made is None else text[: head.start()] + made + text[head.end() :]


def pause_all(text: str, _chance: random.Random) -> str | None:
    until = re.search(r"^\s+until\s+(\w+) == (\w+)", text, re.MULTILINE)
    if until is None:
        return None
    kept = re.sub(r"^\s+(?:pause|resume) .*\n", "", text, flags=re.MULTILINE)
    return kept.replace(until[0], f"{until[0]}\n  pause while {until[1]} != {until[2]}", 1)


#: Each mistake: the statements it is made in, and how.
MUTATIONS: dict[str, tuple[str, Mutation]] = {
    "widen a condition": ("process", put(r" and [\w.]+ == \w+", "")),
    "narrow a condition": ("process", put(r"\bin \((\w+), [^)]*\)", r"== \1")),
    "turn a condition round": ("process", put(r"when (\w+) == ", r"when \1 != ")),
    "drop a row": ("table", put(r"^(?!\s*table)(?!\s+\|)\s+[\w ,]+\|.*\n", "")),
    "swap two targets": ("table", swap(AMOUNT)),
    "anchor a milestone to itself": (
        "process",
        put(
            r"(milestone (\w+)[^{\n]*?within [^{\n,]+?)(?: after \w+)?( \{)",
            r"\1 after \2\3",
        ),
    ),
    "pause whenever it runs": ("process", pause_all),
    "remove the completing line": ("process", put(r"^\s+done .*\n", "")),
    "remove a field of a change rule": (
        "process",
        put(r"(?<=change of )\w+, |^\s+(?:carry|restart|tighten) +on change of \w+$", ""),
    ),
    "swap two columns": ("table", swap_columns),
    "response after resolution": ("process", put(AMOUNT, longer(50))),
    "warning after the deadline": (
        "process",
        put(r"\d+[hm] before due", longer(900)),
    ),
    "remove until": ("process", put(r"^\s+until .*\n", "")),
    "remove holidays": ("calendar", put(r"^\s+holidays .*\n", "")),
    "days as hours": ("process", put(r"(\d+) business days?", r"\1d")),
    "double a process": ("process", doubled),
    "take another zone": (
        "calendar",
        put(r"(timezone\s+)[A-Z]\w+/\w+", r"\1Pacific/Auckland"),
    ),
    "contract faster than the policy": ("contract", put(r"\b(\d+)([hm])\b", r"1m")),
    "turn dates round": (
        "entitlement",
        put(r"from(\s+)(\S+) to (\S+)", r"from\1\3 to \2"),
    ),
    "delete a process": ("process", lambda _text, _chance: ""),
    "misspell an event": ("process", put(r"(?<= on )(\w+)(?=\s*$)", r"\1x")),
}


def mutants(count: int, seed: int, kinds: tuple[str, ...] = tuple(MUTATIONS)) -> Iterator[Mutant]:
    """Yield mutants of the policies, the kinds by turns, the places by chance."""
    chance = random.Random(seed)
    projects = [
        Compilation(path.parent).project for path in sorted(POLICIES.glob("*/milepost.toml"))
    ]
    made = tried = 0
    while made < count and tried < 60 * count:
        kind = kinds[tried % len(kinds)]
        tried += 1
        project = chance.choice(projects)
        mutant = _mutant(kind, project, chance)
        if mutant is not None:
            made += 1
            yield mutant


def _mutant(kind: str, project: Project, chance: random.Random) -> Mutant | None:
    word, mutate = MUTATIONS[kind]
    places = [
        (file, statement.span)
        for file in project.files
        for statement in file.parsed.policy.statements
        if re.match(rf"{word}\b", statement.span.text)
    ]
    if not places:
        return None
    file, span = chance.choice(places)
    text = mutate(span.text, chance)
    if text is None or text == span.text:
        return None
    whole = span.source.text
    source = Source.of(span.path, whole[: span.start] + text + whole[span.end :])
    changed = PolicyFile(file.path, file.folder, parse(source), file.is_library)
    files = tuple(changed if one is file else one for one in project.files)
    found = tuple(found for one in files for found in one.parsed.diagnostics)
    where = f"{project.root.name}/{span.path}:{span.line}"
    return Mutant(kind, replace(project, files=files, diagnostics=found), where, span.text, text)


def findings(project: Project) -> tuple[Diagnostic, ...]:
    model = resolve(project)
    found = (*project.diagnostics, *model.findings, *run_checks(model))
    return as_of((one for one in with_allowances(found) if one.allowed is None), None)


def meaning(project: Project) -> str:
    return digest(lower(resolve(project)))


def difference(mutant: Mutant) -> str:
    old, new = mutant.before.splitlines(), mutant.after.splitlines()
    changed = [line.strip() for line in new if line not in old]
    return " / ".join(changed[:2]) or "(removed) " + next(
        (line.strip() for line in old if line not in new), ""
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--count", type=int, default=1000)
    reader.add_argument("--seed", type=int, default=1)
    given = reader.parse_args()
    originals = {
        path.parent.name: meaning(Compilation(path.parent).project)
        for path in POLICIES.glob("*/milepost.toml")
    }
    told: dict[str, Counter[str]] = defaultdict(Counter)
    misses: list[str] = []
    for mutant in mutants(given.count, given.seed):
        outcome = _outcome(mutant, originals[mutant.project.root.name])
        told[mutant.kind][outcome] += 1
        if outcome in ("missed", "tests"):
            misses.append(f"{outcome:7} {mutant.kind}: {mutant.where}: {difference(mutant)}")
    print("\n".join(sorted(set(misses))))
    print(f"\n{'mistake':34} {'made':>5} {'equal':>6} {'found':>6} {'tests':>6} {'missed':>6}")
    whole: Counter[str] = Counter()
    for kind in MUTATIONS:
        counts = told[kind]
        whole += counts
        _print_row(kind, counts)
    _print_row("all", whole)


def _outcome(mutant: Mutant, original: str) -> str:
    if findings(mutant.project):
        return "found"
    if meaning(mutant.project) == original:
        return "equal"
    verdicts = judge_all(lower(resolve(mutant.project)))
    kept = all(judged.kept for verdict in verdicts for judged in verdict.judged)
    return "missed" if kept else "tests"


def _print_row(kind: str, counts: Counter[str]) -> None:
    made = sum(counts.values())
    told = made - counts["equal"]
    share = f"{100 * counts['found'] / told:.0f} %" if told else ""
    figures = " ".join(f"{counts[name]:>6}" for name in ("equal", "found", "tests", "missed"))
    print(f"{kind:34} {made:>5} {figures} {share:>6}")


if __name__ == "__main__":
    main()
