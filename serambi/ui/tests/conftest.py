"""What the tests of the interface share: its own addresses, and a page around a piece of template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

Render = Callable[..., str]


def make_request(address: str = "/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(address, headers=headers)
    request.user = AnonymousUser()
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


@pytest.fixture
def render() -> Render:
    """Return a function that renders a piece of template with all tag libraries loaded."""

    def rendered(source: str, *, request: HttpRequest | None = None, **context: Any) -> str:
        template = engines["django"].from_string("{% load ui formats charts %}" + source)
        return template.render(context, request)

    return rendered


@pytest.fixture(autouse=True)
def indonesian() -> Any:
    with translation.override("id"):
        yield
