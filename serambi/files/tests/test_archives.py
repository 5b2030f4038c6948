"""A zip file is counted before it is believed."""

from __future__ import annotations

import io
import zipfile

import pytest

from serambi.files.apart import EndedApart, run_apart
from serambi.files.archives import Archive, Damaged, InflatesTooMuch, Limits

SMALL = Limits(inflated=1_000_000, ratio=20, ratio_from=10_000)


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return file.getvalue()


def test_a_small_archive_gives_its_parts() -> None:
    archive = Archive(zipped(a=b"one", b=b"two"), limits=SMALL)
    assert archive.parts == ["a", "b"]
    assert b"".join(archive.pieces("b")) == b"two"


def test_what_inflates_beyond_the_limit_is_refused_whatever_it_declares() -> None:
    content = bytearray(zipped(a=bytes(5_000_000)))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")  # it declares ten bytes
    for bomb in (zipped(a=bytes(5_000_000)), bytes(content)):
        with pytest.raises(InflatesTooMuch):
            Archive(bomb, limits=SMALL)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive", zipped(a=b"x" * 999)[:-30]])
def test_what_is_no_whole_archive_is_damaged(content: bytes) -> None:
    with pytest.raises(Damaged):
        Archive(content, limits=SMALL)


def test_a_process_apart_that_fails_or_does_not_end_is_told() -> None:
    with pytest.raises(EndedApart):
        run_apart("serambi.files.nothing_there", seconds=30)
    with pytest.raises(EndedApart):
        run_apart("serambi.files.archives", seconds=0.001)
