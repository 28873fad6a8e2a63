"""What the clock answers when there is no instant to name, and what it refuses.

A schedule is compiled over a horizon of dates. An answer that lies outside it is one of two
constants, which compare with every instant and survive every JSON reader; a question that has no
answer raises.
"""

#: Later than any instant: due after the horizon, or the calendar does not open again within it.
BEYOND = 2**53 - 1

#: Earlier than any instant: counting back went past the beginning of the horizon.
BEFORE = -BEYOND


class ClockError(ValueError):
    """A question to the clock that has no answer: reversed, negative, never open, no zone."""


class HorizonError(ClockError):
    """A question about an instant that lies outside the horizon of the schedule."""
