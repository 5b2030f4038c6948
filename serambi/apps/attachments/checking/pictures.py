"""Opens a picture in a process apart: writes the views that are shown, and says what the photograph says of itself.

Run as a program: `python -m serambi.apps.attachments.checking.pictures KIND FILE FOLDER`. The views are made anew from
the points alone, turned upright, so that nothing the camera wrote (place, time, device, preview) is in them.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import warnings
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import ExifTags, Image, ImageCms, ImageOps, ImageStat, UnidentifiedImageError

from serambi.apps.attachments.picture_views import MILLION_POINTS, SUFFIXES, VIEWS
from serambi.files.apart import limit_memory

MEMORY_BYTES: Final = 1_500_000_000
CPU_SECONDS: Final = 40
_FORMATS: Final = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "heic": ["HEIF"]}
# Below this spread of grey a picture is a blank wall or sheet, and a hundred others would be alike.
_LEAST_SPREAD: Final = 4.0
_OFFSET: Final = 36881


def main() -> None:
    kind, source, folder = sys.argv[1:4]
    limit_memory(MEMORY_BYTES)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    warnings.simplefilter("ignore")
    json.dump(_answer(kind, Path(source), Path(folder)), sys.stdout)


def _answer(kind: str, source: Path, folder: Path) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at below, before a single point is read
    if kind == "heic":
        import pillow_heif  # noqa: PLC0415 - only photographs of some phones need it

        pillow_heif.register_heif_opener()
    try:
        with Image.open(source, formats=_FORMATS[kind]) as image:
            width, height = image.size
            if width * height > MILLION_POINTS * 1_000_000:
                return {"problem": "too_large"}
            facts = _facts(image)
            picture = _upright(image)
    except MemoryError:
        return {"problem": "too_large"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, RuntimeError):
        return {"problem": "broken"}
    write_views(picture, folder)
    turned = facts.pop("orientation") in range(5, 9) and kind != "heic"
    size = (height, width) if turned else (width, height)
    return {**facts, "width": size[0], "height": size[1], "hash": perceptual_hash(picture)}


def write_views(picture: Image.Image, folder: Path) -> None:
    """Write every view of an upright picture into a folder."""
    for view, (side, written, quality) in VIEWS.items():
        small = picture.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        small.save(folder / f"{view}.{SUFFIXES[written]}", written, quality=quality)


def perceptual_hash(picture: Image.Image) -> int | None:
    """Return 64 bits that differ little between copies of one picture; None for one on which nothing is to be seen.

    Source: Zauner (2010), "Implementation and Benchmarking of Perceptual Image Hash Functions", 3.2.1 (DCT).
    """
    import imagehash  # noqa: PLC0415 - covering areas of a picture does not need it

    if ImageStat.Stat(picture.convert("L")).stddev[0] < _LEAST_SPREAD:
        return None
    return int(str(imagehash.phash(picture)), 16)


def _upright(image: Image.Image) -> Image.Image:
    """Return the points alone, upright, in the colours that every screen knows, on white where it is see-through."""
    largest = VIEWS["view"][0]
    if image.format in {"JPEG", "MPO"} and image.mode in {"RGB", "L", "YCbCr"}:
        image.draft(image.mode, (largest, largest))
    image.load()
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    turned.thumbnail((2 * largest, 2 * largest), Image.Resampling.BOX)
    if turned.mode in {"RGBA", "LA", "PA"} or (turned.mode == "P" and "transparency" in turned.info):
        turned = turned.convert("RGBA")
        picture = Image.new("RGB", turned.size, "white")
        picture.paste(turned, mask=turned.getchannel("A"))
        return picture
    if turned.mode.startswith("I"):
        turned = turned.point(lambda value: value / 256).convert("L") if turned.mode != "I" else turned.convert("L")
    if profile and turned.mode in {"RGB", "CMYK"}:
        turned = _in_known_colours(turned, profile)
    picture = Image.new("RGB", turned.size)
    picture.paste(turned.convert("RGB"))
    return picture


def _in_known_colours(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return found or image


def _facts(image: Image.Image) -> dict[str, Any]:
    """Return when and where the photograph says it was taken; what is not there or cannot be is None."""
    nothing: dict[str, Any] = {"taken_at": None, "offset": None, "latitude": None, "longitude": None, "orientation": 1}
    try:
        exif = image.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, EOFError, ArithmeticError):
        return nothing
    written = detail.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    return {
        "taken_at": _read(lambda: dt.datetime.strptime(_text(written), "%Y:%m:%d %H:%M:%S").isoformat()),  # noqa: DTZ007
        "offset": _read(lambda: _minutes(_text(detail.get(_OFFSET)))),
        "latitude": _read(lambda: _degrees(place, 2, b"S", 90)),
        "longitude": _read(lambda: _degrees(place, 4, b"W", 180)),
        "orientation": exif.get(ExifTags.Base.Orientation, 1),
    }


def _read(read: Callable[[], Any]) -> Any:
    """Return what a camera wrote, or None for what cannot be read: cameras write much that is wrong."""
    try:
        return read()
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError):
        return None


def _text(written: Any) -> str:
    text = written.decode("ascii", "replace") if isinstance(written, bytes) else str(written)
    return text.strip("\0 ")


def _minutes(offset: str) -> int:
    """Return an offset from UTC such as +08:00 in minutes."""
    hours, minutes = offset[1:].split(":")
    found = int(hours) * 60 + int(minutes)
    if found > 14 * 60 or offset[0] not in "+-":
        raise ValueError(offset)
    return -found if offset[0] == "-" else found


def _degrees(place: Mapping[int, Any], tag: int, negative: bytes, most: int) -> float | None:
    degrees, minutes, seconds = (float(part) for part in place[tag])
    found = degrees + minutes / 60 + seconds / 3600
    if _text(place.get(tag - 1, "")).upper() == negative.decode():
        found = -found
    # A phone that does not know where it is writes nought and nought.
    zero = all(float(part) == 0 for key in (2, 4) for part in place.get(key, (1,)))
    return round(found, 6) if abs(found) <= most and not zero else None


if __name__ == "__main__":
    main()
