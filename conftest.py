"""Fixtures for every test."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase
from django.utils import translation

from serambi.apps.accounts.models import User
from tests.cast import Cast, make_cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case by its argument where the value is a file's content, which may hold the time it was made.

    Two workers that gather the tests a second apart must find the same names.
    """
    return argname if isinstance(val, bytes) else None


def pytest_collection() -> None:
    """Gather the tests without looking for garbage, of which there is none: that took a third of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Take all tests and modules out of what is looked through again and again, and look more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def pytest_unconfigure() -> None:
    """Let everything be taken apart at the end, where libraries tell what was left over."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _in_indonesian() -> Iterator[None]:
    """Begin every test in the language of the program: a page in English leaves its language behind in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _no_origins_of_another_test() -> Iterator[None]:
    """Forget rows of the record that this test takes for committed; they are rolled back at its end."""
    from serambi.apps.audit.origins import forget_origins  # noqa: PLC0415 - the models must be loaded

    yield
    forget_origins()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Begin with a copy of the tables: those an earlier run made for SQLite, those another worker did elsewhere."""
    from tests.tables import copied_database, copied_tables  # noqa: PLC0415 - the apps must be loaded

    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    with copied_tables() if is_sqlite else copied_database():
        yield


@pytest.fixture(scope="session", autouse=True)
def _record_can_be_emptied() -> Iterator[None]:
    """Lift the protection of the audit record while a test that commits empties its database at the end."""
    with pytest.MonkeyPatch.context() as patch:
        empty = TransactionTestCase._fixture_teardown

        def empty_unprotected(case: TransactionTestCase) -> None:
            from tests.record import unprotected  # noqa: PLC0415 - the models must be loaded

            with unprotected():
                empty(case)

        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_unprotected)
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the one Chromium of the tests marked e2e; a process has room for one."""
    from tests.browser import chromium  # noqa: PLC0415 - only tests in a browser need it

    # Playwright's own loop runs in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, chromium() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running
