import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.ir.canonical import MAX_DEPTH, MAX_INTEGER, CanonicalError, canonical, pointer, survey

EASY = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}

TEXTS = st.text(max_size=8) | st.text(st.sampled_from('\x00\x1f\x7f"\\/\u2028\ue000\U0001f600'))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def by_the_letter(value: object) -> str:
    """Write a value as RFC 8785 §3.2 says, one rule after the other."""
    if isinstance(value, str):
        letters = (EASY.get(c, c if ord(c) > 0x1F else f"\\u{ord(c):04x}") for c in value)
        return f'"{"".join(letters)}"'
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: [*key.encode("utf-16-be")])
        return "{" + ",".join(f"{by_the_letter(k)}:{by_the_letter(value[k])}" for k in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(by_the_letter, value)) + "]"
    for literal, written in ((None, "null"), (True, "true"), (False, "false")):
        if value is literal:
            return written
    return str(value)


def nested(depth: int) -> object:
    value: object = 0
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def test_keys_are_ordered_as_in_the_rfc() -> None:
    # RFC 8785 §3.2.3
    document = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(document)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_is_escaped_as_in_the_rfc() -> None:
    # RFC 8785 §3.2.2 and §3.2.4: its sample without the numbers
    document = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical(document) == bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac"
        "245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )


@pytest.mark.parametrize("code", [*range(0x21), 0x22, 0x2F, 0x5C, 0x7F, 0x80, 0x2028, 0x10FFFF])
def test_every_control_character_has_one_form(code: int) -> None:
    letter = chr(code)
    assert canonical({letter: letter}).decode() == by_the_letter({letter: letter})


@given(VALUES)
def test_the_bytes_are_those_of_the_rules_taken_literally(value: object) -> None:
    assert canonical(value).decode() == by_the_letter(value)


@given(VALUES)
def test_the_bytes_are_those_of_another_implementation(value: object) -> None:
    rfc8785 = pytest.importorskip("rfc8785")
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_reading_and_writing_again_changes_nothing(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(TEXTS, st.integers(0, 9)))
def test_the_order_of_insertion_is_forgotten(document: dict[str, int]) -> None:
    assert canonical(dict(reversed(document.items()))) == canonical(document)


def test_a_tuple_is_an_array() -> None:
    assert canonical((1, ("a",), ())) == b'[1,["a"],[]]'


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        (1.0, "", "the number 1.0 is not an integer"),
        ([0, float("nan")], "/1", "the number nan is not an integer"),
        ({"a": float("-inf")}, "/a", "the number -inf is not an integer"),
        ([MAX_INTEGER + 1], "/0", "an integer is beyond 2**53 - 1 in size"),
        ([-MAX_INTEGER - 1], "/0", "an integer is beyond 2**53 - 1 in size"),
        ({"a/b": {"~": 10**9999}}, "/a~1b/~0", "an integer is beyond 2**53 - 1 in size"),
        (["\ud800"], "/0", "the text holds U+D800, half of a character"),
        ([{"\udfff": 1}], "/0", "the text holds U+DFFF, half of a character"),
        ([{"a": 0, 1: 2}], "/0", "a key of type `int` is not text"),
        ({"a": b""}, "/a", "a value of type `bytes` is not JSON"),
        ({"a": {1, 2}}, "/a", "a value of type `set` is not JSON"),
        ([{"a": 1, "b": [2.5, "\ud800"]}, 3.5], "/0/b/0", "the number 2.5 is not an integer"),
    ],
)
def test_what_json_cannot_carry_is_refused_with_its_place(
    value: object, place: str, message: str
) -> None:
    with pytest.raises(CanonicalError) as caught:
        canonical(value)
    assert (caught.value.pointer, caught.value.message) == (place, message)


def test_the_greatest_integers_are_kept() -> None:
    assert canonical([MAX_INTEGER, -MAX_INTEGER]) == b"[9007199254740991,-9007199254740991]"


def test_the_deepest_value_is_written_and_a_deeper_one_refused() -> None:
    assert json.loads(canonical(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    with pytest.raises(CanonicalError, match="nested deeper than 128 levels"):
        canonical(nested(MAX_DEPTH + 1))


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_depth_does_not_exhaust_the_stack(depth: int) -> None:
    with pytest.raises(CanonicalError, match="nested deeper") as caught:
        canonical(nested(depth))
    assert caught.value.pointer.count("/") == MAX_DEPTH


def test_a_cycle_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(CanonicalError, match="nested deeper"):
        canonical(value)


def test_a_pointer_escapes_its_steps() -> None:
    assert pointer(["a/b", 0, "~1", ""]) == "/a~1b/0/~01/"


def test_the_survey_finds_the_keys() -> None:
    assert survey({"a": [{"b": 1}]}) == {"a", "b"}
