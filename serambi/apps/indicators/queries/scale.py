"""The bands that attainments are named by. The evaluation above keeps them and hands them down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from serambi.methods import scoring
from serambi.ui import labels


class Scale(Protocol):
    """Names attainments in percent."""

    def code(self, value: float | None) -> str | None:
        """Return the band's code, None for a missing value."""

    def name(self, code: str | None) -> str:
        """Return the band's name in the reader's language, "" for no band."""


class ShippedScale:
    """The bands of Permendagri 86/2017, for as long as nobody hands others down."""

    def code(self, value: float | None) -> str | None:
        return scoring.band(value)

    def name(self, code: str | None) -> str:
        return "" if code is None else str(labels.BANDS[code])


_source: Callable[[], Scale] = ShippedScale


def take_scale_from(source: Callable[[], Scale]) -> None:
    """Name where the regency's own bands come from; called once when the program starts."""
    global _source  # noqa: PLW0603 - set once at the start, before any page is asked for
    _source = source


def scale() -> Scale:
    """Return the bands in use."""
    return _source()
