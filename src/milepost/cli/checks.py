"""`milepost checks`: the list of all checks."""

import json

import click

from milepost.checks.table import load_checks
from milepost.cli.output import say, tell


@click.command("checks")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> int:
    """List all checks: code, severity and title."""
    checks = load_checks()
    if form == "json":
        rows = [
            {
                "code": check.code,
                "name": check.name,
                "severity": check.severity.value,
                "title": check.title,
            }
            for check in checks
        ]
        say(json.dumps(rows, indent=2))
        return 0
    width = max(len(check.name) for check in checks)
    for check in checks:
        tell(f"{check.code}  {check.severity.value:<11}  {check.name:<{width}}  {check.title}")
    return 0
