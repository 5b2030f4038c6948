"""What a file says of itself held against what it belongs to, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.attachments.checking.kinds import Kind
from serambi.apps.attachments.labels import TOLD
from serambi.apps.attachments.models import Attachment, Scan
from serambi.apps.attachments.permissions import Belonging
from serambi.apps.attachments.places import nearest
from serambi.ui import formats


class Weight(StrEnum):
    """FITS: as it should be. DOUBT: somebody has to look. NOTE: good to know."""

    FITS = "fits"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about an attachment. url: of the page that it speaks of, "" without one."""

    weight: Weight
    text: str
    url: str = ""

    @property
    def is_doubt(self) -> bool:
        return self.weight is Weight.DOUBT


@dataclass(frozen=True, slots=True)
class Use:
    """Where else the same picture stands. where: what it belongs to, "" where the person may not look."""

    where: str = ""
    url: str = ""
    same_file: bool = True


def findings(attachment: Attachment, belonging: Belonging, uses: Sequence[Use]) -> list[Finding]:
    """Return everything to be told to those who verify, doubts first."""
    found = [
        *_time(attachment, belonging),
        *_place(attachment, belonging),
        *_document_date(attachment, belonging),
        *[_use(use) for use in uses],
        *_scan(attachment),
        *[Finding(Weight.NOTE, str(TOLD[code])) for code in attachment.stored.told if code in TOLD],
    ]
    order = list(Weight)
    return sorted(found, key=lambda one: (one.weight is not Weight.DOUBT, order.index(one.weight)))


def _time(attachment: Attachment, belonging: Belonging) -> list[Finding]:
    taken = attachment.stored.taken_at
    if taken is None:
        return _silent(attachment, _("The photograph does not say when it was taken."))
    day = timezone.localtime(taken).date()
    first, last = belonging.first_day, belonging.last_day
    if first is not None and day < first:
        weight, sentence = Weight.DOUBT, _("Taken on %(day)s, before the period.")
    elif last is not None and day > last:
        weight, sentence = Weight.DOUBT, _("Taken on %(day)s, after the period.")
    elif taken > attachment.uploaded_at:
        weight, sentence = Weight.DOUBT, _("Taken on %(day)s, which was still to come when it was sent.")
    elif first is None and last is None:
        weight, sentence = Weight.NOTE, _("Taken on %(day)s.")
    else:
        weight, sentence = Weight.FITS, _("Taken on %(day)s, within the period.")
    return [Finding(weight, sentence % {"day": formats.day(day)})]


def _place(attachment: Attachment, belonging: Belonging) -> list[Finding]:
    stored = attachment.stored
    if stored.latitude is None or stored.longitude is None:
        return _silent(attachment, _("The photograph does not say where it was taken."))
    near = nearest(stored.latitude, stored.longitude, belonging.places)
    if near is None:
        return [Finding(Weight.NOTE, _("It is not known where it should have been taken."))]
    sentence = {
        (True, True): _("Taken in %(place)s."),
        (True, False): _("Taken near the middle of %(place)s (%(distance)s km)."),
        (False, True): _("Taken %(distance)s km from %(place)s."),
        (False, False): _("Taken %(distance)s km from the middle of %(place)s."),
    }[near.fits, near.to_boundary]
    facts = {"place": near.place.name, "distance": formats.number(near.kilometres, 0 if near.kilometres >= 10 else 1)}
    return [Finding(Weight.FITS if near.fits else Weight.DOUBT, sentence % facts)]


def _silent(attachment: Attachment, sentence: str) -> list[Finding]:
    """Return that a photograph does not say something; of a drawing or a scan nobody expects it."""
    return [Finding(Weight.NOTE, sentence)] if attachment.stored.kind in {Kind.JPEG, Kind.HEIC} else []


def _document_date(attachment: Attachment, belonging: Belonging) -> list[Finding]:
    day = attachment.document_date
    if day is None:
        return []
    facts = {"day": formats.day(day)}
    if belonging.first_day is not None and day < belonging.first_day:
        return [Finding(Weight.DOUBT, _("The document is of %(day)s, before the period.") % facts)]
    return [Finding(Weight.FITS, _("The document is of %(day)s.") % facts)]


def _use(use: Use) -> Finding:
    if not use.where:
        if use.same_file:
            return Finding(Weight.DOUBT, _("The same file is used in another place, which you may not see."))
        return Finding(Weight.DOUBT, _("The same photograph is used in another place, which you may not see."))
    facts = {"where": use.where}
    if use.same_file:
        return Finding(Weight.DOUBT, _("The same file is used for %(where)s.") % facts, use.url)
    return Finding(Weight.DOUBT, _("The same photograph is used for %(where)s.") % facts, use.url)


def _scan(attachment: Attachment) -> list[Finding]:
    match attachment.stored.scan:
        case Scan.NOT_SCANNED:
            return [Finding(Weight.NOTE, _("Not scanned for viruses: no scanner is installed."))]
        case Scan.FAILED:
            return [Finding(Weight.DOUBT, _("Not scanned for viruses: the scanner did not answer."))]
        case Scan.INFECTED:
            return [Finding(Weight.DOUBT, _("A virus was found in it; it is locked away."))]
        case _:
            return [Finding(Weight.FITS, _("No virus was found in it."))]
