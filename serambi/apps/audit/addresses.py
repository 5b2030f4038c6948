"""The network address a request came from, kept while it is answered so that the record can name it."""

from __future__ import annotations

import ipaddress
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

CURRENT: ContextVar[str | None] = ContextVar("address_of_the_request", default=None)


def client_address(request: HttpRequest) -> str | None:
    """Return the address of whoever asked, or None when it is not an internet address (a local socket).

    X-Forwarded-For is believed only as far as our own proxies wrote it (`settings.PROXIES`): anybody may send the
    entries further left, and a lockout by address must not be escaped by inventing one.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(passed) >= settings.PROXIES:
            address = passed[-settings.PROXIES]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None
