"""Random edits of many projects: what is kept from one check to the next never changes a finding.

    python tests/cache/laws.py --sequences 200 --seed 1

Each sequence takes an example policy, or the examples of a check, puts every statement into a file
of its own amid sixty others, and edits it as people do: amounts, conditions, names used elsewhere,
rows, tiers, entitlements, contracts, requirements, whole files, settings, the lock. After that the
examples of every check are turned from good to bad and back, a file at a time. After each edit the
findings of the cached check must be those of a check that keeps nothing.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import scattered

from milepost.cache.check import check_project
from milepost.checks.check import Check
from milepost.checks.table import MODEL_CHECKS, load_check
from milepost.compiler import Compilation
from milepost.diagnostics.plain import to_plain
from milepost.frozen import frozen
from milepost.semantics.lock import lock_of, write_lock

POLICIES = Path(__file__).parents[2] / "policies"
#: What policies name beside themselves.
OUTSIDE = (".csv", ".ics", ".json", ".yaml")
NOTHING = "nothing"
#: Changes a project and says how, or says NOTHING where there is no place for it.
Edit = Callable[[Path, random.Random], str]
_WORD = re.compile(r"[a-z_]\w*")
_NUMBER = re.compile(r"\b\d+\b")
_NAMED = re.compile(r"^(\w+) ([a-z_]\w*)\b")


@frozen
class Difference:
    """Where a cached check went wrong: the edits that led there, and the findings on each side."""

    edits: tuple[str, ...]
    how: str
    too_many: tuple[object, ...]
    missing: tuple[object, ...]


def policies_of(root: Path) -> list[Path]:
    """Return the files of a project that are edited, in an order that is always the same."""
    return sorted(path for path in root.glob("*.sla") if not path.name.startswith("filler_"))


def number(root: Path, chance: random.Random) -> str:
    """Change an amount, a share, a time or a date."""
    factor = chance.choice((0, 1, 1, 2, 3, 50))
    return _replaced(root, chance, _NUMBER, lambda old: str(int(old) * factor + (factor == 1)))


def word(root: Path, chance: random.Random) -> str:
    """Put another word of the project in place of one: a name, a keyword, a value."""
    path = chance.choice(policies_of(root))
    words = sorted(set(_WORD.findall(path.read_text())))
    return _replaced(root, chance, _WORD, lambda _old: chance.choice(words), path)


def condition(root: Path, chance: random.Random) -> str:
    """Turn a condition round, or weaken it."""
    turns = {"==": "!=", "!=": "==", " and ": " or ", " or ": " and ", "<": ">=", ">": "<="}
    pattern = re.compile("|".join(map(re.escape, turns)))
    return _replaced(root, chance, pattern, turns.__getitem__)


def line(root: Path, chance: random.Random) -> str:
    """Remove a line, write one twice, or move one: a row, a trigger, a milestone's head."""
    path = chance.choice(policies_of(root))
    lines = path.read_text().splitlines()
    at = chance.randrange(len(lines))
    other = chance.randrange(len(lines))
    made = [*lines]
    match chance.choice(("remove", "repeat", "move")):
        case "remove":
            del made[at]
        case "repeat":
            made.insert(other, lines[at])
        case _:
            made.insert(other, made.pop(at))
    path.write_text("\n".join(made) + "\n")
    return f"{path.name}: line {at + 1} of {len(lines)} to {other + 1}"


def rename_here(root: Path, chance: random.Random) -> str:
    """Give a statement another name, and leave those that use it as they are."""
    path = chance.choice(policies_of(root))
    text = path.read_text()
    found = _NAMED.match(text)
    if found is None:
        return NOTHING
    path.write_text(_NAMED.sub(rf"\1 {found[2]}_too", text, count=1))
    return f"{path.name}: declares {found[2]}_too"


def rename_everywhere(root: Path, chance: random.Random) -> str:
    """Give a statement another name wherever it stands, in one or two steps."""
    found = _NAMED.match(chance.choice(policies_of(root)).read_text())
    if found is None:
        return NOTHING
    pattern = re.compile(rf"\b{found[2]}\b")
    paths = [path for path in policies_of(root) if pattern.search(path.read_text())]
    for path in paths if chance.random() < 0.7 else paths[:1]:
        path.write_text(pattern.sub(f"{found[2]}_new", path.read_text()))
    return f"{found[2]} becomes {found[2]}_new in up to {len(paths)} files"


def remove_file(root: Path, chance: random.Random) -> str:
    """Delete a file."""
    paths = policies_of(root)
    if len(paths) == 1:
        return NOTHING
    path = chance.choice(paths)
    path.unlink()
    return f"{path.name} is removed"


def move_file(root: Path, chance: random.Random) -> str:
    """Give a file another name."""
    path = chance.choice(policies_of(root))
    new = root / f"{chance.choice('amz')}_{path.name}"
    path.rename(new)
    return f"{path.name} is now {new.name}"


