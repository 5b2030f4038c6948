"""Links to forms, for their people and for the coordinator."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from serambi.apps.progress.models import FormLink, ReportingPeriod
from serambi.apps.progress.permissions import can_configure


def links_to(period: ReportingPeriod, organization_id: int, user: Any) -> QuerySet[FormLink]:
    """Return the links to a form that were not revoked: one's own, and for the coordinator everybody's."""
    found = FormLink.objects.filter(reporting_period=period, organization=organization_id, revoked_at__isnull=True)
    found = found.select_related("user")
    return found if can_configure(user) else found.filter(user=user.pk)


def get_link_for(user: Any, pk: int) -> FormLink:
    """Return a link to revoke: one's own, or any for the coordinator. Raises Http404."""
    found = FormLink.objects.select_related("user", "organization", "reporting_period__cycle").filter(pk=pk)
    link = (found if can_configure(user) else found.filter(user=user.pk)).first()
    if link is None:
        raise Http404(pk)
    return link
