"""The life of each promise in a replayed case: when it began, its dues, how it ended."""

from collections import Counter

from milepost.frozen import frozen
from milepost.replay.replaying import Replay
from milepost.runtime import Happening
from milepost.runtime.entering import EARLIER

#: How a life can end; `late` is done after the due.
ENDS = ("met", "late", "waived", "missed", "cancelled")


@frozen
class Life:
    """One instance of a milestone.

    `nth` counts the instances of its milestone (and level), of `of` in all. `dues` are the instants
    at which a due was told, each with that due (None: none any more).
    """

    instance: int
    milestone: str
    nth: int
    of: int
    level: str | int | bool | None
    starts: int
    anchor: int
    dues: tuple[tuple[int, int | None], ...]
    breached: int | None
    ended: int | None
    outcome: str
    reason: str | None

    @property
    def due(self) -> int | None:
        """The due as it was told last."""
        return self.dues[-1][1] if self.dues else None

    @property
    def title(self) -> str:
        """The milestone, its level, and which instance of several."""
        level = "" if self.level is None else f" {self.level}"
        return f"{self.milestone}{level}" + (f" ({self.nth})" if self.of > 1 else "")


def lives_of(replay: Replay) -> tuple[Life, ...]:
    """Return the lives of all instances, in the order in which they began."""
    # A state forgets instances that ended long ago; an earlier one still has them.
    known = {one["id"]: one for moment in replay.moments for one in moment.after["instances"]}
    histories: dict[int, list[Happening]] = {number: [] for number in known}
    for one in replay.happenings:
        if one.instance is not None:
            histories[one.instance].append(one)
    kinds = {number: (_name(data["milestone"]), data["level"]) for number, data in known.items()}
    places: dict[int, int] = {}
    counts: Counter[tuple[str, str | int | bool | None]] = Counter()
    for number, kind in kinds.items():
        counts[kind] += 1
        places[number] = counts[kind]
    return tuple(
        _life(number, history, kinds[number], places[number], counts[kinds[number]])
        for number, history in histories.items()
    )


def begun(replay: Replay, lives: tuple[Life, ...]) -> tuple[Life, ...]:
    """Return the lives that the log began, or that began until the instant the case looks ahead to.

    What would begin later, such as the next round of a rhythm that nobody serves, is endless.
    """
    until = replay.case.ends if replay.case.until is None else replay.case.until
    return tuple(life for life in lives if life.starts <= until)


def _name(milestone: str) -> str:
    return milestone.removesuffix(EARLIER)


def _life(
    number: int,
    history: list[Happening],
    kind: tuple[str, str | int | bool | None],
    nth: int,
    of: int,
) -> Life:
    first = history[0]
    dues: list[tuple[int, int | None]] = []
    breached = ended = reason = None
    outcome = "open"
    for one in history:
        if one.kind in ("due", "breached"):
            due = one.detail["due"]
            if not dues or dues[-1][1] != due:
                dues.append((one.at, due))
            if one.kind == "breached":
                breached = one.at
        elif one.kind in ENDS:
            ended, reason = one.at, one.detail.get("reason")
            outcome = "late" if one.detail.get("late") else one.kind
        elif one.kind in ("started", "resumed") and ended is not None:
            ended = reason = None
            outcome = "open"
    started = [one for one in history if one.kind == "started"]
    anchors = [one.detail["anchor"] for one in started if "anchor" in one.detail]
    begins = first.detail["until"] if first.kind == "waiting" and started else first.at
    return Life(
        number,
        kind[0],
        nth,
        of,
        kind[1],
        begins,
        anchors[-1] if anchors else first.detail.get("until", first.at),
        tuple(dues),
        breached,
        ended,
        outcome,
        reason,
    )
