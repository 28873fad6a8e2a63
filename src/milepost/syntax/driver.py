"""Tokens to a tree.

`reader` reads, and stops at a token that fits nowhere. Then `mending` winds the statement back,
reports it, mends or drops it, and has it read again. Most runs meet no mistake, and never import
that.
"""

from collections.abc import Mapping
from typing import Any

from milepost.diagnostics import Diagnostic, Severity
from milepost.frozen import frozen
from milepost.source import Source
from milepost.syntax.reader import Reader
from milepost.syntax.reductions import Callback
from milepost.syntax.tables import Tables
from milepost.syntax.tokens import Token, Tokens


@frozen
class Parsed:
    """What parsing found: the tree, diagnostics, and the names lost in what could not be read.

    `refused` is the first token that fitted nowhere.
    """

    tree: Any
    diagnostics: tuple[Diagnostic, ...]
    lost: frozenset[str]
    refused: Token | None


def drive(
    source: Source,
    found: Tokens,
    tables: Tables,
    callbacks: Mapping[str, Callback],
    reported: list[Diagnostic] | None = None,
) -> Parsed:
    """Return the tree that the callbacks build from the tokens of a text.

    What the callbacks report in `reported` is taken back when their statement is read once more, or
    was complained about before.
    """
    reported = [] if reported is None else reported
    misread = [each.span for each in found.diagnostics if each.severity is Severity.ERROR]
    reader = Reader(list(found.tokens), tables, callbacks, reported, strictly=False)
    refused = reader.read()
    if refused or misread:
        from milepost.syntax.mending import Mending

        mending = Mending(source, reader, misread)
        mending.run(refused)
        return Parsed(
            reader.values[-1], tuple(mending.diagnostics), frozenset(mending.lost), refused
        )
    return Parsed(reader.values[-1], (), frozenset(), None)


def drive_strictly(found: Tokens, tables: Tables, callbacks: Mapping[str, Callback]) -> Parsed:
    """Return the tree, or None and the token at which the grammar refuses: nothing is mended."""
    reader = Reader(list(found.tokens), tables, callbacks, [], strictly=True)
    refused = reader.read()
    return Parsed(None if refused else reader.values[-1], (), frozenset(), refused)
