"""Removing and archiving rows that a workbook brought, through the services that pages use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from serambi.apps.indicators import services as indicators
from serambi.apps.observations import services as observations
from serambi.apps.plans import services as plans
from serambi.exchange.workbook.load import TABLES
from serambi.exchange.workbook.undone import Undoing
from serambi.ui.refusals import Refusal

Refused = dict[tuple[str, int], str]


def _each(remove: Callable[..., Any]) -> Callable[[Iterable[Any], Any], None]:
    def all_of(rows: Iterable[Any], by: Any) -> None:
        for row in rows:
            remove(row, by=by)

    return all_of


def _withdraw(rows: Iterable[Any], by: Any) -> None:
    for row in rows:
        if row.value is not None:
            observations.withdraw(row, by=by, reason=_("The load was taken back."))


# In the order in which they go: what names others before what is named.
_REMOVERS: dict[str, Callable[[Iterable[Any], Any], None]] = {
    "observations": _withdraw,
    "dependencies": _each(plans.remove_dependency),
    "milestones": _each(plans.remove_milestone),
    "budget": lambda rows, by: plans.remove_budget_lines(rows, by=by),
    "targets": _each(indicators.remove_target),
    "baselines": _each(indicators.remove_baseline),
    "indicators": lambda rows, by: indicators.remove_indicators([row.pk for row in rows], by=by),
    "series": lambda rows, by: observations.remove_series(rows, by=by),
    "constants": _each(indicators.remove_constant),
    "participations": _each(plans.remove_participation),
    "risks": _each(plans.remove_risk),
    "activities": lambda rows, by: plans.remove_activities(rows, by=by),
    "programs": lambda rows, by: plans.remove_programs(rows, by=by),
    "strategies": _each(plans.remove_strategy),
    "goals": _each(plans.remove_goal),
    "missions": _each(plans.remove_mission),
}
_ARCHIVERS: dict[str, Callable[..., Any]] = {
    "indicators": indicators.archive_indicator,
    "series": observations.archive_series,
    "programs": plans.archive_program,
}


def take_out(doing: Undoing, *, by: Any) -> Refused:
    """Remove and archive what came with a load, inside a transaction; return what a rule keeps, with its sentence."""
    refused: Refused = {}
    reason = _("The load was taken back.")
    _remove("observations", doing, refused, by)  # nothing can be withdrawn from a series that is archived
    for name, archive in _ARCHIVERS.items():
        for row in _held(name, doing.archive.get(name, ())):
            _tried(refused, name, [row], partial(_archived, archive, by=by, reason=reason))
    for name in _REMOVERS:
        if name != "observations":
            _remove(name, doing, refused, by)
    return refused


def _archived(archive: Callable[..., Any], rows: list[Any], *, by: Any, reason: str) -> None:
    for row in rows:
        archive(row, by=by, reason=reason)


def _remove(name: str, doing: Undoing, refused: Refused, by: Any) -> None:
    rows = _held(name, doing.remove.get(name, ()))
    remove = _REMOVERS[name]
    if rows and not _tried({}, name, rows, lambda some: remove(some, by)):
        for row in rows:  # one by one, so that one that cannot go keeps no other
            _tried(refused, name, [row], lambda some: remove(some, by))


def _held(name: str, ids: Iterable[int]) -> list[Any]:
    return list(TABLES[name]._default_manager.filter(pk__in=list(ids)).order_by("pk"))


def _tried(refused: Refused, name: str, rows: list[Model], act: Callable[[list[Model]], Any]) -> bool:
    try:
        with transaction.atomic():
            act(rows)
    except (Refusal, ValidationError) as refusal:
        said = str(refusal) if isinstance(refusal, Refusal) else " ".join(refusal.messages)
    except ProtectedError:
        said = _("Something else needs it.")
    else:
        return True
    refused |= {(name, row.pk): said for row in rows}
    return False
