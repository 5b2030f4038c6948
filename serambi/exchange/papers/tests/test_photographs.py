"""Photographs of the day: attached to the meeting, chosen, and seen in its documents."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.attachments import services as files
from serambi.apps.attachments.models import Attachment
from serambi.apps.meetings import errors, services
from serambi.apps.meetings.models import MemberRole, Photograph
from serambi.apps.meetings.services.papers import MOST_PHOTOGRAPHS
from serambi.apps.meetings.tests.held import Held, make_body, make_held
from serambi.exchange.documents.tests.world import text_of
from tests.cast import Cast
from tests.files import exif, jpeg, pdf, scene

SignIn = Callable[[User], Client]
TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.STATE = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV = ""


@pytest.fixture
def held(cast: Cast) -> Held:
    return make_held(cast, make_body(cast), state="signed_off")


def attached(cast: Cast, held: Held, seed: int = 1, content: bytes | None = None, name: str = "foto.jpg") -> Attachment:
    file = SimpleUploadedFile(name, content or jpeg(scene(seed), exif=exif()))
    return files.attach(held.meeting, file, by=cast.rani, today=TODAY)


def pictures_in(content: bytes) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_chosen_photograph_stands_in_the_minutes_and_the_report(cast: Cast, held: Held, signed_in: SignIn) -> None:
    picture = attached(cast, held)
    browser, page = signed_in(cast.rani), f"/meetings/{held.meeting.pk}/documents/"
    assert pictures_in(browser.get(f"{page}minutes.pdf").content) == 0

    answer = browser.post(f"{page}photographs/{picture.pk}/", {"caption": "Suasana rapat di aula"})

    assert answer["Location"] == f"{page}#photographs"
    for name in ("minutes", "report"):
        content = browser.get(f"{page}{name}.pdf").content
        assert pictures_in(content) == 1
        assert "Foto 1. Suasana rapat di aula" in text_of(content)
        assert b"Telepon Warga" not in content  # what the camera wrote stays out
    browser.post(f"{page}photographs/{Photograph.objects.get().pk}/out/")
    assert pictures_in(browser.get(f"{page}minutes.pdf").content) == 0
    assert Attachment.objects.current().count() == 1


def test_a_photograph_needs_words(cast: Cast, held: Held, signed_in: SignIn) -> None:
    picture = attached(cast, held)
    answer = signed_in(cast.rani).post(
        f"/meetings/{held.meeting.pk}/documents/photographs/{picture.pk}/", {"caption": " "}
    )
    assert answer.status_code == 422
    assert not Photograph.objects.exists()


def test_what_is_archived_leaves_the_documents(cast: Cast, held: Held, signed_in: SignIn) -> None:
    picture = attached(cast, held)
    services.choose_photograph(held.meeting, picture, caption="Suasana", by=cast.rani)
    files.archive(picture, by=cast.rani, reason="Orang tidak mau terlihat")
    page = signed_in(cast.oka).get(f"/meetings/{held.meeting.pk}/documents/minutes.pdf")
    assert pictures_in(page.content) == 0


def test_only_pictures_of_the_meeting_and_only_so_many(cast: Cast, held: Held) -> None:
    document = attached(cast, held, content=pdf(), name="paparan.pdf")
    with pytest.raises(errors.NotAPicture):
        services.choose_photograph(held.meeting, document, caption="Paparan", by=cast.rani)
    other = make_held(cast, make_body(cast, "other"))
    with pytest.raises(errors.NotAPicture):
        services.choose_photograph(other.meeting, attached(cast, held), caption="Suasana", by=cast.rani)
    with pytest.raises(errors.NotACoordinator):
        services.choose_photograph(held.meeting, attached(cast, held, 2), caption="Suasana", by=cast.oka)
    Photograph.objects.bulk_create(
        Photograph(meeting=held.meeting, attachment=_copy(document, number), caption="x")
        for number in range(MOST_PHOTOGRAPHS)
    )
    with pytest.raises(errors.TooManyPhotographs):
        services.choose_photograph(held.meeting, attached(cast, held, 3), caption="Satu lagi", by=cast.rani)


def _copy(attachment: Attachment, number: int) -> Attachment:
    return Attachment.objects.create(
        stored=attachment.stored,
        owner_type="meetings.meeting",
        owner_id=-number,
        name="x",
        uploaded_at=attachment.uploaded_at,
    )


def test_who_takes_the_minutes_adds_photographs(cast: Cast, held: Held, signed_in: SignIn) -> None:
    address = f"/files/of/meetings.meeting/{held.meeting.pk}/"

    def add(who: User, seed: int) -> int:
        file = SimpleUploadedFile("foto.jpg", jpeg(scene(seed)))
        return signed_in(who).post(address, {"file": file, "description": "Suasana"}).status_code

    assert add(cast.hadi, 1) == 403
    services.add_member(held.meeting.body, cast.hadi, role=MemberRole.SECRETARY, by=cast.rani)
    assert add(cast.hadi, 2) == 302
    assert add(cast.wati, 3) == 403
    page = signed_in(cast.hadi).get(f"/meetings/{held.meeting.pk}/documents/").content.decode()
    assert "Suasana" in page
    assert 'enctype="multipart/form-data"' in page
    assert (
        'enctype="multipart/form-data"'
        not in signed_in(cast.wati).get(f"/meetings/{held.meeting.pk}/documents/").content.decode()
    )
