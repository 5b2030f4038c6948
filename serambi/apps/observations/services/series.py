"""Creating, changing, archiving and restoring series."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors, permissions
from serambi.apps.observations.labels import FREQUENCY_NOUNS
from serambi.apps.observations.models import Observation, Series, ValueType
from serambi.apps.observations.services.changes import Cell, announce
from serambi.methods.units import parse_unit

# What changes the meaning of figures that are there already: whoever computed with them has to compute again.
_MEANING = ("over_time", "over_area", "unit", "area_level")


class SeriesFields(TypedDict, total=False):
    """The columns of a series that a person may set; `Series` says what they mean."""

    code: str
    name: str
    name_en: str
    unit: str
    value_type: str
    frequency: str
    area_level: int
    over_time: str
    over_area: str
    producer: Organization | None
    concept: str
    definition: str
    classification: str
    measure: str
    method: str
    source: str
    minimum: Decimal | None
    maximum: Decimal | None
    is_public: bool
    is_illustration: bool


@transaction.atomic
def create_series(*, by: Any, **fields: Unpack[SeriesFields]) -> Series:
    """Create a series. Raises an ObservationError when its code is taken or its unit and bounds do not fit."""
    _check_manager(by)
    series = Series(**fields)
    if Series.objects.filter(code=series.code).exists():
        raise errors.CodeTaken(code=series.code)
    check_fields(series)
    series.save()
    audit.record(Verb.CREATED, series, by=by, after=audit.snapshot(series))
    return series


@transaction.atomic
def change_series(series: Series, *, by: Any, **fields: Unpack[SeriesFields]) -> Series:
    """Change what is said about a series.

    Its code never changes, and while it has figures its frequency and the meaning of its unit do not either; the way
    it joins over time and areas may, and everything computed from it is computed again.
    Raises an ObservationError that says what stands against it.
    """
    _check_manager(by)
    series = Series.objects.select_for_update().get(pk=series.pk)
    before = audit.snapshot(series)
    earlier = {name: getattr(series, name) for name in (*_MEANING, "code", "frequency")}
    for name, value in fields.items():
        setattr(series, name, value)
    if series.code != earlier["code"]:
        raise errors.CodeFixed(code=earlier["code"])
    check_fields(series)
    _check_against_figures(series, frequency=earlier["frequency"], unit=earlier["unit"])
    series.save()
    audit.record(Verb.CHANGED, series, by=by, before=before, after=audit.snapshot(series))
    if any(getattr(series, name) != earlier[name] for name in _MEANING):
        cells = Observation.objects.filter(series=series).order_by().values_list("area_id", "period")
        announce(tuple(Cell(series.pk, area_id, period) for area_id, period in cells))
    return series


@transaction.atomic
def archive_series(series: Series, *, by: Any, reason: str = "") -> Series:
    """Take a series out of the lists; its figures stay, and what is computed from them stays right."""
    _check_manager(by)
    series = Series.objects.select_for_update().get(pk=series.pk)
    if series.archived_at is not None:
        raise errors.SeriesArchived(series=series)
    series.archived_at = timezone.now()
    series.save(update_fields=["archived_at"])
    audit.record(Verb.ARCHIVED, series, by=by, reason=reason.strip())
    return series


@transaction.atomic
def restore_series(series: Series, *, by: Any) -> Series:
    """Bring an archived series back."""
    _check_manager(by)
    series = Series.objects.select_for_update().get(pk=series.pk)
    if series.archived_at is None:
        raise errors.NotArchived(series=series)
    series.archived_at = None
    series.save(update_fields=["archived_at"])
    audit.record(Verb.RESTORED, series, by=by)
    return series


def _check_manager(by: Any) -> None:
    if by is not None and not permissions.can_manage_series(by):
        raise errors.NotACoordinator


def check_fields(series: Series) -> None:
    if series.minimum is not None and series.maximum is not None and series.minimum > series.maximum:
        raise errors.BoundsReversed
    dimension = parse_unit(series.unit).dimension
    if series.value_type == ValueType.MONEY and [name for name, _power in dimension] != ["rupiah"]:
        raise errors.UnitNotMoney(unit=series.unit)
    if series.value_type in {ValueType.PERCENTAGE, ValueType.INDEX} and dimension:
        raise errors.UnitNotANumber


def _check_against_figures(series: Series, *, frequency: str, unit: str) -> None:
    """Refuse what would give recorded figures another meaning."""
    figures = Observation.objects.filter(series=series)
    if series.frequency != frequency and figures.exists():
        raise errors.FrequencyFixed(series=series, expected=FREQUENCY_NOUNS[frequency])
    if parse_unit(series.unit) != parse_unit(unit) and figures.exists():
        raise errors.UnitFixed(series=series, unit=unit or "1", other=series.unit or "1")
    if figures.filter(area__level__gt=series.area_level, value__isnull=False).exists():
        raise errors.LevelInUse(series=series)
