"""A process as a Graphviz graph."""

from milepost.exporters.diagram import Diagram, Node

_SHAPES = {
    "start": 'shape=circle, style=filled, fillcolor="#1f6f54", fontcolor=white',
    "milestone": 'shape=box, style="rounded,filled", fillcolor="#e8f1ee"',
    "event": 'shape=cds, style=filled, fillcolor="#fdf3dc"',
    "end": 'shape=doublecircle, style=filled, fillcolor="#dddddd"',
}


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
    lines += [
        f"  {_quoted(node.id)} [label={_label(node)}, {_SHAPES[node.kind]}];"
        for node in diagram.nodes
    ]
    for edge in diagram.edges:
        label = f" [label={_quoted(edge.promise)}]" if edge.promise else " [style=dashed]"
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{label};")
    return "\n".join([*lines, "}", ""])


def _label(node: Node) -> str:
    title = _escaped(node.title)
    rest = "".join(f"\\n{_escaped(line)}" for line in node.lines)
    return f'"{title}{rest}"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
