"""What people type about series and figures."""

from serambi.apps.observations.forms.filters import CellForm, PreliminaryFilter, SeriesFilter, TableFilter
from serambi.apps.observations.forms.grid import SheetForm
from serambi.apps.observations.forms.grid_filters import PeriodSheetFilter, SeriesSheetFilter
from serambi.apps.observations.forms.series import SeriesForm
from serambi.apps.observations.forms.values import ReasonForm, RecordForm

__all__ = [
    "CellForm",
    "PeriodSheetFilter",
    "PreliminaryFilter",
    "ReasonForm",
    "RecordForm",
    "SeriesFilter",
    "SeriesForm",
    "SeriesSheetFilter",
    "SheetForm",
    "TableFilter",
]
