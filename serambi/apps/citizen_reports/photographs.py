"""Photographs of citizen reports as attachments: who sees them, and who may send them.

They are never published, and nobody gets the original or what the camera wrote into it: only the views that were made
anew of the points are shown. The resident sends them without an account, which the services call with `by=None`; no
request of a browser ever comes as that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.attachments.permissions import Belonging, Owner
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.permissions import can_handle


def owner() -> Owner:
    """Return how citizen reports answer for their photographs."""
    return Owner(
        table=CitizenReport,
        find=_find,
        may_read=can_handle,
        may_attach=_may_attach,
        may_verify=_may_verify,
        describe=_describe,
        describe_many=_describe_many,
        name=_name,
    )


def _find(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    found = CitizenReport.objects.visible_to(user).filter(pk__in=ids)
    return {one.pk: one for one in found.select_related("agency", "category", "village")}


def _may_attach(user: Any, report: CitizenReport) -> bool:
    return user is None and report.is_open


def _may_verify(user: Any, report: CitizenReport) -> bool:
    """Nobody: whoever verifies sees the original and where it was taken."""
    return False


def _name(report: CitizenReport) -> str:
    return _("Citizen report %(code)s") % {"code": report.code}


def _describe(report: CitizenReport) -> Belonging:
    return Belonging(
        name=_name(report),
        page=report.get_absolute_url(),
        shows_files=True,
        crumbs=((str(_("Citizen reports")), reverse("citizen_reports:list")),),
        organization=report.agency.abbreviation if report.agency is not None else "",
    )


def _describe_many(reports: Sequence[CitizenReport]) -> Mapping[int, Belonging]:
    return {one.pk: _describe(one) for one in reports}
