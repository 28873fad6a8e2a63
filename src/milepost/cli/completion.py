"""`milepost completion`: the script that lets a shell complete verbs and options."""

import click

from milepost.cli.output import say
from milepost.diagnostics import InternalError

_HOW = {
    "bash": '# in ~/.bashrc: eval "$(milepost completion bash)"',
    "zsh": '# in ~/.zshrc: eval "$(milepost completion zsh)"',
    "fish": "# milepost completion fish > ~/.config/fish/completions/milepost.fish",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_HOW)))
def command(shell: str) -> int:
    """Print the script that completes verbs and options in SHELL; its first line says where to."""
    from click.shell_completion import get_completion_class

    from milepost.cli import milepost

    found = get_completion_class(shell)
    if found is None:
        raise InternalError(f"click completes nothing in {shell}")
    script = found(milepost, {}, "milepost", "_MILEPOST_COMPLETE").source()
    say(f"{_HOW[shell]}\n{script}")
    return 0
