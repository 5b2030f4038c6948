"""What the record keeps of a person can be erased; the chain stays whole and says what was erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from serambi.apps.audit.erasing import erase_person, kept_of, person_with
from serambi.apps.audit.errors import NothingToErase, ReasonMissing
from serambi.apps.audit.models import Entry, Origin, PersonalValue, Verb
from serambi.apps.audit.queries import describe
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import record, snapshot
from serambi.apps.audit.verifying import verify
from tests.cast import Cast
from tests.record import unprotected

Browser = Callable[[Any], Client]


@pytest.fixture
def written(cast: Cast) -> list[Entry]:
    """What the record has of Oka: the account, a change of it, a role, a deed, a failed sign-in, and one of Rani's."""
    before = snapshot(cast.oka)
    cast.oka.name = "Oka Putra"
    found = [
        record(Verb.CREATED, cast.oka, by=cast.rani, after=before),
        record(Verb.CHANGED, cast.oka, by=cast.oka, before=before, after=snapshot(cast.oka), address="203.0.113.9"),
        record(Verb.CREATED, cast.oka.memberships.get(), by=cast.rani, after={"role": "officer"}),
        record(Verb.CHANGED, cast.dlh, by=cast.oka, before={"name": "a"}, after={"name": "b"}, address="203.0.113.9"),
        record(Verb.SIGN_IN_FAILED, type(cast.oka)(email="Oka@serumpun.example"), by=None, address="198.51.100.7"),
        record(Verb.CHANGED, cast.dinkes, by=cast.rani, before={"name": "a"}, after={"name": "b"}),
    ]
    seal()
    return found


def everything_written() -> str:
    """Return all that the tables of the record hold, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_origin", "audit_personalvalue"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - no text of others
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found).lower()


def test_nothing_personal_is_left_and_the_chain_is_whole(cast: Cast, written: list[Entry]) -> None:
    for words in ("oka", "203.0.113.9"):
        assert words in everything_written()
    entry = erase_person(cast.oka.pk, by=cast.rani, reason="Surat 12/2026")
    seal()

    for words in ("oka", "203.0.113.9"):
        assert words not in everything_written()
    outcome = verify()
    assert outcome.findings == []
    assert [(one.number, one.subject, one.values, one.origins, one.reason) for one in outcome.erasures] == [
        (entry.pk, str(cast.oka.pk), entry.after["values"], entry.after["origins"], "Surat 12/2026")
    ]
    assert entry.after["values"] == PersonalValue.objects.filter(erased_by=entry.pk).count() > 5
    assert entry.after["origins"] == Origin.objects.filter(erased_by=entry.pk).count() == 1


def test_what_was_done_can_still_be_read_under_the_number(cast: Cast, written: list[Entry]) -> None:
    erase_person(cast.oka.pk, by=cast.rani, reason="Surat 12/2026")
    created, changed, role, deed, failed, other = describe(
        Entry.objects.filter(pk__in=[e.pk for e in written]).order_by("pk")
    )

    assert created.sentence == "Rani membuat pengguna (dihapus)"
    assert ("Nama", "–", "(dihapus)") in [(one.label, one.before, one.after) for one in created.changes]
    assert ("Nama", "(dihapus)", "(dihapus)") in [(one.label, one.before, one.after) for one in changed.changes]
    assert deed.actor == f"Orang no. {cast.oka.pk} (dihapus)"
    assert [(one.before, one.after) for one in deed.changes] == [("a", "b")]
    assert (role.name, failed.name, other.actor) == ("(dihapus)", "(dihapus)", "Rani")
    assert (deed.has_gone, other.has_gone) == (True, False)


def test_emptying_more_than_the_entry_says_is_found(cast: Cast, written: list[Entry]) -> None:
    entry = erase_person(cast.oka.pk, by=cast.rani, reason="Surat 12/2026")
    seal()
    with unprotected():
        Origin.objects.filter(actor_name="Rani").update(actor_name="", salt=None, look_up=None, erased_by=entry.pk)

    assert [(one.kind, one.number) for one in verify().findings] == [("erasure", entry.pk)]


def test_there_must_be_a_reason_and_something_to_erase(cast: Cast, written: list[Entry]) -> None:
    with pytest.raises(ReasonMissing):
        erase_person(cast.oka.pk, by=cast.rani, reason=" ")
    with pytest.raises(NothingToErase):
        erase_person(cast.wati.pk, by=cast.rani, reason="x")
    erase_person(cast.oka.pk, by=cast.rani, reason="x")
    with pytest.raises(NothingToErase):
        erase_person(cast.oka.pk, by=cast.rani, reason="x")


def test_a_person_whose_account_is_gone_is_found_by_address_or_number(cast: Cast, written: list[Entry]) -> None:
    pk = cast.oka.pk
    cast.oka.delete()

    assert person_with("OKA@serumpun.example") == person_with(str(pk)) == pk
    assert person_with("nobody@serumpun.example") is None
    assert kept_of(pk).name == "Oka Putra"


# The page -------------------------------------------------------------------------------------------------------------


def address(cast: Cast) -> str:
    return f"/audit/people/{cast.oka.pk}/erase/"


def test_signed_out_it_asks_to_sign_in(cast: Cast) -> None:
    assert Client().get(address(cast))["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_erases(cast: Cast, signed_in: Browser, written: list[Entry], name: str) -> None:
    assert signed_in(cast.people[name]).post(address(cast), {"reason": "x"}).status_code == 403
    assert not Entry.objects.filter(verb=Verb.ERASED).exists()


def test_it_says_what_will_go_and_asks_for_a_reason(cast: Cast, signed_in: Browser, written: list[Entry]) -> None:
    client = signed_in(cast.rani)
    assert client.put(address(cast)).status_code == 405
    assert client.get("/audit/people/99999/erase/").status_code == 404
    assert "tidak dapat dibatalkan" in client.get(address(cast)).content.decode()

    refused = client.post(address(cast), {"reason": ""})
    assert refused.status_code == 200
    assert not Entry.objects.filter(verb=Verb.ERASED).exists()


def test_it_erases_and_leads_to_the_entry_that_says_so(cast: Cast, signed_in: Browser, written: list[Entry]) -> None:
    client = signed_in(cast.rani)
    response = client.post(address(cast), {"reason": "Surat 12/2026"}, follow=True)

    assert response.redirect_chain[0][0] == f"/audit/{Entry.objects.get(verb=Verb.ERASED).pk}/"
    assert "Surat 12/2026" in response.content.decode()
    again = client.post(address(cast), {"reason": "Surat 12/2026"})
    assert "tidak menyimpan" in again.content.decode()
