"""The verbs, each in a module of its own that is imported when it is used."""

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: Verbs in the order of the help, and what they do.
VERBS: dict[str, str] = {
    "check": "Check policies and report what is wrong or doubtful.",
    "watch": "Check again whenever something is saved.",
    "fmt": "Lay out policies in one canonical form.",
    "compile": "Compile policies to executable schedules.",
    "test": "Run the tests of policies.",
    "bounds": "Print the shortest and longest time every target can take.",
    "coverage": "Show who is promised what, and where nothing is.",
    "export": "Write policies in the form of another system, with every loss named.",
    "build": "Check, test, compile and export: everything a pipeline needs.",
    "lock": "Pin the holidays and clocks that calendars rest on.",
    "drift": "Say which dates and due times are no longer those of the lock.",
    "import": "Write a project that says what the files of another system say.",
    "plan": "Say what a deployment would do: what is new, what changes, who moves.",
    "simulate": "Play a case through a policy: table, JSON, picture or calendar.",
    "due": "Say when an amount of time on a calendar has passed.",
    "why": "Explain a due time: what was counted, what was not, and why.",
    "entitled": "Say whether a customer is entitled, to what, and if not, why.",
    "conformance": "Run language-neutral test vectors of business time.",
    "graph": "Draw a process: milestones, anchors and triggers on a time axis.",
    "explain": "Explain a check: why it exists, a bad and a good policy.",
    "checks": "List all checks.",
    "schema": "Print the JSON Schema of schedules, findings, timelines or registers.",
    "init": "Write a commented starter project.",
    "completion": "Print a script that completes verbs and options in a shell.",
    "version": "Print the versions of milepost and of its data.",
}
#: Verbs whose modules cannot bear their names.
_MODULES = {"import": "importing"}


class LazyGroup(click.Group):
    """A group of verbs that are imported one at a time: a hook pays for the one it uses."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb's command, or report the verb that was probably meant."""
        if cmd_name not in VERBS:
            from milepost.diagnostics import did_you_mean

            hint = did_you_mean(cmd_name, VERBS) or "see `milepost --help`"
            raise click.UsageError(f"there is no verb `{cmd_name}`; {hint}", ctx)
        module = _MODULES.get(cmd_name, cmd_name)
        command: click.Command = import_module(f"milepost.cli.{module}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the verbs that begin so, and the options, without importing a verb."""
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=what)
            for name, what in VERBS.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))
