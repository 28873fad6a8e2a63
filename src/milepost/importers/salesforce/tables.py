"""Tables of targets; processes and versions with equal targets share one."""

from milepost.importers.salesforce.trees import NOWHERE, name
from milepost.syntax.ast.targets import Row, Table


class Tables:
    """The tables of a policy, by name."""

    def __init__(self) -> None:
        self.made: dict[str, Table] = {}

    def name(self, wanted: str, field: str, rows: tuple[Row, ...]) -> str:
        """Return the name of a table with such rows."""
        by = (name(field),)
        for word, table in self.made.items():
            if (table.by, table.lines) == (by, rows):
                return word
        word, number = wanted, 1
        while word in self.made:
            number += 1
            word = f"{wanted}_{number}"
        self.made[word] = Table(name(word), None, by, rows, NOWHERE)
        return word
