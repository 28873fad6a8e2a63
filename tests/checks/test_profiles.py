"""Limit profiles: what export blocks select, override and make strict."""

import pytest
from policies import findings_in

from milepost.checks.profiles import DEFAULT, LIMITS, PROFILES
from milepost.diagnostics import Severity

POLICY = """\
case {{ status open | closed = open; events reply }}
process support {{
  until status == closed
  milestone answer within 90s on always {{ done on reply }}
  milestone repair within 4h on always {{ done when status == closed }}
}}
{exports}
"""


def found_with(exports: str) -> list[tuple[str, Severity]]:
    return [(one.code, one.severity) for one in findings_in(POLICY.format(exports=exports))]


def test_profiles_hold_known_limits_only() -> None:
    for numbers in PROFILES.values():
        assert set(numbers) <= set(LIMITS)
        assert all(number > 0 for number in numbers.values())


def test_the_default_profile_needs_no_export_block() -> None:
    assert DEFAULT in PROFILES
    assert found_with("") == []


def test_an_export_block_has_the_profile_of_its_system() -> None:
    assert found_with("export to salesforce {}") == [("P218", Severity.WARNING)]
    assert found_with("export to helpdesk {}") == []


def test_a_named_profile_comes_first() -> None:
    assert found_with("export to salesforce { limits default }") == []
    assert found_with("export to helpdesk { limits salesforce }") == [("P218", Severity.WARNING)]


def test_numbers_override_the_profile() -> None:
    own = "export to salesforce {{ limits salesforce {{ granularity {step} }} }}"
    assert found_with(own.format(step=30)) == []
    assert found_with(own.format(step=60)) == [("P218", Severity.WARNING)]
    few = "export to helpdesk { limits default { milestones 1 } }"
    assert found_with(few) == [("P212", Severity.WARNING)]


def test_strict_makes_errors_of_them() -> None:
    assert found_with("export to salesforce { limits salesforce, strict }") == [
        ("P218", Severity.ERROR)
    ]


def test_two_blocks_of_one_profile_say_it_once() -> None:
    both = "export to salesforce {}\nexport to sandbox { limits salesforce }"
    assert found_with(both) == [("P218", Severity.WARNING)]


@pytest.mark.parametrize("limit", sorted(LIMITS))
def test_every_limit_is_checked_by_something(limit: str) -> None:
    few = {"granularity": 7200, "name_length": 1, "target_minutes": 1, "milestones": 1}
    number = few.get(limit, 0)
    text = """\
calendar office { timezone Europe/London; mon-fri 09:00-12:00, 13:00-17:00 }
action mail_lead email { to "lead@example.com" }
action mail_boss email { to "boss@example.com" }
case { status open | closed = open; events reply }
process support {
  until status == closed
  milestone answer within 4h on office { done on reply; at breach do mail_lead, mail_boss }
  milestone review within 5h on always { done when status == closed }
}
process support version 2 effective 2027-01-01 {
  until status == closed
  milestone answer within 4h on office { done on reply }
}
"""
    found = findings_in(f"{text}export to helpdesk {{ limits default {{ {limit} {number} }} }}")
    assert found
    assert {one.code[:3] for one in found} == {"P21"}
    assert all(f"{limit} " in (one.help or "") for one in found)
