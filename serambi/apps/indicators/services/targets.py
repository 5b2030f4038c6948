"""What an indicator should be, and where it stood: setting and removing targets and baselines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators import errors, permissions
from serambi.apps.indicators.compute.cells import Cell
from serambi.apps.indicators.compute.refresh import settle
from serambi.apps.indicators.models import Baseline, Indicator, Polarity, Target
from serambi.apps.indicators.queries.places import region_id
from serambi.apps.indicators.services.values import ValuesChanged, announce, is_postponed
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period
from serambi.ui import formats

DECIMALS = 6
_TOO_LARGE = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class TargetValue:
    """A target as a person wrote it. upper: the upper end of a range, else None."""

    area: Area
    period: Period
    value: Decimal
    upper: Decimal | None = None
    source: str = ""


@transaction.atomic
def set_target(indicator: Indicator, wanted: TargetValue, *, by: Any, instead_of: Target | None = None) -> Target:
    """Set the target for an area and a period, and judge it.

    instead_of: the target that is changed; without it there must be none for that area and period yet.
    Raises an IndicatorError that says what stands against it.
    """
    _check_person(by, indicator)
    _check_target(indicator, wanted)
    there = Target.objects.filter(indicator=indicator, area=wanted.area, period=wanted.period)
    if instead_of is None and there.exists():
        raise errors.TargetThere(area=wanted.area, period=formats.period(wanted.period))
    if instead_of is not None and there.exclude(pk=instead_of.pk).exists():
        raise errors.TargetThere(area=wanted.area, period=formats.period(wanted.period))
    target, cells = _write(indicator, wanted, instead_of, by=by)
    _after(indicator, cells)
    return target


@transaction.atomic
def set_targets(indicator: Indicator, wanted: Sequence[TargetValue], *, by: Any) -> list[Target]:
    """Set several targets at once; one that is there for the same area and period is changed.

    Raises NothingToSet for none, and what `set_target` raises; nothing is written then.
    """
    _check_person(by, indicator)
    if not wanted:
        raise errors.NothingToSet
    there = {(target.area_id, target.period): target for target in indicator.targets.select_related("area")}
    found, cells = [], set[Cell]()
    for one in wanted:
        _check_target(indicator, one)
        target, moved = _write(indicator, one, there.get((one.area.pk, one.period)), by=by)
        found.append(target)
        cells |= moved
    _after(indicator, cells)
    return found


@transaction.atomic
def remove_target(target: Target, *, by: Any) -> None:
    """Remove a target; scores no longer count it. Raises NotACoordinator and IsArchived."""
    indicator = target.indicator
    _check_person(by, indicator)
    cell = (target.area_id, target.period)
    audit.record(Verb.DELETED, target, by=by, before=audit.snapshot(target))
    target.delete()
    _after(indicator, {cell})


@transaction.atomic
def set_baseline(
    indicator: Indicator,
    *,
    area: Area,
    period: Period,
    value: Decimal,
    by: Any,
    source: str = "",
    instead_of: Baseline | None = None,
) -> Baseline:
    """Say where an indicator stood before the plan. instead_of: the baseline that is changed.

    Raises an IndicatorError that says what stands against it.
    """
    _check_person(by, indicator)
    _check_area(area)
    _check_number(value)
    there = Baseline.objects.filter(indicator=indicator, area=area, period=period)
    if (there.exclude(pk=instead_of.pk) if instead_of else there).exists():
        raise errors.BaselineThere(area=area, period=formats.period(period))
    baseline = instead_of or Baseline(indicator=indicator)
    before = audit.snapshot(baseline) if instead_of else {}
    earlier = {(baseline.area_id, baseline.period)} if instead_of else set()
    baseline.area, baseline.period, baseline.value, baseline.source = area, period, value, source.strip()
    baseline.is_illustration = indicator.is_illustration
    baseline.save()
    verb = Verb.CHANGED if instead_of else Verb.CREATED
    audit.record(verb, baseline, by=by, before=before, after=audit.snapshot(baseline))
    settle(indicator.pk, {*earlier, (area.pk, period)})
    return baseline


@transaction.atomic
def remove_baseline(baseline: Baseline, *, by: Any) -> None:
    """Remove a baseline. Raises NotACoordinator and IsArchived."""
    _check_person(by, baseline.indicator)
    cell = (baseline.area_id, baseline.period)
    audit.record(Verb.DELETED, baseline, by=by, before=audit.snapshot(baseline))
    baseline.delete()
    settle(baseline.indicator_id, {cell})


def _write(indicator: Indicator, wanted: TargetValue, target: Target | None, *, by: Any) -> tuple[Target, set[Cell]]:
    """Write a target in the place of an earlier one, or as a new one; return the cells that this concerns."""
    cells: set[Cell] = {(wanted.area.pk, wanted.period)}
    before: dict[str, Any] = {}
    verb = Verb.CREATED
    if target is None:
        target = Target(indicator=indicator)
    else:
        before, verb = audit.snapshot(target), Verb.CHANGED
        cells.add((target.area_id, target.period))
    target.area, target.period, target.value = wanted.area, wanted.period, wanted.value
    target.upper, target.source = wanted.upper, wanted.source.strip()
    target.is_illustration = indicator.is_illustration
    target.save()
    audit.record(verb, target, by=by, before=before, after=audit.snapshot(target))
    return target, cells


def _after(indicator: Indicator, cells: Iterable[Cell]) -> None:
    """Compute what the targets name, and tell the listeners: targets are judged even where no value moved."""
    if is_postponed():
        return
    settle(indicator.pk, cells)
    since = min((period.end for _area, period in cells), default=dt.date.min)
    announce(ValuesChanged(frozenset({indicator.pk}), since))


def _check_person(by: Any, indicator: Indicator) -> None:
    if by is not None and not permissions.can_set_targets(by):
        raise errors.NotACoordinator
    if indicator.archived_at is not None:
        raise errors.IsArchived(name=indicator)


def _check_target(indicator: Indicator, wanted: TargetValue) -> None:
    _check_area(wanted.area)
    _check_number(wanted.value)
    if indicator.polarity == Polarity.RANGE and wanted.upper is None:
        raise errors.UpperMissing
    if wanted.upper is None:
        return
    if indicator.polarity != Polarity.RANGE:
        raise errors.UpperUnused
    _check_number(wanted.upper)
    if wanted.upper < wanted.value:
        raise errors.RangeReversed


def _check_area(area: Area) -> None:
    home = region_id()
    region = None if home is None else Area.objects.get(pk=home)
    if region is not None and not (area.code == region.code or area.code.startswith(f"{region.code}.")):
        raise errors.AreaOutside(area=area, region=region)


def _check_number(value: Decimal) -> None:
    exponent = value.normalize().as_tuple().exponent
    if not value.is_finite() or abs(value) >= _TOO_LARGE or not isinstance(exponent, int) or -exponent > DECIMALS:
        raise errors.TooPrecise(value=value)
