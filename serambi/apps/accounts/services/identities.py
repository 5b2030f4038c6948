"""Who somebody is here that a provider of sign-in vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts import queries
from serambi.apps.accounts.errors import UnknownAtProvider, UnverifiedAtProvider
from serambi.apps.accounts.models import Identity, User
from serambi.apps.accounts.permissions import can_sign_in
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record


@transaction.atomic
def person_of_identity(issuer: str, claims: Mapping[str, Any]) -> User:
    """Return whom the provider means: by its own name for them, at the first time by their confirmed e-mail address.

    claims: of an ID token that was checked: `sub`, `email`, `email_verified` (OpenID Connect Core 1.0, section 5.1).
    Raises UnverifiedAtProvider, and UnknownAtProvider for somebody who has no open account here: nobody gets one by
    signing in elsewhere.
    """
    now = timezone.now()
    subject = str(claims["sub"])
    identity = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    if identity is not None:
        if not can_sign_in(identity.user):
            raise UnknownAtProvider
        Identity.objects.filter(pk=identity.pk).update(used_at=now)
        return identity.user
    if claims.get("email_verified") is not True:
        raise UnverifiedAtProvider
    user = queries.person_with_email(str(claims.get("email", "")))
    # A demonstration account belongs to nobody, so nobody's address can open it.
    if user is None or user.is_demo or not can_sign_in(user):
        raise UnknownAtProvider
    identity = Identity.objects.create(user=user, issuer=issuer, subject=subject, used_at=now)
    record(Verb.CREATED, identity, by=user, after={"issuer": issuer})
    return user
