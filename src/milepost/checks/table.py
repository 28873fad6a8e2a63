"""All checks, in the order of their codes.

A hook pays for every module it imports, so the table holds module names: `check` imports those that
run over the model, and only `explain`, the documentation and the tests import the others.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from milepost.checks.check import Check, findings_of
from milepost.diagnostics import Diagnostic
from milepost.semantics.model import Model

#: Checks whose findings the lexer, the parser or name resolution report.
STAGE_CHECKS: tuple[str, ...] = (
    "p001_unexpected_word",
    "p002_missing_brace",
    "p003_missing_line_end",
    "p004_bad_character",
    "p005_bad_literal",
    "p006_bad_string",
    "p007_reserved_name",
    "p008_single_equals",
    "p009_mixed_and_or",
    "p010_too_large",
    "p011_invisible_character",
    "p012_unreadable_file",
    "p013_capital_value",
    "p014_impossible_date",
    "p016_wrong_word",
    "p101_unknown_name",
    "p102_duplicate_name",
    "p104_wrong_value",
    "p105_different_kinds",
    "p106_event_as_field",
    "p107_unknown_setting",
    "p108_missing_setting",
    "p109_repeated_line",
    "p110_nothing_completes",
    "p112_incomplete_choice",
    "p113_tier_mismatch",
    "p114_table_shape",
    "p115_calendar_cycle",
    "p116_no_target",
    "p117_bad_library",
    "p118_bad_register",
    "p119_bad_closures",
    "p120_unknown_placeholder",
    "p121_derived_set",
    "p122_test_shape",
    "p123_outside_file",
    "p124_language_version",
    "p125_reversed_dates",
    "p130_bad_suppression",
    "p131_unused_suppression",
    "p501_unknown_zone",
    "p502_unknown_holidays",
    "p503_window_shape",
    "p504_no_zone",
)

#: Checks that run over the model.
MODEL_CHECKS: tuple[str, ...] = (
    "p103_unused_name",
    "p111_no_calendar",
    "p126_empty_block",
    "p201_zero_target",
    "p202_target_beyond_horizon",
    "p203_target_outlasts_entitlement",
    "p204_zero_offset",
    "p210_unknown_limit",
    "p211_too_many_processes",
    "p212_too_many_milestones",
    "p213_name_too_long",
    "p214_too_many_triggers",
    "p215_too_many_actions",
    "p216_too_many_versions",
    "p217_too_many_windows",
    "p218_too_fine",
    "p219_target_too_long",
    "p301_share_beyond_due",
    "p302_answer_after_solution",
    "p303_due_before_predecessor",
    "p304_update_after_solution",
    "p305_warning_before_start",
    "p306_trigger_behind_due",
    "p307_repeated_action",
    "p308_ladder_out_of_order",
    "p309_promises_out_of_order",
    "p310_tiers_out_of_order",
    "p311_requirement_fails",
    "p312_requirement_open",
    "p313_after_due_of_a_rhythm",
    "p401_circular_anchors",
    "p402_incomplete_table",
    "p403_waits_for_no_due",
    "p404_endless_assignments",
    "p405_cancelled_anchor",
    "p406_endless_process",
    "p407_unsaid_reopening",
    "p408_dead_trigger",
    "p409_starts_at_the_end",
    "p410_trigger_condition",
    "p412_turn_never_comes",
    "p413_idle_anchor",
    "p414_unreachable_end",
    "p440_never_holds",
    "p441_never_here",
    "p442_always_holds",
    "p443_over_as_it_starts",
    "p444_always_paused",
    "p445_pause_without_effect",
    "p446_process_without_cases",
    "p447_shadowed_process",
    "p448_competing_processes",
    "p449_nobody_takes",
    "p450_lines_with_gaps",
    "p451_dead_line",
    "p452_dead_row",
    "p453_tier_without_entitlement",
    "p454_entitlement_without_process",
    "p455_dates_without_version",
    "p458_contradictory_facts",
    "p460_change_without_rule",
    "p461_handed_over_without_rule",
    "p462_unset_by_table",
    "p505_day_as_duration",
    "p506_unclear_business_days",
    "p507_dates_without_zone",
    "p508_overlapping_windows",
    "p509_never_opens",
    "p510_long_gap",
    "p511_opening_in_clock_change",
    "p512_holidays_end_early",
    "p513_fixed_offset_zone",
    "p514_hours_beyond_a_day",
    "p515_estimated_holidays",
    "p516_no_common_hours",
    "p520_data_drift",
    "p650_unseen_update",
    "p651_drifted_name",
    "p652_completed_by_nobody",
    "p653_offset_for_all_targets",
    "p654_name_on_two_objects",
    "p701_under_service",
    "p702_over_service",
    "p703_unpromised_contract",
    "p704_term_mismatch",
    "p705_competing_contracts",
    "p706_competing_entitlements",
    "p707_expired",
    "p720_expects_nothing",
)

#: Codes of what an export loses, of what an import says, and of what `milepost test` finds.
TARGET_CHECKS: tuple[str, ...] = (
    "p601_unnamed_field",
    "p602_condition_without_criterion",
    "p603_nothing_sets_completion",
    "p604_hours_beyond_windows",
    "p605_target_without_minutes",
    "p606_other_anchor",
    "p607_trigger_beyond_offsets",
    "p608_other_pause",
    "p609_other_change",
    "p610_entry_by_condition",
    "p611_action_without_workflow",
    "p612_several_instances",
    "p613_other_ending",
    "p614_dated_version",
    "p615_no_metadata",
    "p616_inexact_share",
    "p617_late_success",
    "p630_unreadable_metadata",
    "p631_metadata_not_understood",
    "p632_imported_otherwise",
    "p633_metadata_missing",
    "p721_untested_milestone",
    "p722_missed_expectation",
)


@cache
def load_check(module: str) -> Check:
    """Return the check that a module of this folder holds."""
    check: Check = import_module(f"milepost.checks.{module}").CHECK
    return check


def load_checks() -> tuple[Check, ...]:
    """Return every check, by code."""
    checks = [load_check(module) for module in (*STAGE_CHECKS, *MODEL_CHECKS, *TARGET_CHECKS)]
    return tuple(sorted(checks, key=lambda check: check.code))


def run_checks(model: Model) -> Iterable[Diagnostic]:
    """Yield the findings of all checks that run over a model."""
    for module in MODEL_CHECKS:
        yield from findings_of(load_check(module), model)
