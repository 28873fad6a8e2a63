"""Policies and cases of chance, for laws that hold for all of them."""

from typing import Any

from hypothesis import strategies as st

Log = list[dict[str, Any]]

#: Monday 2027-01-04, 00:00 UTC.
MONDAY = 1_799_020_800
MINUTE, HOUR, DAY = 60, 3_600, 86_400

_HEAD = """\
timezone Europe/London

case {
  priority p1 | p2 | p3 = p2
  status   open | waiting | working | closed = open
  vip      yes/no = no
  level    l1 | l2 = l1
  known_at time
  agreed   duration
  events   reply, ask, fix
}

calendar office { timezone Europe/London; mon-fri 09:00-12:30, 13:00-17:00; closed 2027-01-06 }

calendar nights { timezone America/New_York; mon-fri 22:00-06:00; business days by shift }

action warn  notify { channel "#desk"; text "soon" }
action raise page   { service "lead" }
action nag   email  { to owner; template "late" }
action mark  set    { vip = yes }
"""

_CALENDARS = ("always", "office", "nights")
_AMOUNTS = ("30m", "1h", "2h", "4h", "9h", "26h")
_COUNTED = (
    "within 1 business day on {}",
    "within 2 business days on {}",
    "within 1 calendar day on {}",
    "within 1 month on {}",
    "by close of business day 1 on {}",
    "by 15:00 of business day 1 on {}",
    "by 12:00 of business day 1 on {}, cut-off 11:00",
    "by end of day 2 on {}",
)
_PLAIN = (
    "within targets",
    "within agreed on office",
    "by known_at",
    "none",
    "within earliest(2h on office, 5h on always after created)",
    "within latest(2h on office after known_at, 5h on always)",
    "within 6h on always, rolling to 12:00 next business day on office",
)
_ANCHORS = (
    "",
    " after known_at",
    " after reply",
    " after last reply",
    " after first fix",
    " after the hour of known_at",
)
_DONE = (
    "done on reply",
    "done on fix, reply",
    "done when status == working",
    "done on fix when vip",
    "done by hand",
    "done on reply; done when status == closed",
)
_LINES = (
    "pause never",
    "pause while status in (waiting, working)",
    "pause while status == waiting; resume when status == open",
    "when vip",
    "when priority != p3",
    "waived when vip and status == working",
    "reset on ask",
    "cancel on ask when vip",
    "start when status == working",
    "carry on change of level",
    "hours office",
    "per level",
)
_TRIGGERS = (
    "at 50% do warn",
    "at 90% do warn, raise",
    "at 20m do warn",
    "30m before due do warn",
    "1 business day on office before due do warn",
    "at breach do raise",
    "at breach do raise during office",
    "30m after due do nag when vip",
    "every 1h after due, up to 3 times do nag, raise in turn",
    "every 45m after due, up to 4 times do nag during office",
    "at 50% do mark",
    "at breach do mark",
    "once met do nag during office",
    "once late do raise",
)
_RULES = ("carry", "restart", "tighten")


def amounts() -> st.SearchStrategy[str]:
    """Return targets of so much time."""
    return st.builds(
        "within {} on {}".format, st.sampled_from(_AMOUNTS), st.sampled_from(_CALENDARS)
    )


def targets() -> st.SearchStrategy[str]:
    """Return targets of every kind."""
    counted = st.builds(
        str.format, st.sampled_from(_COUNTED), st.sampled_from(("office", "nights"))
    )
    return amounts() | counted | st.sampled_from(_PLAIN)


