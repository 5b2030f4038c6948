"""Who is let through to the pages of this app; whoever is not finds nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.permissions import can_read, can_record

P = ParamSpec("P")
Crumbs = list[tuple[Any, str]]
View = Callable[..., HttpResponseBase]  # what an address leads to; Django names its arguments
Inner = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_readers(view: Inner[P]) -> View:
    """Let everybody with a role through; for others there is nothing here."""

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not can_read(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def for_recorders(view: Inner[P]) -> View:
    """Let whoever records commitments through; for everybody else there is nothing here."""

    @login_required
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not can_record(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def ledger_crumbs() -> Crumbs:
    return [(_("Commitments of partners"), reverse("partnerships:commitment_list"))]


def commitment_crumbs(commitment: Commitment) -> Crumbs:
    return [*ledger_crumbs(), (commitment.title, commitment.get_absolute_url())]
