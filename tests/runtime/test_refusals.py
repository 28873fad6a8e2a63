"""Bad entries, states and schedules are refused with words of our own, and change nothing."""

import json
import math
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from chance import MONDAY, Log, logs, policies
from hypothesis import given
from hypothesis import strategies as st
from policies_run import running
from test_laws import law

from milepost.runtime import EntryError, StateError

POLICY = """\
timezone UTC

case {
  status  open | closed = open
  state   a | b from derivation
  seats   1..10
  seen_at time
  born    date
  agreed  duration
  labels  some of red | green
  site    zone Europe/London | Asia/Tokyo
  vip     yes/no = no
  note    text
  events  reply
}

table derivation by status { open | a; closed | b }

action half notify { channel "#desk"; text "half" }

process support {
  until status == closed
  milestone answer within 4h on always { done on reply; at 50% do half }
  milestone check within external "Desk.Check" of status on always { done by hand }
}
"""

BAD: dict[str, tuple[Any, str]] = {
    "no object": (["at", 1], "an entry is an object with `at`, `set` and `events`"),
    "nothing": (None, "an entry is an object with `at`, `set` and `events`"),
    "no instant": (
        {"at": None, "set": {}},
        "an entry needs `at`, in whole seconds since 1970 (UTC)",
    ),
    "an instant as text": ({"at": "2027-01-04"}, "an entry needs `at`"),
    "a fraction of a second": ({"at": 1.5}, "an entry needs `at`"),
    "not a number": ({"at": math.nan}, "an entry needs `at`"),
    "a truth as an instant": ({"at": True}, "an entry needs `at`"),
    "an instant without a date": ({"at": 10**18}, "an entry needs `at`"),
    "a huge instant": ({"at": 10**5000}, "an entry needs `at`"),
    "an unknown key": ({"when": 1}, "an entry has `at`, `set`, `events` and `minutes`, not `when`"),
    "a key that is no text": ({3: 1}, "an entry has `at`, `set`, `events` and `minutes`, not `3`"),
    "changes that are none": ({"set": ["status"]}, "`set` is an object of fields"),
    "an unknown field": ({"set": {"colour": "red"}}, "unknown field `colour`"),
    "a field that is no text": ({"set": {1: 2}}, "unknown field `1`"),
    "an unknown value": ({"set": {"status": "gone"}}, "field `status` cannot be 'gone'"),
    "a value of another kind": ({"set": {"status": 3}}, "field `status` cannot be 3"),
    "a list as a value": ({"set": {"status": []}}, "field `status` cannot be []"),
    "out of range": ({"set": {"seats": 11}}, "field `seats` cannot be 11"),
    "a truth as a number": ({"set": {"seats": True}}, "field `seats` cannot be True"),
    "a huge number": ({"set": {"agreed": 10**40}}, "field `agreed` cannot be 1"),
    "a number of five thousand digits": ({"set": {"seats": 10**5000}}, "field `seats` cannot be"),
    "a negative duration": ({"set": {"agreed": -1}}, "field `agreed` cannot be -1"),
    "a time without a date": ({"set": {"seen_at": 10**15}}, "field `seen_at` cannot be"),
    "a date there is not": ({"set": {"born": "2027-02-29"}}, "field `born` cannot be"),
    "a date in other words": ({"set": {"born": "20270228"}}, "field `born` cannot be"),
    "a tag there is not": ({"set": {"labels": ["blue"]}}, "field `labels` cannot be ['blue']"),
    "tags in one text": ({"set": {"labels": "red"}}, "field `labels` cannot be 'red'"),
    "a zone that is not declared": ({"set": {"site": "Asia/Seoul"}}, "field `site` cannot be"),
    "a number as a truth": ({"set": {"vip": 1}}, "field `vip` cannot be 1"),
    "a number as a text": ({"set": {"note": 1}}, "field `note` cannot be 1"),
    "a derived field": ({"set": {"state": "b"}}, "field `state` is computed from a table"),
    "the instant of creation": ({"set": {"created": 1}}, "`created` is the instant of the first"),
    "an unknown event": ({"events": ["shout"]}, "unknown event `shout`"),
    "events in one text": ({"events": "reply"}, "`events` is a list of names"),
    "a very long name": ({"events": ["x" * 10_000]}, "unknown event `xxxx"),
    "a very long value": ({"set": {"status": "x" * 10_000}}, "field `status` cannot be 'xxxx"),
    "an event that is no name": ({"events": [1]}, "an event is a name, not 1"),
    "a list as an event": ({"events": [[]]}, "an event is a name, not []"),
    "what nobody does by hand": (
        {"events": ["done:answer"]},
        "no milestone `answer` is done by hand",
    ),
    "an answer to no question": (
        {"minutes": {"answer": 5}},
        "the host is asked nothing about `answer`",
    ),
    "answers that are none": ({"minutes": 5}, "`minutes` is an object of milestones"),
}


