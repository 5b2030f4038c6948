"""The laporan to the head of the regency after a meeting."""

from __future__ import annotations

from django.utils import timezone, translation

from serambi.apps.meetings.models import Paper
from serambi.apps.meetings.queries.effect import Kept
from serambi.apps.meetings.queries.outcomes import Outcome
from serambi.exchange.documents import kinds
from serambi.exchange.documents.office import Office
from serambi.exchange.papers.follow_ups import as_agreed
from serambi.exchange.papers.offices import signatory_named
from serambi.exchange.papers.photographs import pictures_of
from serambi.exchange.papers.sittings import mark_of, marks_of
from serambi.ui import formats

RECIPIENT = "Bupati"


def report_of(outcome: Outcome, paper: Paper | None, office: Office, *, earlier: Kept | None) -> kinds.ReportToRegent:
    """Return the report about a meeting.

    paper: what was written for it; without one the usual sentences stand there. earlier: what the meeting before had
    agreed on and how much of it was done by this one, None where there was none.
    """
    meeting = outcome.meeting
    signatory = signatory_named(office, paper.signatory if paper is not None else "")
    with translation.override("id"):
        sections = _sections(outcome, paper, earlier)
    return kinds.ReportToRegent(
        letterhead=office.letterhead,
        number=paper.number if paper is not None else "",
        sifat="Penting",
        lampiran="",
        hal=(paper.subject if paper is not None else "") or f"Hasil {meeting.title}",
        place=office.place,
        day=paper.day if paper is not None else None,
        recipient=(paper.recipient if paper is not None else "") or RECIPIENT,
        sender=signatory.title,
        sections=sections,
        signatory=signatory,
        actions=tuple(as_agreed(one) for one in outcome.actions),
        photographs=pictures_of(outcome.photographs),
        mark=mark_of(meeting, *marks_of(outcome)),
    )


def _sections(outcome: Outcome, paper: Paper | None, earlier: Kept | None) -> tuple[kinds.Section, ...]:
    opening = (paper.opening if paper is not None else "") or _opening(outcome)
    closing = (paper.closing if paper is not None else "") or _closing(outcome)
    found = [
        kinds.Section("Pendahuluan", opening),
        kinds.Section("Kegiatan yang dilaksanakan", _held(outcome), tuple(one.title for one in outcome.items)),
        kinds.Section("Hasil yang dicapai", *_results(outcome)),
    ]
    if earlier is not None and earlier.agreed:
        found.append(kinds.Section("Tindak lanjut rapat sebelumnya", _earlier(earlier)))
    found.append(kinds.Section("Simpulan dan saran", closing))
    return tuple(found)


def _opening(outcome: Outcome) -> str:
    return (
        f"Bersama ini dilaporkan hasil {outcome.meeting.title} yang diselenggarakan oleh {outcome.meeting.body.name} "
        "dalam rangka pelaksanaan Masterplan Smart City."
    )


def _held(outcome: Outcome) -> str:
    meeting = outcome.meeting
    when = formats.weekday(timezone.localtime(meeting.began_at or meeting.starts_at))
    chair = ", ".join(filter(None, (meeting.chair, meeting.chair_position)))
    text = f"Rapat berlangsung pada {when}"
    text += f" bertempat di {meeting.place}" if meeting.place else ""
    text += f", dipimpin oleh {chair}" if chair else ""
    text += f", dan dihadiri {len(outcome.attendances)} orang." if outcome.attendances else "."
    if outcome.absent:
        text += f" Tidak hadir: {'; '.join(outcome.absent)}."
    return f"{text} Yang dibahas:" if outcome.items else text


def _results(outcome: Outcome) -> tuple[str, tuple[str, ...]]:
    if not outcome.decisions:
        return "Rapat tidak mengambil keputusan yang dicatat dalam daftar keputusan.", ()
    points = tuple(f"{one.text} (Keputusan {one.name})" for one in outcome.decisions)
    return "Rapat mengambil keputusan sebagai berikut.", points


def _earlier(earlier: Kept) -> str:
    day = formats.day(timezone.localtime(earlier.meeting.began_at or earlier.meeting.starts_at))
    text = (
        f"Dari {earlier.agreed} tindak lanjut rapat tanggal {day}, {earlier.verified} selesai dan sudah diperiksa saat "
        "rapat ini dibuka"
    )
    text += f", {earlier.waiting} selesai menurut perangkat daerah dan belum diperiksa" if earlier.waiting else ""
    return f"{text}, {earlier.open} belum selesai."


def _closing(outcome: Outcome) -> str:
    return (
        f"Rapat mencatat {len(outcome.actions)} tindak lanjut, masing-masing dengan perangkat daerah dan tenggatnya. "
        "Pelaksanaannya dipantau dan dibahas pertama kali pada rapat berikutnya."
        if outcome.actions
        else "Rapat tidak mencatat tindak lanjut."
    )
