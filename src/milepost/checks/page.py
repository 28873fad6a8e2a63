"""The page of a check, and the table of all checks, as Markdown.

Everything on a page comes from the check's home. What its `bad` policy yields is rendered by
someone who stands higher (`docs/checks/write.py`) and handed in.
"""

import re
from collections.abc import Iterable

from milepost.checks.check import CHECKING, EXPORTING, IMPORTING, TESTING, Check
from milepost.diagnostics import Severity

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MEANT = {
    Severity.ERROR: "An error stops `compile`. If the line is meant as it stands",
    Severity.WARNING: "If the line is meant as it stands",
    Severity.INFORMATION: "If you need not be told",
}
_INTRODUCTION = """\
# Checks

What `milepost check` can find, by code. A code is never used again for anything else. Its first
digit says what it is about: 0 the text as such, 1 names and types, 2 limits, 3 the order of times,
4 what can be reached, 5 calendars and time. `milepost explain P101` shows a page in the terminal.

| code | name | what it finds | severity |
|---|---|---|---|
"""


def page(check: Check, shown: str | None = None) -> str:
    """Return the page of a check; `shown` is what its `bad` policy yields, as readers see it."""
    parts = [
        f"# {check.code} {check.name}",
        f"**{check.title}** ({check.severity.value})",
        check.rationale,
        "## Not like this",
        _fenced(_info(check, f" bad={check.code}"), check.bad),
    ]
    if shown is not None:
        parts += ["yields", _fenced("text", shown)]
    parts += ["## But like this", _fenced(_info(check), check.good)]
    if check.beside is not None:
        name, text = check.beside
        parts += [f"In both, this is `{name}`:", _fenced("text", text)]
    parts += ["## To silence it", *_silence(check)]
    return "\n\n".join(parts) + "\n"


def index(checks: Iterable[Check]) -> str:
    """Return the table of all checks."""
    return _INTRODUCTION + "".join(
        f"| [{check.code}]({check.code}.md) | {check.name} "
        f"| {check.title} | {check.severity.value} |\n"
        for check in checks
    )


def _info(check: Check, more: str = "") -> str:
    """Return what kind of block an example is; those of an import or export run elsewhere."""
    if check.by == CHECKING:
        return f"sla{more}"
    return "xml" if check.by == IMPORTING else "sla"


def _silence(check: Check) -> tuple[str, ...]:
    if check.by == EXPORTING:
        return (
            "An export with this loss writes nothing, unless the loss is allowed by name:",
            _fenced("sh", f"milepost {check.by} --allow {check.name}"),
        )
    if check.by == IMPORTING:
        return ("It cannot be silenced: it says how the policy differs from what was imported.",)
    if check.by == TESTING and check.severity is Severity.INFORMATION:
        return (
            "It fails no test, and goes away with the first test that expects something of it.",
        )
    if check.by == TESTING:
        return ("It cannot be silenced: change the policy, or what the test expects.",)
    if check.always:
        return ("It cannot be silenced: a policy with it does not compile.",)
    comment = f'# milepost: allow {check.code} "agreed with the customer on 1 March"'
    return (
        f"{_MEANT[check.severity]}, say why, in a comment of its own above it:",
        _fenced("sla", comment),
    )


def _fenced(info: str, text: str) -> str:
    """Return a block of code; what a reader could not see in it is spelt out."""
    seen = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    spelt = _INVISIBLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", seen)
    return f"```{info}\n{spelt.rstrip()}\n```"
