"""The page of an organization: what is ours, what is due."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import can_manage_organizations, can_see_preliminary, is_verifier, works_for
from serambi.apps.agencies.queries import get_organization_for
from serambi.apps.evaluation.queries.basis import basis_for
from serambi.apps.evaluation.queries.kept import current_plan_for, kept_commitments, kept_work
from serambi.apps.evaluation.queries.organizations import organization_work
from serambi.apps.evaluation.queries.sentences import organization_headline
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.partnerships.queries import commitments_of


@require_safe
def organization(request: HttpRequest, abbreviation: str) -> HttpResponse:
    """Show what an organization leads, supports, owns and produces, and what of it is due or late."""
    try:
        found = get_organization_for(request.user, abbreviation)
    except Organization.DoesNotExist as absent:
        raise Http404(abbreviation) from absent
    plan = current_plan_for(request.user)
    page = asked(request, plan) if plan is not None else None
    if page is not None:
        work = kept_work(page, request.user, found)
        commitments = kept_commitments(page, request.user, found)
    else:
        today = timezone.localdate()
        work = organization_work(
            found, request.user, plan=None, quarter=None, basis=basis_for(request.user), today=today
        )
        commitments = commitments_of(request.user, found, today=today)
    context = {
        "page": page,
        "work": work,
        "organization": found,
        "title": organization_headline(work, commitments),
        "lede": found.name,
        "crumbs": [(_("Organizations"), reverse("agencies:organization_list")), (found.abbreviation, "")],
        "may_manage": can_manage_organizations(request.user),
        "sees_preliminary": can_see_preliminary(request.user),
        "may_record": works_for(request.user, found) or is_verifier(request.user),
        "commitments": commitments,
        "source": page.source if page else "",
    }
    return render(request, "evaluation/organization.html", context)
