"""The picture of a case as an SVG document.

Time runs linearly from left to right, with a line at each local midnight (at full hours, where the
picture is shorter than two days). Under each lane the open hours of its calendar are shaded. Plain
SVG 1.1 without scripts, fonts or links, and without `paint-order`, which many viewers read as a
white line over the letters: labels lie on a white veil instead. The widths of texts are estimated,
and a label for which there is no room is left to the tooltip.
"""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from milepost.frozen import frozen
from milepost.replay.axis import LEFT, LETTER, PLOT, Scale, axis
from milepost.replay.lives import Life
from milepost.replay.local_times import short_day_text, time_text
from milepost.replay.scene import Bar, Flag, Lane, Phase, Scene

_RIGHT = 34
_HEAD = 70
_AXIS = 20
_ROW = 14
_BAR = 18
_GAP = 26
_MOST_ROWS = 4
#: What a letter in the name of a milestone is wide: they are bold.
_TITLE_LETTER = 8.2
_COLORS = {
    Phase.WAITING: "w",
    Phase.RUNNING: "r",
    Phase.CLOSED: "c",
    Phase.PAUSED: "p",
    Phase.LATE: "l",
    Phase.LATE_CLOSED: "k",
}
_STYLE = (
    "text{font-family:Helvetica,Arial,sans-serif;font-size:11px;fill:#23302c}"
    ".t{font-size:18px;font-weight:bold}.s{font-size:12px;fill:#5d6b66}"
    ".n{font-size:13px;font-weight:bold}.f{font-size:10.5px;fill:#5d6b66}.x{font-size:10px}"
    ".g{stroke:#d8dedb;stroke-width:1}.m{stroke:#eceeed;stroke-width:1}.o{fill:#edf5f0}"
    ".e{stroke:#41648a;stroke-width:1;stroke-dasharray:2 3}.et{fill:#2f4d6e;font-size:10.5px}"
    ".r{fill:#3c9a78}.c{fill:#c9e3d8}.p{fill:url(#stripes)}.l{fill:#cf3a32}.k{fill:#f0c4c0}"
    ".w{fill:none;stroke:#9aa8a3;stroke-dasharray:3 2}"
    ".d{stroke:#16382c;stroke-width:2}.u{stroke:#16382c;stroke-width:1;stroke-dasharray:2 2}"
    ".q{fill:#e08a1e;stroke:white;stroke-width:.8}.dt{font-weight:bold}.red{fill:#cf3a32}"
    ".ok{fill:#1f7a55}.z{fill:#7a8783}.at{fill:#9a5a0c;font-size:10.5px}"
    ".h{stroke:#8a5fb0;stroke-width:1.2;stroke-dasharray:5 3}.ht{fill:#6d4396}"
    ".b{fill:white;fill-opacity:.78}"
)
_STRIPES = (
    '<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#f6ecd2"/>'
    '<rect width="2.4" height="6" fill="#dcb65f"/></pattern></defs>'
)
_LEGEND = (
    ("o", "open hours"),
    ("r", "clock runs"),
    ("c", "runs, closed"),
    ("p", "paused"),
    ("l", "overdue"),
    ("k", "overdue, closed"),
)


@frozen
class _Label:
    """A text with a place: `row` counts away from what it is for, `anchor` is SVG's."""

    x: float
    row: int
    anchor: str
    text: str


