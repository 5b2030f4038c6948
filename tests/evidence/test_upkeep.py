"""`serambi attachments check`: every file is there and unchanged, or it is said which is not."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from serambi.apps.attachments import storage
from serambi.apps.attachments.models import StoredFile
from serambi.apps.plans.models import Milestone
from tests import files
from tests.cast import Cast
from tests.evidence.conftest import attached

pytestmark = pytest.mark.django_db


def check(*options: str) -> str:
    out = io.StringIO()
    call_command("attachments", "check", *options, stdout=out)
    return out.getvalue()


def made_old(path: Path) -> None:
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_whole_folder_is_whole(cast: Cast, milestone: Milestone) -> None:
    attached(milestone, cast.oka, files.pdf(), "a.pdf")
    assert "Semua berkas ada dan tidak berubah." in check()


def test_a_missing_and_a_changed_file_are_named(
    cast: Cast, milestone: Milestone, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = attached(milestone, cast.oka, files.pdf(), "hilang.pdf")
    other = attached(milestone, cast.oka, files.pdf("<<>>"), "berubah.pdf")
    storage.content_path(gone.stored.digest).unlink()
    storage.content_path(other.stored.digest).write_bytes(b"something else")
    with pytest.raises(CommandError):
        call_command("attachments", "check")
    said = capsys.readouterr().out
    assert f"{gone.stored.digest}  hilang  plans.milestone {milestone.pk}: hilang.pdf" in said
    assert f"{other.stored.digest}  berubah sejak dikirim" in said


def test_missing_views_are_made_anew(cast: Cast, milestone: Milestone) -> None:
    found = attached(milestone, cast.oka)
    view = storage.view_path(found.stored.digest, "small")
    view.unlink()
    with pytest.raises(CommandError):
        check()
    assert not view.exists()
    assert "1" in check("--repair")
    assert view.is_file()


def test_what_nothing_refers_to_goes_after_a_day_and_nothing_else(
    cast: Cast, milestone: Milestone, folder: Path
) -> None:
    kept = attached(milestone, cast.oka, files.pdf(), "a.pdf")
    unused = StoredFile.objects.create(digest="a" * 64, kind="pdf", size=1)
    for name in ("a" * 64, "b" * 64, "c" * 64):
        place = storage.folder_of(name)
        place.mkdir(parents=True)
        (place / storage.CONTENT).write_bytes(b"x")
    late = folder / "incoming" / "late"
    late.mkdir()
    for place in (storage.folder_of("b" * 64), late):
        made_old(place)
    StoredFile.objects.filter(pk=unused.pk).update(stored_at=timezone.now() - dt.timedelta(days=2))
    storage.folder_of("a" * 64).joinpath(storage.CONTENT).unlink()
    with pytest.raises(CommandError):  # the unused row has no file either
        check("--clean")
    assert set(storage.stored_digests()) == {kept.stored.digest, "c" * 64}  # c came only now
    assert storage.leftovers() == []
    assert "Semua berkas ada" in check("--clean")
