"""Periods of reporting, the agencies' reports and what became of them."""

from serambi.apps.progress.models.delegations import Delegation
from serambi.apps.progress.models.links import FormLink
from serambi.apps.progress.models.participation import Criterion, Duty, GroupMember, ParticipationRule, Side
from serambi.apps.progress.models.periods import (
    HolidayCorrection,
    LateEntry,
    PeriodState,
    ReportingCycle,
    ReportingPeriod,
)
from serambi.apps.progress.models.physical import PhysicalProgress
from serambi.apps.progress.models.reports import (
    Answer,
    Check,
    Kind,
    ProgressReport,
    ReportItem,
    ReportMove,
    ReportReceipt,
)
from serambi.apps.progress.workflow import State

__all__ = [
    "Answer",
    "Check",
    "Criterion",
    "Delegation",
    "Duty",
    "FormLink",
    "GroupMember",
    "HolidayCorrection",
    "Kind",
    "LateEntry",
    "ParticipationRule",
    "PeriodState",
    "PhysicalProgress",
    "ProgressReport",
    "ReportItem",
    "ReportMove",
    "ReportReceipt",
    "ReportingCycle",
    "ReportingPeriod",
    "Side",
    "State",
]
