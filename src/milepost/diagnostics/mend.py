"""Fixes applied: which of them go together, and the texts they make."""

from collections.abc import Iterable, Mapping

from milepost.diagnostics.diagnostic import Diagnostic, Edit, Fix
from milepost.frozen import frozen


@frozen
class Mended:
    """The fixes that were applied, and the texts of files after them, by path."""

    fixes: tuple[Fix, ...]
    texts: Mapping[str, str]


def fixes_of(findings: Iterable[Diagnostic], *, unsafe: bool) -> tuple[Fix, ...]:
    """Return the fixes of findings: the safe ones, or all of them."""
    return tuple(
        found.fix for found in findings if found.fix is not None and (found.fix.safe or unsafe)
    )


def mend(fixes: Iterable[Fix]) -> Mended:
    """Return what fixes make of their files; of two that touch each other, the first is applied."""
    taken: dict[str, list[Edit]] = {}
    applied = []
    for fix in fixes:
        if any(_touch(edit, other) for edit in fix.edits for other in _of(taken, edit)):
            continue
        applied.append(fix)
        for edit in fix.edits:
            taken.setdefault(edit.span.path, []).append(edit)
    return Mended(tuple(applied), {path: _edited(edits) for path, edits in taken.items()})


def _of(taken: Mapping[str, list[Edit]], edit: Edit) -> Iterable[Edit]:
    return taken.get(edit.span.path, ())


def _touch(one: Edit, other: Edit) -> bool:
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _edited(edits: list[Edit]) -> str:
    """Return a text after edits; the lines that they bring end as the first line of it does."""
    source = edits[0].span.source
    text, line_end = source.text, source.line_end
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        pieces += [text[at : edit.span.start], edit.replacement.replace("\n", line_end)]
        at = edit.span.end
    return "".join((*pieces, text[at:]))
