"""Taking exactly one load back, and saying what stands against taking back all of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import as_one_write, in_parts, record
from serambi.apps.indicators.models import Baseline, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.services import (
    Aims,
    BaselineValue,
    TargetValue,
    archive_indicator,
    computed_once,
    remove_aims,
    remove_indicators,
    set_aims,
    unlink_indicators,
)
from serambi.apps.observations.models import Series
from serambi.apps.observations.services import archive_series, remove_series
from serambi.apps.plans.models import Activity, BudgetLine, Program
from serambi.apps.plans.services import (
    archive_program,
    change_activity,
    change_program,
    remove_activities,
    remove_budget_lines,
    remove_programs,
    report_realizations,
    set_ceilings,
    told_once,
)
from serambi.exchange import errors, permissions
from serambi.exchange.imports import steps
from serambi.exchange.imports.examining import Conflict, Undoing, examine
from serambi.exchange.models import Load
from serambi.ui import formats

__all__ = ["Conflict", "Undoing", "examine", "undo"]

# Rows that are in memory at once.
_TOGETHER = 2000


@transaction.atomic
def undo(load: Load, *, by: Any, step: steps.Step = steps.untold) -> Undoing:
    """Take a load back and return what was done. step: told what is done now.

    What it created is removed, with an entry in the record for each row; what people built upon since is archived
    instead, and what they changed since stays as they left it: both are among the conflicts. Raises NotACoordinator
    and AlreadyUndone.
    """
    if by is not None and not permissions.can_take_back(by, load):
        raise errors.NotACoordinator
    current = Load.objects.select_for_update().get(pk=load.pk)
    if current.undone_at is not None:
        raise errors.AlreadyUndone(day=formats.day(current.undone_at))
    step(steps.EXAMINING)
    doing = examine(current)
    with as_one_write():
        _take_back(doing, by=by, step=step)
    current.undone_at, current.undone_by, current.undone = timezone.now(), by, doing.as_json()
    current.save(update_fields=["undone_at", "undone_by", "undone"])
    record(Verb.REMOVED, current, by=by, before=current.counts, after=current.undone)
    return doing


def _take_back(doing: Undoing, *, by: Any, step: steps.Step) -> None:
    with told_once(), computed_once():
        step(steps.RESTORING)
        _restore(doing, by=by)
        if doing.remove or doing.archive:  # who loaded realizations alone may not even ask for this
            _remove(doing, by=by, step=step)
        step(steps.SCORES)
    if doing.gone(Program):
        step(steps.REMOVING_PROGRAMS)
        remove_programs(Program.objects.filter(pk__in=doing.gone(Program)), by=by)


def _remove(doing: Undoing, *, by: Any, step: steps.Step) -> None:
    """Remove what the load created and archive what people built upon; its programs go last."""
    reason = _("The load was taken back.")
    step(steps.REMOVING_INDICATORS)
    unlink_indicators(doing.alone(ProgramIndicator), by=by)
    remove_aims(targets=doing.alone(Target), baselines=doing.alone(Baseline), by=by)
    remove_indicators(doing.gone(Indicator), by=by)
    for part in in_parts(doing.gone(Series), _TOGETHER):
        remove_series(Series.objects.filter(pk__in=part), by=by)
    for indicator in Indicator.objects.filter(pk__in=doing.archive.get(Indicator, ())):
        archive_indicator(indicator, by=by, reason=reason)
    for series in Series.objects.filter(pk__in=doing.archive.get(Series, ())):
        archive_series(series, by=by, reason=reason)
    step(steps.REMOVING_MONEY)
    for part in in_parts(doing.alone(BudgetLine), _TOGETHER):
        remove_budget_lines(BudgetLine.objects.filter(pk__in=part), by=by)
    for part in in_parts(doing.alone(Activity), _TOGETHER):
        remove_activities(Activity.objects.filter(pk__in=part), by=by)
    for program in Program.objects.filter(pk__in=doing.archive.get(Program, ())):
        archive_program(program, by=by, reason=reason)


def _restore(doing: Undoing, *, by: Any) -> None:
    ceilings: dict[BudgetLine, Decimal] = {}
    realizations: dict[BudgetLine, Decimal | None] = {}
    aims: dict[Indicator, Aims] = {}
    for row, fields in doing.restore.items():
        if isinstance(row, Program):
            change_program(row, by=by, **fields)
        elif isinstance(row, Activity):
            change_activity(row, by=by, **fields)
        elif isinstance(row, BudgetLine):
            if "ceiling" in fields:
                ceilings[row] = fields["ceiling"]
            if "realization" in fields:
                realizations[row] = fields["realization"]
        elif isinstance(row, Target):
            known = aims.get(row.indicator, Aims())
            said = {"value": row.value, "upper": row.upper, "source": row.source, **fields}
            wanted = TargetValue(row.area, row.period, said["value"], said["upper"], said["source"])
            aims[row.indicator] = Aims((*known.targets, wanted), known.baselines)
        elif isinstance(row, Baseline):
            known = aims.get(row.indicator, Aims())
            base = {"value": row.value, "source": row.source, **fields}
            stood = BaselineValue(row.area, row.period, base["value"], base["source"])
            aims[row.indicator] = Aims(known.targets, (*known.baselines, stood))
    if ceilings:
        set_ceilings(ceilings, by=by)
    if realizations:
        report_realizations(realizations, by=by)
    if aims:
        set_aims(aims, by=by)
