"""Keeps a part of a page from being taken for the page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from serambi.ui.persons import PERSON_HEADER, person_key


class VaryOnHtmx:
    """Say on every page that its address answers htmx with less.

    Without it a browser that goes back to an address may show the part that htmx fetched from there, and not the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        return response


class TellPerson:
    """Say on every page of somebody who signed in whose it is, so that a browser keeps no page for anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        # A page for which nobody asked who reads it stays the same for everybody.
        if is_page and request.session.accessed and request.user.is_authenticated:
            response[PERSON_HEADER] = person_key(request.user)
        return response
