"""Laws of the printer, tried on random trees.

`python tests/syntax/printer_laws.py --cases 100000` tries them at length.
"""

import argparse

from hypothesis import HealthCheck, given, settings
from printer_trees import POLICIES

from milepost.diagnostics import Severity
from milepost.source import Source
from milepost.syntax.ast.declarations import Policy
from milepost.syntax.parse import parse
from milepost.syntax.printer import Line, policy_lines, print_policy


def check_the_laws(policy: Policy) -> None:
    """Fail unless printing and reading undo each other on a tree, and its lines are neat."""
    text = print_policy(policy)
    parsed = parse(Source.of("printed.sla", text))
    found = [each for each in parsed.diagnostics if each.severity is Severity.ERROR]
    assert not found, (found, text)
    assert parsed.policy == policy, text
    assert print_policy(parsed.policy) == text
    check_the_lines(policy_lines(parsed.policy), text)


def check_the_lines(lines: tuple[Line, ...], text: str) -> None:
    """Fail unless the lines carry no blanks at their ends and their stretches are in order."""
    at = 0
    for line in lines:
        assert line.text == line.text.rstrip(" "), text
        assert at <= line.start <= line.end <= len(text), (line, text)
        at = line.end


def run(cases: int) -> None:
    """Try the laws on so many trees, as many of each kind."""
    for name, policies in POLICIES.items():
        law = given(policies)(check_the_laws)
        settings(
            max_examples=max(1, cases // len(POLICIES)),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(law)()
        print(name, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    run(parser.parse_args().cases)
