"""Signing in: who gets in, what is said to those who do not, and what is written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.queries import describe
from tests.cast import PASSWORD, Cast

ADDRESS = "/account/sign-in/"


def attempt(client: Client, email: str, password: str = PASSWORD, **fields: str) -> object:
    return client.post(ADDRESS, {"username": email, "password": password, **fields})


def alert(response: object) -> str:
    """Return the errors that the page shows, without what was typed."""
    text = response.content.decode()
    start = text.index('role="alert"')
    return text[start : text.index("</ul>", start)]


def test_the_page_asks_for_address_and_password(db: None) -> None:
    response = Client().get(ADDRESS)

    assert response.status_code == 200
    assert "Masuk" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "testserver" not in response.content.decode()


def test_a_person_signs_in_with_the_address_in_any_case(cast: Cast, settings: Settings) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
    client = Client()

    response = attempt(client, " Oka@Serumpun.EXAMPLE")

    assert response.status_code == 302
    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    entry = Entry.objects.get(verb=Verb.SIGNED_IN)
    assert (entry.actor_id, entry.object_id, entry.address) == (cast.oka.pk, str(cast.oka.pk), "127.0.0.1")


def test_somebody_who_prefers_english_arrives_on_english_pages(cast: Cast, settings: Settings) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
    User.objects.filter(pk=cast.oka.pk).update(language="en")

    assert attempt(Client(), cast.oka.email)["Location"] == "/en/account/"


def test_after_signing_in_the_wanted_page_opens(cast: Cast) -> None:
    response = attempt(Client(), cast.oka.email, next="/account/password/?a=1")

    assert response["Location"] == "/account/password/?a=1"


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/account/sign-in/"]
)
def test_a_wanted_page_outside_this_site_is_not_followed(cast: Cast, settings: Settings, foreign: str) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:profile"

    assert attempt(Client(), cast.oka.email, next=foreign)["Location"] == "/account/"


def test_unknown_address_wrong_password_and_closed_account_sound_the_same(cast: Cast) -> None:
    User.objects.filter(pk=cast.hadi.pk).update(is_active=False)

    wrong = attempt(Client(), cast.oka.email, "not the password")
    unknown = attempt(Client(), "nobody@serumpun.example", "not the password")
    closed = attempt(Client(), cast.hadi.email)

    assert wrong.status_code == unknown.status_code == closed.status_code == 200
    assert alert(wrong) == alert(unknown) == alert(closed)
    assert "tidak cocok" in alert(wrong)


def test_what_was_typed_is_kept_but_not_the_password(cast: Cast) -> None:
    text = attempt(Client(), cast.oka.email, "not the password").content.decode()

    assert f'value="{cast.oka.email}"' in text
    assert "not the password" not in text


def test_a_failure_is_written_down_with_its_network_address(cast: Cast) -> None:
    Client(REMOTE_ADDR="203.0.113.9").post(ADDRESS, {"username": cast.oka.email, "password": "wrong"})
    Client(REMOTE_ADDR="203.0.113.9").post(ADDRESS, {"username": "nobody@serumpun.example", "password": "wrong"})

    unknown, known = Entry.objects.filter(verb=Verb.SIGN_IN_FAILED)
    assert (known.object_id, known.address) == (str(cast.oka.pk), "203.0.113.9")
    assert (unknown.object_id, describe([unknown])[0].name) == ("", "nobody@serumpun.example")


def test_an_incomplete_form_is_no_failure(cast: Cast) -> None:
    assert attempt(Client(), "not an address", "x").status_code == 200
    assert attempt(Client(), cast.oka.email, "").status_code == 200
    assert not Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).exists()


def test_somebody_already_signed_in_is_sent_on(
    cast: Cast, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:profile"

    assert signed_in(cast.oka).get(ADDRESS)["Location"] == "/account/"
    assert signed_in(cast.oka).get(f"{ADDRESS}?next=/account/sign-in/")["Location"] == "/account/"


def test_deactivating_a_person_ends_the_session(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.oka)
    assert client.get("/account/").status_code == 200

    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert client.get("/account/")["Location"].startswith(ADDRESS)


def test_a_demonstration_account_signs_in_nowhere_but_in_a_trial(cast: Cast, settings: Settings) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    open_session = Client()
    assert attempt(open_session, cast.oka.email, next="/account/").status_code == 302

    settings.MODE = "production"

    assert "tidak cocok" in alert(attempt(Client(), cast.oka.email))
    assert open_session.get("/account/").status_code == 302


def test_the_sign_in_form_is_protected_from_other_sites(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(ADDRESS, {"username": cast.oka.email, "password": PASSWORD}).status_code == 403


def test_signing_in_costs_few_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = Client()
    with django_assert_max_num_queries(19):
        attempt(client, cast.oka.email, next="/account/")
