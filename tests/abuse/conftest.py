"""One of everything for whoever means harm, with browsers that are signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.permission_world import ROLES, World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One of everything, made once for a module and never kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A browser for each role, signed in where the role is a person's."""
    return {role: signed_in(world, role) for role in ROLES}


def signed_in(world: World, role: str, *, enforce_csrf_checks: bool = False) -> Client:
    browser, user = Client(enforce_csrf_checks=enforce_csrf_checks), world.user(role)
    if user is not None:
        browser.force_login(user, backend="serambi.apps.accounts.backends.PeopleBackend")
    return browser
