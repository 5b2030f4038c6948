"""What can be done to an account, whoever may do it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.checks import run_checks
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from serambi.apps.accounts import services
from serambi.apps.accounts.errors import AlreadyActive, AlreadyDeactivated, DemoPassword, EmailTaken, OwnAccount
from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast


def test_a_new_person_cannot_sign_in_before_choosing_a_password(cast: Cast) -> None:
    person = services.create_person(email="Budi@Serumpun.example", name="Budi", by=cast.rani)

    assert person.email == "budi@serumpun.example"
    assert not person.has_usable_password()
    entry = Entry.objects.get(verb=Verb.CREATED)
    assert (entry.actor_id, entry.object_id) == (cast.rani.pk, str(person.pk))
    assert "password" not in entry.after


def test_an_address_belongs_to_one_person_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(EmailTaken):
        services.create_person(email="OKA@serumpun.example", name="Another Oka", by=cast.rani)
    with pytest.raises(EmailTaken):
        services.change_person(
            cast.sari, email="Oka@serumpun.example", name="Sari", position="", language="id", by=cast.rani
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="OKA@serumpun.example", name="Around the service")


def test_a_person_keeps_their_own_address_in_another_case(cast: Cast) -> None:
    services.change_person(cast.oka, email="OKA@serumpun.example", name="Oka", position="", language="id", by=cast.rani)

    assert User.objects.get(pk=cast.oka.pk).email == "oka@serumpun.example"


def test_nobody_deactivates_themselves(cast: Cast) -> None:
    with pytest.raises(OwnAccount):
        services.deactivate(cast.oka, by=cast.oka)


def test_deactivating_and_reactivating_are_written_down_and_not_repeated(cast: Cast) -> None:
    services.deactivate(cast.oka, by=cast.rani, reason="moved to another agency")
    with pytest.raises(AlreadyDeactivated):
        services.deactivate(cast.oka, by=cast.rani)
    services.reactivate(cast.oka, by=cast.rani)
    with pytest.raises(AlreadyActive):
        services.reactivate(cast.oka, by=cast.rani)

    back, away = Entry.objects.filter(object_id=str(cast.oka.pk))
    assert (away.verb, away.before, away.after) == (Verb.DEACTIVATED, {"is_active": True}, {"is_active": False})
    assert (back.verb, away.reason) == (Verb.REACTIVATED, "moved to another agency")


def test_the_first_link_goes_out_when_the_account_is_saved(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = services.create_person(email="budi@serumpun.example", name="Budi", language="en", by=cast.rani)
        services.send_welcome_link(person, site="https://smart.example", by=cast.rani)
        assert mail.outbox == []

    assert mail.outbox[0].to == ["budi@serumpun.example"]
    assert "https://smart.example/en/account/password/" in mail.outbox[0].body
    assert Entry.objects.get(verb=Verb.PASSWORD_LINK_SENT).actor_id == cast.rani.pk


def test_a_demonstration_account_is_not_sent_a_link(cast: Cast) -> None:
    person = services.create_demo_person(email="demo@serumpun.example", name="D", encoded_password="!")

    with pytest.raises(DemoPassword):
        services.send_welcome_link(person, site="https://smart.example", by=cast.rani)


def test_production_with_active_demonstration_accounts_is_complained_about(cast: Cast, settings: Settings) -> None:
    def complaints() -> list[str]:
        return [check.id for check in run_checks(include_deployment_checks=True) if check.id == "accounts.E001"]

    services.create_demo_person(email="demo@serumpun.example", name="D", encoded_password="!")
    assert complaints() == []

    settings.MODE = "production"
    assert complaints() == ["accounts.E001"]

    User.objects.filter(is_demo=True).update(is_active=False)
    assert complaints() == []
