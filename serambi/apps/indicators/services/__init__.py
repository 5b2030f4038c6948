"""Everything that a person or the program can do to indicators; each is one transaction and is audited."""

from serambi.apps.indicators.services.aims import Aims, BaselineValue, Written
from serambi.apps.indicators.services.bulk import (
    create_indicators,
    link_indicators,
    remove_aims,
    remove_indicators,
    set_aims,
    unlink_indicators,
)
from serambi.apps.indicators.services.changes import LinksChanged, ValuesChanged, holding, on_change, on_links_change
from serambi.apps.indicators.services.constants import change_constant, create_constant, remove_constant
from serambi.apps.indicators.services.definitions import (
    IndicatorFacts,
    archive_indicator,
    change_indicator,
    create_indicator,
    describe_indicator,
    restore_indicator,
)
from serambi.apps.indicators.services.targets import (
    TargetValue,
    remove_baseline,
    remove_target,
    set_baseline,
    set_target,
    set_targets,
)
from serambi.apps.indicators.services.values import (
    computed_once,
    recompute_all,
    refresh_after,
    refresh_indicators,
)

__all__ = [
    "Aims",
    "BaselineValue",
    "IndicatorFacts",
    "LinksChanged",
    "TargetValue",
    "ValuesChanged",
    "Written",
    "archive_indicator",
    "change_constant",
    "change_indicator",
    "computed_once",
    "create_constant",
    "create_indicator",
    "create_indicators",
    "describe_indicator",
    "holding",
    "link_indicators",
    "on_change",
    "on_links_change",
    "recompute_all",
    "refresh_after",
    "refresh_indicators",
    "remove_aims",
    "remove_baseline",
    "remove_constant",
    "remove_indicators",
    "remove_target",
    "restore_indicator",
    "set_aims",
    "set_baseline",
    "set_target",
    "set_targets",
    "unlink_indicators",
]
