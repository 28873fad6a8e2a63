"""The laws of running a schedule, for policies and cases of chance."""

import json
import os
from copy import deepcopy
from typing import Any

from chance import DAY, HOUR, Log, amounts, logs, policies, targets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from policies_run import running

from milepost.runtime import Happening, RunningSchedule
from milepost.runtime.case import State

#: `make laws` asks for more. What fails is made small only there: a step of that is a compilation.
law = settings(
    phases=[
        one
        for one in Phase
        if one is not Phase.explain and (one is not Phase.shrink or "LAWS" in os.environ)
    ],
    deadline=None,
    max_examples=int(os.environ.get("LAWS", "15")),
    suppress_health_check=tuple(HealthCheck),
)
#: So long after the last entry of a case is looked at.
LATER = 12 * DAY


def stepped(
    schedule: RunningSchedule, log: Log, *, saved: bool = False, wakes: tuple[int, ...] = ()
) -> tuple[State, list[Happening]]:
    """Return the state and the happenings of a case run entry by entry, up to a while later.

    It is woken at `wakes`, too; `saved` writes the state as JSON and reads it again each time.
    """
    happenings: list[Happening] = []
    state: State | None = None
    calls: list[tuple[int, int, dict[str, Any] | None]] = [(one["at"], 1, one) for one in log]
    calls += [(at, 0, None) for at in wakes if at >= log[0]["at"]]
    calls.append((log[-1]["at"] + LATER, 2, None))
    for at, _, entry in sorted(calls, key=lambda call: call[:2]):
        if entry is not None:
            state, effects = schedule.step(state, entry)
        elif state is not None:
            state, effects = schedule.wake(state, at)
        else:
            continue
        happenings += effects.happenings
        if saved:
            state = json.loads(json.dumps(state))
    assert state is not None
    return state, happenings


def told(happenings: list[Happening]) -> list[dict[str, Any]]:
    return [one.data() for one in happenings]


@law
@given(policies(), logs())
def test_run_at_once_is_run_entry_by_entry(policy: str, log: Log) -> None:
    schedule = running(policy)
    last = log[-1]["at"] + LATER
    timeline = schedule.run(log, until=last)
    state, happenings = stepped(schedule, log)
    assert told(happenings) == [one.data() for one in timeline.happenings if one.at < last]
    assert all(one["at"] >= last for one in told(list(timeline.happenings))[len(happenings) :])
    assert state["settled"] == last


@law
@given(policies(), logs())
def test_a_state_may_be_saved_and_read_between_any_two_calls(policy: str, log: Log) -> None:
    schedule = running(policy)
    assert stepped(schedule, log, saved=True) == stepped(schedule, log)


@law
@given(policies(), logs(), st.lists(st.integers(0, 5 * DAY), max_size=6))
def test_when_a_case_is_woken_does_not_matter(policy: str, log: Log, after: list[int]) -> None:
    schedule = running(policy)
    at = log[0]["at"]
    wakes = tuple(at + seconds for seconds in after)
    state, happenings = stepped(schedule, log, wakes=wakes)
    expected, plainly = stepped(schedule, log)
    assert told(happenings) == told(plainly)
    assert state == expected


@law
@given(policies(), logs())
def test_a_host_that_wakes_when_it_is_asked_to_misses_nothing(policy: str, log: Log) -> None:
    schedule = running(policy)
    happenings: list[Happening] = []
    state, wake = None, None
    for entry in log:
        while wake is not None and wake <= entry["at"]:
            state, effects = schedule.wake(state, wake)
            happenings += effects.happenings
            assert effects.wake is None or effects.wake > wake, "it would be woken for ever"
            wake = effects.wake
        state, effects = schedule.step(state, entry)
        happenings += effects.happenings
        wake = effects.wake
    while wake is not None and wake <= log[-1]["at"] + LATER:
        state, effects = schedule.wake(state, wake)
        happenings += effects.happenings
        wake = effects.wake
    assert told(happenings) == told(stepped(schedule, log)[1])


@law
@given(policies(), logs())
def test_a_step_leaves_the_state_it_was_given_alone(policy: str, log: Log) -> None:
    schedule = running(policy)
    state = None
    for entry in log:
        before, entered = deepcopy(state), deepcopy(entry)
        following, _ = schedule.step(state, entry)
        assert (state, entry) == (before, entered)
        assert schedule.step(state, entry)[0] == following, "the same call, another state"
        state = following


