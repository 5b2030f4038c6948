"""One server and one browser for all tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser import served, sign_in


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return the address of a fresh trial and what it printed."""
    state: Path = tmp_path_factory.mktemp("state")
    with served(state) as running:
        yield running


@pytest.fixture(scope="session")
def address(trial: tuple[str, str]) -> str:
    return trial[0]


@pytest.fixture(scope="session")
def coordinator_state(browser: Browser, trial: tuple[str, str]) -> StorageState:
    """Return what a browser keeps once the coordinator has signed in; nobody may sign out with it."""
    context = browser.new_context(locale="id-ID")
    sign_in(context.new_page(), *trial)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that nobody has signed in to, in Indonesian, that reports what goes wrong in it."""
    yield from _reporting_page(browser)


@pytest.fixture
def coordinator(browser: Browser, coordinator_state: StorageState) -> Iterator[Page]:
    """Return a page in which the coordinator has signed in."""
    yield from _reporting_page(browser, storage_state=coordinator_state)


def _reporting_page(browser: Browser, storage_state: StorageState | None = None) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900}, storage_state=storage_state)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert problems == []
