"""What a load brought, for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from serambi.apps.indicators.models import ProgramIndicator
from serambi.apps.plans.models import Program
from serambi.exchange.imports.kept import rows_of
from serambi.exchange.models import Load


@dataclass(frozen=True, slots=True)
class LoadedProgram:
    """A program that a load created. is_there: it can be opened, and was neither removed nor archived since."""

    code: str
    name: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a load back did: counts with their words, and what stayed as (kind, name, reason)."""

    removed: list[tuple[str, int]]
    archived: list[tuple[str, int]]
    restored: int
    conflicts: list[list[str]]


def created_programs(load: Load) -> list[LoadedProgram]:
    """Return the programs that a load created, as it wrote them, in the order of their codes."""
    table = load.created.get("plans.program")
    if not table:
        return []
    columns = table["columns"]
    pk, code, name = (columns.index(column) for column in ("id", "code", "name"))
    there = set(Program.objects.filter(plan=load.plan, archived_at__isnull=True).values_list("pk", flat=True))
    rows = [LoadedProgram(str(row[code]), str(row[name]), row[pk] in there) for row in rows_of(table)]
    return sorted(rows, key=lambda row: row.code)


def money_of(load: Load) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """Return the rupiah of each year: what the table says, what was loaded of it."""
    return [
        (year, _amount(totals, "understood"), _amount(totals, "loaded")) for year, totals in sorted(load.totals.items())
    ]


def money_total(load: Load) -> Decimal | None:
    """Return the rupiah of all years that a load brought; None where it brought none."""
    amounts = [amount for _year, _said, amount in money_of(load) if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def words_of_undo(undone: Mapping[str, Any]) -> Undone:
    return Undone(
        _named(undone.get("removed", {})),
        _named(undone.get("archived", {})),
        undone.get("restored", 0),
        undone.get("conflicts", []),
    )


def page_of(load: Load) -> str:
    """Return the name of the page of a load; its address is filled by the load's number."""
    return "budgets:form_load" if load.is_of_realizations else "imports:load_detail"


def undo_page_of(load: Load) -> str:
    """Return the name of the page that asks before a load is taken back."""
    return "budgets:form_undo" if load.is_of_realizations else "imports:load_undo"


def plural_of(model: type[Model]) -> str:
    """Return the word for many rows of a table."""
    if model is ProgramIndicator:
        return _("links of indicators to programs")
    return str(model._meta.verbose_name_plural)


def _named(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(plural_of(apps.get_model(label)), count) for label, count in counts.items()]


def _amount(totals: Mapping[str, str], side: str) -> Decimal | None:
    return Decimal(totals[side]) if side in totals else None
