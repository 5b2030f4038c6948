"""What every page knows: the regency, its plan, and where one can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

import serambi
from serambi.apps.agencies.permissions import can_manage_people, standing
from serambi.apps.audit.permissions import can_read_record
from serambi.apps.plans.models import MasterPlan
from serambi.apps.progress.form_links import report_path
from serambi.config.environment import Mode
from serambi.config.navigation import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base page."""
    user = getattr(request, "user", None)
    link = getattr(request, "form_link", None)
    return {
        "site": {
            "name": "Serambi",
            "version": serambi.__version__,
            "region_name": SimpleLazyObject(_region_name),
            "search_url": "" if link else reverse("portal:search"),
            "source_url": settings.SOURCE_URL,
            "links": trial_links() if settings.MODE is Mode.TRIAL else [],
        },
        "navigation": [] if link else navigation(request),
        "standing": standing(user),
        "account": account(user) | ({"links": []} if link else {}),
        # Whoever came by a link to one form is led nowhere else.
        "reachable": report_path(link) if link else "",
        "home": report_path(link) if link else "/",
        "is_trial": settings.MODE is Mode.TRIAL,
    }


def trial_links() -> list[dict[str, str]]:
    """Return what the foot of each page of a trial leads to beside the rest."""
    return [{"label": _("mails of the trial"), "url": reverse("notifications:trial_mail_list")}]


def _region_name() -> str:
    """Return the name of the regency whose plan is shown, as people say it; empty before there is a plan."""
    name = MasterPlan.objects.filter(is_current=True).values_list("region__name", flat=True).first() or ""
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")


def account(user: Any) -> dict[str, Any]:
    """Return what stands under a person's name: the foremost role, where, and the pages about people."""
    foremost = standing(user).foremost
    links = [
        {"label": _("Your page"), "url": reverse("accounts:profile")},
        {"label": _("Messages"), "url": reverse("notifications:message_list")},
        {"label": _("Jobs"), "url": reverse("jobs:job_list")},
    ]
    if can_manage_people(user):
        links.append({"label": _("People and roles"), "url": reverse("agencies:person_list")})
    if can_read_record(user):
        links.append({"label": _("Audit record"), "url": reverse("audit:entry_list")})
    return {
        "role": foremost[0].label if foremost else "",
        "agency": foremost[1] if foremost else "",
        "links": links,
    }
