"""Every address, every role, reading and sending: what the table says is what happens, and what the docs say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.permission_table import NOT_IN_PRODUCTION, PERMISSIONS, Outcome, Permission, Rule
from tests.permission_world import ROLES, World, make_world
from tools.permission_table import PAGE, written

BY_STATUS = {403: Outcome.REFUSED, 404: Outcome.HIDDEN, 405: Outcome.NO_METHOD}


def named_addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of every address below a resolver, with its name spaces."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or f"without a name: {entry.pattern}"))


def outcome_of(response: HttpResponse, elsewhere: str) -> Outcome:
    """Return what an answer means; an answer of our own fault fails the test."""
    assert response.status_code < 500
    if response.status_code != 302:
        return BY_STATUS.get(response.status_code, Outcome.OPEN)
    target = response["Location"].partition("?")[0]
    if target == reverse(settings.LOGIN_URL) and "next=" in response["Location"]:
        return Outcome.SIGN_IN
    return Outcome.ELSEWHERE if target == elsewhere else Outcome.OPEN


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything, made once for the whole table and never kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A browser for each role, signed in where the role is a person's."""
    found = {}
    for role in ROLES:
        found[role], user = Client(), world.user(role)
        if user is not None:
            found[role].force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    return found


def test_every_address_is_in_the_table_once() -> None:
    declared = [permission.name for permission in PERMISSIONS]

    assert sorted(declared) == sorted(set(named_addresses(get_resolver())) - NOT_IN_PRODUCTION)


def test_every_rule_names_every_role() -> None:
    for permission in PERMISSIONS:
        assert set(permission.get) == set(permission.post) == set(ROLES), permission.name


# The mark makes pytest-django create the database of the tests; without one test that has it, there would be none.
@pytest.mark.django_db
@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.name)
def test_the_table_says_what_happens(permission: Permission, world: World, browsers: dict[str, Client]) -> None:
    kwargs, data = dict(permission.kwargs(world)), dict(permission.data(world))
    address = f"{reverse(permission.name, kwargs=kwargs)}?{urlencode(dict(permission.query(world)))}".rstrip("?")
    elsewhere = reverse(permission.elsewhere, kwargs=kwargs) if permission.elsewhere else ""

    def answers(send: Callable[[Client], HttpResponse]) -> Rule:
        found = {}
        for role, browser in browsers.items():
            # What one role does must not be there for the next, nor may signing out be for good.
            kept = browser.cookies.copy()
            with transaction.atomic():
                found[role] = outcome_of(send(browser), elsewhere)
                transaction.set_rollback(True)
            browser.cookies = kept
        return found

    assert answers(lambda browser: browser.get(address)) == permission.get
    assert answers(lambda browser: browser.post(address, data)) == permission.post


def test_the_documentation_has_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run: python tools/permission_table.py"
