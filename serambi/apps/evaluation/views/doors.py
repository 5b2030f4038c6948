"""What every page of the evaluation begins with."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from serambi.apps.evaluation.queries.asked import Asked, asked_for
from serambi.apps.evaluation.queries.kept import current_plan_for
from serambi.apps.plans.models import MasterPlan


def asked(request: HttpRequest, plan: MasterPlan | None = None) -> Asked:
    """Return what the page is about; Http404 when the person may see no plan."""
    plan = plan or current_plan_for(request.user)
    if plan is None:
        raise Http404
    return asked_for(plan, request.user, request.GET.get("period", ""), today=timezone.localdate())
