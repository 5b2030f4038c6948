"""What the coordinator does to the master plan and its pillars."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction

from serambi.apps.plans.errors import (
    AlreadyPublished,
    LegalBasisIncomplete,
    NotPublished,
    PlanExists,
    WeightBelowZero,
    YearsReversed,
)
from serambi.apps.plans.models import LegalBasis, MasterPlan, Pillar, SubDimension
from serambi.apps.plans.services.audited import changed, created, locked
from serambi.apps.plans.services.changes import announce
from serambi.apps.plans.services.rules import check_name, require_coordinator
from serambi.apps.plans.structure import PILLARS
from serambi.apps.regions.models import Area


class PlanDetails(TypedDict, total=False):
    """What can be said about a plan besides its name and first year."""

    name_en: str
    end_year: int | None
    legal_basis: str
    legal_basis_number: str
    legal_basis_date: dt.date | None
    version: str
    vision: str
    source: str


class PlanFields(PlanDetails, total=False):
    name: str
    start_year: int


class PartFields(TypedDict, total=False):
    """What can be changed about a pillar or a sub-dimension."""

    name: str
    name_en: str
    weight: Decimal


@transaction.atomic
def create_master_plan(
    region: Area, *, by: Any, name: str, start_year: int, **details: Unpack[PlanDetails]
) -> MasterPlan:
    """Begin the region's plan: current, not published, with the six pillars and their eighteen sub-dimensions.

    Raises NotACoordinator, PlanExists, NameMissing, YearsReversed, LegalBasisIncomplete.
    """
    require_coordinator(by)
    if MasterPlan.objects.filter(is_current=True).exists():
        raise PlanExists
    plan = MasterPlan(region=region, name=name, start_year=start_year, is_current=True, **details)
    _check(plan)
    created(plan, by=by)
    for position, part in enumerate(PILLARS, start=1):
        pillar = Pillar.objects.create(
            plan=plan, code=part.code, name=part.name, name_en=part.name_en, position=position
        )
        SubDimension.objects.bulk_create(
            SubDimension(pillar=pillar, code=one.code, name=one.name, name_en=one.name_en, position=number)
            for number, one in enumerate(part.parts, start=1)
        )
    return plan


@transaction.atomic
def change_master_plan(plan: MasterPlan, *, by: Any, **fields: Unpack[PlanFields]) -> MasterPlan:
    """Change what is said about the plan and return it as it is now; what is not named stays.

    Raises NotACoordinator, NameMissing, YearsReversed, LegalBasisIncomplete.
    """
    require_coordinator(by)
    current = locked(plan)
    columns: dict[str, Any] = {**fields}
    names = ("name", "start_year", "end_year", "legal_basis", "legal_basis_number")
    _check(MasterPlan(**{name: columns.get(name, getattr(current, name)) for name in names}))
    changed(current, columns, by=by)
    return current


@transaction.atomic
def publish_plan(plan: MasterPlan, *, by: Any) -> MasterPlan:
    """Open the plan, its programs and its final figures to everybody. Raises NotACoordinator, AlreadyPublished."""
    require_coordinator(by)
    current = locked(plan)
    if current.is_published:
        raise AlreadyPublished
    changed(current, {"is_published": True}, by=by)
    return current


@transaction.atomic
def unpublish_plan(plan: MasterPlan, *, by: Any) -> MasterPlan:
    """Show the plan only to people who have signed in. Raises NotACoordinator, NotPublished."""
    require_coordinator(by)
    current = locked(plan)
    if not current.is_published:
        raise NotPublished
    changed(current, {"is_published": False}, by=by)
    return current


@transaction.atomic
def change_pillar(pillar: Pillar, *, by: Any, **fields: Unpack[PartFields]) -> Pillar:
    """Change a pillar's names or weight and return it as it is now. Raises NotACoordinator, WeightBelowZero."""
    require_coordinator(by)
    current = locked(pillar)
    _check_part(fields, current.name)
    if "weight" in changed(current, {**fields}, by=by):
        announce(current.programs.values_list("pk", flat=True))
    return current


@transaction.atomic
def change_sub_dimension(part: SubDimension, *, by: Any, **fields: Unpack[PartFields]) -> SubDimension:
    """Change a sub-dimension's names or weight and return it as it is now. Raises NotACoordinator, WeightBelowZero."""
    require_coordinator(by)
    current = locked(part)
    _check_part(fields, current.name)
    if "weight" in changed(current, {**fields}, by=by):
        announce(current.programs.values_list("pk", flat=True))
    return current


def _check(plan: MasterPlan) -> None:
    check_name(plan.name)
    if plan.end_year is not None and plan.end_year < plan.start_year:
        raise YearsReversed(start=plan.start_year, end=plan.end_year)
    if plan.legal_basis != LegalBasis.NONE_YET and not plan.legal_basis_number.strip():
        raise LegalBasisIncomplete


def _check_part(fields: PartFields, name: str) -> None:
    check_name(fields.get("name", name))
    if fields.get("weight", Decimal(0)) < 0:
        raise WeightBelowZero
