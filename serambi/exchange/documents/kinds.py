"""The documents: each holds what its page says, and nothing about how it looks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from .parts import Letterhead, Official, Photograph, Picture, Signatory, Sitting


class Kind(StrEnum):
    """What an office calls its documents; the name of their templates."""

    LETTER = "undangan"
    ATTENDANCE = "daftar-hadir"
    MINUTES = "notula"
    AGREEMENT = "berita-acara"
    ACTIONS = "tindak-lanjut"
    REPORT = "laporan"


class Priority(StrEnum):
    HIGH = "T"
    MEDIUM = "S"
    LOW = "R"


class Progress(StrEnum):
    OPEN = "belum"
    RUNNING = "proses"
    DONE = "selesai"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a letter goes to; address: the place after `di`."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """A surat undangan (Permendagri 1/2023).

    number, day: "" and None while they are not given; the page says `(diisi)`. sifat, lampiran, hal have the words that
    everybody in an office says. dress: what is worn, "" where the letter does not say. mark: printed at the head of
    each page, for example CONTOH.
    """

    letterhead: Letterhead
    number: str
    sifat: str
    lampiran: str
    hal: str
    place: str
    day: dt.date | None
    recipients: tuple[Recipient, ...]
    sitting: Sitting
    signatory: Signatory
    salutation: str = ""
    opening: str = ""
    closing: str = ""
    dress: str = ""
    copies: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A line of a daftar hadir.

    sex: `L`, `P` or "" when it is not asked. signature: a picture, None leaves the place for ink.
    """

    name: str
    position: str = ""
    organization: str = ""
    sex: str = ""
    signature: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceList:
    """A daftar hadir; empty_lines: how many numbered lines follow for people who come unannounced."""

    letterhead: Letterhead
    title: str
    sitting: Sitting
    attendees: tuple[Attendee, ...]
    signatory: Signatory | None = None
    empty_lines: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """What was said about one item of the agenda."""

    topic: str
    text: str
    presenter: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, its number in the register and what it rests on."""

    text: str
    number: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the matriks tindak lanjut."""

    action: str
    owner: str
    due: dt.date | None = None
    topic: str = ""
    response: str = ""
    decision: str = ""
    priority: Priority | None = None
    progress: Progress = Progress.OPEN
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A notula; is_final: False prints that it is a draft.

    is_changed: it was signed off and no longer reads as it was; its status says so in place of being final.
    """

    letterhead: Letterhead
    meeting: str
    sitting: Sitting
    letter_number: str
    chair: Official
    recorder: Official
    secretary: Official | None = None
    participants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    opening: str = ""
    discussions: tuple[Discussion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    conclusion: str = ""
    signatories: tuple[Signatory, ...] = ()
    photographs: tuple[Photograph, ...] = ()
    is_final: bool = False
    is_changed: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an agreement, who signs for it."""

    organization: str
    signatory: Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecord:
    """A berita acara kesepakatan."""

    letterhead: Letterhead
    number: str
    subject: str
    day: dt.date
    place: str
    parties: tuple[Party, ...]
    points: tuple[str, ...]
    basis: str = ""
    closing: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMatrix:
    """A matriks tindak lanjut; as_of: the day whose standing it shows.

    sitting: None where the actions are of several meetings; span then says in words of which.
    """

    letterhead: Letterhead
    meeting: str
    sitting: Sitting | None
    as_of: dt.date
    actions: tuple[Action, ...]
    span: str = ""
    signatory: Signatory | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: paragraphs (a blank line between two), then points."""

    title: str
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportToRegent:
    """A laporan to the head of the regency after a meeting."""

    letterhead: Letterhead
    number: str
    sifat: str
    lampiran: str
    hal: str
    place: str
    day: dt.date | None
    recipient: str
    sender: str
    sections: tuple[Section, ...]
    signatory: Signatory
    actions: tuple[Action, ...] = ()
    copies: tuple[str, ...] = ()
    photographs: tuple[Photograph, ...] = ()
    mark: str = ""


Document = OfficialLetter | AttendanceList | Minutes | AgreementRecord | ActionMatrix | ReportToRegent

KINDS: dict[type, Kind] = {
    OfficialLetter: Kind.LETTER,
    AttendanceList: Kind.ATTENDANCE,
    Minutes: Kind.MINUTES,
    AgreementRecord: Kind.AGREEMENT,
    ActionMatrix: Kind.ACTIONS,
    ReportToRegent: Kind.REPORT,
}


def kind_of(document: Document) -> Kind:
    """Return what the office calls this document."""
    return KINDS[type(document)]
