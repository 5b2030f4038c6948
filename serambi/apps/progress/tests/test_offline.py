"""What the browser needs for a form without a line: whose page it is, the rules as data, both sides of a conflict."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.progress.services import Content
from serambi.apps.progress.tests.builders import ADDRESS, Reporting, save, typed
from serambi.ui.persons import person_key

SignIn = Callable[[User], Client]
KEEPING = Path(__file__).parents[4] / "frontend/src/offline/keeping.ts"


def facts(page: str) -> dict[str, Any]:
    found = re.search(r'data-island="report-form" data-facts="([^"]*)"', page)
    assert found is not None
    parsed: dict[str, Any] = json.loads(html.unescape(found[1]))
    return parsed


def test_the_line_says_who_is_signed_in_and_is_never_kept(
    running: Reporting, signed_in: SignIn, client: Client
) -> None:
    assert client.get("/progress/line/").json() == {"person": "", "token": ""}
    answer = signed_in(running.cast.oka).get("/progress/line/")
    assert answer.json()["person"] == person_key(running.cast.oka)
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]
    assert signed_in(running.cast.hadi).get("/progress/line/").json()["person"] != person_key(running.cast.oka)


def test_only_the_form_and_what_is_due_may_be_kept_and_every_page_says_whose_it_is(
    running: Reporting, signed_in: SignIn, client: Client
) -> None:
    browser = signed_in(running.cast.oka)
    for address in ("/progress/", f"{ADDRESS}form/"):
        assert browser.get(address)["X-Keep"] == "person"
    for address in (ADDRESS, "/dashboard/", "/account/"):
        answer = browser.get(address)
        assert "X-Keep" not in answer
        assert answer["X-Person"] == person_key(running.cast.oka)
    assert "X-Person" not in client.get("/dashboard/")
    wrong = browser.post(f"{ADDRESS}form/", typed(running, **{f"{running.keys['money']}__amount": "banyak"}))
    assert wrong.status_code == 422
    assert "X-Keep" not in wrong


def test_the_rules_of_the_form_are_those_of_the_server(running: Reporting, signed_in: SignIn) -> None:
    known = facts(signed_in(running.cast.oka).get(f"{ADDRESS}form/").content.decode())
    keys = running.keys
    assert known["person"] == person_key(running.cast.oka)
    figure = known["items"][keys["hulu"]]["values"]["number"]
    assert (figure["type"], figure["min"], figure["max"]) == ("number", "0", "5000")
    assert known["items"][keys["program"]]["values"] == {"stage": {"type": "choice"}, "number": {"type": "percent"}}
    assert known["items"][keys["money"]]["texts"]["no_evidence"] == 500
    assert known["today"] == timezone.localdate().isoformat()


def test_a_conflict_names_the_fields_with_what_they_hold(running: Reporting, signed_in: SignIn) -> None:
    key = running.keys["money"]
    save(running, {key: Content(answer="given", amount=Decimal(300_000))}, by=running.cast.hadi,
         today=timezone.localdate())  # fmt: skip
    sent = {f"{key}__version": "0", f"{key}__amount": "400.000", "action": "save"}

    answer = signed_in(running.cast.oka).post(f"{ADDRESS}form/", sent, headers={"X-Report": "script"})

    assert answer.status_code == 409
    conflict = answer.json()["conflicts"][key]
    assert conflict["version"] == 1
    assert [(field["name"], field["value"]) for field in conflict["fields"]] == [("amount", "300.000")]
    assert answer.json()["next"] == f"{ADDRESS}form/"


# What a phone installs ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_program_can_be_installed_and_opens_with_what_is_due(client: Client) -> None:
    answer = client.get(reverse("ui:manifest"))
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert manifest["start_url"] == reverse("progress:due")
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert (KEEPING.parents[2] / "public" / icon["src"].rpartition("/")[2]).exists()
    page = client.get(reverse("ui:offline"))
    assert page.status_code == 200
    assert "X-Person" not in page


def test_the_worker_knows_the_addresses_that_it_watches() -> None:
    """It is built without the server, so its addresses are held against the server's here."""
    source = KEEPING.read_text()
    assert f'SIGN_OUT = "{reverse("accounts:sign_out")}"' in source
    assert f'OFFLINE_PAGE = "{reverse("ui:offline")}"' in source
    assert f'LINE = "{reverse("progress:line")}"' in KEEPING.with_name("sending.ts").read_text()
