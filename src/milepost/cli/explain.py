"""`milepost explain`: one check, for people."""

import click

from milepost.checks.table import load_checks
from milepost.cli.output import say, terminal_width
from milepost.diagnostics import ToolError, did_you_mean

_FENCE = "```"


@click.command("explain")
@click.argument("code")
def command(code: str) -> int:
    """Explain the check CODE (such as P101, or its name such as unknown-name)."""
    checks = load_checks()
    wanted = code.lower()
    for check in checks:
        if wanted in (check.code.lower(), check.name):
            from milepost.checks.page import page

            say(_fitted(page(check)))
            return 0
    known = [name for check in checks for name in (check.code, check.name)]
    hint = did_you_mean(code, known) or "`milepost checks` lists them"
    raise ToolError(f"there is no check `{code}`; {hint}")


def _fitted(text: str) -> str:
    """Return a page whose prose is as wide as the terminal; its examples stay as they are."""
    width = terminal_width()
    if width is None:
        return text
    from milepost.cli.folding import folded

    parts = text.split(_FENCE)
    return _FENCE.join(
        part if at % 2 else folded(part, width, step=0) for at, part in enumerate(parts)
    )
