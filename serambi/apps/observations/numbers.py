"""Reading a number that a person typed as a figure: as `ui.numbers` reads it, refused as figures are."""

from __future__ import annotations

from decimal import Decimal

from serambi.apps.observations.errors import AmbiguousNumber, NotANumber
from serambi.ui import numbers


def read_number(text: str, *, whole: bool = False) -> Decimal:
    """Return what `ui.numbers.read_number` returns; what it refuses is an ObservationError here."""
    try:
        return numbers.read_number(text, whole=whole)
    except numbers.AmbiguousNumber as error:
        raise AmbiguousNumber(**error.facts) from error
    except numbers.NotANumber as error:
        raise NotANumber(**error.facts) from error
