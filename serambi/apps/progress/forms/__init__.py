"""What people write about reports, periods, holidays and delegations."""

from serambi.apps.progress.forms.answers import Group, ItemForm, ReportForm, Theirs
from serambi.apps.progress.forms.filters import HolidayYearForm, PeriodFilter
from serambi.apps.progress.forms.participation import GroupMemberForm, ParticipationFilter, RuleForm
from serambi.apps.progress.forms.settings import (
    CorrectionForm,
    CycleForm,
    DelegationForm,
    HolidayForm,
    MoveForm,
    PeriodDaysForm,
    ReopenForm,
    YearForm,
)

__all__ = [
    "CorrectionForm",
    "CycleForm",
    "DelegationForm",
    "Group",
    "GroupMemberForm",
    "HolidayForm",
    "HolidayYearForm",
    "ItemForm",
    "MoveForm",
    "ParticipationFilter",
    "PeriodDaysForm",
    "PeriodFilter",
    "ReopenForm",
    "ReportForm",
    "RuleForm",
    "Theirs",
    "YearForm",
]
