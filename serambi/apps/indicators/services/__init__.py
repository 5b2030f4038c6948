"""Everything that a person or the program can do to indicators; each is one transaction and is audited."""

from serambi.apps.indicators.services.values import (
    ValuesChanged,
    on_change,
    recompute_all,
    refresh_after,
    refresh_indicators,
)

__all__ = ["ValuesChanged", "on_change", "recompute_all", "refresh_after", "refresh_indicators"]