@st.composite
def _milestone(draw: st.DrawFn, name: str, before: str | None) -> str:
    shape = draw(st.sampled_from(("once", "once", "once", "every", "each")))
    anchors = (
        _ANCHORS
        if before is None
        else (*_ANCHORS, f" after {before}", f" after {before}", f" after {before} is due")
    )
    lines = [draw(st.sampled_from(_DONE))]
    lines += draw(
        st.lists(st.sampled_from(_LINES), max_size=2, unique_by=lambda line: line.split()[0])
    )
    lines += draw(st.lists(st.sampled_from(_TRIGGERS), max_size=3, unique=True))
    if shape == "every":
        rhythm = draw(st.sampled_from(_AMOUNTS)) + " on " + draw(st.sampled_from(_CALENDARS))
        fixed = draw(st.sampled_from(("", " fixed")))
        head = f"every {rhythm}{fixed}"
        lines = [line for line in lines if not line.startswith(("start", "waived"))]
    elif shape == "each":
        chained = draw(st.sampled_from(("", " chained")))
        head = draw(amounts()) + f" after each {draw(st.sampled_from(('reply', 'ask')))}{chained}"
        lines = [line for line in lines if not line.startswith(("start", "per"))]
    elif draw(st.booleans()):
        head = f"{draw(amounts())} when priority == p1\n    {draw(targets())}"
        lines = [line for line in lines if not line.startswith("start")]
        body = "\n    ".join((head, *lines))
        return f"  milestone {name} {{\n    {body}\n  }}"
    else:
        target = draw(targets())
        starts = any(line.startswith("start") for line in lines)
        head = (
            target
            if starts or ", rolling" in target or target == "none"
            else target + draw(st.sampled_from(anchors))
        )
    body = "\n    ".join((head, *lines))
    return f"  milestone {name} {{\n    {body}\n  }}"


@st.composite
def policies(draw: st.DrawFn) -> str:
    """Return the text of a policy without errors, of one or two processes."""
    cells = [draw(amounts()).removeprefix("within ") for _ in range(3)]
    table = "\n".join(f"  p{number} | {cell}" for number, cell in enumerate(cells, 1))
    parts = [_HEAD, f"table targets by priority {{\n{table}\n}}"]
    splits = draw(st.booleans())
    for number, taken in enumerate(("priority == p1", "priority != p1") if splits else ("",)):
        rule = draw(st.sampled_from(_RULES))
        lines = [f"when {taken}"] if taken else []
        lines += [
            "until status == closed",
            f"hours {draw(st.sampled_from(_CALENDARS))}",
            f"{rule} on change of priority, known_at, agreed, vip",
            f"on reopening {draw(st.sampled_from(('ignore', 'resume', 'restart')))}",
        ]
        if draw(st.booleans()):
            lines.append("pause while status == waiting")
        if draw(st.integers(0, 3)) == 0:
            lines.append("at close rolls")
        if draw(st.integers(0, 4)) == 0:
            lines.append("from known_at")
        names = ("one", "two", "three")[: draw(st.integers(1, 3))]
        before: str | None = None
        milestones = []
        for name in names:
            milestones.append(draw(_milestone(name, before)))
            before = name
        text = "\n  ".join(lines)
        parts.append(f"process process_{number} {{\n  {text}\n" + "\n".join(milestones) + "\n}")
    return "\n\n".join(parts) + "\n"


def _changes() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "priority": st.sampled_from(("p1", "p2", "p3", None)),
            "status": st.sampled_from(("open", "waiting", "working", "waiting", "closed")),
            "vip": st.booleans(),
            "level": st.sampled_from(("l1", "l2")),
            "known_at": st.integers(-8, 60).map(lambda hours: MONDAY + 10 * HOUR + hours * HOUR)
            | st.none(),
            "agreed": st.sampled_from((0, HOUR, 5 * HOUR, None)),
        },
    )


@st.composite
def logs(draw: st.DrawFn, most: int = 7) -> Log:
    """Return the log of a case: gaps are often such that entries and timers coincide."""
    at = MONDAY + draw(st.sampled_from((8, 9, 10, 16, 23))) * HOUR
    log: Log = []
    for number in range(draw(st.integers(1, most))):
        if number:
            at += draw(
                st.sampled_from(
                    (0, MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, DAY, 3 * DAY)
                )
                | st.integers(0, 9 * HOUR)
            )
        changes = draw(_changes())
        events = draw(st.lists(st.sampled_from(("reply", "ask", "fix")), max_size=2, unique=True))
        log.append({"at": at, "set": changes, "events": events})
    return log
