"""A process as a picture: a bar a milestone on a logarithmic time axis, triggers as marks.

Plain SVG 1.1 without scripts, fonts or links; widths of texts are estimated, so a viewer without
our fonts shows the same layout.
"""

from math import log
from xml.sax.saxutils import escape, quoteattr

from milepost.exporters.diagram import Bar, Diagram, Mark, Remark
from milepost.exporters.words import duration_text

_LABEL = 210
_PLOT = 620
_RIGHT = 40
_TOP = 92
_BAR = 16
_LINE = 15
_CHARACTER = 6.2
_TICKS = (
    900,
    3600,
    4 * 3600,
    86400,
    3 * 86400,
    7 * 86400,
    30 * 86400,
    90 * 86400,
    365 * 86400,
)
_STYLE = (
    "text{font-family:Helvetica,Arial,sans-serif;font-size:12px;fill:#222}"
    ".t{font-size:17px;font-weight:bold}.s{fill:#666}.n{font-weight:bold}"
    ".g{stroke:#ddd;stroke-width:1}.b{fill:#cfe3db}.d{fill:#8fbfae}"
    ".u{stroke:#1f6f54;stroke-width:3}.m{fill:#c4572a}.a{stroke:#888;fill:none}.x{font-size:10px;fill:#666}"
)
_REMARK_STYLE = (
    "text.error{fill:#b00020}text.warning{fill:#a35f00}text.information{fill:#3367a8}"
    "rect.error{stroke:#b00020}rect.warning{stroke:#c77700}rect.information{stroke:#3367a8}"
    ".f{fill:none;stroke-width:2}"
)


def render(diagram: Diagram) -> str:
    """Return the picture as an SVG document."""
    height, rows = _TOP, []
    for bar in diagram.bars:
        rows.append((bar, height))
        found = diagram.remarks_on(bar.milestone)
        height += _BAR + _LINE * (1 + len(bar.marks) + len(found)) + 18
    longest = max((_reach(bar) for bar in diagram.bars), default=0)
    scale = _Scale(max(longest, 3600))
    width = _LABEL + _PLOT + _RIGHT
    body = [
        f'<text class="t" x="16" y="28">{_text(diagram.title)}</text>',
        f'<text class="s" x="16" y="48">{_text(diagram.subtitle)}</text>',
        *_axis(scale, height),
    ]
    places = {bar.milestone: (bar, y) for bar, y in rows}
    body += [
        _arrow(scale, *places[edge.source], *places[edge.target])
        for edge in diagram.edges
        if edge.source in places and edge.target in places
    ]
    for bar, y in rows:
        body += _bar(scale, bar, y)
        below = y + _BAR + 12 + _LINE * len(bar.marks)
        body += _remarks(diagram.remarks_on(bar.milestone), below, y)
    rest = tuple(one for one in diagram.remarks if one.node not in places)
    body += _remarks(rest, height, None)
    height += _LINE * len(rest)
    note = "nominal time since the start, logarithmic; calendars decide the real due times"
    body.append(f'<text class="x" x="{_LABEL}" y="{height + 14}">{note}</text>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 28}" '
        f'width="{width}" height="{height + 28}" role="img" aria-label={quoteattr(diagram.title)}>'
    )
    background = f'<rect width="{width}" height="{height + 28}" fill="white"/>'
    return "\n".join(
        [
            head,
            f"<style>{_STYLE}{_REMARK_STYLE if diagram.remarks else ''}</style>",
            background,
            *body,
            "</svg>",
            "",
        ]
    )


