"""Pictures made ready for a page: turned upright, small enough, without what a camera writes beside them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache

from .errors import PictureTooLarge, PictureUnreadable, PictureWithoutWords
from .parts import Picture
from .texts import line

_FORMATS = ("PNG", "JPEG", "WEBP")
_MOST_PIXELS = 60_000_000
_DOTS_PER_MM = 200 / 25.4
QUALITY = 85


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture as it stands on the page.

    content: PNG or JPEG. source_digest: SHA-256 of the file it was made from, which no newer library changes.
    """

    content: bytes
    source_digest: str
    alt: str
    suffix: str
    width_mm: float
    height_mm: float


def placed(picture: Picture, *, width_mm: float, height_mm: float) -> Placed:
    """Return the picture as large as the box allows.

    Raises PictureUnreadable, PictureTooLarge and PictureWithoutWords.
    """
    from PIL import Image  # noqa: PLC0415 - for the first document that somebody asks for

    alt = line(picture.alt)
    if not alt:
        raise PictureWithoutWords
    try:
        content, suffix, (wide, high) = _fitted(picture.content, width_mm, height_mm)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(alt=alt, longest=_MOST_PIXELS // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureUnreadable(alt=alt) from error
    return Placed(content, hashlib.sha256(picture.content).hexdigest(), alt, suffix, wide, high)


@lru_cache(maxsize=32)
def _fitted(content: bytes, width_mm: float, height_mm: float) -> tuple[bytes, str, tuple[float, float]]:
    """Return the file, its suffix and its size; forty letters of one office ask for one coat of arms."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise Image.DecompressionBombError
        is_photograph = opened.format != "PNG"
        upright = ImageOps.exif_transpose(opened)
        scale = min(width_mm / upright.width, height_mm / upright.height)
        size = (upright.width * scale, upright.height * scale)
        most = (max(1, round(size[0] * _DOTS_PER_MM)), max(1, round(size[1] * _DOTS_PER_MM)))
        # A QR code and a small drawing stay as they are: only what is finer than the page is made smaller.
        small = upright.resize(most, Image.Resampling.LANCZOS) if upright.width > most[0] else upright
        written = io.BytesIO()
        if is_photograph and small.mode in {"RGB", "L", "CMYK"}:
            small.convert("RGB").save(written, "JPEG", quality=QUALITY)
            return written.getvalue(), "jpg", size
        small.convert("RGBA").save(written, "PNG")
        return written.getvalue(), "png", size


def qr_code(text: str, *, alt: str) -> Picture:
    """Return a QR code that holds the text."""
    import qrcode  # noqa: PLC0415 - as above

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=2)
    code.add_data(text)
    written = io.BytesIO()
    code.make_image().get_image().save(written, "PNG")
    return Picture(written.getvalue(), alt)
