"""Signing in through a provider of accounts."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from serambi.apps.accounts import provider, services
from serambi.apps.accounts.errors import AccountError, ProviderFailed
from serambi.apps.accounts.models import Way
from serambi.apps.accounts.views.signing_in import arrive

log = logging.getLogger(__name__)


def _address(request: HttpRequest) -> str:
    """Return where the provider sends people back to: one address, whatever language they read."""
    with translation.override("id"):
        return request.build_absolute_uri(reverse("accounts:provider_return"))


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider; a link and not a form, since a form may not lead to another site."""
    if not provider.is_set():
        raise Http404
    try:
        answer: HttpResponseRedirect = provider.client().authorize_redirect(request, _address(request))
    except provider.failures() as error:
        return _failed(request, error)
    request.session["provider_language"] = translation.get_language()
    return answer


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says of somebody it sent back, check it, and let them in."""
    if not provider.is_set():
        raise Http404
    client = provider.client()
    with translation.override(request.session.get("provider_language", translation.get_language())):
        try:
            claims = _claims(client, client.authorize_access_token(request))
            user = services.person_of_identity(claims["iss"], claims)
        except AccountError as error:
            return _refused(request, error)
        except provider.failures() as error:
            return _failed(request, error)
        return arrive(request, user, way=Way.PROVIDER)


def _claims(client: Any, token: dict[str, Any]) -> dict[str, Any]:
    """Return what the checked ID token says, and beside it what the provider tells only when asked (UserInfo).

    Raises ValueError when that is about somebody else (OpenID Connect Core 1.0, section 5.3.2).
    """
    claims = dict(token["userinfo"])
    if "email" not in claims and client.load_server_metadata().get("userinfo_endpoint"):
        told = dict(client.userinfo(token=token))
        if told.get("sub") != claims["sub"]:
            raise ValueError("UserInfo is about another subject")
        claims = {**told, **claims}
    return claims


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Give the provider the public keys with which this installation signs what it asks (a JWK set)."""
    if not provider.is_set():
        raise Http404
    return JsonResponse(provider.public_keys(), headers={"Cache-Control": "public, max-age=3600"})


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("signing in through the provider failed: %s: %s", type(error).__name__, error)
    return _refused(request, ProviderFailed())


def _refused(request: HttpRequest, error: AccountError) -> HttpResponse:
    status = 502 if isinstance(error, ProviderFailed) else 403
    return render(request, "accounts/provider_refused.html", {"error": error}, status=status)
