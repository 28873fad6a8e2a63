"""The matrix as a picture: a table for each process, gaps and rivals in colours of their own.

Plain SVG 1.1 without scripts, fonts or links; widths of texts are estimated, so a viewer without
our fonts shows the same layout.
"""

from xml.sax.saxutils import escape, quoteattr

from milepost.coverage.matrix import Coverage
from milepost.coverage.tables import Table, is_nothing, tables_of

_LEFT = 16
_LINE = 22
_CHARACTER = 7
_MOST_CHARACTERS = 44
_STYLE = (
    "text{font-family:Helvetica,Arial,sans-serif;font-size:12px;fill:#222}"
    ".t{font-size:17px;font-weight:bold}.h{font-size:13px;font-weight:bold}.c{font-weight:bold}"
    ".e{fill:#999}.p{fill:#cfe3db}.n{fill:#f3f3f3}.gaps{fill:#fbe3b3}.rivals{fill:#f4c7b8}"
    ".r{fill:none;stroke:#bbb;stroke-width:1}"
)


def render(coverage: Coverage, title: str) -> str:
    """Return the picture as an SVG document."""
    body: list[str] = [f'<text class="t" x="{_LEFT}" y="28">{escape(title)}</text>']
    y, width = 44, 320
    for table in tables_of(coverage):
        lines, wide, y = _drawn(table, y)
        body += lines
        width = max(width, wide)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" '
        f'width="{width}" height="{y}" role="img" aria-label={quoteattr(title)}>'
    )
    background = f'<rect width="{width}" height="{y}" fill="white"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", background, *body, "</svg>", ""])


def _drawn(table: Table, top: int) -> tuple[list[str], int, int]:
    """Return the lines of a table that begins at `top`, its width, and where the next begins."""
    y = top + 22
    lines = [f'<text class="h" x="{_LEFT}" y="{y}">{escape(table.title)}</text>']
    if table.note:
        y += _LINE
        lines.append(f'<text x="{_LEFT}" y="{y}">{escape(table.note)}</text>')
    if not table.rows or not table.head:
        return lines, round(_LEFT * 2 + _CHARACTER * 1.2 * len(table.title)), y + 14
    y += 10
    rows = (table.head, *(tuple(map(_cut, row)) for row in table.rows))
    widths = [
        round(max(len(row[at]) for row in rows) * _CHARACTER) + 18 for at in range(len(rows[0]))
    ]
    for number, row in enumerate(rows):
        x = _LEFT
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            lines += _cell(table, (x, y, width), cell, number=number, at=at)
            x += width
        y += _LINE
    return lines, max(_LEFT * 2 + sum(widths), round(_LEFT * 2 + 8 * len(table.title))), y + 14


def _cell(
    table: Table, place: tuple[int, int, int], text: str, *, number: int, at: int
) -> list[str]:
    x, y, width = place
    if number == 0:
        fill, style = "n", "c"
    elif table.kind != "promises":
        fill, style = table.kind, ""
    elif at < table.fields:
        fill, style = "n", ""
    else:
        fill, style = ("n", "e") if is_nothing(text) else ("p", "")
    box = f'x="{x}" y="{y}" width="{width}" height="{_LINE}"'
    return [
        f'<rect class="{fill}" {box}/><rect class="r" {box}/>',
        f'<text class="{style}" x="{x + 8}" y="{y + 15}">{escape(text)}</text>',
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
