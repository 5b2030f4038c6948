"""`serambi accounts` from the command line."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization, Role
from serambi.apps.agencies.services import DEMO_PASSWORD
from serambi.apps.audit.models import Entry, Verb
from tests.cast import PASSWORD, Cast, make_organization


def run(*arguments: str, typed: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("accounts", *arguments, stdout=out)
    return out.getvalue()


def create(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> str:
    return run(
        "create-coordinator", "Ani@serumpun.example", "--name", "Ani", *arguments,
        typed=f"{password}\n", monkeypatch=monkeypatch,
    )  # fmt: skip


def test_the_first_coordinator_is_made_with_a_password(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Dinas Kesehatan" in create(monkeypatch, "--organization", "dinkes")

    person = User.objects.get(email="ani@serumpun.example")
    assert person.check_password(PASSWORD)
    assert [(held.organization, held.role) for held in person.memberships.all()] == [(cast.dinkes, Role.COORDINATOR)]
    assert {entry.actor_id for entry in Entry.objects.filter(verb=Verb.CREATED)} == {None}


def test_the_only_organization_need_not_be_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_organization("SETDA", "Sekretariat Daerah")

    create(monkeypatch)

    assert Membership.objects.get().organization.abbreviation == "SETDA"


def test_without_a_name_it_is_the_agency_of_communication_and_informatics(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Organization.objects.filter(pk=cast.diskominfo.pk).update(government_function_codes="2.16;2.20")

    assert "Dinas Komunikasi dan Informatika" in create(monkeypatch)


def test_an_organization_can_be_made_on_the_way(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "--organization", "SETDA", "--organization-name", "Sekretariat Daerah")

    assert Organization.objects.get().name == "Sekretariat Daerah"
    assert Membership.objects.get().role == Role.COORDINATOR


def test_what_is_wrong_is_said_in_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="DINKES, DISKOMINFO, DLH"):
        create(monkeypatch)
    with pytest.raises(CommandError, match="DINKES, DISKOMINFO, DLH"):
        create(monkeypatch, "--organization", "NOTHING")
    with pytest.raises(CommandError, match="12"):
        create(monkeypatch, "--organization", "DLH", password="short")
    with pytest.raises(CommandError, match="alamat surel yang lengkap"):
        run("create-coordinator", "not an address", "--name", "Ani")
    with pytest.raises(CommandError, match="sudah dipakai"):
        run(
            "create-coordinator", "OKA@serumpun.example", "--name", "Oka", "--organization", "DLH",
            typed=f"{PASSWORD}\n", monkeypatch=monkeypatch,
        )  # fmt: skip
    assert User.objects.count() == 7


def test_without_organizations_it_says_what_to_do(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="--organization-name"):
        create(monkeypatch)


# Demonstration ------------------------------------------------------------------------------------------------------


def test_the_demonstration_has_an_account_for_each_role_that_signs_in(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.diskominfo.pk).update(government_function_codes="2.16;2.20")
    Organization.objects.filter(pk=cast.dlh.pk).update(government_function_codes="2.11")

    table = run("demo")

    for role in Role:
        assert f"{role.value}@serambi.test" in table
        person = authenticate(RequestFactory().post("/"), username=f"{role.value}@serambi.test", password=DEMO_PASSWORD)
        assert person is not None
        assert person.is_demo
        place = cast.dlh if role in {Role.OFFICER, Role.HEAD} else cast.diskominfo
        assert [(held.role, held.organization) for held in person.memberships.all()] == [(role, place)]
    assert table.count(DEMO_PASSWORD) == len(Role)


def test_a_second_time_it_prints_the_same_quickly(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = run("demo")
    entries = Entry.objects.count()

    with django_assert_max_num_queries(6):
        assert run("demo") == first
    assert (User.objects.filter(is_demo=True).count(), Entry.objects.count()) == (6, entries)


def test_a_demonstration_account_that_was_closed_or_lost_its_role_works_again(cast: Cast) -> None:
    run("demo")
    User.objects.filter(email="officer@serambi.test").update(is_active=False)
    Membership.objects.filter(user__email="viewer@serambi.test").delete()

    run("demo")

    assert User.objects.get(email="officer@serambi.test").is_active
    assert Membership.objects.get(user__email="viewer@serambi.test").role == Role.VIEWER


def test_it_refuses_in_production_and_without_organizations(cast: Cast, settings: Settings) -> None:
    settings.MODE = "production"
    with pytest.raises(CommandError, match="uji coba"):
        run("demo")
    settings.MODE = "trial"
    Organization.objects.all().delete()
    with pytest.raises(CommandError, match="Belum ada organisasi"):
        run("demo")
    assert not User.objects.filter(is_demo=True).exists()


def test_the_demonstration_accounts_can_be_removed(cast: Cast) -> None:
    run("demo")

    assert "6" in run("remove-demo")

    assert User.objects.count() == 7
    assert Entry.objects.filter(verb=Verb.REMOVED).count() == 6
