"""Everything that a person or the program can do to series and figures; each is one transaction and is audited."""

from serambi.apps.observations.services.bulk import create_many_series, remove_series
from serambi.apps.observations.services.changes import Cell, Changes, Listener, on_change, unannounced
from serambi.apps.observations.services.grid import GivenFigure, SheetConflict, SheetSource, save_sheet
from serambi.apps.observations.services.loading import LoadedValue, load_observations
from serambi.apps.observations.services.merging import MergedSeries, merge_tables
from serambi.apps.observations.services.reported import (
    ReportedFigure,
    read_value,
    take_over_final,
    take_over_preliminary,
)
from serambi.apps.observations.services.rules import check_cell, check_value
from serambi.apps.observations.services.series import archive_series, change_series, create_series, restore_series
from serambi.apps.observations.services.values import check_person, finalize, record_value, withdraw

__all__ = [
    "Cell",
    "Changes",
    "GivenFigure",
    "Listener",
    "LoadedValue",
    "MergedSeries",
    "ReportedFigure",
    "SheetConflict",
    "SheetSource",
    "archive_series",
    "change_series",
    "check_cell",
    "check_person",
    "check_value",
    "create_many_series",
    "create_series",
    "finalize",
    "load_observations",
    "merge_tables",
    "on_change",
    "read_value",
    "record_value",
    "remove_series",
    "restore_series",
    "save_sheet",
    "take_over_final",
    "take_over_preliminary",
    "unannounced",
    "withdraw",
]
