"""Remedies that depend on what the author wrote."""

from policies import findings_in

_POLICY = """\
case {{ priority p1 | p2; status open | closed = open; events reply }}
calendar office {{ timezone Europe/London; mon-fri 09:00-17:00 }}
process support {{
  until status == closed
  carry on change of priority
  milestone answer {{
    within 24h on always{roll}
    within 72h on always
    done on reply
  }}
}}
"""
_ROLL = ", rolling to 12:00 next business day on office"


def _help(roll: str) -> str | None:
    findings = findings_in(_POLICY.format(roll=roll))
    (found,) = (one for one in findings if one.code == "P451")
    return found.help


def test_a_condition_behind_rolling_is_told_to_stand_before_the_comma() -> None:
    assert "before the comma: `when priority == p1, rolling to …`" in str(
        _help(f"{_ROLL} when priority == p1")
    )


def test_other_lines_that_take_every_case_are_told_to_stand_last() -> None:
    for roll in ("", _ROLL):
        assert str(_help(roll)).startswith("the first line that holds counts")
