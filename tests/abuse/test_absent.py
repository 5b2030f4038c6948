"""What is not there and what a person may not reach cannot be told apart: the same status, the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.permission_table import PERMISSIONS, Outcome, Permission
from tests.permission_world import ROLES, World

# What an address names when nothing of the kind exists, by the name of its part.
NOT_THERE: Mapping[str, object] = {
    "pk": 999_999_999,
    "code": "tidak-ada",
    "abbreviation": "TIDAKADA",
    "agency": "TIDAKADA",
    "public_id": "00000000-0000-4000-8000-000000000000",
    "cycle": "tidak-ada",
    "period": "2001-Q1",
    "area": "99.99",
}
HIDING = [one for one in PERMISSIONS if Outcome.HIDDEN in {*one.get.values(), *one.post.values()}]


def told(response: HttpResponse, *addresses: str) -> tuple[int, str]:
    """Return what a person can see of an answer, without its own address and what is drawn anew each time."""
    text = response.content.decode()
    for address in addresses:
        text = text.replace(address, "…")
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', "", text)
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]*"', "", text)


@pytest.mark.django_db
@pytest.mark.parametrize("permission", HIDING, ids=lambda permission: permission.name)
def test_absent_and_forbidden_look_the_same(permission: Permission, world: World, browsers: dict[str, Client]) -> None:
    there = dict(permission.kwargs(world))
    absent = {**there, **{name: NOT_THERE[name] for name in there if name in NOT_THERE}}
    if absent == there:
        pytest.skip("its address names nothing that could be absent")
    try:
        addresses = reverse(permission.name, kwargs=there), reverse(permission.name, kwargs=absent)
    except NoReverseMatch:
        pytest.skip("there is no address for what is absent")
    for role in ROLES:
        for rule, method in ((permission.get, "get"), (permission.post, "post")):
            if rule[role] is not Outcome.HIDDEN:
                continue
            with transaction.atomic():
                seen, unseen = (told(getattr(browsers[role], method)(address), *addresses) for address in addresses)
                transaction.set_rollback(True)
            assert seen == unseen, f"{role}, {method}"
