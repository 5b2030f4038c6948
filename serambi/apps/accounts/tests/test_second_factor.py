"""The second factor: setting it up, signing in with it, who needs one, and losing the phone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.models import OpenSession, User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import PASSWORD, Cast

PAGE = "/account/second-factor/"
CODE = "/account/sign-in/code/"


@pytest.fixture(autouse=True)
def arrive_on_own_page(settings: Settings) -> None:
    settings.LOGIN_REDIRECT_URL = "accounts:profile"


def code_of(user: User, *, confirmed: bool = True, later: int = 0) -> str:
    """Return what the app shows now, or so many steps of thirty seconds later (RFC 6238)."""
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + later * device.step
    return f"{totp.token():06d}"


def with_second_factor(user: User) -> list[str]:
    services.prepare_second_factor(user)
    codes = services.confirm_second_factor(user, code=code_of(user, confirmed=False))
    # The code that confirmed it is used up; the tests need the present one once more.
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return codes


def first_step(client: Client, user: User, **fields: str) -> object:
    return client.post("/account/sign-in/", {"username": user.email, "password": PASSWORD, **fields})


def test_it_is_set_up_with_a_code_of_the_app(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(cast.oka)
    assert "data:image/svg+xml" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"code": "000000"}).status_code == 200
    assert not queries.has_second_factor(cast.oka)
    TOTPDevice.objects.update(throttling_failure_count=0)

    response = client.post(PAGE, {"code": code_of(cast.oka, confirmed=False)})

    assert response["Location"] == "/account/second-factor/recovery/"
    assert queries.has_second_factor(cast.oka)
    shown = client.get(response["Location"]).content.decode()
    assert sum(token.token in shown for token in StaticToken.objects.all()) == 10
    # Only once.
    assert StaticToken.objects.all()[0].token not in client.get(response["Location"]).content.decode()
    assert Entry.objects.filter(verb=Verb.CREATED, after={"second_factor": "totp"}).count() == 1


def test_the_password_alone_opens_nothing_any_more(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()

    assert first_step(client, cast.oka)["Location"] == CODE
    assert client.get("/account/").status_code == 302
    assert not OpenSession.objects.exists()
    assert not Entry.objects.filter(verb=Verb.SIGNED_IN).exists()


def test_the_code_opens_and_leads_where_one_wanted_to_go(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()
    first_step(client, cast.oka, next="/account/sessions/")

    response = client.post(CODE, {"code": code_of(cast.oka)})

    assert response["Location"] == "/account/sessions/"
    assert client.get("/account/").status_code == 200


def test_a_code_works_once(cast: Cast) -> None:
    with_second_factor(cast.oka)
    code = code_of(cast.oka)
    first, again = Client(), Client()
    first_step(first, cast.oka)
    first_step(again, cast.oka)

    assert first.post(CODE, {"code": code}).status_code == 302
    assert again.post(CODE, {"code": code}).status_code == 200


def test_wrong_codes_make_the_next_one_wait(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()
    first_step(client, cast.oka)
    client.post(CODE, {"code": "000000"})

    text = client.post(CODE, {"code": code_of(cast.oka)}).content.decode()

    assert "Terlalu banyak kode" in text
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED, object_id=str(cast.oka.pk)).count() == 2


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    codes = with_second_factor(cast.oka)
    first, again = Client(), Client()
    first_step(first, cast.oka)
    first_step(again, cast.oka)

    assert first.post(CODE, {"code": f" {codes[0].upper()} "}).status_code == 302
    assert queries.recovery_codes_left(cast.oka) == 9
    assert again.post(CODE, {"code": codes[0]}).status_code == 200


def test_the_second_step_needs_the_first_and_not_too_long_ago(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()
    assert client.get(CODE)["Location"] == "/account/sign-in/"
    first_step(client, cast.oka)
    session = client.session
    session["half_way"] = {**session["half_way"], "at": time.time() - 601}
    session.save()

    assert client.post(CODE, {"code": code_of(cast.oka)})["Location"] == "/account/sign-in/"


def test_somebody_deactivated_between_the_steps_does_not_get_in(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()
    first_step(client, cast.oka)
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert client.post(CODE, {"code": code_of(cast.oka)})["Location"] == "/account/sign-in/"


def test_a_wanted_page_elsewhere_is_not_followed(cast: Cast) -> None:
    with_second_factor(cast.oka)
    client = Client()
    first_step(client, cast.oka)
    session = client.session
    session["half_way"] = {**session["half_way"], "next": "https://elsewhere.example/"}
    session.save()

    assert client.post(CODE, {"code": code_of(cast.oka)})["Location"] == "/account/"


def test_whoever_needs_one_sets_it_up_before_anything_else(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cast.rani).post("/account/rules/", {"second_factor_roles": ["officer"]})
    assert response.status_code == 302
    client = Client()
    first_step(client, cast.oka)

    assert client.get("/account/")["Location"] == PAGE
    assert client.get("/plan/")["Location"] == PAGE
    client.get(PAGE)
    client.post(PAGE, {"code": code_of(cast.oka, confirmed=False)})

    assert client.get("/account/").status_code == 200


def test_new_rules_sign_out_who_falls_under_them_and_has_none(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    officer, head, coordinator = Client(), Client(), signed_in(cast.rani)
    first_step(officer, cast.oka)
    first_step(head, cast.hadi)

    coordinator.post("/account/rules/", {"second_factor_roles": ["officer", "coordinator"]})

    assert officer.get("/account/").status_code == 302
    assert head.get("/account/").status_code == 200
    assert coordinator.get("/account/").status_code == 200
    assert queries.needs_second_factor(cast.rani)


def test_a_needed_one_is_replaced_but_not_removed(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    with_second_factor(cast.oka)
    services.change_rules(second_factor_roles=["officer"], by=cast.rani, session_key=None)

    text = signed_in(cast.oka).post(f"{PAGE}remove/", {"code": code_of(cast.oka)}).content.decode()

    assert "mewajibkan faktor kedua" in text
    assert queries.has_second_factor(cast.oka)


def test_it_is_removed_with_a_code(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    with_second_factor(cast.oka)
    client = signed_in(cast.oka)

    assert client.post(f"{PAGE}remove/", {"code": "000000"}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post(f"{PAGE}remove/", {"code": code_of(cast.oka)}).status_code == 302

    assert not queries.has_second_factor(cast.oka)
    assert queries.recovery_codes_left(cast.oka) == 0


def test_the_coordinator_takes_it_from_somebody_who_lost_the_phone(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    with_second_factor(cast.oka)
    address = f"/organizations/people/{cast.oka.pk}/second-factor/reset/"
    assert signed_in(cast.hadi).post(address, {"reason": "x"}).status_code == 404
    coordinator = signed_in(cast.rani)

    assert "Hapus faktor kedua" in coordinator.get(address).content.decode()
    assert coordinator.post(address, {"reason": "Ponsel hilang"}).status_code == 302

    assert not queries.has_second_factor(cast.oka)
    entry = Entry.objects.filter(verb=Verb.DELETED, object_id=str(cast.oka.pk)).get()
    assert (entry.actor_id, entry.reason) == (cast.rani.pk, "Ponsel hilang")


def test_new_recovery_codes_take_the_place_of_the_old(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    old = with_second_factor(cast.oka)
    client = signed_in(cast.oka)

    client.post("/account/second-factor/recovery/")

    assert not StaticToken.objects.filter(token__in=old).exists()
    assert queries.recovery_codes_left(cast.oka) == 10


def test_a_demonstration_account_gets_none_and_is_never_closed_for_want_of_one(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    services.change_rules(second_factor_roles=["officer"], by=cast.rani, session_key=None)
    client = Client()
    first_step(client, cast.oka)

    assert client.get("/account/").status_code == 200
    for answer in (client.get(PAGE), client.post(PAGE, {"code": "000000"})):
        assert answer.status_code == 403
        assert "Akun contoh tetap seperti adanya" in answer.content.decode()
    assert not TOTPDevice.objects.exists()
