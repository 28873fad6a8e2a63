"""A slow, simple runtime: it walks from minute to minute, and shares no code with the real one.

It knows one process, targets of so much open time, `after` another milestone, `done on` and `done
when`, pauses, triggers, the end of the process. At each minute it first applies the entries of that
minute, then looks what has come about. It never reckons a due: it counts the open minutes.
"""

from random import Random
from typing import Any, NamedTuple

MONDAY = 1_799_020_800
MINUTE, DAY = 60, 1_440
AMOUNTS = (20, 60, 100, 240, 480, 600)
PARTS = (25, 50, 75, 80)
#: So many minutes after the last entry are walked.
LATER = 4 * DAY

Told = tuple[int, str, str]


def is_open(calendar: str, minute: int) -> bool:
    """Say whether a calendar is open in a minute since Monday, 00:00."""
    day, time = minute // DAY % 7, minute % DAY
    if calendar == "office":
        return day < 5 and (540 <= time < 720 or 780 <= time < 1_020)
    if calendar == "nights":
        return (day < 5 and time >= 1_320) or (1 <= day < 6 and time < 360)
    return True


class Line(NamedTuple):
    """A trigger line: `share`, `used`, `before`, `breach`, `after` or `every`, and its amount."""

    kind: str
    amount: int
    times: int
    action: str

    def text(self) -> str:
        return {
            "share": f"at {self.amount}%",
            "used": f"at {self.amount}m",
            "before": f"{self.amount}m before due",
            "breach": "at breach",
            "after": f"{self.amount}m after due",
            "every": f"every {self.amount}m after due, up to {self.times} times",
        }[self.kind] + f"  do {self.action}"


class Promise(NamedTuple):
    """A milestone."""

    name: str
    minutes: int
    calendar: str
    after: str | None
    done: str
    pauses: bool
    lines: tuple[Line, ...]

    def text(self) -> str:
        after = f" after {self.after}" if self.after else ""
        lines = [f"within {self.minutes}m on {self.calendar}{after}", f"done {self.done}"]
        lines += [] if self.pauses else ["pause never"]
        lines += [line.text() for line in self.lines]
        return f"  milestone {self.name} {{\n    " + "\n    ".join(lines) + "\n  }\n"


def promises(random: Random) -> tuple[Promise, ...]:
    """Return the milestones of a policy of chance."""
    found: list[Promise] = []
    number = 0
    for name in ("one", "two", "three")[: random.randint(1, 3)]:
        minutes = random.choice(AMOUNTS)
        lines = []
        for kind in random.sample(("share", "used", "before", "breach", "after", "every"), 3):
            amount = random.choice(PARTS if kind == "share" else (10, 20, 60, 100))
            lines.append(Line(kind, amount, random.randint(1, 4), f"action_{number}"))
            number += 1
        after = found[-1].name if found and random.random() < 0.6 else None
        done = random.choice(("on reply", "on fix", "on fix, reply", "when status == working"))
        calendar = random.choice(("always", "office", "office", "nights"))
        found.append(
            Promise(name, minutes, calendar, after, done, random.random() < 0.8, tuple(lines))
        )
    return tuple(found)


def policy(made: tuple[Promise, ...]) -> str:
    """Return the policy as it is written."""
    actions = [line.action for promise in made for line in promise.lines]
    return "\n".join(
        (
            "timezone UTC",
            "case { status open | waiting | working | closed = open; events reply, fix }",
            "calendar office { timezone UTC; mon-fri 09:00-12:00, 13:00-17:00 }",
            "calendar nights { timezone UTC; mon-fri 22:00-06:00 }",
            *(f'action {name} notify {{ channel "#d"; text "t" }}' for name in actions),
            "process support {\n  until status == closed\n  pause while status == waiting\n",
            *(promise.text() for promise in made),
            "}\n",
        )
    )


def log(random: Random) -> list[dict[str, Any]]:
    """Return the log of a case of chance: gaps are often such that entries meet timers."""
    minute = random.randrange(7) * DAY + random.choice((0, 480, 540, 600, 690, 960, 1_320, 1_410))
    entries = []
    for number in range(random.randint(1, 7)):
        if number:
            minute += random.choice((0, 10, 20, 30, 60, 100, 120, 240, random.randrange(DAY)))
        changes = {}
        if random.random() < 0.6:
            changes["status"] = random.choice(
                ("open", "waiting", "waiting", "working", "open", "closed")
            )
        events = [event for event in ("reply", "fix") if random.random() < 0.25]
        entries.append({"at": MONDAY + minute * MINUTE, "set": changes, "events": events})
    return entries


class Run:
    """One promise of one case on its way."""

    def __init__(self, promise: Promise) -> None:
        self.promise = promise
        self.state = "not yet"
        self.used = 0
        self.breached = False
        self.fired: dict[int, int] = {}