class _Scale:
    """Nominal seconds to columns of the picture."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.factor = _PLOT / log(1 + longest / 600)

    def x(self, seconds: int) -> float:
        return round(_LABEL + self.factor * log(1 + max(seconds, 0) / 600), 1)


def _reach(bar: Bar) -> int:
    ends = [*bar.dues, *(mark.at for mark in bar.marks if mark.at is not None)]
    return max(ends, default=bar.starts)


def _axis(scale: _Scale, height: int) -> list[str]:
    shown = [(0, "start")] + [(tick, _tick_text(tick)) for tick in _TICKS if tick <= scale.longest]
    lines = []
    for seconds, text in shown:
        x = scale.x(seconds)
        lines.append(f'<line class="g" x1="{x}" y1="{_TOP - 14}" x2="{x}" y2="{height}"/>')
        lines.append(f'<text class="x" x="{x}" y="{_TOP - 20}" text-anchor="middle">{text}</text>')
    return lines


def _tick_text(seconds: int) -> str:
    days = seconds // 86400
    return f"{days}d" if days else duration_text(seconds)


def _bar(scale: _Scale, bar: Bar, y: int) -> list[str]:
    starts = scale.x(bar.starts)
    shortest, longest = (bar.dues[0], bar.dues[-1]) if bar.dues else (bar.starts, bar.starts)
    width = _width(starts, scale.x(shortest))
    lines = [
        f'<text class="n" x="16" y="{y + 12}">{_text(_cut(bar.title, _LABEL - 30))}</text>',
        f'<rect class="d" x="{starts}" y="{y}" width="{width}" height="{_BAR}" rx="3"/>',
    ]
    if longest > shortest:
        left = scale.x(shortest)
        lines.append(
            f'<rect class="b" x="{left}" y="{y}" width="{_width(left, scale.x(longest))}" '
            f'height="{_BAR}" rx="3"/>'
        )
    for due in bar.dues:
        x = scale.x(due)
        lines.append(f'<line class="u" x1="{x}" y1="{y - 2}" x2="{x}" y2="{y + _BAR + 2}"/>')
    below = y + _BAR + 12
    lines.append(
        f'<text class="s" x="{_LABEL}" y="{below}">{_text(_cut(bar.promise, _PLOT))}</text>'
    )
    for number, mark in enumerate(bar.marks, 1):
        lines += _mark(scale, mark, y, below + number * _LINE)
    return lines


def _mark(scale: _Scale, mark: Mark, bar_y: int, y: int) -> list[str]:
    lines = []
    if mark.at is not None:
        x = scale.x(mark.at)
        middle = bar_y + _BAR / 2
        lines.append(
            f'<path class="m" d="M{x} {middle - 5} l5 5 l-5 5 l-5 -5 z">'
            f"<title>{_text(mark.text)}</title></path>"
        )
    lines.append(f'<path class="m" d="M{_LABEL + 8} {y - 8} l4 4 l-4 4 l-4 -4 z"/>')
    lines.append(f'<text x="{_LABEL + 18}" y="{y}">{_text(_cut(mark.text, _PLOT - 20))}</text>')
    return lines


def _remarks(remarks: tuple[Remark, ...], above: int, bar_y: int | None) -> list[str]:
    """Return what was found, line by line, and a frame around the bar it is about."""
    lines = [
        f'<text class="{remark.severity}" x="{_LABEL}" y="{above + number * _LINE}">'
        f"{_text(_cut(f'! {remark.text}', _PLOT))}<title>{_text(remark.text)}</title></text>"
        for number, remark in enumerate(remarks, 1)
    ]
    if remarks and bar_y is not None:
        height = above + len(remarks) * _LINE + 10 - bar_y
        lines.append(
            f'<rect class="f {remarks[0].severity}" x="8" y="{bar_y - 8}" '
            f'width="{_LABEL + _PLOT + 20}" height="{height}" rx="4"/>'
        )
    return lines


def _arrow(scale: _Scale, source: Bar, from_y: int, target: Bar, to_y: int) -> str:
    end = source.dues[-1] if source.dues else source.starts
    x1, x2 = scale.x(end), scale.x(target.starts)
    curve = f"M{x1} {from_y + _BAR} C{x1} {to_y - 12} {x2} {from_y + 30} {x2} {to_y}"
    return f'<path class="a" d="{curve}" stroke-dasharray="3 3"/>'


def _width(left: float, right: float) -> float:
    return round(max(right - left, 2), 1)


def _cut(text: str, width: float) -> str:
    most = int(width / _CHARACTER)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _text(text: str) -> str:
    printable = "".join(character if character.isprintable() else "�" for character in text)
    return escape(printable)
