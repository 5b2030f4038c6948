"""Forms sent from other sites, pages asked to send somebody elsewhere, and methods that nothing answers."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.abuse.conftest import signed_in
from tests.abuse.forms import address_of, sender_of, sending
from tests.permission_table import PERMISSIONS, Outcome, Permission
from tests.permission_world import ROLES, World

ELSEWHERE = ("//evil.example/x", "https://evil.example/x", "/\\evil.example/x", "javascript:alert(1)")
# Every name by which a page here or anywhere lets itself be told where to go on.
NAMES = ("next", "back", "url", "return", "return_to", "redirect", "redirect_to", "to", "continue", "from", "goto")
# Where somebody says where they want to go on; tests/…/test_sign_in.py and test_second_factor.py follow it to its end.
LED_ON = {"ui:preferences", "accounts:sign_in", "accounts:sign_in_code"}
METHODS = ("PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def strict(world: World) -> dict[str, Client]:
    """A browser for each role that wants the token of a form, as browsers have it of every site."""
    return {role: signed_in(world, role, enforce_csrf_checks=True) for role in ROLES}


@pytest.mark.django_db
@pytest.mark.parametrize("permission", list(sending()), ids=lambda permission: permission.name)
def test_a_form_of_another_site_is_refused(permission: Permission, world: World, strict: dict[str, Client]) -> None:
    browser, address = strict[sender_of(permission)], address_of(permission, world)
    with transaction.atomic():
        plain = browser.post(address, dict(permission.data(world)))
        forged = browser.post(address, {"csrfmiddlewaretoken": "a" * 64}, HTTP_X_CSRFTOKEN="b" * 64)
        transaction.set_rollback(True)

    assert (plain.status_code, forged.status_code) == (403, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.name)
def test_nobody_is_sent_to_another_site(permission: Permission, world: World, browsers: dict[str, Client]) -> None:
    role = sender_of(permission) or next((one for one in ROLES if permission.get[one] is Outcome.OPEN), "nobody")
    browser, address = browsers[role], address_of(permission, world)
    # Every name with each of the addresses in turn: a page that follows any of them is found out.
    told = {name: ELSEWHERE[at % len(ELSEWHERE)] for at, name in enumerate(NAMES)}
    kept = browser.cookies.copy()
    with transaction.atomic():
        answers = [
            browser.get(address, told, HTTP_REFERER=ELSEWHERE[1]),
            browser.post(address, told, HTTP_REFERER=ELSEWHERE[1]),
        ]
        if permission.name in LED_ON:
            answers += [browser.post(address, {"next": wanted}) for wanted in ELSEWHERE]
        transaction.set_rollback(True)
    browser.cookies = kept
    for answer in answers:
        location = answer.get("Location", "").replace("\\", "/")
        assert urlsplit(location).netloc in {"", "testserver"}
        assert urlsplit(location).scheme in {"", "http"}


@pytest.mark.django_db
@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda permission: permission.name)
def test_other_methods_are_not_answered(permission: Permission, world: World, browsers: dict[str, Client]) -> None:
    browser, address = browsers["coordinator"], address_of(permission, world)
    for method in METHODS:
        with transaction.atomic():
            answer = browser.generic(method, address)
            transaction.set_rollback(True)
        assert answer.status_code in {302, 403, 404, 405, 410}, method
        if answer.status_code == 302:  # sent on at the door, as for a page that is only asked for
            assert answer["Location"] == browser.get(address).get("Location"), method
