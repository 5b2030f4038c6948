"""The pages of indicators."""

from serambi.apps.indicators.views.constants import (
    constant_create,
    constant_edit,
    constant_list,
    constant_remove,
)
from serambi.apps.indicators.views.editing import (
    indicator_archive,
    indicator_create,
    indicator_describe,
    indicator_edit,
    indicator_restore,
)
from serambi.apps.indicators.views.formulas import formula_check, formula_complete
from serambi.apps.indicators.views.lists import indicator_list, standard_list
from serambi.apps.indicators.views.pages import areas_file, indicator_detail, indicator_why, trend_file
from serambi.apps.indicators.views.targets import (
    baseline_add,
    baseline_edit,
    baseline_remove,
    target_add,
    target_edit,
    target_list,
    target_remove,
    target_years,
)

__all__ = [
    "areas_file",
    "baseline_add",
    "baseline_edit",
    "baseline_remove",
    "constant_create",
    "constant_edit",
    "constant_list",
    "constant_remove",
    "formula_check",
    "formula_complete",
    "indicator_archive",
    "indicator_create",
    "indicator_describe",
    "indicator_detail",
    "indicator_edit",
    "indicator_list",
    "indicator_restore",
    "indicator_why",
    "standard_list",
    "target_add",
    "target_edit",
    "target_list",
    "target_remove",
    "target_years",
    "trend_file",
]
