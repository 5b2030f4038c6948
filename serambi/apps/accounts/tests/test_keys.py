"""API keys: made, used within their scope and time, revoked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.accounts import services
from serambi.apps.accounts.models import ApiKey, Scope, User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast

PAGE = "/account/keys/"


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def program(user: User, scope: Scope = Scope.READ, *, days: int = 30) -> Client:
    """Return a program with a key of that person; it checks forged forms as a real server does."""
    _key, text = services.make_key(user, name="uji", scope=scope, expires_on=in_days(days))
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {text}"})


def test_a_key_is_shown_once_and_kept_nowhere(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.oka)

    answer = client.post(PAGE, {"name": "Dasbor", "scope": "read", "expires_on": in_days(30).isoformat()})

    (text,) = re.findall(r"srb_[\w-]{43}", answer.content.decode())
    assert text not in client.get(PAGE).content.decode()
    assert "Dasbor" in client.get(PAGE).content.decode()
    kept = ApiKey.objects.get()
    assert text not in (kept.digest, kept.beginning)
    entry = Entry.objects.get(verb=Verb.CREATED, object_type="accounts.apikey")
    assert text not in str(entry.after)
    assert "digest" not in entry.after


@pytest.mark.parametrize("days", [-1, 400])
def test_a_key_works_for_a_year_at_most(cast: Cast, signed_in: Callable[[User], Client], days: int) -> None:
    fields = {"name": "Dasbor", "scope": "read", "expires_on": in_days(days).isoformat()}

    text = signed_in(cast.oka).post(PAGE, fields).content.decode()

    assert "Pilih tanggal antara" in text
    assert 'value="Dasbor"' in text
    assert not ApiKey.objects.exists()


def test_a_program_sees_what_its_person_sees(cast: Cast) -> None:
    assert program(cast.oka).get("/data/").status_code == 200
    assert program(cast.oka).get("/organizations/people/").status_code == 403
    assert program(cast.rani).get("/organizations/people/").status_code == 200
    assert ApiKey.objects.exclude(used_at=None).count() == 3


def test_a_key_that_reads_writes_nothing(cast: Cast) -> None:
    answer = program(cast.rani).post(reverse("plans:program_create"), {})

    assert answer.status_code == 403
    assert answer.json()["error"] == "Kunci ini tidak boleh melakukan itu."


def test_a_key_for_figures_writes_figures_and_nothing_else(cast: Cast) -> None:
    client = program(cast.rani, Scope.FIGURES)

    # The form is read and answered: what is missing in it is told.
    assert client.post(reverse("observations:series_create"), {}).status_code == 200
    assert client.post(reverse("plans:program_create"), {}).status_code == 403


@pytest.mark.parametrize("path", ["/account/", "/account/keys/", "/account/password/", "/audit/"])
def test_no_key_opens_accounts_or_the_record(cast: Cast, path: str) -> None:
    assert program(cast.rani, Scope.FIGURES).get(path).status_code == 403


def test_an_unknown_a_late_and_a_revoked_key_are_answered_alike(cast: Cast) -> None:
    late = program(cast.oka)
    ApiKey.objects.update(expires_on=in_days(-1))
    revoked = program(cast.oka)
    services.revoke_key(ApiKey.objects.get(expires_on=in_days(30)), by=cast.oka)
    unknown = Client(headers={"authorization": "Bearer srb_unknown"})

    answers = [client.get("/data/") for client in (late, revoked, unknown)]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


def test_the_last_day_is_included(cast: Cast) -> None:
    assert program(cast.oka, days=0).get("/data/").status_code == 200


def test_the_key_of_a_closed_account_opens_nothing(cast: Cast) -> None:
    client = program(cast.oka)
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert client.get("/data/").status_code == 401


def test_a_key_is_revoked_by_its_owner_alone(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = program(cast.oka)
    address = f"{PAGE}{ApiKey.objects.get().pk}/revoke/"

    assert signed_in(cast.sari).post(address).status_code == 404
    assert "Cabut “uji”?" in signed_in(cast.oka).get(address).content.decode()
    assert signed_in(cast.oka).post(address).status_code == 302

    assert client.get("/data/").status_code == 401
    assert signed_in(cast.oka).post(address).status_code == 404


def test_a_session_opens_no_more_by_a_key_beside_it(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    _key, text = services.make_key(cast.oka, name="uji", scope=Scope.READ, expires_on=in_days(1))

    answer = signed_in(cast.rani).get("/organizations/people/", headers={"authorization": f"Bearer {text}"})

    assert answer.status_code == 403


def test_a_demonstration_account_has_keys_in_a_trial_which_open_nothing_in_production(
    cast: Cast, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    fields = {"name": "Dasbor", "scope": "read", "expires_on": in_days(30).isoformat()}
    (text,) = re.findall(r"srb_[\w-]{43}", signed_in(cast.oka).post(PAGE, fields).content.decode())
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get("/data/").status_code == 200

    settings.MODE = "production"

    assert client.get("/data/").status_code == 401
