"""Five failures from one place close an address to that place for a quarter of an hour."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessAttempt
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.accounts import services
from serambi.apps.audit.models import Entry, Verb
from serambi.ui import formats
from tests.cast import PASSWORD, Cast

ADDRESS = "/account/sign-in/"
HERE, THERE = "203.0.113.9", "203.0.113.10"


def attempt(email: str, password: str, place: str = HERE, **headers: str) -> HttpResponse:
    return Client(REMOTE_ADDR=place, **headers).post(
        ADDRESS, {"username": email, "password": password, "next": "/account/"}
    )


def fail(email: str, times: int, place: str = HERE) -> HttpResponse:
    for number in range(times):
        response = attempt(email if number % 2 else email.upper(), "wrong", place, HTTP_USER_AGENT=f"browser {number}")
    return response


def let_minutes_pass(minutes: int) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=minutes))


def test_the_fifth_failure_closes_the_door_and_says_when_it_opens(cast: Cast) -> None:
    assert fail(cast.oka.email, 4).status_code == 200

    response = attempt(cast.oka.email, "wrong")

    assert response.status_code == 429
    opens = timezone.now() + dt.timedelta(seconds=int(response["Retry-After"]))
    assert dt.timedelta(minutes=14) < opens - timezone.now() <= dt.timedelta(minutes=15)
    assert "15 menit" in response.content.decode()
    assert formats.moment(opens)[:12] in response.content.decode()


def test_the_right_password_does_not_help_while_it_is_closed(cast: Cast) -> None:
    fail(cast.oka.email, 5)

    assert attempt(cast.oka.email, PASSWORD).status_code == 429


def test_trying_while_it_is_closed_does_not_move_the_time(cast: Cast) -> None:
    fail(cast.oka.email, 5)
    let_minutes_pass(10)

    response = attempt(cast.oka.email, "wrong")

    assert 4 * 60 < int(response["Retry-After"]) <= 5 * 60


def test_after_a_quarter_of_an_hour_it_is_open_again(cast: Cast) -> None:
    fail(cast.oka.email, 5)
    let_minutes_pass(15)

    assert attempt(cast.oka.email, PASSWORD).status_code == 302


def test_the_person_elsewhere_and_others_here_are_not_locked_out(cast: Cast) -> None:
    fail(cast.oka.email, 5)

    assert attempt(cast.oka.email, PASSWORD, THERE).status_code == 302
    assert attempt(cast.sari.email, PASSWORD, HERE).status_code == 302


def test_success_forgets_the_failures(cast: Cast) -> None:
    fail(cast.oka.email, 4)
    attempt(cast.oka.email, PASSWORD)

    assert fail(cast.oka.email, 4).status_code == 200


def test_an_unknown_address_is_locked_like_a_known_one(db: None) -> None:
    assert fail("nobody@serumpun.example", 5).status_code == 429


def test_the_page_itself_stays_open(cast: Cast) -> None:
    fail(cast.oka.email, 5)

    assert Client(REMOTE_ADDR=HERE).get(ADDRESS).status_code == 200


def test_what_a_lockout_turns_away_is_not_written_down(cast: Cast) -> None:
    fail(cast.oka.email, 5)
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == 5

    fail(cast.oka.email, 3)

    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == 5


def test_choosing_a_new_password_opens_the_account(cast: Cast) -> None:
    fail(cast.oka.email, 5)
    services.change_password(cast.oka, password="another-veranda-at-night")

    assert attempt(cast.oka.email, "another-veranda-at-night").status_code == 302


def test_an_invented_forwarded_address_does_not_escape_the_lockout(cast: Cast, settings: Settings) -> None:
    settings.PROXIES = 1
    for number in range(5):
        forwarded = f"198.51.100.{number}, {HERE}"
        response = attempt(cast.oka.email, "wrong", "10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert response.status_code == 429
    assert attempt(cast.oka.email, PASSWORD, "10.0.0.1", HTTP_X_FORWARDED_FOR=THERE).status_code == 302
