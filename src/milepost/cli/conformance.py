"""`milepost conformance`: language-neutral test vectors, held against this clock."""

from pathlib import Path

import click

from milepost.cli.output import say, tell
from milepost.clock.conformance import VectorError, differences, read_vectors
from milepost.diagnostics import ToolError


@click.command("conformance")
@click.argument("file", type=click.Path())
def command(file: str) -> int:
    """Run the test vectors of FILE, one JSON object a line, and print each difference.

    The form is described in milepost.clock.conformance; tests/conformance has vectors for any
    implementation of business time to be held against.
    """
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ToolError(f"{file} is not UTF-8; save it as UTF-8") from None
    passed = failed = 0
    try:
        for vector in read_vectors(lines):
            found = differences(vector)
            for difference in found:
                tell(str(difference))
            passed, failed = passed + (not found), failed + bool(found)
    except VectorError as trouble:
        raise ToolError(f"{file}: {trouble}; correct that line, or leave it out") from None
    if not passed + failed:
        raise ToolError(f"{file} holds no vector; write one JSON object a line")
    say(f"{passed} passed, {failed} failed")
    return int(bool(failed))
