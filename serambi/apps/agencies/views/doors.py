"""What every page of this app does at its door: who comes, what is asked for, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from serambi.apps.accounts.errors import AccountError
from serambi.apps.accounts.models import User
from serambi.apps.agencies import queries
from serambi.apps.agencies.errors import AgencyError
from serambi.apps.agencies.models import Membership, Organization


def refuse_unless(allowed: bool) -> None:
    """Answer 403 when the person may not do this."""
    if not allowed:
        raise PermissionDenied


def actor(request: HttpRequest) -> User:
    """Return the person who acts; the pages that call it need somebody signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def organization_or_404(request: HttpRequest, abbreviation: str) -> Organization:
    try:
        return queries.get_organization_for(request.user, abbreviation)
    except Organization.DoesNotExist as error:
        raise Http404 from error


def person_or_404(request: HttpRequest, pk: int) -> User:
    try:
        return queries.get_person_for(request.user, pk)
    except User.DoesNotExist as error:
        raise Http404 from error


def membership_or_404(request: HttpRequest, pk: int) -> Membership:
    try:
        return queries.get_membership_for(request.user, pk)
    except Membership.DoesNotExist as error:
        raise Http404 from error


def show_error(
    form: forms.BaseForm, error: AgencyError | AccountError, *, fields: Mapping[str, str] | None = None
) -> None:
    """Put a refusal of a service beside the field it is about, or above the form.

    fields: how this form calls the field that the error names.
    """
    named = getattr(error, "field", None)
    name = (fields or {}).get(named, named) if named else None
    form.add_error(name if name in form.fields else None, str(error))
