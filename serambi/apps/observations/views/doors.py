"""What every page of this app does at its door: who comes, and how a refusal is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.observations.errors import ObservationError
from serambi.apps.observations.models import Series

Crumbs = list[tuple[Any, str]]


def refuse_unless(allowed: bool) -> None:
    """Answer 403 when the person may not do this."""
    if not allowed:
        raise PermissionDenied


def actor(request: HttpRequest) -> User:
    """Return the person who acts; the pages that call it need somebody signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def show_error(form: forms.BaseForm, error: ObservationError) -> None:
    """Put a refusal of a service beside the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def crumbs_to(series: Series | None = None) -> Crumbs:
    """Return the way down to the pages about a series."""
    trail: Crumbs = [(_("Data"), reverse("observations:series_list"))]
    if series is not None:
        trail.append((series.display_name, reverse("observations:series_detail", args=[series.code])))
    return trail


def csv_query(request: HttpRequest, kind: str = "csv") -> str:
    """Return the query of the same page as a file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = kind
    return query.urlencode()
