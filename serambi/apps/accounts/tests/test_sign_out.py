"""Signing out is a deed, not a link."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from pytest_django import Settings

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast

ADDRESS = "/account/sign-out/"


def test_a_link_does_not_sign_out(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.oka)

    assert client.get(ADDRESS).status_code == 405
    assert client.get("/account/").status_code == 200


def test_signing_out_ends_the_session_and_is_written_down(
    cast: Cast, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.LOGOUT_REDIRECT_URL = "accounts:sign_in"
    client = signed_in(cast.oka)

    assert client.post(ADDRESS)["Location"] == "/account/sign-in/"

    assert client.get("/account/").status_code == 302
    assert Entry.objects.get(verb=Verb.SIGNED_OUT).actor_id == cast.oka.pk


def test_signing_out_twice_is_harmless(db: None, settings: Settings) -> None:
    settings.LOGOUT_REDIRECT_URL = "accounts:sign_in"

    assert Client().post(ADDRESS).status_code == 302
    assert not Entry.objects.exists()
