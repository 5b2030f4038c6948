"""What is refused at the door leaves a trace: in the log, or in the record."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from serambi.apps.audit.models import Entry, Verb
from tests.abuse.conftest import signed_in
from tests.permission_world import World

pytestmark = pytest.mark.django_db


def warned(caplog: pytest.LogCaptureFixture, name: str) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == name and one.levelno >= logging.WARNING]


def test_a_changed_link_is_refused_and_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    answer = Client().get("/progress/link/WzEsIngiXQ:invented/")

    assert answer.status_code == 410
    assert warned(caplog, "django.request") == ["Gone: /progress/link/WzEsIngiXQ:invented/"]


def test_the_address_of_another_agency_is_refused_and_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    address = "/progress/reports/quarterly/2020-Q1/DLH/form/"

    assert signed_in(world, "stranger").get(address).status_code == 404
    assert warned(caplog, "django.request") == [f"Not Found: {address}"]


def test_a_form_of_another_site_is_refused_and_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    browser = signed_in(world, "officer", enforce_csrf_checks=True)

    assert browser.post("/account/", {"name": "x"}).status_code == 403
    assert len(warned(caplog, "django.security.csrf")) == 1


def test_asking_for_very_many_password_links_is_refused_and_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    person = world.cast.oka
    for _ in range(5):
        Client().post(reverse("accounts:password_reset"), {"email": person.email})
    Client().post(reverse("accounts:password_reset"), {"email": "nobody@serumpun.example"})

    said = warned(caplog, "serambi.apps.accounts.services.passwords")
    assert len(said) == 3
    assert f"person {person.pk}, from 127.0.0.1" in said[0]
    assert "nobody@" not in said[-1]
    assert Entry.objects.filter(verb=Verb.PASSWORD_LINK_SENT, object_id=str(person.pk)).count() == 3


def test_guessing_a_password_is_refused_and_in_the_record(world: World) -> None:
    before = Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count()
    tried = [
        Client()
        .post("/account/sign-in/", {"username": world.cast.oka.email, "password": f"guess-{number}"})
        .status_code
        for number in range(7)
    ]

    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == before + 5
    assert tried[-1] == 429