class Walk:
    """One case on its way."""

    def __init__(self, made: tuple[Promise, ...], entries: list[dict[str, Any]]) -> None:
        self.runs = {promise.name: Run(promise) for promise in made}
        self.entries = [((one["at"] - MONDAY) // MINUTE, one) for one in entries]
        self.told: list[Told] = []
        self.status = "open"
        self.created = self.entries[0][0]
        self.met: dict[str, int] = {}
        self.holds = False
        self.entered = False
        self.waits_since = 0
        self.waited: dict[int, bool] = {}

    def walk(self) -> list[Told]:
        """Return what is told of the case."""
        last = self.entries[-1][0] + LATER
        for minute in range(self.created, last):
            while self.entries and self.entries[0][0] == minute:
                self._enter(minute, self.entries.pop(0)[1])
            for run in self.runs.values():
                self._look(minute, run)
            self.waited[minute] = self.status == "waiting"
            for run in self.runs.values():
                if self._counts(run, minute):
                    run.used += 1
        return sorted(self.told)

    def _tell(self, minute: int, kind: str, name: str) -> None:
        self.told.append((MONDAY + minute * MINUTE, kind, name))

    def _counts(self, run: Run, minute: int) -> bool:
        paused = self.status == "waiting" and run.promise.pauses
        return run.state == "running" and not paused and is_open(run.promise.calendar, minute)

    def _enter(self, minute: int, entry: dict[str, Any]) -> None:
        before, self.status = self.status, entry["set"].get("status", self.status)
        if self.status == "waiting" and (before != "waiting" or not self.holds):
            self.waits_since = minute
        if not self.holds:
            if self.entered or self.status == "closed":
                return
            self.holds = self.entered = True
        running = [run for run in self.runs.values() if run.state == "running"]
        for run in running:
            words = run.promise.done.removeprefix("on ").split(", ")
            by_event = any(event in words for event in entry["events"])
            if by_event or (run.promise.done.startswith("when") and self.status == "working"):
                run.state = "met"
                self.met[run.promise.name] = minute
                self._tell(minute, "late" if run.breached else "met", run.promise.name)
        for run in self.runs.values():
            self._start(minute, run)
        if self.status == "closed":
            self.holds = False
            for run in self.runs.values():
                if run.state == "running":
                    run.state = "cancelled"
                    self._tell(minute, "cancelled", run.promise.name)
            return
        for run in self.runs.values():
            self._catch_up(minute, run)

    def _start(self, minute: int, run: Run) -> None:
        promise = run.promise
        anchor = self.created if promise.after is None else self.met.get(promise.after)
        done = promise.done.startswith("when") and self.status == "working"
        if run.state != "not yet" or anchor is None or done:
            return
        run.state = "running"
        self._tell(minute, "started", promise.name)
        run.used = sum(
            is_open(promise.calendar, one) and not (promise.pauses and self.waited[one])
            for one in range(anchor, minute)
        )

    def _catch_up(self, minute: int, run: Run) -> None:
        """Send what is past as an entry comes; of a line that repeats, once for all times."""
        late = run.used - run.promise.minutes
        ran_until = minute if self._runs(run) else self.waits_since
        is_past = late > 0 or (late == 0 and not is_open(run.promise.calendar, ran_until - 1))
        if run.state == "running" and is_past and not run.breached:
            run.breached = True  # also where the clock stands: its due was before
            self._tell(minute, "breached", run.promise.name)
        if not self._runs(run):
            return
        for place, line in enumerate(run.promise.lines):
            if line.kind != "every":
                if not run.fired.get(place) and self._is_past(minute, run, line):
                    run.fired[place] = 1
                    self._tell(minute, "sent", line.action)
                continue
            passed = max(late, 0) // line.amount
            if late % line.amount == 0 and is_open(run.promise.calendar, minute - 1):
                passed -= 1  # the last is now, and not past
            passed = min(passed, line.times)
            if passed > run.fired.get(place, 0):
                run.fired[place] = passed
                self._tell(minute, "sent", line.action)

    def _runs(self, run: Run) -> bool:
        return run.state == "running" and not (self.status == "waiting" and run.promise.pauses)

    def _look(self, minute: int, run: Run) -> None:
        """See what has come about by the minutes that were counted."""
        if not self._runs(run):
            return
        promise = run.promise
        if run.used >= promise.minutes and not run.breached:
            run.breached = True
            self._tell(minute, "breached", promise.name)
        for place, line in enumerate(promise.lines):
            fired = run.fired.get(place, 0)
            if self._is_reached(minute, run, line, fired):
                run.fired[place] = fired + 1
                self._tell(minute, "sent", line.action)

    def _is_past(self, minute: int, run: Run, line: Line) -> bool:
        """Say whether a line was reached before this minute."""
        if line.kind == "before":
            return run.promise.minutes - run.used < line.amount <= run.promise.minutes
        wanted = self._wanted(run, line)
        was_now = is_open(run.promise.calendar, minute - 1)
        return run.used > wanted or (run.used == wanted and not was_now)

    def _wanted(self, run: Run, line: Line) -> int:
        whole = run.promise.minutes
        return {
            "share": whole * line.amount // 100,
            "used": line.amount,
            "breach": whole,
            "after": whole + line.amount,
        }[line.kind]

    def _is_reached(self, minute: int, run: Run, line: Line, fired: int) -> bool:
        whole, used = run.promise.minutes, run.used
        if line.kind == "every":
            return fired < line.times and used >= whole + line.amount * (fired + 1)
        if fired:
            return False
        if line.kind == "before":
            left = whole - used
            # The latest instant with so much left is the one before time runs on.
            is_now = left == line.amount and is_open(run.promise.calendar, minute)
            return line.amount <= whole and (left < line.amount or is_now)
        return used >= self._wanted(run, line)
