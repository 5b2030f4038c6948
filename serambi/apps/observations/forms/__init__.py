"""What people type about series and figures."""

from serambi.apps.observations.forms.filters import CellForm, PreliminaryFilter, SeriesFilter, TableFilter
from serambi.apps.observations.forms.series import SeriesForm
from serambi.apps.observations.forms.values import ReasonForm, RecordForm

__all__ = [
    "CellForm",
    "PreliminaryFilter",
    "ReasonForm",
    "RecordForm",
    "SeriesFilter",
    "SeriesForm",
    "TableFilter",
]
