"""Everything that a person or the program can do to indicators; each is one transaction and is audited."""

from serambi.apps.indicators.services.constants import change_constant, create_constant, remove_constant
from serambi.apps.indicators.services.definitions import (
    IndicatorFacts,
    LinksChanged,
    archive_indicator,
    change_indicator,
    create_indicator,
    describe_indicator,
    on_links_change,
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
    ValuesChanged,
    on_change,
    postponed,
    recompute_all,
    refresh_after,
    refresh_indicators,
)

__all__ = [
    "IndicatorFacts",
    "LinksChanged",
    "TargetValue",
    "ValuesChanged",
    "archive_indicator",
    "change_constant",
    "change_indicator",
    "create_constant",
    "create_indicator",
    "describe_indicator",
    "on_change",
    "on_links_change",
    "postponed",
    "recompute_all",
    "refresh_after",
    "refresh_indicators",
    "remove_baseline",
    "remove_constant",
    "remove_target",
    "restore_indicator",
    "set_baseline",
    "set_target",
    "set_targets",
]
