"""Signed links to one form: made, read back, and what a browser may do that came by one.

A link names its row and the row's nonce and is signed with the installation's key (HMAC-SHA256,
`django.core.signing`): a changed one is no link. Opening it begins a session that may do exactly what the form does
(`middleware.FormLinks`), for that person, that agency and that period, until the period closes or it is revoked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from serambi.apps.accounts.models import User
from serambi.apps.accounts.permissions import can_sign_in
from serambi.apps.progress.models import FormLink, ReportingPeriod
from serambi.apps.progress.permissions import can_fill_in

# Where the session of whoever came by a link keeps it.
SESSION_KEY = "form_link"
_signer = Signer(salt="serambi.progress.form_links")


def path_of(link: FormLink) -> str:
    """Return the path of the link, the same each time."""
    return reverse("progress:link", kwargs={"signed": _signer.sign_object([link.pk, link.nonce])})


def came_by_link(request: HttpRequest) -> bool:
    """Tell whether the session was opened by a link, and so can do what its form does and nothing else."""
    return SESSION_KEY in getattr(request, "session", {})


def link_of(request: HttpRequest, *, today: dt.date) -> FormLink | None:
    """Return the link by which the session was opened and which still stands; None for every other session."""
    return standing(request.session[SESSION_KEY], today=today) if came_by_link(request) else None


def form_path(link: FormLink) -> str:
    """Return the path of the form that the link opens."""
    return reverse("progress:form", kwargs=_place(link))


def report_path(link: FormLink) -> str:
    """Return the path of the report, under which everything lies that a session by the link may open."""
    return reverse("progress:report", kwargs=_place(link))


def _place(link: FormLink) -> dict[str, str]:
    return {
        "cycle": link.reporting_period.cycle.code,
        "period": str(link.reporting_period.period),
        "agency": link.organization.abbreviation,
    }


def read(signed: str) -> FormLink | None:
    """Return the link that was signed here; None for anything else."""
    try:
        pk, nonce = _signer.unsign_object(signed)
    except (BadSignature, ValueError, TypeError):
        return None
    return _links().filter(pk=pk, nonce=nonce).first()


def standing(pk: int, *, today: dt.date) -> FormLink | None:
    """Return the link of a session when it still opens its form for its person; else None."""
    link = _links().filter(pk=pk).first()
    return link if link is not None and opens(link, today=today) else None


def opens(link: FormLink, *, today: dt.date) -> bool:
    """Tell whether the link opens its form: not revoked, the period takes reports, the person still has the role."""
    return link.opens_on(today) and can_sign_in(link.user) and can_fill_in(link.user, link.organization_id, today=today)


def links_for(period: ReportingPeriod, people: Iterable[tuple[User, int]]) -> dict[tuple[int, int], FormLink]:
    """Return a link for each person and organization, made where there is none; a query, three where some are new.

    Whoever may not sign in gets none, as demonstration accounts in production. Keys are ids of person and organization.
    """
    wanted = {(user.pk, organization): user for user, organization in people if can_sign_in(user)}

    def known() -> dict[tuple[int, int], FormLink]:
        rows = FormLink.objects.filter(
            reporting_period=period, revoked_at__isnull=True, user__in={user for user, _organization in wanted}
        )
        return {key: row for row in rows if (key := (row.user_id, row.organization_id)) in wanted}

    found = known()
    fresh = [
        FormLink(user=user, reporting_period=period, organization_id=organization)
        for (pk, organization), user in wanted.items()
        if (pk, organization) not in found
    ]
    if not fresh:
        return found
    FormLink.objects.bulk_create(fresh, ignore_conflicts=True)
    return known()


def _links() -> QuerySet[FormLink]:
    return FormLink.objects.select_related("user", "organization", "reporting_period__cycle")
