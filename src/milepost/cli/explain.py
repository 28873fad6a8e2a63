"""`milepost explain`: one check, for people."""

import click

from milepost.checks.table import load_checks
from milepost.cli.output import say
from milepost.diagnostics import ToolError, did_you_mean


@click.command("explain")
@click.argument("code")
def command(code: str) -> int:
    """Explain the check CODE (such as P101, or its name such as unknown-name)."""
    checks = load_checks()
    wanted = code.lower()
    for check in checks:
        if wanted in (check.code.lower(), check.name):
            from milepost.checks.page import page

            say(page(check))
            return 0
    known = [name for check in checks for name in (check.code, check.name)]
    hint = did_you_mean(code, known) or "`milepost checks` lists them"
    raise ToolError(f"there is no check `{code}`; {hint}")
