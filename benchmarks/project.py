"""Write a project of many files: `python benchmarks/project.py FOLDER [FILES]`.

One file holds a desk's process and its test; what all desks share (fields, calendars, actions,
targets) stands in files of its own, as it does in real projects.
"""

import sys
from pathlib import Path

SHARED = {
    "milepost.toml": 'name = "generated"\n',
    "case.sla": """\
language 1
timezone Europe/London

case {
  tier      bronze | silver | gold
  priority  p1 | p2 | p3 | p4
  status    new | working | waiting | closed = new
  queue     0..100000
  vip       yes/no = no
  events    agent_reply, customer_reply
}

tier bronze { channels email; hours office }
tier silver { channels email, chat; hours office }
tier gold   { channels email, chat, phone; hours always }
""",
    "calendars.sla": """\
calendar office {
  timezone  Europe/London
  mon-fri   09:00-17:30
  holidays  GB-ENG
}
""",
    "actions.sla": """\
action warn_team  notify { channel "#support"; text "{milestone.name} is due" }
action call_lead  page   { service "support-lead"; urgency high }
""",
    "targets.sla": """\
table targets by priority, tier {
     | bronze                    | silver                    | gold
  p1 | 8h                        | 4h                        | 1h
  p2 | 1 business day on office  | 8h                        | 4h
  p3 | 2 business days on office | 1 business day on office  | 8h
  p4 | 5 business days on office | 3 business days on office | 2 business days on office
}
""",
}


def desk(number: int, target: str = "30m") -> str:
    """Return the file of one desk."""
    return f"""\
# The desk of queue {number}.

process desk_{number} "Support of queue {number}" version 1 {{
  for    bronze, silver, gold
  when   queue == {number}
  until  status == closed
  pause  while status == waiting
  carry  on change of priority, tier

  milestone first_response within {target} {{
    done       on agent_reply
    at 75%     do warn_team
    at breach  do call_lead when vip and priority in (p1, p2)
  }}

  milestone resolution within targets {{
    done when status == closed
    at 50%     do warn_team
    at 90%     do warn_team when priority in (p1, p2)
    at breach  do call_lead
  }}
}}

test "desk {number} answers within its hours" {{
  timezone Europe/London
  given    tier = gold, priority = p1, queue = {number}
  created  2027-03-02T09:00
  2027-03-02T09:20  agent_reply
  expect process desk_{number}
  expect first_response due 2027-03-02T09:30
}}
"""


def write(folder: Path, files: int) -> int:
    """Write the project and return how many lines it has."""
    (folder / "desks").mkdir(parents=True, exist_ok=True)
    texts = {folder / name: text for name, text in SHARED.items()}
    texts |= {path_of(folder, number): desk(number) for number in range(files - len(SHARED) + 1)}
    for path, text in texts.items():
        path.write_text(text)
    return sum(text.count("\n") for path, text in texts.items() if path.suffix == ".sla")


def path_of(folder: Path, number: int) -> Path:
    """Return where a desk's file lies."""
    return folder / "desks" / f"desk_{number:04}.sla"


if __name__ == "__main__":
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    print(f"{count} files, {write(Path(sys.argv[1]), count)} lines")
