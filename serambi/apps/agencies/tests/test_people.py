"""Accounts, as the coordinator keeps them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Role
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast, make_user

Browser = Callable[[User], Client]

LIST = "/organizations/people/"
NEW = "/organizations/people/new/"


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def page(person: User, action: str = "") -> str:
    return f"{LIST}{person.pk}/{action}"


def new_person(cast: Cast, **fields: object) -> dict[str, object]:
    return {
        "name": "Budi",
        "email": "Budi@serumpun.example",
        "position": "Analis",
        "language": "id",
        "organization": cast.dlh.pk,
        "role": "officer",
        **fields,
    }


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return [person.name for person in response.context["page"].object_list]


# The doors ----------------------------------------------------------------------------------------------------------


def test_signed_out_every_page_asks_to_sign_in(cast: Cast) -> None:
    for address in [LIST, NEW, page(cast.oka), page(cast.oka, "edit/"), page(cast.oka, "deactivate/"),
                    page(cast.oka, "reactivate/"), page(cast.oka, "link/")]:  # fmt: skip
        assert Client().get(address)["Location"].startswith("/account/sign-in/"), address
        assert Client().post(address)["Location"].startswith("/account/sign-in/"), address


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_people_are_kept_by_the_coordinator_alone(cast: Cast, signed_in: Browser, name: str) -> None:
    client = signed_in(cast.people[name])

    for address in [LIST, NEW]:
        assert client.get(address).status_code == 403
    assert client.post(NEW, new_person(cast)).status_code == 403
    # A person who may not be known looks like one who is not there.
    for action in ["", "edit/", "deactivate/", "reactivate/"]:
        assert client.get(page(cast.rani, action)).status_code == 404
    for action in ["edit/", "deactivate/", "reactivate/", "link/"]:
        assert client.post(page(cast.rani, action), {"name": "X"}).status_code == 404
    assert not Entry.objects.exists()


def test_somebody_who_is_not_there(cast: Cast, signed_in: Browser) -> None:
    for action in ["", "edit/", "deactivate/", "reactivate/"]:
        assert signed_in(cast.rani).get(f"{LIST}99999/{action}").status_code == 404


def test_other_methods_are_refused(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.rani)

    for address in [LIST, page(cast.oka)]:
        assert client.post(address).status_code == 405
    for address in [NEW, page(cast.oka, "edit/"), page(cast.oka, "deactivate/"), page(cast.oka, "reactivate/")]:
        assert client.delete(address).status_code == 405
    assert client.get(page(cast.oka, "link/")).status_code == 405


# The list -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bima", "Hadi", "Oka", "Rani", "Sari", "Vera", "Wati"]),
        ("q=OKA", ["Oka"]),
        ("q=sari@serumpun", ["Sari"]),
        ("role=officer", ["Oka", "Sari"]),
        ("organization=DLH", ["Hadi", "Oka"]),
        ("role=officer&organization=DLH", ["Oka"]),
        ("role=verifier&organization=DLH", []),
        ("state=closed", ["Wati"]),
        ("state=active&role=viewer", []),
        ("state=never", ["Bima", "Hadi", "Oka", "Sari", "Vera"]),
        ("sort=-email", ["Wati", "Vera", "Sari", "Rani", "Oka", "Hadi", "Bima"]),
        ("sort=password", ["Bima", "Hadi", "Oka", "Rani", "Sari", "Vera", "Wati"]),
    ],
)
def test_searching_filtering_and_sorting(cast: Cast, signed_in: Browser, query: str, expected: list[str]) -> None:
    client = signed_in(cast.rani)
    User.objects.filter(pk=cast.wati.pk).update(is_active=False)

    assert listed(client, query) == expected


def test_a_role_that_has_ended_is_not_found(cast: Cast, signed_in: Browser) -> None:
    cast.oka.memberships.update(valid_until=timezone.localdate() - dt.timedelta(days=1))

    assert listed(signed_in(cast.rani), "organization=DLH") == ["Hadi"]


def test_the_heading_counts_those_who_never_came(cast: Cast, signed_in: Browser) -> None:
    assert "7 orang, 6 akun belum pernah dipakai" in signed_in(cast.rani).get(LIST).content.decode()


def test_the_file_has_roles_and_state(cast: Cast, signed_in: Browser) -> None:
    response = signed_in(cast.rani).get(f"{LIST}?q=oka&format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))

    assert [(row["Nama"], row["Peran"], row["Akun"]) for row in rows] == [
        ("Oka", "Petugas perangkat daerah DLH", "aktif")
    ]


def test_fifty_a_page_at_a_constant_number_of_queries(
    cast: Cast, signed_in: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        make_user(f"Orang{number:02}", role=Role.OFFICER, organization=cast.dlh)
    client = signed_in(cast.rani)

    with django_assert_max_num_queries(10):
        client.get(LIST)
    assert len(listed(client)) == 50
    assert len(listed(client, "page=2")) == 17


# One person ---------------------------------------------------------------------------------------------------------


def test_the_page_shows_account_roles_and_history(
    cast: Cast, signed_in: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.rani)
    client.post(page(cast.oka, "edit/"), {"name": "Oka Putra", "email": cast.oka.email, "language": "id"})

    with django_assert_max_num_queries(11):
        text = client.get(page(cast.oka)).content.decode()

    for words in ["Oka Putra", cast.oka.email, "Dinas Lingkungan Hidup", "Petugas perangkat daerah", "Rani mengubah"]:
        assert words in text


def test_a_new_person_gets_account_role_and_mail(
    cast: Cast, signed_in: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = signed_in(cast.rani)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(NEW, new_person(cast))

    person = User.objects.get(email="budi@serumpun.example")
    assert response["Location"] == page(person)
    assert [(held.organization, held.role) for held in person.memberships.all()] == [(cast.dlh, "officer")]
    assert mail.outbox[0].to == [person.email]
    assert "http://testserver/account/password/" in mail.outbox[0].body
    assert "sedang dikirim" in client.get(page(person)).content.decode()
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.CREATED, Verb.CREATED, Verb.PASSWORD_LINK_SENT]


@pytest.mark.django_db(transaction=True)
def test_when_the_mail_fails_the_account_is_there_and_it_is_told(
    cast: Cast, signed_in: Browser, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    client = signed_in(cast.rani)

    response = client.post(NEW, new_person(cast))

    assert User.objects.filter(email="budi@serumpun.example").exists()
    assert "Surel tidak terkirim" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "OKA@serumpun.example"}, "email"),
        ({"email": "not an address"}, "email"),
        ({"name": ""}, "name"),
        ({"role": "emperor"}, "role"),
        ({"organization": "99999"}, "organization"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    cast: Cast, signed_in: Browser, wrong: dict[str, object], field: str
) -> None:
    response = signed_in(cast.rani).post(NEW, new_person(cast, position="Kepala Seksi Data", **wrong))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Kepala Seksi Data" in response.content.decode()
    assert User.objects.count() == 7


def test_a_person_is_corrected(cast: Cast, signed_in: Browser) -> None:
    data = {"name": "Oka", "email": "Oka.Baru@serumpun.example", "position": "", "language": "en"}

    response = signed_in(cast.rani).post(page(cast.oka, "edit/"), data)

    assert response["Location"] == page(cast.oka)
    changed = User.objects.get(pk=cast.oka.pk)
    assert (changed.email, changed.language) == ("oka.baru@serumpun.example", "en")
    assert Entry.objects.get(verb=Verb.CHANGED).actor_id == cast.rani.pk


def test_a_person_does_not_get_somebody_elses_address(cast: Cast, signed_in: Browser) -> None:
    data = {"name": "Oka", "email": "SARI@serumpun.example", "language": "id"}

    response = signed_in(cast.rani).post(page(cast.oka, "edit/"), data)

    assert "sudah dipakai" in response.context["form"].errors["email"][0]


def test_a_person_is_deactivated_and_reactivated(cast: Cast, signed_in: Browser) -> None:
    theirs, client = signed_in(cast.oka), signed_in(cast.rani)

    response = client.post(page(cast.oka, "deactivate/"), {"reason": "pensiun"})

    assert response["Location"] == page(cast.oka)
    assert theirs.get("/account/").status_code == 302
    assert Entry.objects.get(verb=Verb.DEACTIVATED).reason == "pensiun"
    assert "sudah nonaktif" in client.post(page(cast.oka, "deactivate/")).content.decode()

    client.post(page(cast.oka, "reactivate/"))
    assert User.objects.get(pk=cast.oka.pk).is_active
    assert "sudah aktif" in client.post(page(cast.oka, "reactivate/")).content.decode()


def test_nobody_deactivates_themselves(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.rani)

    response = client.post(page(cast.rani, "deactivate/"))

    assert "tidak dapat menonaktifkan akun sendiri" in response.content.decode()
    assert User.objects.get(pk=cast.rani.pk).is_active
    assert page(cast.rani, "deactivate/") not in client.get(page(cast.rani)).content.decode()


def test_a_link_is_sent_again(
    cast: Cast, signed_in: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in(cast.rani).post(page(cast.oka, "link/"))

    assert response["Location"] == page(cast.oka)
    assert [message.to for message in mail.outbox] == [[cast.oka.email]]


def test_a_demonstration_account_is_not_sent_a_link(cast: Cast, signed_in: Browser) -> None:
    User.objects.filter(pk=cast.oka.pk).update(is_demo=True)
    client = signed_in(cast.rani)

    client.post(page(cast.oka, "link/"))

    assert mail.outbox == []
    assert "akun contoh tidak dapat diubah" in client.get(page(cast.oka)).content.decode()
