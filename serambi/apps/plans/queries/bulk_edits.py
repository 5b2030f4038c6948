"""The bulk edits of the plan, and the programs that somebody chose for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import BulkEdit, MasterPlan, Pillar, Program, SubDimension
from serambi.apps.plans.queries.objects import get_plan_for


def chosen_programs(user: Any, plan: MasterPlan, ids: Iterable[int]) -> QuerySet[Program]:
    """Return the programs of a plan that a person chose and may see, by their code, with their names."""
    programs = Program.objects.visible_to(user).filter(plan=plan, pk__in=list(ids))
    return programs.order_by("code", "pk").only("code", "name", "name_en")


def bulk_edits_of(plan: MasterPlan) -> QuerySet[BulkEdit]:
    return BulkEdit.objects.filter(plan=plan)


def get_bulk_edit_for(user: Any, pk: int) -> BulkEdit:
    """Return a bulk edit of the current plan; raise Http404."""
    found = BulkEdit.objects.filter(plan=get_plan_for(user), pk=pk).select_related("plan").first()
    if found is None:
        raise Http404(pk)
    return found


def names_of_references(plan: MasterPlan) -> dict[str, dict[int, str]]:
    """Return what the numbers in a bulk edit's columns stand for, by column; three queries."""
    organizations = {one.pk: one.abbreviation for one in Organization.objects.all()}
    return {
        "lead": organizations,
        "participations": organizations,
        "pillar": {one.pk: one.display_name for one in Pillar.objects.filter(plan=plan)},
        "sub_dimension": {one.pk: one.display_name for one in SubDimension.objects.filter(pillar__plan=plan)},
    }
