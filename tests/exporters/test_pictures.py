"""Pictures of processes: everything is on them, and no text of a policy becomes syntax."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from milepost.cli.graph_findings import remarks_of
from milepost.compiler import Compilation
from milepost.exporters import dot, mermaid, svg
from milepost.exporters.diagram import Bar, diagram_of
from milepost.ir.schedule import Schedule

ROOT = Path(__file__).parents[2]
POLICIES = sorted(path.parent for path in (ROOT / "policies").glob("*/milepost.toml"))
NASTY = """\
case {{ status open | closed = open; events reply }}
action tell notify {{ to "x"; text "y" }}
process support "{label}" {{
  until status == closed
  milestone answer "{label}" within 4h on always {{
    done on reply
    at breach do tell
  }}
}}
"""


def texts_of(drawn: str) -> str:
    # The pictures are our own and hold no entities beyond XML's five.
    return " ".join(ET.fromstring(drawn).itertext())


@pytest.mark.parametrize("folder", POLICIES, ids=lambda path: path.name)
def test_every_milestone_and_trigger_is_on_the_picture(folder: Path) -> None:
    schedule = Compilation(folder).schedule
    for process in schedule.processes:
        diagram = diagram_of(schedule, process)
        assert [bar.milestone for bar in diagram.bars] == [one.name for one in process.milestones]
        assert [len(bar.marks) for bar in diagram.bars] == [
            len(one.triggers) for one in process.milestones
        ]
        shown = texts_of(svg.render(diagram))
        for milestone in process.milestones:
            assert (milestone.label or milestone.name)[:20] in shown
        assert dot.render(diagram).count(" -> ") == len(diagram.edges)
        flow = mermaid.render(diagram)
        assert flow.count("-->|") + flow.count("-.->") == len(diagram.edges)


def test_a_bar_starts_where_the_one_it_follows_is_due() -> None:
    schedule: Schedule = Compilation(ROOT / "policies/eu_dora").schedule
    bars: dict[str, Bar] = {
        bar.milestone: bar for bar in diagram_of(schedule, schedule.processes[0]).bars
    }
    first, second = bars["initial_notification"], bars["intermediate_report"]
    assert first.dues == (4 * 3600, 24 * 3600)
    assert (second.starts, second.dues) == (24 * 3600, (96 * 3600,))


@pytest.mark.parametrize(
    "label",
    ['a \\"quoted\\" one', "<script>alert(1)</script>", "a & b # c", "tab\\there; end", "日本"],
)
def test_labels_stay_text(tmp_path: Path, label: str) -> None:
    (tmp_path / "a.sla").write_text(NASTY.format(label=label), encoding="utf-8")
    compilation = Compilation(tmp_path)
    assert [found for found in compilation.diagnostics if found.code.startswith("P0")] == []
    schedule = compilation.schedule
    diagram = diagram_of(schedule, schedule.processes[0])
    drawn = svg.render(diagram)
    assert "<script" not in drawn
    assert diagram.title.replace("\t", "�") in texts_of(drawn)
    quoted = re.sub(r"\\.", "", dot.render(diagram))
    assert quoted.count('"') % 2 == 0
    assert "<script" not in mermaid.render(diagram).replace("&lt;", "<").split("flowchart")[1]


FOUND = """\
case { status open | closed = open; events reply, fixed }
process support {
  milestone answer within 1h on always { done on reply }
  milestone a within 2h on always after b { done on reply }
  milestone b within 2h on always after a { done on fixed }
}
"""


def test_findings_are_marked_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.sla").write_text(FOUND, encoding="utf-8")
    compilation = Compilation(tmp_path)
    process = compilation.schedule.processes[0]
    remarks = remarks_of(compilation, process)
    assert [(one.node, one.severity, one.text[:4]) for one in remarks] == [
        ("start", "warning", "P406"),
        ("a", "error", "P401"),
        ("b", "error", "P401"),
    ]
    diagram = diagram_of(compilation.schedule, process, remarks)
    shown = texts_of(svg.render(diagram))
    assert all(one.text in shown for one in remarks)
    drawn = dot.render(diagram)
    assert drawn.count("penwidth=3") == 3
    flow = mermaid.render(diagram)
    assert "class n2,n3 error" in flow
    assert "class n0 warning" in flow
    assert "#b00020" not in svg.render(diagram_of(compilation.schedule, process))
