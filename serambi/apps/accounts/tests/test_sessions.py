"""Where a person is signed in, and signing out there."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from serambi.apps.accounts.labels import browser_in_words
from serambi.apps.accounts.models import OpenSession, User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import PASSWORD, Cast

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
PAGE = "/account/sessions/"


def signed_in_with(user: User, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/sign-in/", {"username": user.email, "password": PASSWORD})
    return client


def test_every_browser_is_listed_in_words(cast: Cast) -> None:
    signed_in_with(cast.oka, PHONE)
    desk = signed_in_with(cast.oka, DESK)
    signed_in_with(cast.hadi, PHONE)

    text = desk.get(PAGE).content.decode()

    assert "Chrome di Android" in text
    assert "Firefox di Windows" in text
    assert text.count("/end/") == 2  # that one, and all others
    assert "di 2 peramban" in desk.get("/account/").content.decode()


def test_another_browser_is_signed_out(cast: Cast) -> None:
    phone, desk = signed_in_with(cast.oka, PHONE), signed_in_with(cast.oka, DESK)
    other = OpenSession.objects.get(session_key=phone.session.session_key)

    assert desk.get(f"{PAGE}{other.pk}/end/").status_code == 405
    assert desk.post(f"{PAGE}{other.pk}/end/").status_code == 302

    assert phone.get("/account/").status_code == 302
    assert desk.get("/account/").status_code == 200
    assert Entry.objects.filter(verb=Verb.SIGNED_OUT, actor_id=cast.oka.pk).count() == 1


def test_somebody_elses_session_and_ones_own_present_one_are_not_there(cast: Cast) -> None:
    phone, stranger = signed_in_with(cast.oka, PHONE), signed_in_with(cast.sari, DESK)
    opened = OpenSession.objects.get(user=cast.oka)

    assert stranger.post(f"{PAGE}{opened.pk}/end/").status_code == 404
    assert phone.post(f"{PAGE}{opened.pk}/end/").status_code == 404
    assert phone.get("/account/").status_code == 200


def test_signing_out_everywhere_else(cast: Cast) -> None:
    phone, tablet, desk = (signed_in_with(cast.oka, agent) for agent in (PHONE, PHONE, DESK))

    assert desk.post(f"{PAGE}others/end/").status_code == 302

    assert phone.get("/account/").status_code == tablet.get("/account/").status_code == 302
    assert desk.get("/account/").status_code == 200


def test_a_changed_password_ends_the_others_and_keeps_this_one_listed(cast: Cast) -> None:
    phone, desk = signed_in_with(cast.oka, PHONE), signed_in_with(cast.oka, DESK)
    new = "another-veranda-at-noon"

    desk.post("/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert phone.get("/account/").status_code == 302
    assert "yang ini" in desk.get(PAGE).content.decode()
    assert OpenSession.objects.filter(user=cast.oka).count() == 1


def test_signing_out_takes_the_session_from_the_list(cast: Cast) -> None:
    phone = signed_in_with(cast.oka, PHONE)
    phone.post("/account/sign-out/")

    assert "Chrome" not in signed_in_with(cast.oka, DESK).get(PAGE).content.decode()


def test_last_seen_is_written_once_in_ten_minutes(cast: Cast) -> None:
    phone = signed_in_with(cast.oka, PHONE)
    before = OpenSession.objects.get().seen_at
    phone.get("/account/")
    assert OpenSession.objects.get().seen_at == before
    session = phone.session
    session["seen_at"] -= 601
    session.save()

    phone.get("/account/")

    assert OpenSession.objects.get().seen_at > before


def test_the_coordinator_signs_somebody_out_everywhere(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    phone, desk = signed_in_with(cast.oka, PHONE), signed_in_with(cast.oka, DESK)
    address = f"/organizations/people/{cast.oka.pk}/sign-out/"
    assert signed_in(cast.hadi).post(address).status_code == 404

    assert signed_in(cast.rani).post(address).status_code == 302

    assert phone.get("/account/").status_code == desk.get("/account/").status_code == 302


def test_a_browser_that_says_nothing_is_said_so() -> None:
    assert browser_in_words("") == "peramban yang tidak menyebut namanya"
    assert browser_in_words("curl/8.0") == "peramban yang tidak menyebut namanya"
