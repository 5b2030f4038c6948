"""Files of every kind, good and bad, built here: nothing in them was ever somebody's."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def scene(seed: int = 1, *, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Return a picture of soft shapes, the same for the same seed, unlike that of another."""
    dice = np.random.default_rng(seed)
    rough = Image.fromarray(dice.integers(0, 255, (6, 8, 3), dtype=np.uint8), "RGB")
    return rough.resize(size, Image.Resampling.BICUBIC)


def exif(
    *,
    taken: str = "2026:01:20 09:30:00",
    latitude: float | None = -1.25,
    longitude: float = 116.5,
    orientation: int = 1,
) -> Image.Exif:
    found = Image.Exif()
    found[0x0110] = "Telepon Warga 12"
    found[0x0112] = orientation
    found.get_ifd(0x8769)[36867] = taken
    if latitude is not None:
        place = found.get_ifd(0x8825)
        place[1], place[2] = ("S" if latitude < 0 else "N"), _sexagesimal(abs(latitude))
        place[3], place[4] = ("W" if longitude < 0 else "E"), _sexagesimal(abs(longitude))
    return found


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)


def jpeg(picture: Image.Image | None = None, **options: Any) -> bytes:
    return _saved(picture or scene(), "JPEG", **options)


def png(picture: Image.Image | None = None, **options: Any) -> bytes:
    return _saved(picture or scene(), "PNG", **options)


def heic(picture: Image.Image | None = None, **options: Any) -> bytes:
    pillow_heif.register_heif_opener()
    # Packed well it takes six times as long, which every worker would wait for as it gathers the tests.
    return _saved(picture or scene(), "HEIF", enc_params={"preset": "ultrafast"}, **options)


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """Return a small PNG of one grey that says it is that large, and is."""
    rows = zlib.compress(bytes((width + 1) * height), 9) if width * height < 10_000_000 else zlib.compress(b"\0" * 100)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def pdf(*objects: str | bytes, trailer: str = "", start: bytes = b"%PDF-1.7\n", end: bytes = b"%%EOF\n") -> bytes:
    """Return a PDF of one page with these objects besides."""
    parts: list[str | bytes] = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        *objects,
    ]
    found, places = start, []
    for number, part in enumerate(parts, start=1):
        places.append(len(found))
        found += b"%d 0 obj\n" % number + (part.encode() if isinstance(part, str) else part) + b"\nendobj\n"
    table = len(found)
    found += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    found += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<</Size {len(parts) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n"
    return found + tail.encode() + end


def packed_objects(text: str, *, filters: str = "/FlateDecode", packed: bytes | None = None) -> bytes:
    """Return a stream in which other objects are packed."""
    body = zlib.compress(text.encode()) if packed is None else packed
    head = f"<</Type/ObjStm/N 1/First 4/Filter{filters}/Length {len(body)}>>\nstream\n".encode()
    return head + body + b"\nendstream"


def office(
    main: str = WORKBOOK,
    *,
    external: str = "",
    more: dict[str, str | bytes] | None = None,
    types: str | None = None,
) -> bytes:
    """Return an archive that is a workbook or document; external: kind of a relation to somewhere else."""
    part = "xl/workbook.xml" if main in {WORKBOOK, MACROS} else "word/document.xml"
    target = f'<Relationship Id="r1" Type="{_OFFICE}/{external}" Target="http://example.org/x" TargetMode="External"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types
        or f'<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="{main}"/></Types>',
        part: "<root/>",
        f"{part.partition('/')[0]}/_rels/{part.rpartition('/')[2]}.rels": (
            f'<Relationships xmlns="{_RELATIONS}">{target if external else ""}</Relationships>'
        ),
        **(more or {}),
    }
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, dt.datetime(2026, 1, 1).timetuple()[:6]), content, 8)  # noqa: DTZ001
    return file.getvalue()
