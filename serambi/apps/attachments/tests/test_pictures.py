"""What is shown of a photograph, and what it says of itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import imagehash
import pytest
from PIL import Image

from serambi.apps.attachments.similar import DISTANCE, distance, signed
from serambi.apps.attachments.tests.test_inspection import look
from tests import files

SECRETS = (b"Exif", b"Telepon Warga", b"2026:01:20", b"JFIF-comment")


@pytest.mark.parametrize("kind", ["jpeg", "heic", "png"])
def test_the_views_carry_nothing_of_what_the_camera_wrote(tmp_path: Path, kind: str) -> None:
    content = getattr(files, kind)(exif=files.exif(), **({"comment": b"JFIF-comment"} if kind == "jpeg" else {}))
    look(tmp_path, f"a.{kind}", content)
    views = sorted((tmp_path / "views").iterdir())
    assert [view.name for view in views] == ["large.webp", "small.webp", "view.jpg"]
    for view in views:
        written = view.read_bytes()
        assert not any(secret in written for secret in SECRETS)
        with Image.open(view) as opened:
            assert not opened.getexif()
            assert "comment" not in opened.info


def test_a_photograph_says_when_and_where_it_was_taken(tmp_path: Path) -> None:
    found = look(tmp_path, "a.jpg", files.jpeg(exif=files.exif(latitude=-1.2603, longitude=116.5312)))
    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2026-01-20T09:30:00+08:00"
    assert (found.latitude, found.longitude) == pytest.approx((-1.2603, 116.5312), abs=1e-5)


def test_an_offset_that_the_camera_wrote_counts(tmp_path: Path) -> None:
    written = files.exif()
    written.get_ifd(0x8769)[36881] = "+07:00"
    found = look(tmp_path, "a.jpg", files.jpeg(exif=written))
    assert found.taken_at == dt.datetime(2026, 1, 20, 2, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "", "2026:13:45 99:00:00"])
def test_a_time_that_is_none_is_missing(tmp_path: Path, taken: str) -> None:
    assert look(tmp_path, "a.jpg", files.jpeg(exif=files.exif(taken=taken))).taken_at is None


def test_nought_and_nought_is_no_place(tmp_path: Path) -> None:
    found = look(tmp_path, "a.jpg", files.jpeg(exif=files.exif(latitude=0, longitude=0)))
    assert (found.latitude, found.longitude) == (None, None)


def test_a_turned_photograph_is_shown_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (400, 300), "white")
    picture.paste("black", (0, 0, 200, 300))  # dark on the left; turned by 90 degrees it is dark at the top
    found = look(tmp_path, "a.jpg", files.jpeg(picture, exif=files.exif(orientation=6)))
    assert (found.width, found.height) == (300, 400)
    with Image.open(tmp_path / "views" / "view.jpg") as view:
        assert view.size == (300, 400)
        assert view.convert("L").getpixel((150, 50)) < 60
        assert view.convert("L").getpixel((150, 350)) > 200


def test_the_small_views_fit_into_their_squares(tmp_path: Path) -> None:
    look(tmp_path, "a.jpg", files.jpeg(files.scene(size=(3000, 1500))))
    sizes = {view.stem: Image.open(view).size for view in (tmp_path / "views").iterdir()}
    assert sizes == {"view": (2560, 1280), "large": (960, 480), "small": (240, 120)}


def test_copies_of_a_photograph_have_nearly_the_same_hash_and_others_do_not(tmp_path: Path) -> None:
    picture = files.scene(1)
    smaller = picture.resize((320, 240)).point(lambda value: min(255, int(value * 1.1)))
    hashes = [
        look(tmp_path, name, content).perceptual_hash or 0
        for name, content in (
            ("a.jpg", files.jpeg(picture, quality=95)),
            ("b.jpg", files.jpeg(smaller, quality=40)),
            ("c.png", files.png(picture)),
            ("d.heic", files.heic(picture)),
            ("e.jpg", files.jpeg(files.scene(2))),
        )
    ]
    assert all(distance(hashes[0], other) <= DISTANCE for other in hashes[1:4])
    assert distance(hashes[0], hashes[4]) > 2 * DISTANCE
    assert distance(signed(hashes[0]), int(str(imagehash.phash(picture)), 16)) <= 2


def test_a_picture_of_nothing_is_like_no_other(tmp_path: Path) -> None:
    assert look(tmp_path, "a.png", files.png(Image.new("RGB", (300, 200), "white"))).perceptual_hash is None
