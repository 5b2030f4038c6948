"""Remember where a request came from while it is answered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from serambi.apps.audit.addresses import CURRENT, client_address


class RememberAddress:
    """Let `audit.services.record` know the address of the request without every service passing it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = CURRENT.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            CURRENT.reset(token)
