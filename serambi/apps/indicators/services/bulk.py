"""Many indicators at once: created, given targets, and removed, with few statements and one computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators import errors, permissions
from serambi.apps.indicators.models import Baseline, Constant, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.queries.definitions import Definitions, definitions
from serambi.apps.indicators.services.changes import announce_links
from serambi.apps.indicators.services.definitions import TAKEN_ADDRESSES, IndicatorFacts
from serambi.apps.indicators.services.targets import TargetValue, check_area, check_number, check_target_value
from serambi.apps.indicators.services.values import refresh_indicators
from serambi.apps.observations.models import Series
from serambi.apps.regions.models import Area
from serambi.methods.formula.catalog import refuse_name
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import Period

_BATCH = 500
# Indicators whose aims are in memory at once.
_PART = 2000
_AIM = ("value", "upper", "source")


@dataclass(frozen=True, slots=True)
class BaselineValue:
    """Where an indicator stood, as a person wrote it."""

    area: Area
    period: Period
    value: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aims:
    """What an indicator should be, and where it stood."""

    targets: tuple[TargetValue, ...] = ()
    baselines: tuple[BaselineValue, ...] = ()


@transaction.atomic
def create_indicators(facts: Sequence[IndicatorFacts], *, by: Any) -> list[Indicator]:
    """Create indicators that answer no standard indicator, link them to their programs, and compute them once.

    None may name another of them in its formula. Raises what `create_indicator` raises at the first that cannot be;
    nothing is created then.
    """
    _check_manager(by)
    _check_codes([one.code for one in facts])
    known = definitions()
    for one in facts:
        _check_formula(known, one)
    created = [Indicator(**one.columns()) for one in facts]
    audit.insert_rows(created)
    links = [
        ProgramIndicator(indicator=indicator, program_id=program, weight=weight)
        for indicator, one in zip(created, facts, strict=True)
        for program, weight in one.programs.items()
    ]
    audit.insert_rows(links)
    codes = _program_codes(links)
    audit.record_many(
        Verb.CREATED,
        (
            (indicator, {}, {**audit.snapshot(indicator), "programs": codes.get(indicator.pk, {}), "standards": []})
            for indicator in created
        ),
        by=by,
    )
    refresh_indicators([indicator.pk for indicator in created])
    announce_links({link.program_id for link in links})
    return created


@transaction.atomic
def set_aims(wanted: Mapping[Indicator, Aims], *, by: Any) -> None:
    """Set targets and baselines of many indicators; those there for the same area and period are changed.

    What is the same already is left alone. Everything that changed is computed once. Raises what `set_target` and
    `set_baseline` raise; nothing is written then.
    """
    if by is not None and not permissions.can_set_targets(by):
        raise errors.NotACoordinator
    areas = {one.area for aims in wanted.values() for one in aims.targets}
    for area in areas | {one.area for aims in wanted.values() for one in aims.baselines}:
        check_area(area)
    for indicator, aims in wanted.items():
        if indicator.archived_at is not None:
            raise errors.IsArchived(name=indicator)
        for target in aims.targets:
            check_target_value(indicator, target)
        for baseline in aims.baselines:
            check_number(baseline.value)
    moved: set[int] = set()
    for part in audit.in_parts(wanted.items(), _PART):
        moved |= _write_aims(part, by=by)
    if moved:
        refresh_indicators(moved)


def _write_aims(wanted: Sequence[tuple[Indicator, Aims]], *, by: Any) -> set[int]:
    """Write aims that were checked; return the indicators that have another one now."""
    targets = [
        Target(
            indicator=indicator, area=one.area, period=one.period, period_start=one.period.start,
            period_end=one.period.end, value=one.value, upper=one.upper, source=one.source.strip(),
            is_illustration=indicator.is_illustration,
        )
        for indicator, aims in wanted for one in aims.targets
    ]  # fmt: skip
    baselines = [
        Baseline(
            indicator=indicator, area=one.area, period=one.period, value=one.value, source=one.source.strip(),
            is_illustration=indicator.is_illustration,
        )
        for indicator, aims in wanted for one in aims.baselines
    ]  # fmt: skip
    return _write(Target, targets, _AIM, by=by) | _write(Baseline, baselines, ("value", "source"), by=by)


@transaction.atomic
def remove_indicators(indicators: Iterable[Indicator], *, by: Any) -> None:
    """Delete indicators with their targets, baselines, links and values; the record keeps what they were.

    For taking back what was created by mistake; an indicator that has served is archived instead. Raises
    NotACoordinator, and UsedInFormulas when an indicator that stays is made from one of them.
    """
    _check_manager(by)
    gone = list(indicators)
    leaving = {indicator.code for indicator in gone}
    known = definitions()
    for indicator in gone:
        users = [code for code in known.using_indicator(indicator.code) if code not in leaving]
        if users:
            raise errors.UsedInFormulas(name=str(indicator), users=", ".join(users))
    ids = [indicator.pk for indicator in gone]
    links = list(ProgramIndicator.objects.filter(indicator_id__in=ids))
    codes = _program_codes(links)
    for model in (Target, Baseline):
        rows = model._default_manager.filter(indicator_id__in=ids).select_related("indicator", "area")
        audit.record_many(Verb.DELETED, ((row, audit.snapshot(row), {}) for row in rows), by=by)
    audit.record_many(
        Verb.DELETED,
        [
            (one, {**audit.snapshot(one), "programs": codes.get(one.pk, {}), "standards": []}, {})
            for one in gone
        ],
        by=by,
    )  # fmt: skip
    Indicator.objects.filter(pk__in=ids).delete()
    announce_links({link.program_id for link in links})


def _write(model: type[Model], rows: Sequence[Any], columns: Sequence[str], *, by: Any) -> set[int]:
    """Create the rows or give those of the same cell their values; return the indicators of what is different."""
    stored: Iterable[Any] = model._default_manager.filter(
        indicator_id__in={row.indicator_id for row in rows}
    ).select_related("indicator", "area")
    there = {(row.indicator_id, row.area_id, row.period): row for row in stored}
    new: list[Any] = []
    changed: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
    for row in rows:
        old = there.get((row.indicator_id, row.area_id, row.period))
        if old is None:
            new.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in columns):
            before = audit.snapshot(old)
            for name in columns:
                setattr(old, name, getattr(row, name))
            changed.append((old, before, audit.snapshot(old)))
    audit.create_recorded(new, by=by)
    model._default_manager.bulk_update([row for row, _, _ in changed], columns, batch_size=_BATCH)
    audit.record_many(Verb.CHANGED, changed, by=by)
    return {row.indicator_id for row in new} | {row.indicator_id for row, _, _ in changed}


def _check_manager(by: Any) -> None:
    if by is not None and not permissions.can_manage_indicators(by):
        raise errors.NotACoordinator


def _check_codes(codes: Sequence[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        try:
            refuse_name(code)
        except FormulaError as error:
            raise errors.CodeReserved(code=code) from error
        if code in TAKEN_ADDRESSES:
            raise errors.CodeReserved(code=code)
        if code in seen:
            raise errors.CodeTaken(code=code, what=f"{Indicator._meta.verbose_name} “{code}”")
        seen.add(code)
    for model in (Indicator, Series, Constant):
        what = model._default_manager.filter(code__in=seen).first()
        if what is not None:
            raise errors.CodeTaken(code=what.code, what=f"{what._meta.verbose_name} “{what}”")


def _check_formula(known: Definitions, facts: IndicatorFacts) -> None:
    try:
        known.check(facts.formula, unit=facts.unit, name=facts.code)
    except FormulaError as error:
        raise errors.FormulaRefused(error) from error


def _program_codes(links: Iterable[ProgramIndicator]) -> dict[int, dict[str, str]]:
    """Return the weight of each indicator in each program, by the program's code, as the record writes it."""
    ids = [link.pk for link in links]
    found: dict[int, dict[str, str]] = {}
    rows = ProgramIndicator.objects.filter(pk__in=ids).order_by("program__code")
    for indicator, code, weight in rows.values_list("indicator_id", "program__code", "weight"):
        found.setdefault(indicator, {})[code] = str(weight)
    return found
