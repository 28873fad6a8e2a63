"""The table of the corpus: what is equal after import and export (`make salesforce-corpus`).

A part is a process, a milestone type, a template, or business hours with their holidays. It is
`equal` when its normal form is; `equal with a named loss` when it differs or is left out and the
import says so at its file; else `different`.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from trips import CORPUS, compiled, exported, parts, read_again, roots

from milepost.diagnostics import Severity
from milepost.importers.salesforce.importing import import_org
from milepost.salesforce.folder import ReadOrg, read_folder

EQUAL, NAMED, DIFFERENT = "equal", "equal with a named loss", "different"
KINDS = ("process", "milestone type", "template", "business hours")


def verdicts(read: ReadOrg, folder: Path) -> Counter[tuple[str, str]]:
    """Return how many parts of each kind got each verdict."""
    compilation = compiled(read, folder)
    wrong = [one for one in compilation.diagnostics if one.severity is Severity.ERROR]
    assert wrong == [], "an imported project compiles"
    before = parts(read)
    after = parts(read_again(exported(compilation.schedule)))
    places = {(kind, name): span_of(read, kind, name) for kind, name in before}
    reported = {(one.span.path, one.span.line) for one in import_org(read, "x").findings}
    found: Counter[tuple[str, str]] = Counter()
    for part, normal in before.items():
        verdict = EQUAL
        if after.get(part) != normal:
            verdict = NAMED if places[part] in reported else DIFFERENT
            sys.stdout.write(f"  {verdict}: {part[0]} {part[1]}\n")
        found[part[0], verdict] += 1
    return found


def span_of(read: ReadOrg, kind: str, name: str) -> tuple[str, int] | None:
    """Return the place of a process, where an import reports that it is left out."""
    for process in read.org.processes:
        if kind == "process" and process.full_name.lower() == name and process.span is not None:
            return process.span.path, process.span.line
    return None


def main() -> int:
    """Print the table; fail when a part is different, or too few are equal."""
    if not CORPUS.is_dir():
        sys.stdout.write("the corpus of retrieved metadata is not here\n")
        return 0
    total: Counter[tuple[str, str]] = Counter()
    files = 0
    for folder in roots(CORPUS):
        read = read_folder(folder)
        files += len(read.files)
        with tempfile.TemporaryDirectory() as made:
            total += verdicts(read, Path(made))
    sys.stdout.write(
        f"{files} files\n\n| | parts | equal | equal with a named loss | different |\n"
    )
    sys.stdout.write("|---|---|---|---|---|\n")
    for kind in KINDS:
        row = [total[kind, verdict] for verdict in (EQUAL, NAMED, DIFFERENT)]
        sys.stdout.write(f"| {kind} | {sum(row)} | {' | '.join(map(str, row))} |\n")
    row = [sum(total[kind, verdict] for kind in KINDS) for verdict in (EQUAL, NAMED, DIFFERENT)]
    share = 100 * row[0] / max(1, sum(row))
    sys.stdout.write(f"| all | {sum(row)} | {' | '.join(map(str, row))} |\n\n{share:.1f} % equal\n")
    return int(row[2] > 0 or share < 95)


if __name__ == "__main__":
    sys.exit(main())
