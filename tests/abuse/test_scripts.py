"""A script in every text that is kept, and in every field that can be sent: no page ever carries it out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, models, transaction
from django.http import HttpResponse
from django.test import Client

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from tests.abuse.forms import Form, address_of, forms_in, sender_of, sending
from tests.permission_table import PERMISSIONS, Outcome
from tests.permission_world import World

# Short, so that it fits nearly everywhere; it opens a tag, and closes an attribute of either quote.
SCRIPT = "<zz '\"a=1>"
# What is no text of a person: it names things in addresses, is read by a program, or is one of a few words.
_NAMES = {"code", "abbreviation", "email", "password", "formula", "key", "kind", "digest"}
_NAMES |= {"sipd_code", "object_type", "object_id", "owner_type"}
_READERS = ("coordinator", "officer", "head", "verifier", "executive", "viewer", "nobody")


def kept_texts() -> Iterator[tuple[type[models.Model], list[models.Field]]]:  # type: ignore[type-arg]
    """Yield every table of ours with its fields into which a person's words can come."""
    for model in apps.get_models():
        if model.__module__.startswith("serambi.") and model._meta.app_label != "audit":  # what nobody can change
            found = [one for one in model._meta.concrete_fields if _is_text(one)]
            if found:
                yield model, found


def _is_text(field: models.Field) -> bool:  # type: ignore[type-arg]
    plain = type(field) in {models.CharField, models.TextField}
    checked = any(type(one).__name__ == "RegexValidator" for one in field.validators)
    return plain and not field.choices and not checked and field.name not in _NAMES and not field.primary_key


def is_page(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith(("text/html", "image/svg"))


def body_of(response: HttpResponse) -> str:
    content = b"".join(response) if response.streaming else response.content  # type: ignore[call-overload]
    return bytes(content).decode(errors="replace")


@pytest.mark.django_db
def test_a_script_that_is_kept_is_shown_as_text(world: World, browsers: dict[str, Client]) -> None:
    with transaction.atomic():
        record(Verb.CHANGED, world.program, by=world.cast.rani, before={"name": SCRIPT}, after={"name": SCRIPT * 2},
               reason=SCRIPT)  # fmt: skip
        for model, fields in kept_texts():
            for number, row in enumerate(model._base_manager.all()):
                for one in fields:
                    if str(getattr(row, one.name) or "").startswith(("{", "[")):
                        continue  # the program's own notation, which no person writes
                    # What the database itself refuses can be kept by nobody.
                    with suppress(IntegrityError), transaction.atomic():
                        model._base_manager.filter(pk=row.pk).update(**{one.name: _fitting(one, number)})
        cache.clear()
        shown, wrong = 0, []
        for permission in PERMISSIONS:
            role = next((one for one in _READERS if permission.get[one] is Outcome.OPEN), "")
            if not role or permission.name == "accounts:sign_out":
                continue
            response = browsers[role].get(address_of(permission, world))
            body = body_of(response) if is_page(response) else ""
            wrong += [permission.name] if "<zz" in body.lower() else []
            shown += "&lt;zz" in body
        transaction.set_rollback(True)

    assert wrong == []
    assert shown > 40  # it was there to be shown


def _fitting(field: models.Field, number: int) -> str:  # type: ignore[type-arg]
    text = f"{SCRIPT}{number}" if field.unique else SCRIPT
    return text[: field.max_length] if field.max_length else text


@pytest.mark.django_db
def test_a_script_that_is_sent_is_answered_as_text(world: World, browsers: dict[str, Client]) -> None:
    """Every field of every form gets it: those for words keep it, the others refuse it with the form shown again."""
    sent, told, wrong = 0, 0, []
    for permission in sending():
        browser, address = browsers[sender_of(permission)], address_of(permission, world)
        if permission.name == "accounts:sign_out":
            continue
        with transaction.atomic():
            for form in forms_in(body_of(browser.get(address)), address):
                if form.action != address.partition("?")[0] and form.action != address:
                    continue
                for filled in (_in_words(form), _everywhere(form)):
                    response = browser.post(form.action, filled)
                    body = body_of(response) if is_page(response) else ""
                    if response.status_code == 302:
                        after = browser.get(response["Location"])
                        body += body_of(after) if is_page(after) else ""
                    sent += 1
                    told += "&lt;zz" in body
                    wrong += [permission.name] if "<zz" in body.lower() else []
            transaction.set_rollback(True)

    assert wrong == []
    assert sent > 60
    assert told > 30


def _in_words(form: Form) -> dict[str, str]:
    """Fill in a form so that it may well be kept: words are the script, the rest is what is offered."""
    filled = dict(form.values)
    for name, kind in form.kinds.items():
        if kind in {"text", "textarea", "search"}:
            filled[name] = form.values.get(name) or SCRIPT
            filled[name] = SCRIPT if kind == "textarea" or not filled[name].replace(".", "").isdigit() else filled[name]
        elif form.offered.get(name):
            filled[name] = next((one for one in form.offered[name] if one), "")
    return filled


def _everywhere(form: Form) -> dict[str, str]:
    return dict.fromkeys(form.kinds, SCRIPT)
