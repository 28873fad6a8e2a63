"""What Salesforce cannot say: a code for each kind of loss; the pages are in `checks`."""

from milepost.exporters.artifact import Loss

UNNAMED = "P601"
CONDITION = "P602"
COMPLETION = "P603"
HOURS = "P604"
TARGET = "P605"
ANCHOR = "P606"
TRIGGER = "P607"
PAUSE = "P608"
CHANGE = "P609"
ENTRY = "P610"
ACTION = "P611"
RHYTHM = "P612"
ENDING = "P613"
VERSION = "P614"
NOT_METADATA = "P615"
SHARE = "P616"
SUCCESS = "P617"


class Losses:
    """The losses of one export, each said once."""

    def __init__(self) -> None:
        self.found: dict[Loss, None] = {}

    def lose(self, code: str, part: str, message: str, hint: str) -> None:
        """Note a loss at a part of the schedule, with what one can do instead."""
        allow = f"to export without it: `--allow {code}`"
        self.found[Loss(code, part, message, f"{hint}; {allow}")] = None

    def all(self) -> tuple[Loss, ...]:
        """Return the losses in the order in which they were met."""
        return tuple(self.found)
