"""Many indicators at once: created, linked, given targets, and removed, with few statements and one computation.

Targets and baselines are written down with their indicator (docs/decisions/0020-parts-in-one-entry.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators import errors, permissions
from serambi.apps.indicators.models import Baseline, Constant, Indicator, ProgramIndicator, Target
from serambi.apps.indicators.queries.definitions import Definitions, definitions
from serambi.apps.indicators.services.aims import Aims, Written, write_aims
from serambi.apps.indicators.services.changes import announce_links
from serambi.apps.indicators.services.definitions import TAKEN_ADDRESSES, IndicatorFacts
from serambi.apps.indicators.services.targets import check_area, check_number, check_target_value
from serambi.apps.indicators.services.values import refresh_indicators
from serambi.apps.observations.models import Series
from serambi.apps.observations.queries import taken_codes
from serambi.methods.formula.catalog import refuse_name
from serambi.methods.formula.errors import FormulaError

# Indicators whose aims are in memory at once.
_PART = 2000
# Indicator, program and weight.
Link = tuple[int, int, Decimal]


@transaction.atomic
def create_indicators(facts: Sequence[IndicatorFacts], *, by: Any, known: Definitions | None = None) -> list[Indicator]:
    """Create indicators that answer no standard indicator, link them to their programs, and compute them once.

    None may name another of them in its formula. known: what formulas mean, where the caller has read it for many such
    calls in one transaction, after every series that is named was there. Raises what `create_indicator` raises at the
    first that cannot be; nothing is created then.
    """
    _check_manager(by)
    _check_codes([one.code for one in facts])
    known = known or definitions()
    for one in facts:
        _check_formula(known, one)
    known.forget()
    created = [Indicator(**one.columns()) for one in facts]
    audit.insert_rows(created)
    links = [
        (indicator.pk, program, weight)
        for indicator, one in zip(created, facts, strict=True)
        for program, weight in one.programs.items()
    ]
    _insert_links(links)
    weights = _weights_of([indicator.pk for indicator in created])
    audit.record_many(
        Verb.CREATED,
        (
            (indicator, {}, {**audit.snapshot(indicator), "programs": weights.get(indicator.pk, {}), "standards": []})
            for indicator in created
        ),
        by=by,
    )
    refresh_indicators([indicator.pk for indicator in created])
    announce_links({program for _indicator, program, _weight in links})
    return created


@transaction.atomic
def link_indicators(links: Sequence[Link], *, by: Any) -> None:
    """Give programs indicators that are there, or give those that a program has another weight.

    Raises NotACoordinator, and IsArchived at the first indicator that takes no changes; nothing is written then.
    """
    _check_manager(by)
    ids = {indicator for indicator, _program, _weight in links}
    with _links_told(ids, by=by):
        there = {
            (indicator, program): pk
            for pk, indicator, program in ProgramIndicator.objects.filter(indicator_id__in=ids).values_list(
                "pk", "indicator_id", "program_id"
            )
        }
        held = [(there[one[:2]], one[2]) for one in links if one[:2] in there]
        audit.update_columns(ProgramIndicator, [pk for pk, _weight in held], {"weight": [one for _pk, one in held]})
        _insert_links([one for one in links if one[:2] not in there])
    announce_links({program for _indicator, program, _weight in links})


@transaction.atomic
def unlink_indicators(links: Collection[int], *, by: Any) -> None:
    """Take indicators from programs again, by the numbers of the links. Raises what `link_indicators` raises."""
    _check_manager(by)
    rows = list(ProgramIndicator.objects.filter(pk__in=links).values_list("indicator_id", "program_id"))
    with _links_told({indicator for indicator, _program in rows}, by=by):
        audit.delete_rows(ProgramIndicator, links)
    announce_links({program for _indicator, program in rows})


@contextmanager
def _links_told(ids: Collection[int], *, by: Any) -> Iterator[None]:
    """Write down, for each of these indicators, in which programs it was and is after the block."""
    names = {}
    for indicator in Indicator.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if indicator.archived_at is not None:
            raise errors.IsArchived(name=indicator)
        names[indicator.pk] = str(indicator)
    before = _weights_of(ids)
    yield
    after = _weights_of(ids)
    audit.record_each(
        Verb.CHANGED,
        Indicator,
        (
            audit.Told(pk, name, {"programs": before.get(pk, {})}, {"programs": after.get(pk, {})})
            for pk, name in names.items()
            if before.get(pk) != after.get(pk)
        ),
        by=by,
    )


@transaction.atomic
def set_aims(wanted: Mapping[Indicator, Aims], *, by: Any) -> list[Written]:
    """Set targets and baselines of many indicators; those there for the same area and period are changed.

    What is the same already is left alone; what was written is returned, some thousand indicators in each. Everything
    that changed is computed once. Raises what `set_target` and `set_baseline` raise; nothing is written then.
    """
    _check_aimer(by)
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
    written: list[Written] = []
    for part in audit.in_parts(wanted.items(), _PART):
        written += write_aims(part, by=by)
    moved = {indicator for one in written for indicator in one.indicators}
    if moved:
        refresh_indicators(moved)
    return written


@transaction.atomic
def remove_aims(*, targets: Iterable[int], baselines: Iterable[int], by: Any) -> None:
    """Remove targets and baselines by their numbers, and compute their indicators.

    Raises NotACoordinator, and IsArchived at the first indicator that takes no changes; nothing is removed then.
    """
    _check_aimer(by)
    moved: set[int] = set()
    for model, ids in ((Target, targets), (Baseline, baselines)):
        for part in audit.in_parts(ids, _PART):
            said = audit.Parts(model, "indicator")
            rows: Any = model._default_manager.filter(pk__in=part).order_by("indicator_id", "pk")
            for row in rows:
                said.add_before(row)
            names = {}
            for indicator in Indicator.objects.filter(pk__in=said.before).order_by("pk"):
                if indicator.archived_at is not None:
                    raise errors.IsArchived(name=indicator)
                names[indicator.pk] = str(indicator)
            audit.record_each(Verb.FIGURES_SET, Indicator, audit.told_of(names, said), by=by)
            audit.delete_rows(model, part)
            moved.update(names)
    if moved:
        refresh_indicators(moved)


@transaction.atomic
def remove_indicators(ids: Collection[int], *, by: Any) -> None:
    """Delete indicators with their targets, baselines, links and values; the record keeps what they were.

    For taking back what was created by mistake; an indicator that has served is archived instead. Raises
    NotACoordinator, and UsedInFormulas when an indicator that stays is made from one of them.
    """
    _check_manager(by)
    known, leaving = definitions(), set[str]()
    for part in audit.in_parts(ids, _PART):
        leaving.update(Indicator.objects.filter(pk__in=part).order_by().values_list("code", flat=True))
    for code in sorted(leaving):
        users = [user for user in known.using_indicator(code) if user not in leaving]
        if users:
            name = str(Indicator.objects.get(code=code))
            raise errors.UsedInFormulas(name=name, users=", ".join(users))
    programs: set[int] = set()
    for part in audit.in_parts(ids, _PART):
        programs |= _remove(part, by=by)
    announce_links(programs)


def _remove(ids: list[int], *, by: Any) -> set[int]:
    """Delete these indicators and return the programs that they were in."""
    parts = [audit.Parts(model, "indicator") for model in (Target, Baseline)]
    for said, model in zip(parts, (Target, Baseline), strict=True):
        rows: Any = model._default_manager.filter(indicator_id__in=ids).order_by()
        for row in rows:
            said.add_before(row)
    weights = _weights_of(ids)
    gone = {indicator.pk: indicator for indicator in Indicator.objects.filter(pk__in=ids).order_by("pk")}
    told = audit.told_of({pk: str(indicator) for pk, indicator in gone.items()}, *parts)
    audit.record_each(
        Verb.DELETED,
        Indicator,
        (
            audit.Told(
                one.pk,
                one.name,
                {**audit.snapshot(gone[one.pk]), "programs": weights.get(one.pk, {}), "standards": [], **one.before},
                {},
            )
            for one in told
        ),
        by=by,
    )
    programs = ProgramIndicator.objects.filter(indicator_id__in=ids).order_by().values_list("program_id", flat=True)
    found = set(programs.distinct())
    audit.delete_rows(Indicator, ids)
    return found


def _check_aimer(by: Any) -> None:
    if by is not None and not permissions.can_set_targets(by):
        raise errors.NotACoordinator


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
        taken = taken_codes(model, seen)
        what = model._default_manager.filter(code__in=taken).first() if taken else None
        if what is not None:
            raise errors.CodeTaken(code=what.code, what=f"{what._meta.verbose_name} “{what}”")


def _check_formula(known: Definitions, facts: IndicatorFacts) -> None:
    try:
        known.check(facts.formula, unit=facts.unit, name=facts.code)
    except FormulaError as error:
        raise errors.FormulaRefused(error) from error


def _insert_links(links: Sequence[Link]) -> None:
    if links:
        indicators, programs, weights = map(list, zip(*links, strict=True))
        columns = {"indicator_id": indicators, "program_id": programs, "weight": weights}
        audit.insert_columns(ProgramIndicator, columns)


def _weights_of(indicators: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the weight of each indicator in each program, by the program's code, as the record writes it."""
    rows = ProgramIndicator.objects.filter(indicator_id__in=indicators).order_by("program__code")
    found: dict[int, dict[str, str]] = {}
    for indicator, code, weight in rows.values_list("indicator_id", "program__code", "weight"):
        found.setdefault(indicator, {})[code] = str(weight)
    return found