def copy_file(root: Path, chance: random.Random) -> str:
    """Write a statement once more, mostly under another name."""
    path = chance.choice(policies_of(root))
    text = path.read_text()
    if chance.random() < 0.8:
        text = _NAMED.sub(r"\1 \2_copy", text, count=1)
    (root / f"copy_of_{path.name}").write_text(text)
    return f"{path.name} is copied"


def join_files(root: Path, chance: random.Random) -> str:
    """Move all that stands in one file to the end of another."""
    path, other = chance.choice(policies_of(root)), chance.choice(policies_of(root))
    if path == other:
        return NOTHING
    other.write_text(f"{other.read_text()}\n{path.read_text()}")
    path.unlink()
    return f"{path.name} is moved into {other.name}"


#: Statements about all of a project, and what they may say.
STATEMENTS = (
    "require first_response before resolution\n",
    "require answer before repair\n",
    'contract acme_terms { between "Us" and "Them" }\n',
    "tier platinum { channels email; hours always }\n",
    'entitlement extra "Extra" { account "Extra" }\n',
    'action spare page { service "nobody" }\n',
    "calendar spare { timezone Europe/Paris; mon-fri 09:00-17:00 }\n",
    "timezone Europe/Paris\n",
    "export to salesforce {\n  limits default { processes 2 }\n}\n",
    '# milepost: allow unused-name "it is for later"\n',
    "# a remark about answer, office and support\n",
    """\
process spare {
  until status == closed
  milestone answer within 4h on always { done when status == closed }
}
""",
)


def statement(root: Path, chance: random.Random) -> str:
    """Add a statement, to a file of its own or before what is there, or take it away again."""
    text = chance.choice(STATEMENTS)
    path = chance.choice((root / "added.sla", chance.choice(policies_of(root))))
    before = path.read_text() if path.exists() else ""
    path.write_text(before.replace(text, "") if text in before else text + before)
    return f"{path.name}: {text.splitlines()[0]}"


def settings(root: Path, chance: random.Random) -> str:
    """Change `milepost.toml`."""
    lines = (
        'name = "scattered"',
        'name = "scattered"\ntimezone = "Europe/Paris"',
        'name = "scattered"\n[checks]\nP103 = "off"',
        'name = "scattered"\n[checks]\nP103 = "error"',
        'name = "scattered"\n[horizon]\nfrom = 2026-01-01\nto = 2028-12-31',
    )
    (root / "milepost.toml").write_text(chance.choice(lines) + "\n")
    return "milepost.toml is changed"


def lock(root: Path, chance: random.Random) -> str:
    """Write the lock, make it one of other holidays, or remove it."""
    path = root / "milepost.lock"
    if path.exists() and chance.random() < 0.5:
        if chance.random() < 0.5:
            path.unlink()
            return "milepost.lock is removed"
        path.write_text(re.sub(r"\"12-2(\d) ", r'"12-1\1 ', path.read_text()))
        return "milepost.lock is of other days"
    compilation = Compilation(root)
    if compilation.has_errors:
        return NOTHING
    path.write_text(write_lock(lock_of(compilation.model)))
    return "milepost.lock is written"


#: Each kind of edit, and how often it is made.
EDITS: dict[Edit, int] = {
    number: 12,
    word: 4,
    condition: 6,
    line: 6,
    rename_here: 1,
    rename_everywhere: 2,
    remove_file: 1,
    move_file: 1,
    copy_file: 1,
    join_files: 1,
    statement: 3,
    settings: 1,
    lock: 1,
}


def _replaced(
    root: Path,
    chance: random.Random,
    pattern: re.Pattern[str],
    new: Callable[[str], str],
    path: Path | None = None,
) -> str:
    """Replace one match of a pattern in one file."""
    path = path or chance.choice(policies_of(root))
    text = path.read_text()
    places = list(pattern.finditer(text))
    if not places:
        return NOTHING
    place = chance.choice(places)
    made = new(place[0])
    path.write_text(text[: place.start()] + made + text[place.end() :])
    return f"{path.name}: {place[0]!r} becomes {made!r} at {place.start()}"


def bases() -> list[tuple[str, Callable[[Path], None]]]:
    """Return the projects that are edited, and how each is written into a folder."""
    projects: list[tuple[str, Callable[[Path], None]]] = [
        (policy.parent.name, partial(_policy, policy.parent))
        for policy in sorted(POLICIES.glob("*/milepost.toml"))
    ]
    checks = map(load_check, MODEL_CHECKS)
    return projects + [
        (check.code, partial(_example, text, check.beside))
        for check in checks
        for text in (check.bad, check.good)
    ]


def _example(text: str, beside: tuple[str, str] | None, root: Path) -> None:
    scattered.write(root, {**scattered.scattered(text), **dict((beside,) if beside else ())})


def _policy(folder: Path, root: Path) -> None:
    text = "\n".join(path.read_text() for path in sorted(folder.rglob("*.sla")))
    scattered.write(root, scattered.scattered(text))
    for path in folder.rglob("*"):
        if path.suffix in OUTSIDE and "build" not in path.parts:
            shutil.copy(path, root / path.name)


