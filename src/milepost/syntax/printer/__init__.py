"""The tree as canonical text: one layout, decided by what is said, never by how it was laid out.

* Two blanks a level, one statement a line, in the author's order. Nothing is wider than 100 columns
  if the language has a place to break it; what goes on is indented by four more (`breaking`).
* Actions, tiers, entitlements and exports of at most three settings, and calendars of one line,
  stand on one line if that takes 120 columns or less, as a row of a table may. Every other block
  takes several lines.
* One blank line between declarations and around milestones. One-line declarations of one kind stay
  together, and their names and kinds stand in columns.
* In a block, the language's words stand in a column of fixed width, which no edit ever moves. Names
  that the author chose (fields, settings, milestones of a contract, mappings, cells of a table) and
  the moments of triggers stand in a column as wide as the widest; what is wider than most sticks
  out of it.
"""

from milepost.syntax.ast.declarations import Policy
from milepost.syntax.printer.breaking import Line
from milepost.syntax.printer.declaration import in_order
from milepost.syntax.printer.remarks import NOTHING, Remarks
from milepost.syntax.printer.statements import declaration

__all__ = ["Line", "policy_lines", "print_policy"]


def print_policy(policy: Policy) -> str:
    """Return the canonical text of a tree. Comments are no part of a tree."""
    return "".join(f"{' ' * line.indent}{line.text}\n" for line in policy_lines(policy))


def policy_lines(policy: Policy, remarks: Remarks = NOTHING) -> tuple[Line, ...]:
    """Return the canonical text of a tree as lines that know their places in the source.

    Blocks and statements with comments inside are opened and broken there.
    """
    return tuple(in_order(list(map(declaration, policy.statements)), remarks))
