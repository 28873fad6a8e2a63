"""Hostile and random texts: parsing ends in diagnostics, within bounds of time and memory.

`python tests/syntax/fuzz.py --seconds N` first reads each hostile text in a process of its own and
prints what it cost; then it makes random texts until the time is up, and prints the first that
breaks a law. The laws:

* `parse` never raises, and ends within the time allowed for the text's length;
* every diagnostic lies inside the text, and has a message on one line;
* every string in the tree is a plain string;
* a text that is refused has an error among its diagnostics.
"""

import argparse
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from milepost.diagnostics import Severity
from milepost.frozen import fields_of
from milepost.source import Source
from milepost.syntax.driver import drive_strictly
from milepost.syntax.lexer import tokenize
from milepost.syntax.parse import ParsedFile, parse
from milepost.syntax.tables import load_tables

SAMPLES = Path(__file__).parent / "recovery" / "samples"
#: What a text may cost: a start, and so much for each of its characters. A machine that is busy is
#: slower.
SECONDS, SECONDS_EACH = 2.0, 6e-6
MEGABYTES, BYTES_EACH = 100, 300

MEGABYTE = 1_000_000
PROCESS = "process p {\n  milestone m {\n    done when "


def hostile(scale: int = MEGABYTE) -> dict[str, str]:
    """Return texts that are made to hurt, about so many characters long."""
    tenth, hundredth = scale // 10, scale // 100
    return {
        "nothing": "",
        "only a byte-order mark": "\ufeff",
        "byte-order marks": "\ufeff" * hundredth,
        "only comments": "# a comment\n" * (scale // 12),
        "one comment": "#" + "x" * scale,
        "blanks": " \t" * (scale // 2),
        "line ends": "\n" * scale,
        "carriage returns": "\r" * scale,
        "both line ends": "tier a { channels b }\r\n" * (scale // 23),
        "lone carriage returns": "tier a { channels b }\r" * (scale // 22),
        "semicolons": ";" * scale,
        "NUL characters": "\x00" * scale,
        "NUL characters between names": "a\x00" * (scale // 2),
        "one name": "a" * scale,
        "names": "a " * (scale // 2),
        "capitals": "A." * (scale // 2),
        "digits": "7" * scale,
        "numbers": "1h" * (scale // 2),
        "date-like": "1-" * (scale // 2),
        "time-like": "1:" * (scale // 2),
        "numbers and dots": "1." * (scale // 2),
        "a quote": '"' + "x" * scale,
        "quotes": '"' * scale,
        "quotes on lines": '"\n' * (scale // 2),
        "quotes and braces": '"{ ' * (scale // 3),
        "backslashes": '"' + "\\" * scale,
        "curly quotes": "\u201c" * scale,
        "single quotes": "'" * (scale | 1),
        "stray signs": "@ $ \u20ac " * (scale // 7),
        "foreign letters": "\u00e4\u00f6\u4e2d " * (scale // 4),
        "open parentheses": "(" * tenth,
        "open parentheses in a condition": PROCESS + "(" * tenth,
        "closed parentheses": ")" * scale,
        "parentheses in pairs": PROCESS + "(" * tenth + "x" + ")" * tenth + "\n}}",
        "parentheses and line ends": "calendar a = (b\n" * (scale // 16),
        "open braces": "{" * tenth,
        "open blocks": "case {\n" * (scale // 7),
        "open blocks on one line": "tier a { " * (scale // 9),
        "closed braces": "}" * scale,
        "closed braces on lines": "}\n" * (scale // 2),
        "blocks closed twice": "tier a { channels b } }\n" * (scale // 24),
        "not": PROCESS + "not " * tenth + "x\n}}",
        "not in a calendar": "calendar a = " + "not " * tenth + "b\n",
        "nested choices": "calendar a { timezone " + "by x { a: " * tenth,
        "before": PROCESS + "4h after " * tenth + "x == y\n}}",
        "or": PROCESS + " or ".join(["a"] * (scale // 5)) + "\n}}",
        "and, then an error": PROCESS + " and ".join(["a"] * (scale // 6)) + " b c d\n}}",
        "or on lines": PROCESS + " or\n".join(["a"] * (scale // 5)) + "\n}}",
        "mixed and, or": PROCESS + " or a and ".join(["a"] * (scale // 10)) + "\n}}",
        "single equals": PROCESS + " and ".join(["a = b"] * (scale // 10)) + "\n}}",
        "one list": "process p {\n for " + ", ".join(["a"] * (scale // 3)) + "\n}\n",
        "one list with an error": "process p {\n for " + ", ".join(["a"] * (scale // 3)) + " b\n}",
        "one list of errors": "process p {\n for " + ", ".join(["a b"] * (scale // 5)) + "\n}\n",
        "one sum": "calendar a = " + " + ".join(["b"] * (scale // 4)) + "\n",
        "one field": "case {\n  x " + " | ".join(["a"] * (scale // 4)) + "\n}\n",
        "one row": "table t by x {\n a " + "| 4h " * (scale // 5) + "\n}\n",
        "one path": PROCESS + ".".join(["a"] * (scale // 2)) + " == b\n}}",
        "the same mistake": "tier a { channel b }\n" * (scale // 21),
        "the same misspelling": "teir a { channels b }\n" * (scale // 22),
        "missing braces": "tier a { channels b\n" * (scale // 20),
        "missing braces on lines": "tier a {\n  channels b\n" * (scale // 22),
        "declarations in a block": "case {\n" + "tier a | b\n" * (scale // 11),
        "keywords": "tier calendar process within " * (scale // 29),
        "doubled words": "tier tier a a { { channels channels b b } }\n" * (scale // 44),
        "commas at line ends": "process p {\n for a,\n for b,\n}\n" * (scale // 29),
        "bad escapes": 'action a page { x "\\q" }\nuse "' + "\\q" * (scale // 2) + '"\n',
        "invisible characters": 'use "' + "\u202e" * scale + '"',
        "an unclosed everything": 'process p "x {\n'
        ' milestone m within earliest(4h, {\n done when (a or "b',
    }


class Cost(NamedTuple):
    """What it took to read a text."""

    characters: int
    seconds: float
    megabytes: float
    messages: int
    broken: str | None


def broken_law(source: Source) -> str | None:
    """Return what is wrong with how a text is read, or None."""
    try:
        parsed = parse(source)
    except BaseException as raised:  # noqa: BLE001 - any exception is what we look for
        return f"raised {raised!r}"
    return _broken_law(source, parsed)


def _broken_law(source: Source, parsed: ParsedFile) -> str | None:
    for each in parsed.diagnostics:
        if not 0 <= each.span.start <= each.span.end <= len(source.text):
            return f"{each.message} lies outside of the text"
        if not each.message or not each.message.isprintable():
            return f"{each.message!r} is not a line"
        if len(each.message) + len(each.help or "") > 500:
            return f"{each.message!r} is long"
    if wrong := _odd_string(parsed.policy):
        return f"{wrong!r} in the tree"
    tables = load_tables()
    refused = drive_strictly(tokenize(source, tables), tables, {}).refused
    if refused and not any(each.severity is Severity.ERROR for each in parsed.diagnostics):
        return f"refused at {refused} without an error"
    return None


def _odd_string(tree: Any) -> Any:
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str | list) and type(value) is not str:
            return value
        if isinstance(value, tuple):
            waiting += value
        elif hasattr(value, "span"):
            waiting += (getattr(value, name) for name in fields_of(value) if name != "span")
    return None


def cost_of(text: str) -> Cost:
    """Return what it takes to read a text, in a process of its own."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_measure, args=(text, sender))
    child.start()
    sender.close()
    try:
        cost: Cost = receiver.recv()
    except EOFError:
        cost = Cost(len(text), 0.0, 0.0, 0, "the process died")
    child.join()
    return cost


def _measure(text: str, sender: Any) -> None:
    load_tables()
    source = Source.of("hostile.sla", text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        parsed = parse(source)
    except BaseException as raised:  # noqa: BLE001 - any exception is what we look for
        sender.send(Cost(len(text), 0.0, 0.0, 0, f"raised {raised!r}"[:200]))
        return
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    broken = _broken_law(source, parsed)
    if seconds > SECONDS + SECONDS_EACH * len(text):
        broken = "too slow"
    elif grown > MEGABYTES + BYTES_EACH * len(text) / MEGABYTE:
        broken = "too much memory"
    sender.send(Cost(len(text), seconds, grown, len(parsed.diagnostics), broken))


def random_texts(seed: int) -> Iterator[str]:
    """Yield random texts: bytes, characters, token soup, and policies with damage."""
    chance = random.Random(seed)
    tables = load_tables()
    policies = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.sla"))]
    words = [
        *tables.words,
        "a",
        "b_c",
        "Case.X",
        '"x"',
        '"',
        "(",
        ")",
        "{",
        "}",
        "|",
        ",",
        ";",
        "\n",
    ]
    words += [
        "=",
        "==",
        "..",
        ".",
        "-",
        "+",
        "&",
        ":",
        "/",
        "4h",
        "1",
        "09:00",
        "2027-01-01",
        "50%",
    ]
    words += [
        "2027-01-01T09:00",
        "2nd",
        "# c\n",
        "\r\n",
        "15 minutes",
        "\u201cx\u201d",
        "\x00",
        "\u00e4",
    ]
    makers: tuple[Callable[[], str], ...] = (
        lambda: chance.randbytes(chance.randrange(400)).decode("latin-1"),
        lambda: chance.randbytes(chance.randrange(400)).decode("utf-8", "replace"),
        lambda: "".join(chr(chance.randrange(0x3000)) for _ in range(chance.randrange(200))),
        lambda: " ".join(chance.choices(words, k=chance.randrange(300))),
        lambda: "".join(chance.choices(words, k=chance.randrange(100))),
        lambda: _damaged(chance, chance.choice(policies), words),
        lambda: _damaged(chance, chance.choice(policies), words),
    )
    while True:
        yield chance.choice(makers)()


def _damaged(chance: random.Random, text: str, words: list[str]) -> str:
    for _ in range(chance.randrange(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 1, 2, 5, 20, 80)))
        new = chance.choice(
            ("", "", chance.choice(words), f" {chance.choice(words)} ", text[start:end] * 2)
        )
        text = text[:start] + new + text[end:]
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=MEGABYTE, help="characters of a hostile text")
    parser.add_argument("--only", default="", help="hostile texts whose name holds this")
    options = parser.parse_args()
    end = time.monotonic() + options.seconds
    broken = 0
    for name, text in hostile(options.scale).items():
        if options.only not in name:
            continue
        cost = cost_of(text)
        broken += cost.broken is not None
        print(
            f"{name:32} {cost.characters:9,} characters {cost.seconds:7.2f} s "
            f"{cost.megabytes:7.1f} MB "
            f"{cost.messages:4} messages  {cost.broken or ''}",
            flush=True,
        )
    count = 0
    for text in random_texts(options.seed):
        if time.monotonic() > end or options.only:
            break
        count += 1
        if law := broken_law(Source.of("random.sla", text)):
            broken += 1
            print(f"random text {count}: {law}\n{text!r}")
            break
    print(f"{count} random texts, {broken} broken laws")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
