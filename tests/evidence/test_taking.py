"""A file is taken once, or refused and written into the record."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest

from serambi.apps.attachments import errors, services, storage
from serambi.apps.attachments.models import Attachment, StoredFile
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations.models import Observation
from serambi.apps.plans.models import Milestone
from tests import files
from tests.cast import Cast
from tests.evidence.conftest import TODAY, attached, sent

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_by_its_content_with_who_sent_it(cast: Cast, milestone: Milestone, folder: Path) -> None:
    content = files.pdf()
    found = attached(milestone, cast.oka, content, "laporan.pdf", description=" Berita acara ")
    assert (found.owner_type, found.owner_id) == ("plans.milestone", milestone.pk)
    assert (found.name, found.description, found.organization) == ("laporan.pdf", "Berita acara", "DLH")
    assert (found.uploaded_by, found.version, found.is_published) == (cast.oka, 1, False)
    kept = storage.content_path(found.stored.digest)
    assert kept.read_bytes() == content
    assert kept.is_relative_to(folder)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert storage.leftovers() == []


def test_it_is_in_the_record(cast: Cast, milestone: Milestone) -> None:
    found = attached(milestone, cast.oka)
    entry = Entry.objects.get(object_type="attachments.attachment")
    assert (entry.verb, entry.actor_id, entry.object_id) == (Verb.CREATED, cast.oka.pk, str(found.pk))
    assert entry.after["owner_type"] == "plans.milestone"


def test_the_same_content_is_stored_once(cast: Cast, milestone: Milestone, observation: Observation) -> None:
    first, second = attached(milestone, cast.oka), attached(observation, cast.oka, name="lagi.jpg")
    assert first.stored_id == second.stored_id
    assert StoredFile.objects.count() == len(list(storage.stored_digests())) == 1


def test_the_same_content_for_the_same_thing_is_refused(cast: Cast, milestone: Milestone) -> None:
    attached(milestone, cast.oka)
    with pytest.raises(errors.AlreadyThere):
        attached(milestone, cast.oka, name="nama lain.jpg")
    assert Attachment.objects.count() == 1


def test_a_refused_file_is_in_the_record_and_nowhere_else(cast: Cast, milestone: Milestone, folder: Path) -> None:
    with pytest.raises(errors.LiesAboutKind):
        attached(milestone, cast.oka, b"<html>", "foto.jpg")
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_type, entry.object_id) == (Verb.REFUSED, "plans.milestone", str(milestone.pk))
    assert entry.after == {"file": "foto.jpg", "size": 6, "code": "lies_about_kind"}
    assert "foto.jpg" in entry.reason
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["sari", "bima", "wati"])
def test_only_those_who_answer_for_it_send_files(cast: Cast, milestone: Milestone, name: str) -> None:
    with pytest.raises(errors.NotYours):
        attached(milestone, cast.people[name])
    assert not Attachment.objects.exists()


def test_nothing_is_added_to_an_archived_program(cast: Cast, milestone: Milestone) -> None:
    program = milestone.activity.program
    program.archived_at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    program.save()
    with pytest.raises(errors.NotYours):
        attached(milestone, cast.rani)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("foto\u202egpj.exe", errors.NameHides),
        ("foto\x00.jpg", errors.NameHides),
        ("foto\u200b.jpg", errors.NameHides),
        ("f" * 151 + ".jpg", errors.NameTooLong),
    ],
)
def test_a_name_that_hides_something_is_refused(
    cast: Cast, milestone: Milestone, name: str, error: type[errors.FileRefused]
) -> None:
    file = sent("a.jpg", files.jpeg())
    file._name = name
    with pytest.raises(error):
        services.attach(milestone, file, by=cast.oka, today=TODAY)


def test_too_large_alone_and_together(cast: Cast, milestone: Milestone, settings: Any) -> None:
    content = files.pdf()
    settings.FILE_BYTES = len(content) - 1
    with pytest.raises(errors.TooLarge):
        attached(milestone, cast.oka, content, "a.pdf")
    settings.FILE_BYTES, settings.ITEM_BYTES = 20_000_000, 2 * len(content)
    attached(milestone, cast.oka, content, "a.pdf")
    with pytest.raises(errors.ItemFull):
        attached(milestone, cast.oka, files.pdf("<</A 1>>"), "b.pdf")


def test_a_document_is_not_of_tomorrow(cast: Cast, milestone: Milestone) -> None:
    with pytest.raises(errors.DateInFuture):
        attached(milestone, cast.oka, files.pdf(), "a.pdf", document_date=dt.date(2026, 11, 21))


def test_a_photograph_under_a_wrong_ending_gets_its_own(cast: Cast, milestone: Milestone) -> None:
    assert attached(milestone, cast.oka, files.heic(), "IMG_1.JPG").name == "IMG_1.heic"


# Later --------------------------------------------------------------------------------------------------------------


def test_a_replacement_keeps_what_was_before_it(cast: Cast, milestone: Milestone) -> None:
    first = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    services.publish(first, by=cast.vera, confirmed=True)
    second = services.replace(
        first, sent("b.pdf", files.pdf("<</A 1>>")), by=cast.oka, reason="Salah scan", document_date=None, today=TODAY
    )
    first.refresh_from_db()
    assert (second.version, second.replaces, second.is_published) == (2, first, False)
    assert first.replaced_at is not None
    assert not first.is_published
    assert Entry.objects.filter(object_id=str(first.pk), reason="Salah scan", verb=Verb.CHANGED).exists()
    with pytest.raises(errors.WasReplaced):
        services.archive(first, by=cast.oka, reason="x")


@pytest.mark.parametrize(("reason", "content"), [(" ", files.pdf("<</B 1>>")), ("ada", files.pdf())])
def test_a_replacement_needs_a_reason_and_another_file(
    cast: Cast, milestone: Milestone, reason: str, content: bytes
) -> None:
    first = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    with pytest.raises((errors.ReasonMissing, errors.AlreadyThere)):
        services.replace(first, sent("b.pdf", content), by=cast.oka, reason=reason, document_date=None, today=TODAY)
    first.refresh_from_db()
    assert first.is_current


def test_what_is_archived_comes_back_unless_it_was_sent_again(cast: Cast, milestone: Milestone) -> None:
    first = attached(milestone, cast.oka)
    services.publish(first, by=cast.vera, confirmed=True)
    archived = services.archive(first, by=cast.hadi, reason="Buram")
    assert not archived.is_published
    assert services.restore(archived, by=cast.oka).is_current
    services.archive(first, by=cast.oka, reason="Buram")
    attached(milestone, cast.oka)
    with pytest.raises(errors.AlreadyThere):
        services.restore(first, by=cast.oka)


def test_nothing_is_published_without_the_word_of_a_person(cast: Cast, milestone: Milestone) -> None:
    found = attached(milestone, cast.oka)
    with pytest.raises(errors.NotConfirmed):
        services.publish(found, by=cast.vera, confirmed=False)
    with pytest.raises(errors.NotYours):
        services.publish(found, by=cast.oka, confirmed=True)
    assert services.publish(found, by=cast.vera, confirmed=True).published_by == cast.vera
    with pytest.raises(errors.AlreadyPublished):
        services.publish(found, by=cast.vera, confirmed=True)
    assert not services.unpublish(found, by=cast.rani).is_published


def test_covered_areas_are_gone_from_what_the_public_sees_and_have_to_be_looked_at(
    cast: Cast, milestone: Milestone
) -> None:
    from PIL import Image, ImageStat  # noqa: PLC0415 - this test alone opens pictures

    stripes = Image.new("L", (400, 300), 0)
    for column in range(0, 400, 4):
        stripes.paste(255, (column, 0, column + 2, 300))
    found = attached(milestone, cast.oka, files.png(stripes), "wajah.png")
    services.publish(found, by=cast.vera, confirmed=True)
    covered = services.cover(found, areas=[(25, 25, 50, 50)], by=cast.vera)
    assert not covered.is_published
    with Image.open(storage.view_path(found.stored.digest, "view", attachment=found.pk)) as view:
        grey = view.convert("L")
        inside = ImageStat.Stat(grey.crop((110, 85, 290, 215))).stddev[0]
        outside = ImageStat.Stat(grey.crop((0, 0, 90, 70))).stddev[0]
    assert inside < 20
    assert outside > 80
    with Image.open(storage.view_path(found.stored.digest, "view")) as view:
        assert ImageStat.Stat(view.convert("L").crop((110, 85, 290, 215))).stddev[0] > 80
    document = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    with pytest.raises(errors.NoPicture):
        services.cover(document, areas=[(0, 0, 10, 10)], by=cast.vera)
