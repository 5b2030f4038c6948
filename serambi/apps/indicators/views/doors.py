"""What every page of this app does at its door: who comes, and how a refusal is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.indicators.errors import IndicatorError
from serambi.apps.indicators.models import Indicator

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


def show_error(form: forms.BaseForm, error: IndicatorError) -> None:
    """Put a refusal of a service beside the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def crumbs_to(indicator: Indicator | None = None) -> Crumbs:
    """Return the way down to the pages about an indicator."""
    trail: Crumbs = [(_("Indicators"), reverse("indicators:indicator_list"))]
    if indicator is not None:
        trail.append((indicator.display_name, reverse("indicators:indicator_detail", args=[indicator.code])))
    return trail


def csv_query(request: HttpRequest) -> str:
    """Return the query of the same list as a file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    return query.urlencode()
