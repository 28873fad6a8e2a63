"""A process as a Mermaid flowchart, for pull requests and wikis."""

from milepost.exporters.diagram import SEVERITIES, Diagram, Node, Remark

_BRACKETS = {
    "start": ("((", "))"),
    "milestone": ("(", ")"),
    "event": (">", "]"),
    "end": ("(((", ")))"),
}
_STYLES = {
    "error": "stroke:#b00020,stroke-width:3px",
    "warning": "stroke:#c77700,stroke-width:3px",
    "information": "stroke:#3367a8,stroke-width:3px",
}


def render(diagram: Diagram) -> str:
    """Return the flowchart.

    One node a milestone with its triggers, an edge for what it waits for.
    """
    ids = {node.id: f"n{number}" for number, node in enumerate(diagram.nodes)}
    lines = ["---", f"title: {_quoted(diagram.title)}", "---", "flowchart LR"]
    lines += [
        f"  {ids[node.id]}{_shape(node, diagram.remarks_on(node.id))}" for node in diagram.nodes
    ]
    for edge in diagram.edges:
        arrow = f'-->|"{_escaped(edge.promise)}"|' if edge.promise else "-.->"
        lines.append(f"  {ids[edge.source]} {arrow} {ids[edge.target]}")
    lines += ["  classDef milestone fill:#e8f1ee,stroke:#1f6f54"]
    members = ",".join(ids[node.id] for node in diagram.nodes if node.kind == "milestone")
    if members:
        lines.append(f"  class {members} milestone")
    for severity in SEVERITIES:
        marked = [ids[node.id] for node in diagram.nodes if diagram.worst_at(node.id) == severity]
        if marked:
            lines.append(f"  classDef {severity} {_STYLES[severity]}")
            lines.append(f"  class {','.join(marked)} {severity}")
    return "\n".join([*lines, ""])


def _shape(node: Node, remarks: tuple[Remark, ...]) -> str:
    left, right = _BRACKETS[node.kind]
    found = (f"! {remark.text}" for remark in remarks)
    text = "<br>".join([f"<b>{_escaped(node.title)}</b>", *map(_escaped, (*node.lines, *found))])
    return f'{left}"{text}"{right}'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """Return a text in Mermaid's entity codes, so that no character of a policy becomes syntax."""
    text = text.replace("#", "#35;").replace("&", "#38;").replace('"', "#quot;")
    return text.replace("<", "#lt;").replace(">", "#gt;").replace("\n", " ")
