"""Write a policy set of many processes: `python benchmarks/generate.py FOLDER [PROCESSES]`."""

import sys
from pathlib import Path

MILESTONES = 10

HEAD = """\
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

calendar office {
  timezone  Europe/London
  mon-fri   09:00-17:30
  holidays  GB-ENG
}

action warn_team  notify { channel "#support"; text "{milestone.name} is due" }
action call_lead  page   { service "support-lead"; urgency high }

tier bronze { channels email; hours office }
tier silver { channels email, chat; hours office }
tier gold   { channels email, chat, phone; hours always }

table targets by priority, tier {
     | bronze          | silver         | gold
  p1 | 8h              | 4h             | 1h
  p2 | 1 business day on office | 8h     | 4h
  p3 | 2 business days on office | 1 business day on office | 8h
  p4 | 5 business days on office | 3 business days on office | 2 business days on office
}
"""


def process(number: int) -> str:
    """Return a process of ten milestones, six lines each."""
    lines = [
        f'process support_{number} "Support of queue {number}" version 1 {{',
        "  for    bronze, silver, gold",
        f"  when   queue == {number}",
        "  until  status == closed",
        "  pause  while status == waiting",
        "  carry  on change of priority, tier",
        "",
    ]
    for index in range(MILESTONES):
        after = f" after step_{index - 1}" if index else ""
        lines += [
            f"  milestone step_{index} within targets{after} {{",
            "    done       on agent_reply",
            f"    at {50 + index}%     do warn_team",
            "    at breach  do call_lead when vip and priority in (p1, p2)",
            "  }",
            "",
        ]
    return "\n".join([*lines[:-1], "}", ""])


def write(folder: Path, processes: int) -> Path:
    """Write the policy set into a folder and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "milepost.toml").write_text('name = "generated"\n')
    file = folder / "support.sla"
    text = [HEAD, *(process(number) for number in range(processes))]
    file.write_text("\n".join(text))
    return file


if __name__ == "__main__":
    written = write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    print(f"{written}: {written.read_text().count(chr(10))} lines, {written.stat().st_size} bytes")
