"""A real Serambi and a real browser for the tests marked e2e.

The server is the one of `make run`, on a free port, with a state folder of its own that is thrown away.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.tables import copy_to

ROOT = Path(__file__).parents[1]
SCREENS = ROOT / "var" / "screens"
# As root, and on a machine without a network, Chromium needs to be told both.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How many milliseconds a page may take on a busy machine; only a bound: what is waited for is looked at all the time.
PATIENCE = 60_000
COORDINATOR = re.compile(r"(?P<email>\S+@\S+)\s+(?P<password>\S+)\s+.*(?:oordinator)", re.IGNORECASE)

# The main pages, by the name their screenshot gets; each must be right signed in and, where public, signed out.
PUBLIC_PAGES = {
    "home": "/",
    "dashboard": "/dashboard/",
    "pillar": "/pillars/environment/",
    "sub-dimension": "/pillars/environment/waste/",
    "program": "/programs/QW-2/",
    "plan": "/plan/",
    "register": "/plan/programs/",
    "timeline": "/plan/timeline/?open=all&span=2026",
    "board": "/plan/board/",
    "indicators": "/indicators/",
    "indicator": "/indicators/waste_handled_share/",
    "why": "/indicators/waste_handled_share/why/",
    "standards": "/indicators/standards/",
    "series": "/data/",
    "one-series": "/data/series/waste.handled/",
    "residents": "/residents/",
    "report": "/residents/report/",
    "areas": "/areas/",
    "area": "/areas/64.09.01/",
    "organizations": "/organizations/",
    "organization": "/organizations/DLH/",
    "search": "/search/?q=sampah",
    "sign-in": "/account/sign-in/",
}

PRIVATE_PAGES = {
    "profile": "/account/",
    "people": "/organizations/people/",
    "audit": "/audit/",
    "jobs": "/jobs/",
    "duties": "/jobs/duties/",
    "to-verify": "/data/to-verify/",
    "new-program": "/plan/programs/create/",
    "import": "/plan/import/",
    "load-spending": "/plan/budget/load/",
    "edit-program": "/plan/programs/QW-2/edit/",
    "versions": "/plan/versions/",
    "choose-programs": "/plan/programs/?select=on&col=code&col=sipd",
    "bulk-edit": "/plan/bulk/?all=on&pillar=living",
    "new-indicator": "/indicators/new/",
    "edit-indicator": "/indicators/waste_handled_share/edit/",
    "targets": "/indicators/waste_handled_share/targets/",
    "record": "/data/series/waste.handled/record/",
    "grid": "/data/series/waste.handled/grid/",
    "period-grid": "/data/grid/?frequency=month&level=4",
    "new-series": "/data/new-series/",
    "new-organization": "/organizations/new/",
    "due": "/progress/",
    "partners": "/partners/",
    "reporting-periods": "/progress/periods/",
    "report-queue": "/progress/queue/",
    "reporting-cycle": "/progress/cycles/monthly/",
    "holidays": "/progress/holidays/",
    "delegations": "/progress/delegations/",
    "resident-reports": "/residents/list/",
    "piles": "/residents/piles/",
    "pile": "/residents/piles/waste/64.09.01.1003/",
    "report-categories": "/residents/categories/",
    "meetings": "/meetings/",
    "month": "/meetings/calendar/",
    "effect": "/meetings/effect/",
    "matrix": "/meetings/matrix/",
    "office": "/meetings/office/",
}


@contextmanager
def served(state: Path) -> Iterator[tuple[str, str]]:
    """Serve a fresh trial and yield its address and what it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    copy_to(state)
    log = state / "log.txt"
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    with log.open("w") as out:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("serambi"), "trial", "--port", str(port)],
            cwd=ROOT,
            # The Serambi of this folder, whichever one is installed beside the libraries.
            env={**kept, "PYTHONPATH": str(ROOT), "SERAMBI_MODE": "trial", "SERAMBI_STATE": str(state)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, log)
            yield address, log.read_text()
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the trial stopped:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/account/sign-in/", timeout=5).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the trial did not answer:\n{log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def sign_in(page: Page, address: str, printed: str) -> None:
    """Sign in as the coordinator with the account that the terminal shows."""
    account = COORDINATOR.search(printed)
    if account is None:
        raise AssertionError(f"no coordinator was printed:\n{printed}")
    page.goto(f"{address}/account/sign-in/")
    page.locator("input[name=username]").fill(account["email"])
    page.locator("input[name=password]").fill(account["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/dashboard/**")


def listening(page: Page) -> None:
    """Wait until every script of the page hears what is pressed: the larger ones come after the page itself."""
    expect(page.locator("[data-island]:not([data-alive])")).to_have_count(0)


def open_page(page: Page, address: str) -> None:
    """Go to a page and wait until all of it hears."""
    page.goto(address)
    listening(page)


def leave_for(page: Page, address: str) -> None:
    """Go to a page from one that may move on by itself at any moment, which would break off our way."""
    with suppress(BrowserError):
        page.goto("about:blank")
    open_page(page, address)
