"""What a page asks for, or 404 where the person may not see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from serambi.apps.accounts.models import User
from serambi.apps.agencies import queries
from serambi.apps.agencies.models import Membership, Organization


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
