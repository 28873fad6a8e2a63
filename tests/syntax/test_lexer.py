"""Text becomes tokens: nothing is lost, nothing fails, and what is miswritten names its remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recovery.seeded import policies, samples

from milepost.diagnostics import Severity
from milepost.source import Source
from milepost.syntax import lexer
from milepost.syntax.lexer import tokenize
from milepost.syntax.tables import load_tables
from milepost.syntax.tokens import END, NEWLINE, Tokens

LITERALS = ("15m", "1h30m", "09:00", "2027-01-01", "50%", "2nd", "15 minutes", "A.b", "\r\n", "..")
MARKS = "{}()|,:=+-&/.<>;#\"'\\@!\n\r\t \x00\ufeff\u2028\u00e4\u201c\u201d"
PIECES = st.sampled_from([*load_tables().words, *LITERALS, *MARKS])
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join)


def lexed(text: str) -> Tokens:
    return tokenize(Source.of("text", text), load_tables())


def terminals(text: str) -> str:
    return " ".join(token.terminal for token in lexed(text).tokens)


def check_that_nothing_is_lost(text: str) -> None:
    found = lexed(text)
    assert found.tokens[-1] == (END, "", len(text))
    pieces = [(token.start, token.text) for token in found.tokens]
    pieces += [(comment.start, comment.text) for comment in found.comments]
    assert all(text.startswith(piece, start) for start, piece in pieces)
    starts = [token.start for token in found.tokens]
    assert starts == sorted(starts)
    covered = bytearray(len(text))
    for start, piece in pieces:
        covered[start : start + len(piece)] = b"\1" * len(piece)
    for each in found.diagnostics:
        covered[each.span.start : each.span.end] = b"\1" * (each.span.end - each.span.start)
    bare = [text[at] for at in range(len(text)) if not covered[at]]
    # Only the first stray character of a line is reported.
    if not any(each.message.startswith(("unexpected", "invisible")) for each in found.diagnostics):
        assert set(bare) <= set(" \t\r\n\ufeff")


@given(TEXTS)
def test_every_character_of_a_text_is_in_a_token_a_comment_or_a_diagnostic(text: str) -> None:
    check_that_nothing_is_lost(text)


@pytest.mark.parametrize("source", [*samples(), *policies()], ids=lambda source: source.path)
def test_every_character_of_a_policy_is_in_a_token_or_a_comment(source: Source) -> None:
    check_that_nothing_is_lost(source.text)
    assert lexed(source.text).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "$END"),
        ("\ufeff", "$END"),
        ("\ufefftier", "TIER $END"),
        ("# only a comment", "$END"),
        ("a\nb", "NAME _NL NAME $END"),
        ("a\r\nb\rc", "NAME _NL NAME _NL NAME $END"),
        ("a;b", "NAME _NL NAME $END"),
        ("\n\na # x\n\n# y\n;\nb", "_NL NAME _NL NAME $END"),
        ("a,\nb", "NAME COMMA NAME $END"),
        ("a, # x; y\nb", "NAME COMMA NAME $END"),
        ("a,;b", "NAME COMMA _NL NAME $END"),
        ("a and\nb or\nc", "NAME AND NAME OR NAME $END"),
        ("(a\nb)\nc", "LPAR NAME NAME RPAR _NL NAME $END"),
        ("(a # x; y\nb)", "LPAR NAME NAME RPAR $END"),
        ("(a;b)", "LPAR NAME _NL NAME RPAR $END"),
        ("((a\nb)\nc)\nd", "LPAR LPAR NAME NAME RPAR NAME RPAR _NL NAME $END"),
    ],
)
def test_a_line_end_ends_a_statement_or_is_blank(text: str, wanted: str) -> None:
    assert terminals(text) == wanted
    assert lexed(text).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("(a\nb", "LPAR NAME _NL NAME $END"),
        ("(a\nb\n}", "LPAR NAME _NL NAME _NL RBRACE $END"),
        ("(a\nb {", "LPAR NAME _NL NAME LBRACE $END"),
        ("(a\ntier b", "LPAR NAME _NL TIER NAME $END"),
        ("(a,\ntier b", "LPAR NAME COMMA _NL TIER NAME $END"),
        ("(a\n tier b)", "LPAR NAME TIER NAME RPAR $END"),
        ("((a\nb)\nc", "LPAR LPAR NAME NAME RPAR _NL NAME $END"),
        ("a)\nb", "NAME RPAR _NL NAME $END"),
    ],
)
def test_a_parenthesis_that_is_never_closed_makes_no_line_end_blank(text: str, wanted: str) -> None:
    assert terminals(text) == wanted


@pytest.mark.parametrize("word", sorted(load_tables().words))
def test_a_keyword_is_always_lexed_as_itself(word: str) -> None:
    terminal = load_tables().words[word]
    for text in (word, f"tier {word}", f"x == {word}", f"({word})", f"{word}."):
        assert terminal in terminals(text).split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("first_response2 _x", "NAME NAME"),
        ("US-NY Case.Priority__c Etc/GMT+5 P1", "CODE CODE CODE CODE"),
        ("90s 15m 1h30m 2d 1w", "LENGTH LENGTH LENGTH LENGTH LENGTH"),
        ("0 15 2027", "INT INT INT"),
        ("50% 99.5% 99.95%", "PERCENT PERCENT PERCENT"),
        ("1st 2nd 3rd 14th", "ORDINAL ORDINAL ORDINAL ORDINAL"),
        ("09:00 24:00", "TIME_OF_DAY TIME_OF_DAY"),
        ("08:00-12:00", "TIME_OF_DAY MINUS TIME_OF_DAY"),
        ("2027-01-01", "LOCAL_DATE"),
        ("2027-01-01T09:00 2027-01-01T09:00:30Z", "LOCAL_INSTANT LOCAL_INSTANT"),
        ("mon-fri dec", "DAY_NAME MINUS DAY_NAME MONTH_NAME"),
        ("0..100 -5", "INT RANGE INT MINUS INT"),
        ("+2h40m", "PLUS LENGTH"),
        ("== != <= >= < >", "COMPARE COMPARE COMPARE COMPARE COMPARE COMPARE"),
        ('"" "a" "a \\" b"', "STRING STRING STRING"),
        ("a, rolling to 12:00", "NAME ROLLING TO TIME_OF_DAY"),
        ("a,\n  rolling to 12:00", "NAME ROLLING TO TIME_OF_DAY"),
        ("a, rolling | b", "NAME COMMA NAME VBAR NAME"),
        ("a, cut-off 17:30", "NAME CUT_OFF TIME_OF_DAY"),
    ],
)
def test_literals(text: str, wanted: str) -> None:
    assert terminals(text) == f"{wanted} $END"
    assert lexed(text).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "wanted", "replacement"),
    [
        ("15 minutes", "LENGTH", "15m"),
        ("2 hours", "LENGTH", "2h"),
        ("30sec", "LENGTH", "30s"),
        ("1.5h", "LENGTH", "1h30m"),
        ("9:00", "TIME_OF_DAY", "09:00"),
        ("5pm", "TIME_OF_DAY", "17:00"),
        ("12am", "TIME_OF_DAY", "00:00"),
        ("9:30am", "TIME_OF_DAY", "09:30"),
        ("2026-1-5", "LOCAL_DATE", "2026-01-05"),
        ("2026/12/24", "LOCAL_DATE", "2026-12-24"),
        ("2026-1-5T09:00", "LOCAL_INSTANT", "2026-01-05T09:00"),
        ("24x7", "LENGTH", None),
        ("99.999%", "PERCENT", None),
        ("207-01-01T09:00", "LOCAL_INSTANT", None),
        ("2027-001-01", "LOCAL_DATE", None),
        ("12abc", "LENGTH", None),
        ("firstResponse", "NAME", "first_response"),
        ("gr\u00f6\u00dfe", "NAME", None),
        ("\u00c4mter", "NAME", None),
        ("\u201ca b\u201d", "STRING", '"a b"'),
        ("'a b'", "STRING", '"a b"'),
        ("\u2013", "MINUS", "-"),
        ("\u2026", "RANGE", ".."),
        ("&&", "AND", "and"),
        ("||", "OR", "or"),
        ("<>", "COMPARE", "!="),
        ("[", "LPAR", None),
        ("https://example.com/a", "STRING", '"https://example.com/a"'),
        ('"a', "STRING", None),
    ],
)
def test_a_miswritten_piece_is_one_token_and_one_message(
    text: str, wanted: str, replacement: str | None
) -> None:
    found = lexed(text)
    assert terminals(text) == f"{wanted} $END"
    (diagnostic,) = found.diagnostics
    fix = diagnostic.fix
    assert (fix.edits[0].replacement if fix else None) == replacement
    assert diagnostic.span.text == text


@pytest.mark.parametrize("text", ["a@b", "a \x00\x00\x00 b", "a \u00a0b", "a // b\nb", "a $$ % b"])
def test_a_stray_character_is_passed_over(text: str) -> None:
    found = lexed(text)
    assert [token.text for token in found.tokens if token.terminal == "NAME"] == ["a", "b"]
    assert len(found.diagnostics) == 1


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ('x "a; y', '"a'),
        ('x "a }', '"a'),
        ('x "a { # c', '"a'),
        ('x "a { y z }', '"a'),
        ('x "a {b.c} d', '"a {b.c} d'),
    ],
)
def test_a_text_without_its_closing_quote_ends_where_it_was_meant_to(text: str, ends: str) -> None:
    assert lexed(text).tokens[1].text == ends


@pytest.mark.parametrize("character", "\x07\x1b\x7f\u200b\u202e\u2028\ufeff")
@pytest.mark.parametrize("form", ['"a{}b"', "# a{}b"])
def test_an_invisible_character_in_a_text_or_comment_is_a_warning(
    form: str, character: str
) -> None:
    (diagnostic,) = lexed(form.format(character)).diagnostics
    assert diagnostic.severity is Severity.WARNING
    assert diagnostic.span.text == character


def test_comments_are_kept_with_their_places() -> None:
    text = "# a\ntier gold { # b\n  # c\n}\n# d"
    comments = lexed(text).comments
    assert [comment.text for comment in comments] == ["# a", "# b", "# c", "# d"]
    assert all(text.startswith(comment.text, comment.start) for comment in comments)


def test_messages_end_after_a_hundred_and_say_so() -> None:
    found = lexed("9:00\n" * 150).diagnostics
    assert len(found) == 101
    assert found[-1].code == "P010"


def test_a_text_with_too_many_tokens_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lexer, "MAX_TOKENS", 50)
    found = lexed("a " * 200)
    assert len(found.tokens) == 52
    assert [each.code for each in found.diagnostics] == ["P010"]


def test_a_line_end_of_blanks_and_comments_is_one_token() -> None:
    assert terminals("a" + "\n \t# x\r\n" * 1000 + "b") == f"NAME {NEWLINE} NAME $END"
