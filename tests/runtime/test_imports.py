"""Running a schedule needs the standard library, the clock, the schedule and the runtime only."""

import json
import subprocess
import sys
from pathlib import Path

from policies_run import schedule_of

from milepost.ir.codec import dump

HERE = Path(__file__).parent
WORKED = HERE.parent / "cli" / "worked_example"
FORBIDDEN = (
    "lark",
    "networkx",
    "jsonschema",
    "yaml",
    "click",
    "holidays",
    "icalendar",
    "milepost.syntax",
    "milepost.semantics",
    "milepost.compiler",
    "milepost.cli",
    "milepost.lowering",
    "milepost.checks",
)
PROGRAM = """
import json, sys
from milepost.runtime import load_schedule

schedule = load_schedule(sys.argv[1])
log = json.loads(sys.argv[2])
timeline = schedule.run(log)
state = None
for entry in log:
    state, effects = schedule.step(state, entry)
    state = json.loads(json.dumps(state))
state, effects = schedule.wake(state, effects.wake)
state, effects = schedule.adopt(state, state["settled"], schedule)
print(json.dumps([sorted(sys.modules), len(timeline.happenings)]))
"""


def test_a_fresh_interpreter_that_runs_a_schedule_loads_nothing_else(tmp_path: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(WORKED.glob("*.sla"))]
    path = tmp_path / "schedule.json"
    path.write_bytes(dump(schedule_of("\n".join(texts))))
    log = [
        {"at": 1_806_701_400, "set": {"tier": "silver", "priority": "p2", "region": "americas"}},
        {"at": 1_806_762_600, "set": {"status": "waiting"}},
        {"at": 1_806_930_000, "set": {"status": "working"}},
    ]
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM, str(path), json.dumps(log)],
        check=True,
        capture_output=True,
        text=True,
    )
    modules, happenings = json.loads(done.stdout)
    assert happenings > len(log)
    loaded = [name for name in modules if name.startswith(FORBIDDEN)]
    assert loaded == []
    outside = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    assert {name for name in outside if not name.startswith(("_", "sitecustomize"))} <= {
        "milepost",
        "tzdata",
    }
