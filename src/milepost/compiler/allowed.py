"""Findings that comments in the policy allow, and comments that allow what is not there."""

from collections.abc import Iterable, Iterator

from milepost.checks.table import MODEL_CHECKS, STAGE_CHECKS, load_check
from milepost.diagnostics import Diagnostic, Severity, did_you_mean
from milepost.frozen import frozen, replace
from milepost.source import Span
from milepost.syntax import codes as syntax_codes
from milepost.syntax.suppressions import allowance_of

_ABOUT_COMMENTS = frozenset((syntax_codes.BAD_SUPPRESSION, syntax_codes.UNUSED_SUPPRESSION))


@frozen
class _Comment:
    """A comment, what it binds to, the checks it allows as they are written, and its reason."""

    said: Diagnostic
    scope: Span
    checks: dict[str, str]
    reason: str

    def allows(self, found: Diagnostic) -> bool:
        """Say whether a finding is of a check it allows, and begins where it binds."""
        scope, span = self.scope, found.span
        is_there = span.path == scope.path and scope.start <= span.start <= scope.end
        return is_there and found.code in self.checks


def with_allowances(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield findings, those that a comment allows with its reason, and what is wrong with comments.

    Of a comment that was of use, nothing is said but what of it was not. While there are errors,
    much is not checked, so nothing is said to be of no use.
    """
    every = tuple(found)
    said = [one for one in every if one.code == syntax_codes.UNUSED_SUPPRESSION]
    if not said:
        yield from every
        return
    comments: list[_Comment] = []
    for one in said:
        if not one.notes:
            yield replace(one, code=syntax_codes.BAD_SUPPRESSION, severity=Severity.ERROR)
            continue
        comment, wrong = _read(one)
        yield from wrong
        comments.append(comment)
    used: set[tuple[int, str]] = set()
    for one in every:
        if one.code == syntax_codes.UNUSED_SUPPRESSION:
            continue
        allowing = [at for at, comment in enumerate(comments) if comment.allows(one)]
        used.update((at, one.code) for at in allowing)
        yield replace(one, allowed=comments[allowing[-1]].reason) if allowing else one
    if any(one.severity is Severity.ERROR for one in every):
        return
    for at, comment in enumerate(comments):
        unused = [written for code, written in comment.checks.items() if (at, code) not in used]
        if unused:
            listed = ", ".join(unused)
            message = f"comment allows `{listed}`, which is not found here"
            yield replace(comment.said, message=message)


def _read(said: Diagnostic) -> tuple[_Comment, list[Diagnostic]]:
    """Return a comment, and what is wrong with the checks that it names."""
    allowance = allowance_of(said.span.text)
    scope = said.notes[0].span
    assert allowance is not None, said.span.text
    assert scope is not None, said.span.text
    modules = {
        module.partition("_")[0].upper(): module for module in (*STAGE_CHECKS, *MODEL_CHECKS)
    }
    names = {module.partition("_")[2].replace("_", "-"): code for code, module in modules.items()}
    checks: dict[str, str] = {}
    wrong: list[Diagnostic] = []
    for written in allowance.checks:
        code = written if written in modules else names.get(written)
        if code is None:
            message = f"comment allows `{written}`, but there is no such check"
            hint = did_you_mean(written, {**names, **modules}) or "`milepost checks` lists them"
            wrong.append(_wrong(said, message, hint))
        elif code in _ABOUT_COMMENTS or load_check(modules[code]).always:
            message = f"comment allows `{written}`, which no comment can allow"
            wrong.append(_wrong(said, message, "what it reports must be mended"))
        else:
            checks[code] = written
    return _Comment(said, scope, checks, allowance.reason), wrong


def _wrong(said: Diagnostic, message: str, hint: str) -> Diagnostic:
    return Diagnostic(syntax_codes.BAD_SUPPRESSION, Severity.ERROR, message, said.span, help=hint)