def compare(root: Path, history: Sequence[str], how: Counter[str]) -> Difference | None:
    """Check a project with its cache and without, and return how the findings differ."""
    checked = check_project(root)
    how[checked.how] += 1
    cached = [to_plain(found) for found in checked.findings]
    fresh = [to_plain(found) for found in check_project(root, is_cached=False).findings]
    if cached == fresh:
        return None
    return Difference(
        tuple(history),
        checked.how,
        tuple(one for one in cached if one not in fresh),
        tuple(one for one in fresh if one not in cached),
    )


def run_sequence(
    root: Path, chance: random.Random, count: int, how: Counter[str]
) -> Difference | None:
    """Make edits, each beginning from a state that was checked; return the first difference."""
    history: list[str] = []
    saved: dict[Path, str] = {}
    for _ in range(count + 1):
        found = compare(root, history, how)
        if found is not None:
            return found
        # Mistakes pile up, and with them everything is checked anew: so most are mended again.
        if saved and chance.random() < 0.7:
            _restore(root, saved)
            history.append("all is as it was")
            saved = {}
            continue
        saved = {path: path.read_text() for path in _texts(root)}
        told = NOTHING
        while told == NOTHING:
            told = chance.choices(tuple(EDITS), tuple(EDITS.values()))[0](root, chance)
        history.append(told)
    return None


def _texts(root: Path) -> list[Path]:
    others = (root / "milepost.toml", root / "milepost.lock")
    return [*policies_of(root), *(path for path in others if path.exists())]


def _restore(root: Path, saved: dict[Path, str]) -> None:
    for path in _texts(root):
        if path not in saved:
            path.unlink()
    for path, text in saved.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def run_example(
    root: Path, check: Check, how: Counter[str], *, thorough: bool
) -> Difference | None:
    """Turn the good example of a check into the bad one and back, a file at a time.

    A thorough run also takes each statement away, and gives it another name.
    """
    good, bad = scattered.scattered(check.good), scattered.scattered(check.bad)
    beside = dict((check.beside,) if check.beside else ())
    scattered.write(root, {**good, **beside})
    check_project(root)
    differing = [name for name in {**good, **bad} if good.get(name) != bad.get(name)]
    steps = [(name, bad.get(name)) for name in differing]
    steps += [(name, good.get(name)) for name in differing]
    steps += [(name, bad.get(name)) for name in reversed(differing)]
    steps += [(name, good.get(name)) for name in differing]
    for name, text in good.items() if thorough else ():
        renamed = _NAMED.sub(r"\1 \2_too", text, count=1)
        steps += [(name, None), (name, text), (name, renamed), (name, text)]
    history: list[str] = []
    for name, text in steps:
        if text is None:
            (root / name).unlink(missing_ok=True)
        else:
            (root / name).write_text(text)
        history.append(f"{name} is {'gone' if text is None else repr(text)}")
        found = compare(root, history, how)
        if found is not None:
            return found
    return None


def run_examples(
    checks: Iterable[Check], *, thorough: bool = True
) -> tuple[Counter[str], list[tuple[str, Difference]]]:
    """Run the examples of checks; return what was done for each check, and all differences."""
    how: Counter[str] = Counter()
    differences = []
    for check in checks:
        with tempfile.TemporaryDirectory() as folder:
            found = run_example(Path(folder) / "project", check, how, thorough=thorough)
        if found is not None:
            differences.append((f"example of {check.code}", found))
    return how, differences


def run(sequences: int, seed: int, edits: int) -> tuple[Counter[str], list[tuple[str, Difference]]]:
    """Run sequences of edits; return what was done for each check, and all differences."""
    how: Counter[str] = Counter()
    differences = []
    projects = bases()
    for at in range(sequences):
        chance = random.Random(f"{seed} {at}")
        name, make = chance.choice(projects)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "project"
            make(root)
            found = run_sequence(root, chance, edits, how)
        if found is not None:
            differences.append((f"{name}, sequence {at}", found))
    return how, differences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=200)
    parser.add_argument("--edits", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    how, differences = run(given.sequences, given.seed, given.edits)
    steps, others = run_examples(map(load_check, MODEL_CHECKS))
    how.update(steps)
    differences += others
    told = f"{given.sequences} sequences, {len(MODEL_CHECKS)} examples"
    print(f"{told}: {sum(how.values())} checks after edits")
    print(", ".join(f"{count} {name}" for name, count in sorted(how.items())))
    for name, difference in differences:
        print(f"\n{name}, by a {difference.how} check, after")
        print("\n".join(f"  {one}" for one in difference.edits))
        print(f"  too many: {difference.too_many}\n  missing: {difference.missing}")
    print(f"{len(differences)} differences")
    return int(bool(differences))


if __name__ == "__main__":
    sys.exit(main())
