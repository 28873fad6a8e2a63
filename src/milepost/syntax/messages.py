"""What is said about an edit that mends a statement: the trouble, the place and the remedy."""

from collections.abc import Sequence

from milepost.diagnostics import Diagnostic, Fix, Note, Severity
from milepost.diagnostics import Edit as TextEdit
from milepost.source import Span
from milepost.syntax import codes
from milepost.syntax.edits import Edit
from milepost.syntax.layout import unclosed_block
from milepost.syntax.miswritten import Explanation, explain_days, shown, snake_case
from milepost.syntax.statement import Statement
from milepost.syntax.tokens import END, NEWLINE, Token
from milepost.syntax.vocabulary import (
    BRACKETS,
    describe,
    describe_token,
    describe_wanted,
    is_keyword,
    text_of,
)


def explain_edit(statement: Statement, edit: Edit, tied: Sequence[str]) -> Diagnostic:
    """Return the report of what an edit mends; `tied` are the words that would mend it as well."""
    if edit.why:
        return _explained(statement, edit, edit.why)
    if edit.kind == "insert":
        if edit.inserted[0] == "RBRACE":
            return _unclosed(statement, edit)
        return _missing(statement, edit, tied)
    if edit.kind in ("spell", "replace"):
        return _wrong(statement, edit)
    return {
        "remove": _superfluous,
        "alone": _promising_nothing,
        "join": _joined,
        "dangling": _dangling,
        "swap": _swapped,
        "glue": _torn,
        "days": _unclear_days,
    }[edit.kind](statement, edit)


def glued(tokens: Sequence[Token]) -> str:
    """Return the text of the one token that several were meant to be."""
    if tokens[0].terminal == "LOCAL_DATE":
        return f"{tokens[0].text}T{tokens[1].text}"
    return "_".join(token.text for token in tokens if token.terminal != "MINUS")


def explain_reopening(statement: Statement, brace: Token) -> Diagnostic:
    """Return the report of a brace that closed a block too early."""
    span = statement.span_of(brace)
    next_token = statement.token(0)
    return Diagnostic(
        codes.MISSING_BRACE,
        Severity.ERROR,
        "`}` closes the block too early",
        span,
        notes=(Note("this line still belongs to the block", statement.span_of(next_token)),),
        help="remove this `}`",
        fix=_fix("remove `}`", span, ""),
    )


def explain_unreadable(statement: Statement) -> Diagnostic:
    """Return the report for a statement that no small edit mends."""
    token = statement.token(statement.error)
    wanted = statement.automaton.wanted(statement.stacks[statement.error])
    found = describe_token(token)
    listed = describe_wanted(name for name in wanted if name != END)
    if statement.error == 0 and len(wanted) > 1:
        message = f"{found} does not begin a line here"
        remedy = f"lines here begin with {listed}"
    else:
        message = f"wanted {listed}, found {found}" if listed else f"unexpected {found}"
        remedy = "mend this first; the rest of the line is not read"
    return Diagnostic(
        codes.UNEXPECTED, Severity.ERROR, message, statement.span_of(token), help=remedy
    )


def _explained(statement: Statement, edit: Edit, why: Explanation) -> Diagnostic:
    old = _old(statement, edit) or [statement.token(edit.place - 1)]
    span = statement.span_of(old[0]).to(statement.span_of(old[-1]))
    fix = None
    if why.replacement is not None:
        title = f"write {shown(why.replacement.strip())}" if why.replacement else "remove it"
        fix = Fix(title, (TextEdit(span, why.replacement),), safe=edit.kind == "exact")
    return Diagnostic(codes.UNEXPECTED, Severity.ERROR, why.message, span, help=why.remedy, fix=fix)


def _missing(statement: Statement, edit: Edit, tied: Sequence[str]) -> Diagnostic:
    terminal, token = edit.inserted[0], statement.token(edit.place)
    found = describe_token(token)
    here = terminal != NEWLINE and token.terminal not in (NEWLINE, END, "RBRACE")
    own_line = here and statement.starts_line(edit.place)
    place = token.start if own_line else statement.end_before(edit.place)
    span = Span(statement.source, place, place)
    if terminal == NEWLINE:
        remedy = "begin a new line, or write `;` between the statements"
        return Diagnostic(
            codes.MISSING_LINE_END,
            Severity.ERROR,
            f"missing line end before {found}",
            span,
            help=remedy,
            fix=_fix(remedy, span, "\n"),
        )
    code = codes.MISSING_BRACE if terminal in BRACKETS else codes.UNEXPECTED
    written = text_of(terminal)
    if len(tied) > 1:
        wanted = describe_wanted(tied)
        return Diagnostic(
            code,
            Severity.ERROR,
            f"missing {wanted} before {found}",
            span,
            help="write one of them here" if " or " in wanted else f"write {wanted} here",
        )
    remedy = f"write {describe(terminal)} here"
    fix = None
    if written:
        spaced = f"{written} " if own_line else f" {written}"
        alone = is_keyword(terminal) or terminal == "LBRACE"
        fix = _fix(f"write `{written}`", span, spaced if alone else written)
    return Diagnostic(
        code,
        Severity.ERROR,
        f"missing {describe(terminal)} before {found}",
        span,
        help=remedy,
        fix=fix,
    )