@law
@given(policies(), logs())
def test_what_happens_is_told_in_the_order_of_time(policy: str, log: Log) -> None:
    _, happenings = stepped(running(policy), log)
    instants = [one.at for one in happenings]
    assert instants == sorted(instants)
    for one in happenings:
        if one.kind == "breached":
            assert one.detail["due"] <= one.at
        if one.kind == "sent" and "reached" in one.detail:
            assert one.detail["reached"] <= one.at


@law
@given(policies(), logs())
def test_a_timeline_is_a_course_of_life(policy: str, log: Log) -> None:
    """Nothing happens to an instance before it began or after it ended."""
    _, happenings = stepped(running(policy), log)
    begun: set[int] = set()
    ended: dict[int, str] = {}
    for one in happenings:
        number = one.instance
        if number is None:
            continue
        if one.kind in ("started", "waiting"):
            begun.add(number)
            if one.detail.get("again") or one.kind == "waiting":
                ended.pop(number, None)
        elif one.kind == "resumed":
            ended.pop(number, None)
        assert number in begun or one.kind == "error", one
        if one.kind in ("met", "missed", "waived", "breached", "paused", "due"):
            assert number not in ended or ended[number] == "cancelled", one
        if one.kind in ("met", "missed", "waived", "cancelled"):
            ended[number] = one.kind


@law
@given(policies(), logs())
def test_moving_to_the_same_schedule_changes_nothing(policy: str, log: Log) -> None:
    schedule = running(policy)
    state = None
    for entry in log:
        state, _ = schedule.step(state, entry)
    at = log[-1]["at"]
    moved, effects = schedule.adopt(state, at, schedule)
    allowed = {"entered"}
    assert {one.kind for one in effects.happenings} <= allowed, told(list(effects.happenings))
    later = at + LATER
    assert told(list(schedule.wake(moved, later)[1].happenings)) == told(
        list(schedule.wake(state, later)[1].happenings)
    )


PLAIN = """\
timezone Europe/London

case {{ status open | waiting | closed = open; agreed duration; known_at time; priority p1 | p2 | p3 = p2; events reply }}

calendar office {{ timezone Europe/London; mon-fri 09:00-12:30, 13:00-17:00; closed 2027-01-06 }}

calendar nights {{ timezone America/New_York; mon-fri 22:00-06:00; business days by shift }}

table targets by priority {{
  p1 | 1h on always
  p2 | 4h on office
  p3 | 30m on nights
}}

process support {{
  until status == closed
  pause while status == waiting
  hours office
  carry on change of agreed, known_at, priority
  {process}
  milestone plain {{ {target}; done on reply }}
}}
"""


def due_of(policy: str, log: Log) -> int | None:
    """Return the due of the first instance at the end of a log."""
    dues = [one for one in running(policy).run(log).happenings if one.kind == "due"]
    return dues[-1].detail["due"] if dues else None


@law
@given(targets(), st.integers(0, 6 * DAY), st.integers(1, 30 * HOUR), st.integers(1, 60 * HOUR))
def test_a_pause_never_makes_a_due_earlier(target: str, start: int, wait: int, length: int) -> None:
    policy = PLAIN.format(process="", target=target)
    created = 1_799_020_800 + start
    given_ = {"at": created, "set": {"agreed": 7_200, "known_at": created + 9 * HOUR}}
    paused = [
        given_,
        {"at": created + wait, "set": {"status": "waiting"}},
        {"at": created + wait + length, "set": {"status": "open"}},
    ]
    plainly, later = due_of(policy, [given_]), due_of(policy, paused)
    assert (plainly is None) == (later is None)
    assert plainly is None or later is None or plainly <= later


@law
@given(targets(), st.integers(0, 9 * DAY))
def test_to_stay_is_never_later_than_to_roll(target: str, start: int) -> None:
    created = 1_799_020_800 + start
    log = [{"at": created, "set": {"agreed": 7_200, "known_at": created + 9 * HOUR}}]
    stays = due_of(PLAIN.format(process="", target=target), log)
    rolls = due_of(PLAIN.format(process="at close rolls", target=target), log)
    assert stays == rolls or (stays is not None and rolls is not None and stays < rolls)


@law
@given(
    amounts(),
    st.integers(0, 9 * DAY),
    st.integers(0, 3 * DAY),
    st.sampled_from(("", "at close rolls")),
)
def test_a_later_start_never_has_an_earlier_due(
    target: str, start: int, later: int, process: str
) -> None:
    policy = PLAIN.format(process=process, target=target)
    created = 1_799_020_800 + start
    first = due_of(policy, [{"at": created}])
    second = due_of(policy, [{"at": created + later}])
    assert first is not None
    assert second is not None
    assert first <= second
