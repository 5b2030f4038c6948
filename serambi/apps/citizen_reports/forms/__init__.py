"""Forms of residents and of those who answer them."""

from serambi.apps.citizen_reports.forms.filters import ClusterFilter, NumbersFilter, ReportFilter
from serambi.apps.citizen_reports.forms.handling import (
    AssignForm,
    CategoryForm,
    MoveForm,
    NoteForm,
    ProgramForm,
)
from serambi.apps.citizen_reports.forms.sending import JudgeForm, PhotographsForm, ReopenForm, SendForm

__all__ = [
    "AssignForm",
    "CategoryForm",
    "ClusterFilter",
    "JudgeForm",
    "MoveForm",
    "NoteForm",
    "NumbersFilter",
    "PhotographsForm",
    "ProgramForm",
    "ReopenForm",
    "ReportFilter",
    "SendForm",
]
