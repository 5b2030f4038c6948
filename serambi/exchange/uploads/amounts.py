"""Money beside money: as understood, as loaded, as the table states it; nothing rounded, nothing repaired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from serambi.exchange.imports.proposal import Proposal
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import StatedTotal, Understood
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class YearMoney:
    """One year: what the table says, what would stand in the register of it, and the second less the first."""

    year: int
    understood: Decimal | None
    loaded: Decimal | None
    difference: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that the table states for a year, or for the end of the plan, beside the sum of its programs."""

    place: Place
    label: str
    period: str
    stated: Decimal | None
    computed: Decimal | None

    @property
    def difference(self) -> Decimal:
        return (self.stated or Decimal(0)) - (self.computed or Decimal(0))


def exact_number(value: Decimal) -> str:
    """Return a number with all its decimals, in the signs of the language.

    >>> from django.utils import translation
    >>> with translation.override("id"):
    ...     exact_number(Decimal("719587600788.610")), exact_number(Decimal("62.5"))
    ('719.587.600.788,61', '62,5')
    """
    exponent = value.normalize().as_tuple().exponent
    return formats.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def exact_rupiah(value: Decimal | None) -> str:
    """Return an amount to the last sen, a dash where there is none."""
    if value is None:
        return formats.MISSING
    text = exact_number(abs(value))
    return f"{formats.MINUS}Rp{text}" if value < 0 else f"Rp{text}"


def money_by_year(proposal: Proposal) -> list[YearMoney]:
    """Return the money of each year of the table, the earliest first."""
    years = sorted({*proposal.understood_totals, *proposal.loaded_totals})
    found = []
    for year in years:
        understood, loaded = proposal.understood_totals.get(year), proposal.loaded_totals.get(year)
        found.append(YearMoney(year, understood, loaded, (loaded or Decimal(0)) - (understood or Decimal(0))))
    return found


def sums_in(understood: Understood) -> list[Sum]:
    """Return every sum that the table states, in its order, a line for each year."""
    return [one for total in understood.stated_totals for one in _sums(total)]


def _sums(total: StatedTotal) -> Iterator[Sum]:
    for year in sorted(total.stated):
        yield Sum(total.place, total.label, str(year), total.stated[year], total.computed.get(year))
    if total.end_stated is not None:
        yield Sum(total.place, total.label, _("end of the plan"), total.end_stated, total.end_computed)
