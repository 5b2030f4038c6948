"""The coordinator keeps the list that residents choose from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.models import Clock, ReportCategory
from serambi.apps.citizen_reports.permissions import can_keep_categories
from serambi.apps.plans.models import SubDimension


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What a category says of itself, but for its code."""

    name: str
    name_en: str = ""
    hint: str = ""
    hint_en: str = ""
    agency: Organization | None = None
    sub_dimension: SubDimension | None = None
    clock: str = Clock.ORDINARY
    position: int = 0

    @property
    def columns(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


@transaction.atomic
def create_category(code: str, facts: CategoryFacts, *, by: Any) -> ReportCategory:
    """Add a category to the list. Raises NotACoordinator, CodeTaken."""
    if not can_keep_categories(by):
        raise errors.NotACoordinator
    try:
        with transaction.atomic():
            made = ReportCategory.objects.create(code=code, **facts.columns)
    except IntegrityError as error:
        raise errors.CodeTaken(code=code) from error
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    return made


@transaction.atomic
def change_category(
    category: ReportCategory, facts: CategoryFacts, *, is_offered: bool, by: Any, now: dt.datetime
) -> ReportCategory:
    """Change a category, or take it out of the list and put it back; its reports stay. Raises NotACoordinator."""
    if not can_keep_categories(by):
        raise errors.NotACoordinator
    current = ReportCategory.objects.select_for_update(of=("self",)).get(pk=category.pk)
    before = snapshot(current)
    for name, value in facts.columns.items():
        setattr(current, name, value)
    current.archived_at = None if is_offered else (current.archived_at or now)
    current.save()
    record(Verb.CHANGED, current, by=by, before=before, after=snapshot(current))
    return current
