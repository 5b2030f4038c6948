"""A file that a script sends in parts, because the line drops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from serambi.apps.attachments import partial
from serambi.apps.attachments.models import Attachment
from serambi.apps.attachments.services import upkeep
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.plans.models import Milestone
from tests import files
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]
KEY, OTHER = "6f6b0c0e-8c55-4f0e-9b1b-0f9c7c1e2a11", "0b0e8a55-3c3e-4c46-8f0a-5b1f8f0f7d22"
BINARY = "application/octet-stream"


def address(milestone: Milestone, key: str = KEY) -> str:
    return reverse("attachments:part", args=["plans.milestone", milestone.pk, key])


def send(
    client: Client, milestone: Milestone, body: bytes, *, start: int, size: int, name: str = "foto.jpg", key: str = KEY
) -> HttpResponse:
    query = urlencode({"from": start, "size": size, "name": name})
    return client.generic("POST", f"{address(milestone, key)}?{query}", body, content_type=BINARY)  # type: ignore[return-value]  # of the test client


@pytest.fixture
def photograph() -> bytes:
    return files.jpeg(files.scene(5))


def test_the_parts_become_the_file(cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes) -> None:
    client, half, size = signed_in(cast.oka), len(photograph) // 2, len(photograph)

    first = send(client, milestone, photograph[:half], start=0, size=size)
    # Another day and another session: the rest is all that is sent.
    again = signed_in(cast.oka)
    asked = again.get(address(milestone))
    last = send(again, milestone, photograph[half:], start=half, size=size)

    assert (first.status_code, first.json(), asked.json()) == (200, {"received": half}, {"received": half})
    assert (last.status_code, last.json()["taken"]) == (200, 1)
    taken = Attachment.objects.get()
    assert (taken.name, taken.stored.size, taken.uploaded_by) == ("foto.jpg", size, cast.oka)


def test_a_lost_answer_is_given_again(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes, folder: Path
) -> None:
    client = signed_in(cast.oka)
    first = send(client, milestone, photograph, start=0, size=len(photograph))
    again = send(client, milestone, photograph, start=0, size=len(photograph))

    assert first.json() == again.json() == client.get(address(milestone)).json()
    assert Attachment.objects.count() == 1
    assert not list((folder / "parts").rglob("content"))


def test_a_part_twice_and_a_part_too_early_change_nothing(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes
) -> None:
    client, size = signed_in(cast.oka), len(photograph)
    send(client, milestone, photograph[:100], start=0, size=size)
    twice = send(client, milestone, photograph[:100], start=0, size=size)
    early = send(client, milestone, photograph[200:300], start=200, size=size)

    assert (twice.status_code, twice.json()) == (early.status_code, early.json()) == (409, {"received": 100})
    assert send(client, milestone, photograph[100:], start=100, size=size).json()["taken"] == 1


def test_what_is_whole_and_was_not_answered_is_taken_when_asked(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes
) -> None:
    size = len(photograph)
    partial.partial(cast.oka.pk, "plans.milestone", milestone.pk, KEY).add(photograph, start=0)
    client = signed_in(cast.oka)

    assert client.get(address(milestone)).json() == {"received": size}
    assert send(client, milestone, b"", start=size, size=size).json()["taken"] == 1
    assert Attachment.objects.count() == 1


def test_what_is_no_part_is_refused(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    client = signed_in(cast.oka)
    wrong = [
        send(client, milestone, b"", start=0, size=10),
        send(client, milestone, b"x" * 11, start=0, size=10),
        send(client, milestone, bytes(partial.PART_BYTES + 1), start=0, size=2 * partial.PART_BYTES),
        client.generic("POST", f"{address(milestone)}?from=-1&size=%D9%A1", b"x", content_type=BINARY),
        client.generic("POST", address(milestone), b"x", content_type=BINARY),
    ]

    assert [answer.status_code for answer in wrong] == [400] * 5
    assert client.get(address(milestone)).json() == {"received": 0}


def test_the_whole_is_checked_as_any_file(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes, settings: Any
) -> None:
    client = signed_in(cast.oka)
    lies = send(client, milestone, b"%PDF-1.7 <script>", start=0, size=17)
    settings.FILE_BYTES = 1000
    large = send(client, milestone, photograph[:10], start=0, size=1001, key=OTHER)

    assert (lies.status_code, lies.json()["taken"]) == (422, 0)
    assert (large.status_code, large.json()["codes"]) == (413, ["too_large"])
    assert [entry.after["code"] for entry in Entry.objects.filter(verb=Verb.REFUSED).order_by("pk")] == [
        *lies.json()["codes"],
        "too_large",
    ]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["sari", "bima", "wati"])
def test_only_those_who_may_attach_send_parts(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, name: str, folder: Path
) -> None:
    client = signed_in(cast.people[name])

    assert client.get(address(milestone)).status_code == 403
    assert send(client, milestone, b"x", start=0, size=2).status_code == 403
    assert not (folder / "parts").exists()


def test_it_asks_to_sign_in_and_for_the_token(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    assert send(Client(), milestone, b"x", start=0, size=2)["Location"].startswith("/account/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.oka, backend="serambi.apps.accounts.backends.PeopleBackend")
    assert send(strict, milestone, b"x", start=0, size=2).status_code == 403
    assert signed_in(cast.oka).put(address(milestone)).status_code == 405
    assert signed_in(cast.oka).get(address(milestone).replace(str(milestone.pk), "999999")).status_code == 404


def test_one_person_does_not_see_what_another_sends(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, photograph: bytes
) -> None:
    send(signed_in(cast.oka), milestone, photograph[:100], start=0, size=len(photograph))

    assert signed_in(cast.hadi).get(address(milestone)).json() == {"received": 0}


def test_what_was_given_up_makes_room(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    client = signed_in(cast.oka)
    monkeypatch.setattr(partial, "MOST", 3)
    for number in range(5):
        send(client, milestone, b"abc", start=0, size=9, key=f"{number}{KEY[1:]}")
    kept = list((folder / "parts").glob("*/*"))
    assert len(kept) == 3

    monkeypatch.setattr(partial, "_KEPT_SECONDS", -1)
    found = upkeep.check()
    assert sorted(found.left_over) == sorted(kept)
    upkeep.clean(found)
    assert not list((folder / "parts").glob("*/*"))