def entry_of(written: Any) -> Any:
    return {"at": MONDAY + 60} | written if isinstance(written, dict) else written


@pytest.mark.parametrize(("written", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_entry_is_refused(written: Any, words: str) -> None:
    schedule = running(POLICY)
    with pytest.raises(EntryError) as first:
        schedule.step(None, entry_of(written))
    state, _ = schedule.step(None, {"at": MONDAY})
    before = deepcopy(state)
    with pytest.raises(EntryError) as later:
        schedule.step(state, entry_of(written))
    assert words in str(first.value)
    assert str(later.value) == str(first.value)
    assert state == before
    assert len(str(first.value)) < 200


def test_a_record_there_is_not_is_refused() -> None:
    with pytest.raises(EntryError, match="there is no record `visit`"):
        running(POLICY).step(None, {"at": MONDAY}, "visit")


@pytest.mark.parametrize("instant", [None, "1", 1.0, True, 10**20])
def test_a_case_is_woken_at_an_instant(instant: Any) -> None:
    state, _ = running(POLICY).step(None, {"at": MONDAY})
    with pytest.raises(EntryError, match="woken at whole seconds since 1970"):
        running(POLICY).wake(state, instant)


def test_a_log_without_entries_is_refused() -> None:
    with pytest.raises(EntryError, match="the log has no entries"):
        running(POLICY).run([])


def test_a_log_out_of_order_is_refused() -> None:
    with pytest.raises(EntryError, match="late"):
        running(POLICY).run([{"at": MONDAY + 60}, {"at": MONDAY}])


@pytest.mark.parametrize("state", [{}, [], "state", 3, {"format": "milepost/state", "version": 2}])
def test_what_is_no_state_is_refused(state: Any) -> None:
    with pytest.raises(StateError):
        running(POLICY).step(state, {"at": MONDAY})
    with pytest.raises(StateError):
        running(POLICY).wake(state, MONDAY)
    with pytest.raises(StateError):
        running(POLICY).adopt(state, MONDAY, running(POLICY))


STRANGE: tuple[Any, ...] = (
    *(None, -1, 0, 7, 2**60, 1.5, True, "", "x"),
    *([], [1], {}, {"x": 1}, {"0": [0]}),
)


def _places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return [path] * bool(path) + [
        place for key, one in inner for place in _places(one, (*path, key))
    ]


@law
@given(policies(), logs(), st.data())
def test_a_damaged_state_is_refused_or_runs(policy: str, log: Log, data: st.DataObject) -> None:
    """Whatever one part of a state is changed to, there is an answer or a refusal, no other error."""
    schedule = running(policy)
    state = None
    for entry in log:
        state, _ = schedule.step(state, entry)
    damaged = json.loads(json.dumps(state))
    *way, last = data.draw(st.sampled_from(_places(damaged)))
    place = damaged
    for key in way:
        place = place[key]
    others = list(place.values() if isinstance(place, dict) else place)
    place[last] = data.draw(st.sampled_from([*STRANGE, *others]))
    for call in (
        lambda: schedule.step(damaged, {"at": log[-1]["at"] + 3600, "events": ["reply"]}),
        lambda: schedule.wake(damaged, log[-1]["at"] + 3600),
    ):
        with suppress(StateError, EntryError):
            call()