def render(scene: Scene) -> str:
    """Return the picture as an SVG document."""
    scale = Scale(scene.zone, scene.begins, scene.ends)
    labels, rows = _placed(scale, scene.entries)
    top = _HEAD + _AXIS + rows * _ROW + (28 if scale.is_short else 16)
    body: list[str] = []
    shades: list[str] = []
    y = top
    for lane in scene.lanes:
        drawn, after = _lane(scale, lane, y)
        shades += _shades(scale, lane, y, after)
        body += drawn
        y = after
    height = y + 44
    width = LEFT + PLOT + _RIGHT
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label={quoteattr(_clean(scene.title))}>'
    )
    lines = [
        head,
        f"<style>{_STYLE}</style>",
        _STRIPES,
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<text class="t" x="16" y="28">{_text(scene.title)}</text>',
        f'<text class="s" x="16" y="47">{_text(scene.subtitle)}</text>',
        *shades,
        *axis(scale, _HEAD + _AXIS, y - 8),
        *_entry_lines(scale, scene, labels, top, y - 8),
        *body,
        *_legend(height - 18),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def _shades(scale: Scale, lane: Lane, y: int, after: int) -> Iterator[str]:
    """Yield the shading of a lane's open hours; drawn first, so that all else lies on it."""
    for opens, closes in lane.open_hours:
        left, right = scale.x(opens), scale.x(closes)
        if right > left:
            yield _rect("o", left, y - 6, right - left, after - y - 2)


def _entry_lines(
    scale: Scale, scene: Scene, labels: list[_Label | None], top: int, bottom: int
) -> Iterator[str]:
    for flag, label in zip(scene.entries, labels, strict=True):
        if not scale.holds(flag.at):
            continue
        x = scale.x(flag.at)
        y = top - 14 - (label.row if label else 0) * _ROW
        yield f'<line class="e" x1="{x}" y1="{y - 8}" x2="{x}" y2="{bottom}"/>'
        yield f'<circle cx="{x}" cy="{y - 4}" r="3" fill="#41648a"/>'
        if label:
            yield from _written("et", label, y, 6)


def _lane(scale: Scale, lane: Lane, y: int) -> tuple[list[str], int]:
    """Return the drawing of a lane and where the next one begins."""
    sent = [flag for flag in lane.flags if flag.kind == "sent"]
    above, rows = _placed(scale, sent)
    bar_y = y + rows * _ROW
    name = _text(_cut(lane.title, LEFT - 30, _TITLE_LETTER))
    lines = [f'<text class="n" x="16" y="{bar_y + 7}">{name}</text>']
    for row, said in enumerate(_story(lane), 2):
        shown = _text(_cut(said, LEFT - 24))
        lines.append(f'<text class="f" x="16" y="{bar_y + 13 * row - 5}">{shown}</text>')
    lines += [_bar(scale, bar, bar_y) for bar in lane.bars]
    for flag, label in zip(sent, above, strict=True):
        lines += _sent(scale, flag, label, bar_y)
    ends = [flag for flag in lane.flags if flag.kind != "sent"]
    texts, below = _placed(scale, [_told(scale, flag) for flag in ends])
    for flag, label in zip(ends, texts, strict=True):
        lines += _mark(scale, flag, label, bar_y)
    return lines, bar_y + _BAR + max(below, 1) * _ROW + _GAP


def _story(lane: Lane) -> Iterator[str]:
    """Yield on which calendar a milestone runs and what became of it."""
    if lane.calendar:
        yield f"on {lane.calendar}"
    yield _outcome(lane.lives[0]) if len(lane.lives) == 1 else f"{len(lane.lives)} times"


def _outcome(life: Life) -> str:
    if life.outcome == "open":
        return "overdue, open" if life.breached is not None else "open"
    return {"late": "done late", "met": "done in time"}.get(life.outcome, life.outcome)


def _told(scale: Scale, flag: Flag) -> Flag:
    """Return a flag with its text: what and when."""
    word = {"moved": "was due", "met": "met", "due": "due"}.get(flag.kind, flag.kind)
    when = f"{short_day_text(scale.zone.day(flag.at))} {time_text(flag.at, scale.zone)}"
    return Flag(flag.at, flag.kind, f"{word} {when}")


def _bar(scale: Scale, bar: Bar, y: int) -> str:
    left, right = scale.x(bar.starts), scale.x(bar.ends)
    title = f"{bar.phase.value}: {_span(scale, bar.starts, bar.ends)}"
    inner = 4 if bar.phase in (Phase.CLOSED, Phase.LATE_CLOSED) else 0
    return (
        f'<rect class="{_COLORS[bar.phase]}" x="{left}" y="{y + inner}" '
        f'width="{max(right - left, 0.8):.1f}" height="{_BAR - 2 * inner}">'
        f"<title>{_text(title)}</title></rect>"
    )


def _span(scale: Scale, starts: int, ends: int) -> str:
    times = [
        f"{short_day_text(scale.zone.day(at))} {time_text(at, scale.zone)}" for at in (starts, ends)
    ]
    return " to ".join(times)


def _sent(scale: Scale, flag: Flag, label: _Label | None, y: int) -> Iterator[str]:
    if not scale.holds(flag.at):
        return
    x = scale.x(flag.at)
    when = f"{short_day_text(scale.zone.day(flag.at))} {time_text(flag.at, scale.zone)}"
    if label:
        bottom = y - 9 - label.row * _ROW
        yield f'<line x1="{x}" y1="{bottom}" x2="{x}" y2="{y}" stroke="#e08a1e" stroke-width=".8"/>'
    yield (
        f'<path class="q" d="M{x} {y - 5} l5 5 l-5 5 l-5 -5 z">'
        f"<title>{_text(f'{flag.text} {when}'.strip())}</title></path>"
    )
    if label:
        yield from _written("at", label, y - 9 - label.row * _ROW, 5)


def _mark(scale: Scale, flag: Flag, label: _Label | None, y: int) -> Iterator[str]:
    """Yield the sign of a due or an ending across the bar, and its text below."""
    if not scale.holds(flag.at):
        return
    x, middle = scale.x(flag.at), y + _BAR / 2
    if flag.kind in ("due", "moved"):
        name = "d" if flag.kind == "due" else "u"
        yield f'<line class="{name}" x1="{x}" y1="{y - 4}" x2="{x}" y2="{y + _BAR + 5}"/>'
    else:
        kind = {"met": "ok", "late": "red", "missed": "red"}.get(flag.kind, "z")
        yield f'<circle class="{kind}" cx="{x}" cy="{middle}" r="7" stroke="white"/>'
        shape = (
            f"M{x - 3.2} {middle + 0.2} l2.3 2.6 l4.2 -5.2"
            if flag.kind in ("met", "late", "waived")
            else f"M{x - 2.6} {middle - 2.6} l5.2 5.2 m0 -5.2 l-5.2 5.2"
        )
        yield f'<path d="{shape}" fill="none" stroke="white" stroke-width="1.7"/>'
    if label:
        shade = {"due": "dt", "moved": "z", "met": "ok", "late": "red", "missed": "red"}
        name = f"x {shade.get(flag.kind, 'z')}"
        yield from _written(name, label, y + _BAR + 15 + label.row * _ROW, 0)


def _written(name: str, label: _Label, y: float, shift: float) -> Iterator[str]:
    """Yield the text of a label, so far beside its place, on a veil over what lies behind it."""
    width = len(label.text) * LETTER + 4
    x = label.x + (shift if label.anchor == "start" else -shift)
    left = x - 2 if label.anchor == "start" else x - width + 2
    yield _rect("b", round(left, 1), y - 10, width, 13)
    yield (
        f'<text class="{name}" x="{x}" y="{y}" text-anchor="{label.anchor}">'
        f"{_text(label.text)}</text>"
    )


def _placed(scale: Scale, flags: Iterable[Flag]) -> tuple[list[_Label | None], int]:
    """Return a place for the text of each flag, none for those without room, and the rows used."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_MOST_ROWS)]
    labels: list[_Label | None] = []
    used = 0
    for flag in flags:
        found = None
        if flag.text and scale.holds(flag.at):
            x, length = scale.x(flag.at), len(flag.text) * LETTER + 10
            ends_left = x + length > LEFT + PLOT + _RIGHT
            left, right = (x - length, x) if ends_left else (x, x + length)
            for row, spans in enumerate(taken):
                if all(right <= start or left >= end for start, end in spans):
                    spans.append((left, right))
                    found = _Label(x, row, "end" if ends_left else "start", flag.text)
                    used = max(used, row + 1)
                    break
        labels.append(found)
    return labels, used


def _legend(y: int) -> Iterator[str]:
    x: float = 16
    for name, text in _LEGEND:
        border = ' stroke="#cfdad5"' if name == "o" else ""
        yield f'<rect class="{name}" x="{x}" y="{y - 9}" width="16" height="10"{border}/>'
        yield f'<text class="f" x="{x + 21}" y="{y}">{text}</text>'
        x += 21 + len(text) * LETTER + 22
    yield f'<path class="q" d="M{x + 5} {y - 9} l5 5 l-5 5 l-5 -5 z"/>'
    yield f'<text class="f" x="{x + 15}" y="{y}">action sent</text>'
    yield f'<line class="d" x1="{x + 94}" y1="{y - 10}" x2="{x + 94}" y2="{y + 3}"/>'
    yield f'<text class="f" x="{x + 101}" y="{y}">due</text>'
    yield f'<line class="u" x1="{x + 136}" y1="{y - 10}" x2="{x + 136}" y2="{y + 3}"/>'
    yield f'<text class="f" x="{x + 143}" y="{y}">an earlier due</text>'


def _rect(name: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{name}" x="{x}" y="{y}" width="{width:.1f}" height="{height}"/>'


def _cut(text: str, width: float, letter: float = LETTER) -> str:
    most = int(width / letter)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _clean(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _text(text: str) -> str:
    return escape(_clean(text))
