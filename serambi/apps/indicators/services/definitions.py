"""Creating, changing, describing, archiving and restoring indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.agencies.models import Organization
from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.indicators import errors, permissions
from serambi.apps.indicators.models import Constant, Indicator, ProgramIndicator
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.indicators.services.values import ValuesChanged, announce, is_postponed, refresh_indicators
from serambi.apps.observations.models import Series
from serambi.methods.formula.catalog import refuse_name
from serambi.methods.formula.errors import FormulaError

# What the values follow from; a change of anything else leaves them as they are.
COMPUTED_FROM = ("code", "formula", "unit", "area_level", "frequency")
# Pages that stand where the page of an indicator of that code would be.
TAKEN_ADDRESSES = frozenset({"new", "standards"})


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What the coordinator says about an indicator; `Indicator` says what the fields mean.

    standards: ids of the standard indicators it answers. programs: its weight in each program, by the program's id.
    """

    code: str
    name: str
    formula: str
    unit: str
    polarity: str
    level: str
    area_level: int
    frequency: str
    decimals: int
    reporting_days: int
    name_en: str = ""
    description: str = ""
    owner: Organization | None = None
    is_published: bool = True
    standards: frozenset[int] = frozenset()
    programs: Mapping[int, Decimal] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return what is stored in the indicator's own row."""
        return {
            name: getattr(self, name)
            for name in (
                "code", "name", "name_en", "description", "formula", "unit", "polarity", "level", "area_level",
                "frequency", "decimals", "reporting_days", "owner", "is_published",
            )
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinksChanged:
    """The programs that gained or lost an indicator, or give one another weight."""

    program_ids: frozenset[int]


LinksListener = Callable[[LinksChanged], None]

_links_listeners: list[LinksListener] = []


def on_links_change(listener: LinksListener) -> None:
    """Call the listener after every change of the links, inside its transaction; the same listener is kept once."""
    if listener not in _links_listeners:
        _links_listeners.append(listener)


@transaction.atomic
def create_indicator(facts: IndicatorFacts, *, by: Any) -> Indicator:
    """Create an indicator and compute it.

    Raises NotACoordinator, CodeTaken, CodeReserved, and FormulaRefused when the formula cannot be computed.
    """
    _check_manager(by)
    _check_code(facts.code)
    _check_formula(facts)
    indicator = Indicator.objects.create(**facts.columns())
    indicator.standards.set(facts.standards)
    programs = _write_links(indicator, facts.programs)
    audit.record(Verb.CREATED, indicator, by=by, after=_snapshot(indicator))
    refresh_indicators([indicator.pk])
    _announce_links(programs)
    return indicator


@transaction.atomic
def change_indicator(indicator: Indicator, facts: IndicatorFacts, *, by: Any) -> Indicator:
    """Change what an indicator is; what is made from it is computed again, and so are those that use it.

    Raises NotACoordinator, IsArchived, CodeTaken, CodeReserved, CodeInFormulas and FormulaRefused.
    """
    _check_manager(by)
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.archived_at is not None:
        raise errors.IsArchived(name=indicator)
    if facts.code != indicator.code:
        _refuse_users(indicator.code, error=errors.CodeInFormulas, code=indicator.code)
        _check_code(facts.code, but=indicator)
    _check_formula(facts)
    before, earlier = _snapshot(indicator), {name: getattr(indicator, name) for name in (*COMPUTED_FROM, "polarity")}
    for name, value in facts.columns().items():
        setattr(indicator, name, value)
    indicator.save()
    indicator.standards.set(facts.standards)
    programs = _write_links(indicator, facts.programs)
    audit.record(Verb.CHANGED, indicator, by=by, before=before, after=_snapshot(indicator))
    if any(getattr(indicator, name) != earlier[name] for name in COMPUTED_FROM):
        refresh_indicators([indicator.pk])
    elif indicator.polarity != earlier["polarity"]:
        announce(ValuesChanged(frozenset({indicator.pk}), dt.date.min))
    _announce_links(programs)
    return indicator


@transaction.atomic
def describe_indicator(
    indicator: Indicator, *, by: Any, description: str, name_en: str, reporting_days: int
) -> Indicator:
    """Change how an indicator is explained and when its figures come; for the agency that owns it.

    Raises NotYourIndicator and IsArchived.
    """
    indicator = Indicator.objects.select_related("owner").select_for_update(of=("self",)).get(pk=indicator.pk)
    if by is not None and not permissions.can_describe(by, indicator):
        raise errors.NotYourIndicator(indicator=indicator)
    if indicator.archived_at is not None:
        raise errors.IsArchived(name=indicator)
    before = _snapshot(indicator)
    indicator.description, indicator.name_en = description.strip(), name_en.strip()
    indicator.reporting_days = reporting_days
    indicator.save(update_fields=["description", "name_en", "reporting_days"])
    audit.record(Verb.CHANGED, indicator, by=by, before=before, after=_snapshot(indicator))
    return indicator


@transaction.atomic
def archive_indicator(indicator: Indicator, *, by: Any, reason: str = "") -> Indicator:
    """Take an indicator out of the lists and of every score; its values go, its targets stay for when it returns.

    Raises NotACoordinator, ArchivedAlready, and UsedInFormulas when other indicators are made from it.
    """
    _check_manager(by)
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.archived_at is not None:
        raise errors.ArchivedAlready(name=indicator)
    _refuse_users(indicator.code, error=errors.UsedInFormulas, name=str(indicator))
    indicator.archived_at = timezone.now()
    indicator.save(update_fields=["archived_at"])
    audit.record(Verb.ARCHIVED, indicator, by=by, reason=reason.strip())
    refresh_indicators([indicator.pk])
    _announce_links(_programs_of(indicator))
    return indicator


@transaction.atomic
def restore_indicator(indicator: Indicator, *, by: Any) -> Indicator:
    """Bring an archived indicator back and compute it.

    Raises NotACoordinator, NotArchived, CodeTaken when a series or constant has its code by now, FormulaRefused.
    """
    _check_manager(by)
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if indicator.archived_at is None:
        raise errors.NotArchived(name=indicator)
    _check_code(indicator.code, but=indicator)
    _check_formula(indicator)
    indicator.archived_at = None
    indicator.save(update_fields=["archived_at"])
    audit.record(Verb.RESTORED, indicator, by=by)
    refresh_indicators([indicator.pk])
    _announce_links(_programs_of(indicator))
    return indicator


# Rules --------------------------------------------------------------------------------------------------------------


def _check_manager(by: Any) -> None:
    if by is not None and not permissions.can_manage_indicators(by):
        raise errors.NotACoordinator


def _check_code(code: str, *, but: Indicator | None = None) -> None:
    try:
        refuse_name(code)
    except FormulaError as error:
        raise errors.CodeReserved(code=code) from error
    if code in TAKEN_ADDRESSES:
        raise errors.CodeReserved(code=code)
    others = Indicator.objects.filter(code=code)
    if but is not None:
        others = others.exclude(pk=but.pk)
    for found in (others, Series.objects.filter(code=code), Constant.objects.filter(code=code)):
        what = found.first()
        if what is not None:
            raise errors.CodeTaken(code=code, what=f"{what._meta.verbose_name} “{what}”")


def _check_formula(facts: IndicatorFacts | Indicator) -> None:
    try:
        definitions().check(facts.formula, unit=facts.unit, name=facts.code)
    except FormulaError as error:
        raise errors.FormulaRefused(error) from error


def _refuse_users(named: str, *, error: type[errors.IndicatorError], **facts: Any) -> None:
    users = definitions().using_indicator(named)
    if users:
        raise error(users=", ".join(users), **facts)


# Links to programs --------------------------------------------------------------------------------------------------


def _programs_of(indicator: Indicator) -> set[int]:
    return set(indicator.program_indicators.values_list("program_id", flat=True))


def _write_links(indicator: Indicator, programs: Mapping[int, Decimal]) -> set[int]:
    """Give the indicator these programs with these weights; return the programs where anything is different."""
    stored = {link.program_id: link for link in indicator.program_indicators.all()}
    changed = {program for program, link in stored.items() if programs.get(program) != link.weight}
    changed |= programs.keys() - stored.keys()
    indicator.program_indicators.filter(program_id__in=stored.keys() - programs.keys()).delete()
    fresh = [
        ProgramIndicator(indicator=indicator, program_id=program, weight=weight)
        for program, weight in programs.items()
        if program not in stored
    ]
    ProgramIndicator.objects.bulk_create(fresh)
    kept = [stored[program] for program in programs if program in stored and program in changed]
    for link in kept:
        link.weight = programs[link.program_id]
    ProgramIndicator.objects.bulk_update(kept, ["weight"])
    return changed


def _announce_links(programs: set[int]) -> None:
    if programs and not is_postponed():
        changed = LinksChanged(frozenset(programs))
        for listener in _links_listeners:
            listener(changed)


def _snapshot(indicator: Indicator) -> dict[str, Any]:
    found = audit.snapshot(indicator)
    found["programs"] = {
        code: str(weight)
        for code, weight in indicator.program_indicators.order_by("program__code").values_list(
            "program__code", "weight"
        )
    }
    found["standards"] = list(indicator.standards.order_by("code").values_list("code", flat=True))
    return found
