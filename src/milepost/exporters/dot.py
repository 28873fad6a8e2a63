"""A process as a Graphviz graph."""

from milepost.exporters.diagram import Diagram, Node, Remark

_SHAPES = {
    "start": 'shape=circle, style=filled, fillcolor="#1f6f54", fontcolor=white',
    "milestone": 'shape=box, style="rounded,filled", fillcolor="#e8f1ee"',
    "event": 'shape=cds, style=filled, fillcolor="#fdf3dc"',
    "end": 'shape=doublecircle, style=filled, fillcolor="#dddddd"',
}
_COLORS = {"error": "#b00020", "warning": "#c77700", "information": "#3367a8"}


def render(diagram: Diagram) -> str:
    """Return the graph in DOT.

    One node a milestone with its triggers, an edge for what it waits for.
    """
    lines = [
        f"digraph {_quoted(diagram.title)} {{",
        "  rankdir=LR;",
        f"  label={_quoted(f'{diagram.title} ({diagram.subtitle})')};",
        '  node [fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=9, color="#555555"];',
    ]
    for node in diagram.nodes:
        look = _SHAPES[node.kind] + _marked(diagram.worst_at(node.id))
        label = _label(node, diagram.remarks_on(node.id))
        lines.append(f"  {_quoted(node.id)} [label={label}, {look}];")
    for edge in diagram.edges:
        label = f" [label={_quoted(edge.promise)}]" if edge.promise else " [style=dashed]"
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{label};")
    return "\n".join([*lines, "}", ""])


def _marked(severity: str | None) -> str:
    return "" if severity is None else f', color="{_COLORS[severity]}", penwidth=3'


def _label(node: Node, remarks: tuple[Remark, ...]) -> str:
    title = _escaped(node.title)
    lines = (*node.lines, *(f"! {remark.text}" for remark in remarks))
    rest = "".join(f"\\n{_escaped(line)}" for line in lines)
    return f'"{title}{rest}"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
