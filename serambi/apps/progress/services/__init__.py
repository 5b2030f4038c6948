"""Everything people do about reporting: one function each, one transaction, with its entry in the record."""

from serambi.apps.progress.reminders import due_items, is_working_day
from serambi.apps.progress.services.checking import check_report, verify_many
from serambi.apps.progress.services.delegations import delegate, revoke
from serambi.apps.progress.services.filling import Content, GivenAnswer, SaveResult, item_for_evidence, save_answers
from serambi.apps.progress.services.links import revoke_link, use_link
from serambi.apps.progress.services.moving import begin_correction, move_report
from serambi.apps.progress.services.participation import add_member, end_member, set_rule
from serambi.apps.progress.services.periods import (
    CycleFields,
    PeriodDays,
    add_correction,
    add_periods,
    change_cycle,
    change_period,
    create_cycle,
    remove_correction,
    reopen_period,
    set_days,
)

__all__ = [
    "Content",
    "CycleFields",
    "GivenAnswer",
    "PeriodDays",
    "SaveResult",
    "add_correction",
    "add_member",
    "add_periods",
    "begin_correction",
    "change_cycle",
    "change_period",
    "check_report",
    "create_cycle",
    "delegate",
    "due_items",
    "end_member",
    "is_working_day",
    "item_for_evidence",
    "move_report",
    "remove_correction",
    "reopen_period",
    "revoke",
    "revoke_link",
    "save_answers",
    "set_days",
    "set_rule",
    "use_link",
    "verify_many",
]
