"""What every page does at its door: who may not pass, how a refusal is shown, what the page is called as a file."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from serambi.ui.refusals import Refusal


def refuse_unless(allowed: bool) -> None:
    """Answer 403 when the person may not do this."""
    if not allowed:
        raise PermissionDenied


def show_error(form: forms.BaseForm, error: Refusal, *, fields: Mapping[str, str] | None = None) -> None:
    """Put a refusal of a service beside the field it is about, or above the form.

    fields: how this form calls the field that the error names, where that differs.
    """
    name = (fields or {}).get(error.field, error.field)
    form.add_error(name if name in form.fields else None, str(error))


def csv_query(request: HttpRequest, kind: str = "csv") -> str:
    """Return the query of the same page as a file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = kind
    return query.urlencode()
