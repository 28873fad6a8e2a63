"""Print how well the parser recovers from mistakes: `python tests/syntax/recovery_figures.py`.

What is counted, and what "the right line" means, is said in `recovery/seeded.py`.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from recovery.seeded import KINDS, Outcome, judge, mistakes, policies, samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=250, help="mistakes of each of the four kinds")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--show", type=int, default=0, help="show so many that fell short")
    options = parser.parse_args()
    short = []
    for name, sources in (("samples", samples()), ("policies", policies())):
        outcomes = [judge(made) for made in mistakes(sources, options.each, options.seed)]
        print(f"{name}: {len(sources)} files")
        for kind in KINDS:
            print(row(kind, [each for each in outcomes if each.mistake.kind == kind]))
        print(row("all", outcomes))
        short += [each for each in outcomes if falls_short(each)]
    for outcome in short[: options.show]:
        print(shown(outcome))


def row(kind: str, outcomes: list[Outcome]) -> str:
    reported = [each for each in outcomes if each.found]
    right = sum(each.at_right_line for each in reported)
    extra = sum(len(each.diagnostics) - 1 for each in reported)
    lost = sum(not each.kept for each in outcomes)
    return (
        f"{kind:9} {len(outcomes):5} mistakes, "
        f"{len(outcomes) - len(reported):4} of them valid policies; "
        f"right line {right / len(reported):6.1%}; extra messages {extra / len(reported):.3f}; "
        f"with intact blocks lost {lost}"
    )


def falls_short(outcome: Outcome) -> bool:
    return not outcome.kept or (
        outcome.found and (not outcome.at_right_line or len(outcome.diagnostics) > 1)
    )


def shown(outcome: Outcome) -> str:
    made = outcome.mistake
    first = min(made.right_lines)
    last = max(made.right_lines)
    lines = [f"\n--- {made.policy}: {made.kind} {made.token!r}, kept {outcome.kept}"]
    lines += [
        f"{'>' if number in made.right_lines else ' '}{number:4} {made.source.line_text(number)}"
        for number in range(max(1, first - 2), min(len(made.source.line_starts), last + 3))
    ]
    lines += [
        f"      {each.span.line}:{each.span.column} {each.code} {each.message} ({each.help})"
        for each in outcome.diagnostics
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
