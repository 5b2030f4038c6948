"""The pages of attachments: who opens them, what they send, and what is refused before it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from serambi.apps.attachments import services
from serambi.apps.attachments.models import Attachment
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Milestone
from tests import files
from tests.cast import Cast
from tests.evidence.conftest import attached, sent

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def page_of(target: Milestone | Observation) -> str:
    return reverse("attachments:of", args=[target._meta.label_lower, target.pk])


def at(name: str, attachment: Attachment, *more: object) -> str:
    return reverse(f"attachments:{name}", args=[attachment.pk, *more])


# Sending ------------------------------------------------------------------------------------------------------------


def test_who_has_not_signed_in_sends_nothing(milestone: Milestone) -> None:
    answer = Client().post(page_of(milestone), {"file": sent("a.pdf", files.pdf())})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("name", ["sari", "bima", "wati"])
def test_others_read_and_do_not_send(cast: Cast, signed_in: SignedIn, milestone: Milestone, name: str) -> None:
    client = signed_in(cast.people[name])
    shown = client.get(page_of(milestone))
    assert shown.status_code == 200
    assert 'type="file"' not in shown.content.decode()
    assert client.post(page_of(milestone), {"file": sent("a.pdf", files.pdf())}).status_code == 403
    assert not Attachment.objects.exists()


def test_the_agency_sends_several_files_at_once(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    answer = signed_in(cast.oka).post(
        page_of(milestone),
        {
            "file": [sent("a.pdf", files.pdf()), sent("b.xlsx", files.office())],
            "description": "Berita acara",
            "document_date": "2026-02-03",
        },
        follow=True,
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 berkas ditambahkan." in page
    assert "2 berkas bukti: Bank sampah buka" in page
    assert {one.document_date for one in Attachment.objects.all()} == {dt.date(2026, 2, 3)}


def test_one_refused_file_keeps_the_others(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    answer = signed_in(cast.oka).post(
        page_of(milestone), {"file": [sent("a.pdf", files.pdf()), sent("foto.jpg", b"<html>")], "description": "Uji"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 berkas ditambahkan." in page
    assert "“foto.jpg” berakhiran .jpg, padahal isinya halaman web." in page
    assert 'value="Uji"' in page
    assert Attachment.objects.get().name == "a.pdf"
    assert Entry.objects.filter(verb=Verb.REFUSED).count() == 1


def test_a_script_gets_the_sentence(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    client = signed_in(cast.oka)
    asked = {"HTTP_ACCEPT": "application/json"}
    good = client.post(page_of(milestone), {"file": sent("a.pdf", files.pdf())}, **asked)
    assert (good.status_code, good.json()) == (200, {"taken": 1, "text": "1 berkas ditambahkan.", "codes": []})
    again = client.post(page_of(milestone), {"file": sent("b.pdf", files.pdf())}, **asked)
    assert again.status_code == 422
    sentence = "“b.pdf” sudah ada di sini; tidak ada yang ditambahkan."
    assert again.json() == {"taken": 0, "text": sentence, "codes": ["already_there"]}
    assert client.post(page_of(milestone), {}, **asked).json()["text"] == "Pilih paling sedikit satu berkas."


def test_a_form_of_another_site_sends_nothing(cast: Cast, milestone: Milestone) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.oka, backend="serambi.apps.accounts.backends.PeopleBackend")
    assert client.post(page_of(milestone), {"file": sent("a.pdf", files.pdf())}).status_code == 403
    assert not Attachment.objects.exists()


class Watched:
    """What comes over the line, counting how much of it was read."""

    def __init__(self, content: bytes, endless: int) -> None:
        self._head, self._rest, self.read_bytes = content, endless, 0

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else size
        piece, self._head = self._head[:size], self._head[size:]
        if len(piece) < size:
            more = min(size - len(piece), self._rest)
            piece, self._rest = piece + bytes(more), self._rest - more
        self.read_bytes += len(piece)
        return piece

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)


def test_200_megabytes_are_refused_before_they_are_read(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, settings: Any
) -> None:
    settings.FILE_BYTES = 1_000_000
    client = signed_in(cast.oka)
    head = (
        b"--limit\r\nContent-Disposition: form-data; name=file; filename=besar.pdf\r\n"
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
    )
    line = Watched(head, 200_000_000)
    answer = client.generic(
        "POST",
        page_of(milestone),
        **{
            "wsgi.input": line,
            "CONTENT_TYPE": "multipart/form-data; boundary=limit",
            "CONTENT_LENGTH": str(len(head) + 200_000_000),
        },
    )
    assert answer.status_code == 413
    assert line.read_bytes < 1_300_000
    assert "“besar.pdf” lebih besar dari 1\xa0MB." in answer.content.decode()
    entry = Entry.objects.get(verb=Verb.REFUSED)
    assert (entry.object_type, entry.after["code"]) == ("plans.milestone", "too_large")


def test_more_than_twenty_files_are_too_many(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    many = [sent(f"{number}.pdf", files.pdf(f"<</N {number}>>")) for number in range(21)]
    answer = signed_in(cast.oka).post(page_of(milestone), {"file": many})
    assert answer.status_code == 413
    assert "Lebih dari 20 berkas dikirim sekaligus." in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "address", ["/files/of/plans.milestone/999999/", "/files/of/accounts.user/1/", "/files/of/nothing/1/", "/files/9/"]
)
def test_what_is_not_there_and_what_has_no_files_look_the_same(cast: Cast, signed_in: SignedIn, address: str) -> None:
    assert signed_in(cast.rani).get(address).status_code == 404


def test_stored_script_stays_text(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    attached(milestone, cast.oka, files.pdf(), "<b>a.pdf", description="<script>alert(1)</script>")
    page = signed_in(cast.rani).get(page_of(milestone)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# The files themselves ---------------------------------------------------------------------------------------------


def test_a_document_comes_as_it_was_and_can_do_nothing(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    found = attached(milestone, cast.oka, files.pdf(), "Berita acara – Mei.pdf")
    answer = signed_in(cast.wati).get(at("download", found), HTTP_ACCEPT_ENCODING="gzip")
    assert b"".join(answer.streaming_content) == files.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Berita%20acara")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_what_is_shown_of_a_photograph_has_no_camera_data_and_the_original_is_for_those_who_verify(
    cast: Cast, signed_in: SignedIn, milestone: Milestone
) -> None:
    content = files.jpeg(exif=files.exif())
    found = attached(milestone, cast.oka, content)
    shown = signed_in(cast.oka).get(at("download", found))
    assert b"Exif" not in b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/jpeg"
    assert signed_in(cast.oka).get(at("original", found)).status_code == 403
    assert b"".join(signed_in(cast.vera).get(at("original", found)).streaming_content) == content
    assert "116,5" in signed_in(cast.vera).get(at("detail", found)).content.decode()
    for person in (cast.oka, cast.bima):
        assert "Telepon" not in signed_in(person).get(at("detail", found)).content.decode()


def test_a_browser_asks_again_and_is_told_that_nothing_changed(
    cast: Cast, signed_in: SignedIn, milestone: Milestone
) -> None:
    found = attached(milestone, cast.oka)
    client = signed_in(cast.wati)
    first = client.get(at("picture", found, "small"))
    assert first["Content-Type"] == "image/webp"
    assert first["Content-Disposition"].startswith("inline")
    again = client.get(at("picture", found, "small"), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")
    assert Client().get(at("picture", found, "small"), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 404
    assert client.get(at("picture", found, "view")).status_code == 404


def test_the_public_gets_what_is_published_with_its_areas_covered(
    cast: Cast, signed_in: SignedIn, milestone: Milestone
) -> None:
    found = attached(milestone, cast.oka)
    whole = b"".join(signed_in(cast.wati).get(at("download", found)).streaming_content)
    services.cover(found, areas=[(10, 10, 60, 60)], by=cast.vera)
    assert Client().get(at("download", found)).status_code == 404
    services.publish(found, by=cast.vera, confirmed=True)
    public = b"".join(Client().get(at("download", found)).streaming_content)
    assert public != whole
    assert b"".join(signed_in(cast.wati).get(at("download", found)).streaming_content) == whole
    assert b"".join(signed_in(cast.wati).get(f"{at('download', found)}?as=public").streaming_content) == public
    page = Client().get(at("detail", found)).content.decode()
    assert not any(word in page for word in ("Oka", "foto.jpg", "Diambil", found.stored.digest))


# What is done to it -----------------------------------------------------------------------------------------------


def test_a_person_publishes_after_looking_and_takes_it_back(
    cast: Cast, signed_in: SignedIn, milestone: Milestone
) -> None:
    found = attached(milestone, cast.oka)
    client = signed_in(cast.vera)
    page = client.get(at("publish", found)).content.decode()
    assert f"{at('picture', found, 'large')}?as=public" in page
    unsure = client.post(at("publish", found))
    assert unsure.status_code == 422
    assert "Periksa lalu nyatakan" in unsure.content.decode()
    assert client.post(at("publish", found), {"confirmed": "on"}).status_code == 302
    assert Client().get(at("detail", found)).status_code == 200
    assert client.post(at("unpublish", found)).status_code == 302
    assert Client().get(at("detail", found)).status_code == 404


@pytest.mark.parametrize(
    ("areas", "status"),
    [
        ("10 10 20 20\n50,5 5 10 10", 302),
        ("", 302),
        ("10 10", 422),
        ("a b c d", 422),
        ("nan 0 1 1", 422),
        ("90 90 20 20", 422),
    ],
)
def test_areas_are_four_numbers_within_the_picture(
    cast: Cast, signed_in: SignedIn, milestone: Milestone, areas: str, status: int
) -> None:
    found = attached(milestone, cast.oka)
    assert signed_in(cast.vera).post(at("cover", found), {"areas": areas}).status_code == status


def test_it_is_replaced_archived_and_restored_with_reasons(
    cast: Cast, signed_in: SignedIn, milestone: Milestone
) -> None:
    client = signed_in(cast.oka)
    first = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    wrong = client.post(at("replace", first), {"file": sent("b.pdf", b"<html>"), "reason": "Salah"})
    assert wrong.status_code == 422
    assert "halaman web" in wrong.content.decode()
    assert client.post(at("replace", first), {"file": sent("b.pdf", files.pdf("<<>>"))}).status_code == 422
    right = {"file": sent("b.pdf", files.pdf("<<>>")), "reason": "Salah scan"}
    assert client.post(at("replace", first), right).status_code == 302
    second = Attachment.objects.get(replaces=first)
    page = client.get(at("detail", second)).content.decode()
    assert "Versi 1" in page
    assert client.post(at("archive", second), {"reason": " "}).status_code == 422
    assert client.post(at("archive", second), {"reason": "Buram"}).status_code == 302
    assert "1 berkas diarsipkan" in client.get(page_of(milestone)).content.decode()
    assert signed_in(cast.wati).get(at("detail", second)).status_code == 404
    assert client.post(at("restore", second)).status_code == 302
    assert client.get(at("restore", second)).status_code == 405


# Where it is seen -------------------------------------------------------------------------------------------------


def test_a_milestone_tells_how_much_evidence_it_has(cast: Cast, signed_in: SignedIn, milestone: Milestone) -> None:
    address = reverse("evaluation:program", args=["P-1"])
    assert "Tambah bukti" in signed_in(cast.oka).get(address).content.decode()
    found = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    assert "Bukti: 1 berkas" in signed_in(cast.wati).get(address).content.decode()
    assert "Bukti:" not in Client().get(address).content.decode()
    services.publish(found, by=cast.vera, confirmed=True)
    assert "Bukti: 1 berkas" in Client().get(address).content.decode()


def test_a_figure_shows_its_evidence_and_takes_more(cast: Cast, signed_in: SignedIn, observation: Observation) -> None:
    client, address = signed_in(cast.oka), reverse("observations:observation_detail", args=[observation.pk])
    assert f'action="{page_of(observation)}"' in client.get(address).content.decode()
    answer = client.post(page_of(observation), {"file": sent("a.pdf", files.pdf())})
    assert answer["Location"] == f"{address}#files"
    assert "a.pdf" in signed_in(cast.vera).get(address).content.decode()
