"""The command line: verbs over the compilation of a project.

Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 an error of ours.
"""

import os
import sys
from collections.abc import Sequence

import click

from milepost.cli.verbs import LazyGroup
from milepost.diagnostics import InternalError, ToolError

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INTERNAL = 3
_INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def milepost() -> None:
    """Service promises as code: check, compile and look at support policies."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code of a command line; whatever goes wrong is said in words."""
    try:
        code = milepost.main(
            None if arguments is None else list(arguments),
            prog_name="milepost",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return EXIT_USAGE
    except click.ClickException as usage:
        usage.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return _INTERRUPTED
    except ToolError as trouble:
        click.echo(f"milepost: {trouble}", err=True)
        return EXIT_USAGE
    except BrokenPipeError:
        # The reader has gone (`milepost checks | head`); there is nobody to complain to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CLEAN
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        click.echo(f"milepost: {where}{trouble.strerror or trouble}", err=True)
        return EXIT_USAGE
    except Exception as bug:  # noqa: BLE001 - the last resort: no traceback at a user
        return _apologize(bug)
    return code if isinstance(code, int) else EXIT_CLEAN


def _apologize(bug: BaseException) -> int:
    """Say that the error is ours, without a traceback unless it is asked for."""
    if os.environ.get("MILEPOST_TRACEBACK"):
        import traceback

        traceback.print_exception(bug)
    kind = "" if isinstance(bug, InternalError) else f"{type(bug).__name__}: "
    click.echo(
        f"milepost: internal error: {kind}{bug}\n"
        "This is our mistake, not yours. Please report it with the output of\n"
        "  milepost version --json\n"
        "and of the same command with MILEPOST_TRACEBACK=1 set, to the project's issue tracker.",
        err=True,
    )
    return EXIT_INTERNAL
