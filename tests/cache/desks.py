"""A small project of many files, and edits that people make to such files."""

import random
from pathlib import Path

SHARED = {
    "milepost.toml": 'name = "desks"\n',
    "case.sla": """\
language 1
timezone Europe/London

case {
  tier      bronze | silver | gold
  priority  p1 | p2 | p3
  status    new | waiting | closed = new
  queue     0..1000
  events    agent_reply
}

tier bronze { channels email; hours office }
tier silver { channels email; hours office }
tier gold   { channels email, phone; hours always }
""",
    "calendars.sla": """\
calendar office { timezone Europe/London; mon-fri 09:00-17:30; holidays GB-ENG }
calendar shop { timezone Europe/Paris; mon-sat 10:00-18:00 }
""",
    "actions.sla": """\
action warn_team  notify { channel "#support"; text "{milestone.name} is due" }
action call_lead  page   { service "support-lead" }
action call_boss  page   { service "boss" }
""",
    "targets.sla": """\
table targets by priority {
  p1 | 4h on office
  p2 | 1 business day on office
  p3 | 2 business days on office
}
""",
    "nights.sla": """\
escalation loud {
  at breach  do call_lead
}
""",
}
DESKS = 14


def desk(number: int) -> str:
    """Return the file of one desk."""
    action = ("warn_team", "call_lead", "warn_team")[number % 3]
    boss = "    at 90%     do call_boss\n" if number == 3 else ""
    ladder = "    escalate loud\n" if number == 5 else ""
    calendar = "shop" if number % 4 == 1 else "office"
    return f"""\
process desk_{number} "Queue {number}" {{
  when   queue == {number}
  until  status == closed
  carry on change of priority

  milestone first_response within 1h on {calendar} {{
    done       on agent_reply
    at 75%     do {action}
{boss}{ladder}  }}

  milestone resolution within targets {{
    done when status == closed
    at breach  do call_lead
  }}
}}

test "desk {number}" {{
  given    queue = {number}, priority = p1, tier = gold
  created  2027-03-02T09:00Z
  expect process desk_{number}
}}
"""


def write(folder: Path) -> None:
    """Write the project."""
    texts = SHARED | {f"desks/desk_{number}.sla": desk(number) for number in range(DESKS)}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


#: Texts of desks and what people put in their place; each is tried both ways.
SWAPS = (
    ("within 1h on office", "within 2h on office"),
    ("within 1h on office", "within 1d on office"),
    ("within 1h on office", "within 0h on office"),
    ("within 1h on office", "within 30y on office"),
    ("within 1h on office", "within 1h on offic"),
    ("within 1h on office", "within 1h on shop"),
    ("within 1h on office", "within 1h"),
    ("within targets", "within 3 business days on office"),
    ("within targets", "within 1 business day"),
    ("at 75%", "at 175%"),
    ("at 75%", "at 0%"),
    ("do warn_team", "do call_boss"),
    ("do call_boss", "do warn_team"),
    ("do call_lead", "do call_nobody"),
    ("escalate loud", "at 91%     do warn_team"),
    ("first_response", "first_answer"),
    ("milestone resolution", "milestone resolved"),
    ("when   queue ==", "when   queue >"),
    ("until  status == closed", "until  status = closed"),
    ("done       on agent_reply", "done       on resolved"),
    ("{\n", "\n"),
    ("\n\n", "\n# a remark about call_boss\n\n"),
    ("process desk_1 ", "process desk_2 "),
    ("process desk_", "process queue_"),
    ("expect process desk_4\n", "expect no process\n"),
    ("given    queue", "given    queues"),
)
#: The same for the shared files.
SHARED_SWAPS = (
    ("calendars.sla", "mon-fri 09:00-17:30", "mon-fri 09:00-18:00"),
    ("calendars.sla", "mon-fri 09:00-17:30", "mon-fri 09:00-17:30, 16:00-18:00"),
    ("calendars.sla", "mon-sat 10:00-18:00", "mon-sat 22:00-04:00"),
    ("calendars.sla", "calendar shop", "calendar store"),
    ("calendars.sla", "holidays GB-ENG", "holidays GB-SCT"),
    ("actions.sla", "action call_boss", "action call_chief"),
    ("actions.sla", "action call_lead", 'action nobody log { text "x" }\naction call_lead'),
    ("targets.sla", "1 business day on office", "1d on office"),
    ("targets.sla", "4h on office", "4h on shop"),
    ("targets.sla", "p3 |", "p2 |"),
    ("nights.sla", "at breach  do call_lead", "at 80%  do call_boss"),
    ("nights.sla", "escalation loud", "escalation louder"),
    ("case.sla", "queue     0..1000", "queue     0..5"),
    ("case.sla", "hours office", "hours shop"),
    ("milepost.toml", "\n", '\ntimezone = "Europe/Paris"\n'),
)


def edit(folder: Path, chance: random.Random) -> str:
    """Change the project as somebody might, and say how."""
    kind = chance.choices(("desk", "shared", "add", "remove", "copy"), (12, 4, 1, 1, 1))[0]
    files = sorted((folder / "desks").glob("*.sla"))
    path = chance.choice(files) if files else folder / "desks/new.sla"
    if kind == "desk" and files:
        return _swap(path, *chance.choice(SWAPS))
    if kind == "shared":
        name, before, after = chance.choice(SHARED_SWAPS)
        return _swap(folder / name, before, after)
    if kind == "remove" and len(files) > DESKS // 2:
        path.unlink()
        return f"remove {path.name}"
    number = chance.randrange(DESKS + 6)
    new = folder / "desks" / f"desk_{number}.sla"
    new.write_text(desk(chance.randrange(DESKS) if kind == "copy" else number))
    return f"write {new.name}"


def _swap(path: Path, before: str, after: str) -> str:
    text = path.read_text()
    if before not in text:
        before, after = after, before
    path.write_text(text.replace(before, after, 1))
    return f"{path.name}: {before!r} to {after!r}"
