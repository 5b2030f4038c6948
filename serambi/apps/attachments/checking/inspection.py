"""Looks at a file before it is taken: what it is, whether it is whole and harmless, and what it says of itself."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking import disguises, outlines
from serambi.apps.attachments.checking.kinds import OFFICE, PICTURES, Kind, found_name, is_old_office, kind_of, name_of
from serambi.apps.attachments.checking.names import ending_of, kind_by_ending, shown
from serambi.apps.attachments.checking.office import check_office
from serambi.apps.attachments.checking.pdfs import check_pdf, page_count
from serambi.apps.attachments.picture_views import MILLION_POINTS
from serambi.files.apart import EndedApart, run_apart

SECONDS: Final = 60
# Run apart, and not imported: it opens pictures, which no web process does itself.
_PICTURES: Final = "serambi.apps.attachments.checking.pictures"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found out about a file that may be taken.

    told: codes of what a reader should know. pages: of a PDF, where they can be counted. taken_at, latitude, longitude:
    what a photograph says of itself. perceptual_hash: 64 bits, None where the picture shows nothing.
    """

    kind: Kind
    told: tuple[str, ...] = ()
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    taken_at: dt.datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    perceptual_hash: int | None = None


def inspect(path: Path, *, name: str, views: Path) -> Inspection:
    """Return what a file is, writing the views of a picture into a folder; raise a FileRefused when it is not taken."""
    claimed, ending, name = kind_by_ending(name), ending_of(name), shown(name)
    content = path.read_bytes()
    kind = _kind(content, claimed, name=name, ending=ending)
    if kind in PICTURES:
        return _picture(content, kind, path, name=name, views=views)
    if kind is Kind.PDF:
        told = check_pdf(content, name=name)
        return Inspection(kind, tuple(told), pages=page_count(content))
    office, told = check_office(content, name=name)
    if office is not claimed:
        raise errors.LiesAboutKind(name=name, ending=f".{ending}", found=name_of(office))
    return Inspection(office, tuple(told))


def _kind(content: bytes, claimed: Kind | None, *, name: str, ending: str) -> Kind:
    """Return the kind on which the name and the content agree.

    One picture named as another is taken for what it is: phones and messengers rename them, and nobody is deceived.
    """
    found = kind_of(content)
    if not content:
        raise errors.Empty(name=name)
    if claimed is None:
        raise errors.KindNotTaken(name=name, found=found_name(content))
    if claimed in OFFICE and is_old_office(content):
        raise errors.Protected(name=name)
    alike = found is claimed or any({found, claimed} <= family for family in (OFFICE, PICTURES))
    if found is None or not alike:
        raise errors.LiesAboutKind(name=name, ending=f".{ending}", found=found_name(content))
    return found


def _picture(content: bytes, kind: Kind, path: Path, *, name: str, views: Path) -> Inspection:
    try:
        end = outlines.end_of(content, kind)
    except outlines.CutOff as error:
        raise errors.Broken(name=name) from error
    rest = content[end:]
    disguises.refuse_pdf_within(content, name=name)
    disguises.refuse_zip_within(content, name=name)
    disguises.refuse_markup(content[:1024], name=name)
    disguises.refuse_markup(rest[:65_536], name=name)
    disguises.refuse_markup_anywhere(content, name=name)
    disguises.refuse_program_after(rest, name=name)
    facts = _opened(kind, path, name=name, views=views)
    told = ("picture_trailer",) if rest.strip(b"\0 \r\n") else ()
    bits = facts["hash"]
    return Inspection(
        kind,
        told,
        width=facts["width"],
        height=facts["height"],
        taken_at=_moment(facts["taken_at"], facts["offset"]),
        latitude=_finite(facts["latitude"]),
        longitude=_finite(facts["longitude"]),
        perceptual_hash=bits,
    )


def _opened(kind: Kind, path: Path, *, name: str, views: Path) -> dict[str, Any]:
    try:
        answer = run_apart(_PICTURES, kind.value, str(path), str(views), seconds=SECONDS)
        facts: dict[str, Any] = json.loads(answer)
    except (EndedApart, ValueError) as error:
        raise errors.Broken(name=name) from error
    if facts.get("problem") == "too_large":
        raise errors.PictureTooLarge(name=name, limit=MILLION_POINTS)
    if "problem" in facts:
        raise errors.Broken(name=name)
    return facts


def _moment(written: str | None, offset: int | None) -> dt.datetime | None:
    """Return the time a camera wrote; without a zone it is the regency's, which most cameras are set to."""
    if written is None:
        return None
    naive = dt.datetime.fromisoformat(written)
    if offset is not None:
        return naive.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))
    return timezone.make_aware(naive)


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None
