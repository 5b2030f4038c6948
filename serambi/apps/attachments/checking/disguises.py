"""Files that are two files at once: a picture or PDF that is a web page, a program or an archive to somebody else."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking.kinds import MARKUP

_START: Final = 1024
_END_OF_ZIP: Final = b"PK\x05\x06"
_COMMENT: Final = 65_557
_MARKUP: Final = re.compile(b"|".join(re.escape(word) for word in MARKUP), re.IGNORECASE)
# Long enough not to stand by chance in the compressed points of a photograph.
_LONG_MARKUP: Final = re.compile(
    rb"<script[\s>/]|<!doctype html|<html[\s>]|<\?php\s|<iframe[\s>]|<body[\s>]", re.IGNORECASE
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"#!")


def refuse_zip_within(content: bytes, *, name: str) -> None:
    """Raise TwoFilesInOne when a program that opens archives would find one, which it looks for from the end."""
    tail = content[-_COMMENT:]
    at = tail.rfind(_END_OF_ZIP)
    while at >= 0:
        record = tail[at : at + 22]
        if len(record) == 22 and _points_at_entries(content, record):
            raise errors.TwoFilesInOne(name=name, found=_("a packed file (ZIP)"))
        at = tail.rfind(_END_OF_ZIP, 0, at)


def _points_at_entries(content: bytes, record: bytes) -> bool:
    """Tell whether an end of an archive has entries to go with it; four bytes alone can be chance."""
    entries = int.from_bytes(record[10:12], "little")
    return entries == 0 or b"PK\x01\x02" in content or b"PK\x03\x04" in content


def refuse_markup(content: bytes, *, name: str) -> None:
    """Raise TwoFilesInOne when a browser that guesses would take it for a page."""
    if _MARKUP.search(content):
        raise errors.TwoFilesInOne(name=name, found=_("a web page"))


def refuse_markup_anywhere(content: bytes, *, name: str) -> None:
    """Raise TwoFilesInOne when a page stands anywhere in a picture, also in its notes."""
    if _LONG_MARKUP.search(content):
        raise errors.TwoFilesInOne(name=name, found=_("a web page"))


def refuse_pdf_within(content: bytes, *, name: str) -> None:
    """Raise TwoFilesInOne when a reader of PDF, which looks through the first kilobyte, would find one."""
    if b"%PDF-" in content[:_START]:
        raise errors.TwoFilesInOne(name=name, found=_("a PDF file"))


def refuse_program_after(rest: bytes, *, name: str) -> None:
    """Raise TwoFilesInOne when a program or archive stands behind the end of a picture.

    Anything else there is let be: many phones write a moving picture or notes of their own behind a photograph, and
    what is shown is made anew without it.
    """
    if rest.lstrip(b"\0 \r\n").startswith(_PROGRAMS):
        raise errors.TwoFilesInOne(name=name, found=_("a program"))
