"""A person's own page."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.queries import describe
from tests.cast import Cast, make_organization, make_user

ADDRESS = "/account/"


def test_signed_out_it_asks_to_sign_in(db: None) -> None:
    assert Client().get(ADDRESS)["Location"] == f"/account/sign-in/?next={ADDRESS}"
    assert Client().post(ADDRESS, {"name": "X", "language": "id"})["Location"].startswith("/account/sign-in/")


def test_other_methods_are_refused(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(cast.oka).put(ADDRESS).status_code == 405


def test_it_shows_who_one_is_and_ones_roles(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    text = signed_in(cast.oka).get(ADDRESS).content.decode()

    assert cast.oka.email in text
    assert "Dinas Lingkungan Hidup" in text


def test_somebody_without_a_role_is_told_whom_to_ask(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    assert "belum punya peran" in signed_in(make_user("Budi")).get(ADDRESS).content.decode()


def test_a_person_corrects_name_position_and_language(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cast.oka).post(ADDRESS, {"name": "Oka Putra", "position": "Analis", "language": "en"})

    assert response["Location"] == "/en/account/"
    cast.oka.refresh_from_db()
    assert (cast.oka.name, cast.oka.position, cast.oka.language) == ("Oka Putra", "Analis", "en")
    entry = Entry.objects.get(verb=Verb.CHANGED)
    told = {(change.before, change.after) for change in describe([entry])[0].changes}
    assert ("Oka", "Oka Putra") in told
    assert entry.actor_id == cast.oka.pk


def test_nobody_changes_their_own_address_or_standing(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    data = {"name": "Oka", "language": "id", "email": "boss@serumpun.example", "is_superuser": "on", "is_demo": "on"}
    signed_in(cast.oka).post(ADDRESS, data)

    person = User.objects.get(pk=cast.oka.pk)
    assert (person.email, person.is_superuser, person.is_demo) == ("oka@serumpun.example", False, False)


def test_a_name_is_needed_and_what_was_typed_is_kept(cast: Cast, signed_in: Callable[[User], Client]) -> None:
    response = signed_in(cast.oka).post(ADDRESS, {"name": "", "position": "Kepala Seksi Data", "language": "id"})

    assert response.status_code == 200
    assert "Kepala Seksi Data" in response.content.decode()
    assert User.objects.get(pk=cast.oka.pk).name == "Oka"


def test_the_number_of_queries_does_not_grow_with_the_roles(
    cast: Cast, signed_in: Callable[[User], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        organization = make_organization(f"ORG{number}", f"Organisasi {number}")
        cast.oka.memberships.create(organization=organization, role="viewer")
    client = signed_in(cast.oka)

    with django_assert_max_num_queries(11):
        client.get(ADDRESS)