def _unclosed(statement: Statement, edit: Edit) -> Diagnostic:
    at = statement.start + edit.place
    found = describe_token(statement.tokens[at])
    opener = [brace for brace in statement.opened if brace.start < statement.tokens[at].end][-1]
    place, opener = unclosed_block(statement.source, statement.tokens, opener, at)
    span = Span(statement.source, place, place)
    close = place == statement.end_before(edit.place)
    count = edit.inserted.count("RBRACE")
    return Diagnostic(
        codes.MISSING_BRACE,
        Severity.ERROR,
        "missing `}`" if count == 1 else f"{count} blocks are not closed with `}}`",
        span,
        notes=(Note("the block opened here", statement.span_of(opener)),),
        help=f"close the block before {found}" if close else "close the block here",
        fix=_fix("close the block", span, "\n}" * count),
    )


def _superfluous(statement: Statement, edit: Edit) -> Diagnostic:
    old = _old(statement, edit)
    span = statement.span_of(old[0]).to(statement.span_of(old[-1]))
    at = statement.start + edit.place
    doubled = len(old) == 1 and at > 0 and statement.tokens[at - 1].text == old[0].text
    found = shown(span.text)
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{found} stands twice" if doubled else f"unexpected {found}",
        span,
        help="remove one of them" if doubled else "remove it",
        fix=_fix("remove it", span, ""),
    )


def _promising_nothing(statement: Statement, edit: Edit) -> Diagnostic:
    span = statement.span_of(statement.token(edit.place))
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{shown(span.text)} stands before `none`",
        span,
        help=(
            'a line that promises nothing begins with `none`: write `none "words for the contract"`'
        ),
        fix=_fix(f"remove {shown(span.text)}", span, ""),
    )


def _joined(statement: Statement, edit: Edit) -> Diagnostic:
    place = statement.end_before(edit.place)
    behind = statement.token(edit.place + 1)
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"the line ends before {describe_token(behind)}, which belongs to it",
        Span(statement.source, place, place),
        notes=(Note("the rest of the line", statement.span_of(behind)),),
        help="write both on one line",
    )


def _dangling(statement: Statement, edit: Edit) -> Diagnostic:
    token = statement.token(edit.place)
    span = statement.span_of(token)
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"nothing follows {describe_token(token)} at the end of the line",
        span,
        help="remove it, or go on in the next line",
        fix=_fix("remove it", span, ""),
    )


def _swapped(statement: Statement, edit: Edit) -> Diagnostic:
    first, second = _old(statement, edit)
    span = statement.span_of(first).to(statement.span_of(second))
    if NEWLINE in (first.terminal, second.terminal):
        moved = second if first.terminal == NEWLINE else first
        where = "on the line before" if first.terminal == NEWLINE else "on the next line"
        return Diagnostic(
            codes.MISSING_LINE_END,
            Severity.ERROR,
            f"{describe_token(moved)} stands on the wrong line",
            statement.span_of(moved),
            help=f"write it {where}",
        )
    between = statement.source.text[first.end : second.start]
    proper = f"{second.text}{between}{first.text}"
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{describe_token(first)} and {describe_token(second)} are the wrong way round",
        span,
        help=f"write {shown(proper)}",
        fix=_fix(f"write {shown(proper)}", span, proper),
    )


def _torn(statement: Statement, edit: Edit) -> Diagnostic:
    old = _old(statement, edit)
    span = statement.span_of(old[0]).to(statement.span_of(old[-1]))
    proper = glued(old)
    what = "an instant" if edit.inserted == ("LOCAL_INSTANT",) else "a name"
    return Diagnostic(
        codes.UNEXPECTED,
        Severity.ERROR,
        f"{shown(span.text)} is not {what}",
        span,
        help=f"names are one word: write {shown(proper)}"
        if what == "a name"
        else f"write {shown(proper)}",
        fix=_fix(f"write {shown(proper)}", span, proper),
    )


def _wrong(statement: Statement, edit: Edit) -> Diagnostic:
    token, terminal = statement.token(edit.place), edit.inserted[0]
    span = statement.span_of(token)
    found = describe_token(token)
    replacement: str | None = None
    code = codes.UNEXPECTED
    if edit.kind == "spell":
        replacement = edit.text
        message, remedy = f"unexpected {found}", f"did you mean `{replacement}`?"
    elif terminal == "NAME" and token.terminal == "CODE":
        replacement = snake_case(token.text.replace("-", "_"))
        code = codes.CAPITAL_VALUE
        message = f"{found} begins with a capital letter"
        remedy = f"names and values are lower case: {shown(replacement)}"
    elif terminal == "NAME" and is_keyword(token.terminal):
        code = codes.RESERVED_NAME
        message = f"{found} is a word of the language and cannot be a name here"
        remedy = f"choose another name, such as `{token.text}_1` or a longer one"
    else:
        message = f"wanted {describe(terminal)}, found {found}"
        replacement = text_of(terminal)
        remedy = f"write {describe(terminal)} instead"
    fix = _fix(f"write {shown(replacement)}", span, replacement) if replacement else None
    return Diagnostic(code, Severity.ERROR, message, span, help=remedy, fix=fix)


def _unclear_days(statement: Statement, edit: Edit) -> Diagnostic:
    count, unit = statement.token(edit.place - 1), statement.token(edit.place)
    span = statement.span_of(count).to(statement.span_of(unit))
    why = explain_days(
        int(count.text[:6]), weekly=unit.text.startswith("week"), quoted=shown(span.text)
    )
    return Diagnostic(codes.BAD_LITERAL, Severity.ERROR, why.message, span, help=why.remedy)


def _old(statement: Statement, edit: Edit) -> list[Token]:
    start = statement.start + edit.place
    return statement.tokens[start : start + edit.removed]


def _fix(title: str, span: Span, replacement: str) -> Fix:
    return Fix(title, (TextEdit(span, replacement),), safe=False)
