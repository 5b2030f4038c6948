"""A forgotten password is replaced by a link in a mail, which works once and for a day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.accounts import queries, services
from serambi.apps.accounts.errors import DemoPassword
from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import PASSWORD, Cast
from tests.record import unprotected

ADDRESS = "/account/password/forgotten/"
NEW = "three-mangoes-and-a-gate"

pytestmark = pytest.mark.django_db(transaction=True)


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def ask(email: str) -> object:
    return Client().post(ADDRESS, {"email": email})


def link() -> str:
    """Return the path in the last mail."""
    found = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found.group(1)


def choose(client: Client, path: str, password: str = NEW, again: str = NEW) -> object:
    """Open the link as a browser does, and send the form."""
    page = client.get(path, follow=True)
    action = page.redirect_chain[-1][0] if page.redirect_chain else path
    return client.post(action, {"new_password1": password, "new_password2": again})


def sign_in(password: str, email: str) -> int:
    return (
        Client().post("/account/sign-in/", {"username": email, "password": password, "next": "/account/"}).status_code
    )


def test_the_answer_is_the_same_for_every_address(cast: Cast) -> None:
    known, unknown = ask(cast.oka.email.upper()), ask("nobody@serumpun.example")

    assert (
        (known.status_code, known["Location"])
        == (unknown.status_code, unknown["Location"])
        == (302, "/account/password/sent/")
    )
    assert "24 jam" in Client().get(known["Location"]).content.decode()
    assert [message.to for message in mail.outbox] == [[cast.oka.email]]


def test_a_wrong_address_is_kept_in_the_form(cast: Cast) -> None:
    response = ask("oka at serumpun")

    assert response.status_code == 200
    assert "oka at serumpun" in response.content.decode()


def test_the_link_sets_a_new_password(cast: Cast) -> None:
    ask(cast.oka.email)

    response = choose(Client(), link())

    assert response["Location"] == "/account/sign-in/"
    assert sign_in(PASSWORD, cast.oka.email) == 200
    assert sign_in(NEW, cast.oka.email) == 302
    sent, changed = Entry.objects.filter(verb__in=[Verb.PASSWORD_LINK_SENT, Verb.PASSWORD_CHANGED]).order_by("pk")
    assert (sent.object_id, changed.object_id) == (str(cast.oka.pk), str(cast.oka.pk))
    assert NEW not in str(changed.before) + str(changed.after)


def test_the_link_works_once(cast: Cast) -> None:
    ask(cast.oka.email)
    path = link()
    choose(Client(), path)

    response = Client().get(path, follow=True)

    assert response.status_code == 410
    assert "tidak berlaku lagi" in response.content.decode()


def test_the_link_works_for_a_day(cast: Cast, settings: Settings) -> None:
    ask(cast.oka.email)
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 60 * 60
    assert Client().get(link(), follow=True).status_code == 200

    settings.PASSWORD_RESET_TIMEOUT = -1  # a second more than is left of the day

    assert Client().get(link(), follow=True).status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/MQ/abc-def/",
        "/account/password/%C3%BF/abc/",
        "/account/password/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/x-y/",
    ],
)
def test_an_invented_link_is_gone(cast: Cast, path: str) -> None:
    assert Client().get(path, follow=True).status_code == 410


def test_the_new_password_must_be_good_and_typed_twice(cast: Cast) -> None:
    ask(cast.oka.email)
    client = Client()

    short = choose(client, link(), "short", "short")
    different = client.post(
        short.request["PATH_INFO"], {"new_password1": NEW, "new_password2": "another-one-than-that"}
    )

    assert short.status_code == different.status_code == 200
    assert "12" in short.content.decode()
    assert sign_in(PASSWORD, cast.oka.email) == 302


@pytest.mark.parametrize(("language", "prefix", "word"), [("id", "/account", "Pilih"), ("en", "/en/account", "Choose")])
def test_the_mail_speaks_the_language_of_the_person(cast: Cast, language: str, prefix: str, word: str) -> None:
    User.objects.filter(pk=cast.oka.pk).update(language=language)

    Client().post(f"/en{ADDRESS}" if language == "id" else ADDRESS, {"email": cast.oka.email})

    message = mail.outbox[0]
    assert message.subject.startswith(word)
    assert "\n" not in message.subject
    assert "24" in message.body
    assert link().startswith(f"{prefix}/password/")


def test_closed_and_demonstration_accounts_get_no_mail(cast: Cast) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)
    User.objects.filter(pk=cast.hadi.pk).update(is_demo=True)

    ask(cast.oka.email)
    ask(cast.hadi.email)

    assert mail.outbox == []


def test_somebody_without_a_password_yet_gets_the_mail(cast: Cast) -> None:
    person = services.create_person(email="new@serumpun.example", name="New", by=cast.rani)

    ask(person.email)
    choose(Client(), link())

    assert sign_in(NEW, person.email) == 302


def test_a_mailbox_is_not_flooded(cast: Cast) -> None:
    for _ in range(queries.LINKS_AT_MOST + 2):
        ask(cast.oka.email)
    assert len(mail.outbox) == queries.LINKS_AT_MOST

    with unprotected():
        Entry.objects.update(at=timezone.now() - queries.LINKS_WITHIN - dt.timedelta(seconds=1))
    ask(cast.oka.email)

    assert len(mail.outbox) == queries.LINKS_AT_MOST + 1


def test_a_broken_mail_server_does_not_tell_who_has_an_account(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"

    assert ask(cast.oka.email)["Location"] == ask("nobody@serumpun.example")["Location"]


def test_the_link_of_somebody_deactivated_since_is_gone(cast: Cast) -> None:
    ask(cast.oka.email)
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert Client().get(link(), follow=True).status_code == 410


def test_the_password_of_a_demonstration_account_cannot_be_changed(cast: Cast) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    cast.oka.refresh_from_db()

    with pytest.raises(DemoPassword):
        services.change_password(cast.oka, password=NEW)
