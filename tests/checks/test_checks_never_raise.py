"""No check raises on any model, however damaged the policy; and none blames a good policy for
its damage.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policies import findings_in

from milepost.checks.table import load_checks

POLICIES = tuple(
    text for check in load_checks() for text in (check.bad, check.good) if check.beside is None
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return a policy with some lines removed, doubled, moved or taken from another one."""
    lines = draw(st.sampled_from(POLICIES)).splitlines()
    other = draw(st.sampled_from(POLICIES)).splitlines()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines) - 1)) if lines else 0
        match draw(st.sampled_from(("remove", "double", "move", "take", "cut", "zero"))):
            case "remove" if lines:
                del lines[place]
            case "double" if lines:
                lines.insert(place, lines[place])
            case "move" if lines:
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
            case "take":
                lines.insert(place, draw(st.sampled_from(other)))
            case "cut" if lines:
                lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
            case "zero" if lines:
                old = draw(st.sampled_from("123456789"))
                lines[place] = lines[place].replace(old, draw(st.sampled_from(("0", "99"))))
    return "\n".join(lines)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_no_check_raises(text: str) -> None:
    for found in findings_in(text):
        assert found.message
        assert found.span.start <= found.span.end
