"""The way to the pages of this app, and who is let through; whoever is not finds nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.progress.models import ReportingPeriod
from serambi.apps.progress.permissions import can_configure, reads_all
from serambi.apps.progress.queries import Place
from serambi.ui import formats
from serambi.ui.doors import View, open_to

P = ParamSpec("P")
Crumbs = list[tuple[Any, str]]


def for_coordinator(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> View:
    """Let the coordinator through; for everybody else there is nothing here."""
    return open_to(can_configure)(view)


def for_readers(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> View:
    """Let whoever reads all reports through; for everybody else there is nothing here."""

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not reads_all(request.user, today=timezone.localdate()):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def root(user: Any) -> Crumbs:
    """Return the top of the way: the periods for whoever reads all, else what is due from the person."""
    if reads_all(user, today=timezone.localdate()):
        return [(_("Reporting"), reverse("progress:due")), (_("Periods"), reverse("progress:period_list"))]
    return [(_("Reporting"), reverse("progress:due"))]


def crumbs_to(user: Any, period: ReportingPeriod | None = None, place: Place | None = None) -> Crumbs:
    """Return the way down to a period or to an agency's report."""
    trail = root(user)
    if place is not None:
        period = place.period
    if period is not None:
        name = f"{period.cycle}, {formats.period(period.period)}"
        readable = reads_all(user, today=timezone.localdate())
        address = reverse("progress:period", args=[period.cycle.code, str(period.period)]) if readable else ""
        trail.append((name, address))
    if place is not None:
        trail.append((place.organization.abbreviation, reverse("progress:report", kwargs=place.address)))
    return trail
