"""Findings on standard error: those that keep a verb from doing what it was asked for."""

import sys
from collections.abc import Sequence

import click

from milepost.cli.output import speaks_unicode, terminal_width, wants_color
from milepost.diagnostics import Diagnostic


def complain(findings: Sequence[Diagnostic], *, color: str = "auto", closing: str = "") -> None:
    """Show findings as the terminal behind standard error can, and a closing line below them."""
    from milepost.reporters import text

    shown = text.render(
        findings,
        color=wants_color(color, sys.stderr),
        width=terminal_width(sys.stderr),
        ascii_only=not speaks_unicode(sys.stderr),
    )
    # Colours stand in the text only where they are wanted; click would take them out of pipes.
    click.echo("\n".join(filter(None, (shown, closing))), err=True, color=True)
