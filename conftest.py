"""Fixtures for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from serambi.apps.accounts.models import User
from tests.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    """Begin every test in the language of the program: a page in English leaves its language behind in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The invented regency with its agencies and people."""
    return make_cast()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a browser in which that person has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
        return client

    return sign_in
