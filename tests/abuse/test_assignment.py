"""What a form does not ask for cannot be sent with it: nobody gets a role, an agency or a state by another field."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from tests.abuse.forms import address_of, forms_in, sender_of, sending
from tests.permission_table import Permission
from tests.permission_world import World

# What decides who may do what, whose something is, and how far it has come.
DECIDING = (
    "is_superuser", "is_staff", "is_active", "role", "user", "giver", "receiver", "organization", "lead", "producer",
    "owner", "state", "check_state", "first_check", "written_version", "verified_by", "approved_by", "submitted_by",
    "checked_by", "answered_by", "made_by", "by", "is_final", "is_published", "is_current", "is_illustration",
    "archived_at", "first_submitted_at", "scope",
)  # fmt: skip


def decided() -> dict[str, list[Any]]:
    """Return what these columns say in every table of ours, in an order of its own."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_models():
        if not model.__module__.startswith("serambi."):
            continue
        columns = [
            one.attname
            for one in model._meta.concrete_fields
            if one.name in DECIDING and not isinstance(one, models.DateTimeField)
        ]
        if columns:
            found[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*columns)))
    return found


def smuggled(world: World) -> dict[str, str]:
    """Return a value for each column, such as somebody would like to have."""
    people, agencies = world.cast.people, world.cast
    values = dict.fromkeys(DECIDING, "1")
    values |= dict.fromkeys(("user", "receiver", "owner", "answered_by", "submitted_by"), str(people["sari"].pk))
    values |= dict.fromkeys(
        ("giver", "verified_by", "approved_by", "checked_by", "made_by", "by"), str(people["rani"].pk)
    )
    values |= dict.fromkeys(("organization", "lead", "producer"), str(agencies.dinkes.pk))
    values |= {"role": "coordinator", "state": "accepted", "check_state": "accepted", "first_check": "accepted",
               "archived_at": "2020-01-01", "first_submitted_at": "2020-01-01", "scope": "figures"}  # fmt: skip
    return values | {f"{name}_id": value for name, value in values.items()}


def after_sending(browser: Client, address: str, filled: dict[str, str]) -> tuple[int, dict[str, list[Any]]]:
    with transaction.atomic():
        status = browser.post(address, filled).status_code
        # What is refused keeps nothing; only what was taken can have taken too much.
        found = decided() if status < 400 else {}
        transaction.set_rollback(True)
    return status, found


@pytest.mark.django_db
@pytest.mark.parametrize("permission", list(sending()), ids=lambda permission: permission.name)
def test_more_fields_change_nothing(permission: Permission, world: World, browsers: dict[str, Client]) -> None:
    if permission.name == "accounts:sign_out":
        pytest.skip("it would sign out the browser of the other tests")
    browser, address = browsers[sender_of(permission)], address_of(permission, world)
    page = browser.get(address)
    forms = forms_in(page.content.decode(), address) if page.status_code == 200 and not page.streaming else []
    here = [one for one in forms if one.action.partition("?")[0] == address.partition("?")[0]]
    filled = here[0].values if here else {}
    asked = set(here[0].kinds) if here else set()
    more = {name: value for name, value in smuggled(world).items() if name not in asked}

    assert after_sending(browser, address, {**more, **filled}) == after_sending(browser, address, filled)
