"""What official documents have in common: letterhead, signatory, pictures, the time of a meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

TO_FILL_IN = "(diisi)"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG or WebP file and what it shows, in words, for people who do not see it."""

    content: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture of the day with its caption."""

    picture: Picture
    caption: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The kop of an agency's letters; what is empty is left out, except government and agency."""

    government: str
    agency: str
    address: str = ""
    phone: str = ""
    web: str = ""
    email: str = ""
    coat_of_arms: Picture | None = None


@dataclass(frozen=True, slots=True)
class ElectronicSignature:
    """The place of an electronic signature.

    address: what its QR code holds; `{digest}` in it becomes the SHA-256 of the document's content.
    note: the sentence at the foot of the document, which the office that really signs knows to word; "" for none.
    """

    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs.

    on_behalf: `a.n. Bupati …`, "" when in their own name. electronic: None leaves the place for ink.
    """

    title: str
    name: str
    rank: str = ""
    nip: str = ""
    on_behalf: str = ""
    electronic: ElectronicSignature | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody named in a document without signing it."""

    name: str
    position: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """When, where and what about people meet.

    starts, ends: aware; ends None is written `s.d. selesai`. agenda: the acara in a line.
    points: what comes in which order.
    """

    starts: dt.datetime
    ends: dt.datetime | None
    place: str
    agenda: str
    points: tuple[str, ...] = ()
    link: str = ""
