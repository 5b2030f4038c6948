"""The pages of series and figures."""

from serambi.apps.observations.views.grid import period_grid, series_grid
from serambi.apps.observations.views.series import (
    series_archive,
    series_create,
    series_edit,
    series_list,
    series_restore,
)
from serambi.apps.observations.views.series_page import series_detail
from serambi.apps.observations.views.values import finalize, observation_detail, record, withdraw

__all__ = [
    "finalize",
    "observation_detail",
    "period_grid",
    "record",
    "series_archive",
    "series_create",
    "series_detail",
    "series_edit",
    "series_grid",
    "series_list",
    "series_restore",
    "withdraw",
]
