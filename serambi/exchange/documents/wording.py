"""A document in the words an Indonesian office writes: the fields that both the PDF and the Word file show.

The names of the fields are Indonesian, because they are the placeholders that an office meets in its template;
docs/reference/documents.md lists them, and a test holds the list to what is here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

from django.utils import translation

from serambi.ui import formats, locales

from . import kinds
from .kinds import Document, kind_of
from .parts import TO_FILL_IN, ElectronicSignature, Letterhead, Official, Photograph, Picture, Signatory, Sitting
from .pictures import Placed, placed, qr_code
from .texts import line, paragraphs, roman, spelled

Fields = dict[str, Any]

SO_MANY_ON_THE_LETTER = 3
_PRIORITIES = {kinds.Priority.HIGH: "Tinggi", kinds.Priority.MEDIUM: "Sedang", kinds.Priority.LOW: "Rendah"}
_PROGRESS = {kinds.Progress.OPEN: "Belum", kinds.Progress.RUNNING: "Proses", kinds.Progress.DONE: "Selesai"}


def fields_of(document: Document) -> Fields:
    """Return what the document says, as text, lists of text and pictures.

    Every text is clean of what no document can hold. What an office must still give is `(diisi)`.
    """
    with translation.override("id"):
        digest = content_digest(document)
        fields = _fields(document, digest)
        return {**fields, "tanda": line(document.mark) or fields.get("tanda", ""), "sidik": digest}


def content_digest(document: Document) -> str:
    """Return the SHA-256 of what the document says, pictures included, in hexadecimal.

    It is of the content and not of a file: the PDF, the Word file and a later print of one document have the same.
    """
    with translation.override("id"):
        told = {"jenis": kind_of(document), **_fields(document, "")}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=_picture_digest)
    return hashlib.sha256(text.encode()).hexdigest()


def _picture_digest(value: object) -> str:
    if not isinstance(value, Placed):
        raise TypeError(type(value))
    return f"{value.source_digest} {value.alt}"


def _fields(document: Document, digest: str) -> Fields:
    match document:
        case kinds.OfficialLetter():
            return _letter(document, digest)
        case kinds.AttendanceList():
            return _attendance(document, digest)
        case kinds.Minutes():
            return _minutes(document, digest)
        case kinds.AgreementRecord():
            return _agreement(document, digest)
        case kinds.ActionMatrix():
            return _matrix(document, digest)
        case kinds.ReportToRegent():
            return _report(document, digest)


# The documents ------------------------------------------------------------------------------------------------------


def _letter(letter: kinds.OfficialLetter, digest: str) -> Fields:
    recipients = [_recipient(one) for one in letter.recipients]
    is_listed = len(recipients) > SO_MANY_ON_THE_LETTER
    return {
        "judul": f"{_given(letter.hal)} – {_given(letter.number)}",
        "kop": _letterhead(letter.letterhead),
        "nomor": _given(letter.number),
        "sifat": line(letter.sifat) or "Biasa",
        "lampiran": line(letter.lampiran) or ("1 (satu) berkas" if is_listed else "–"),
        "hal": _given(letter.hal),
        "tempat_tanggal": _place_and_day(letter.place, letter.day),
        "yth": [] if is_listed else recipients,
        "tempat_yth": "Tempat" if is_listed else ", ".join(dict.fromkeys(one["alamat"] for one in recipients)),
        "daftar_undangan": recipients if is_listed else [],
        "salam": line(letter.salutation) or "Dengan hormat,",
        "pembuka": paragraphs(letter.opening),
        **_sitting(letter.sitting),
        "pakaian": line(letter.dress),
        "penutup": paragraphs(letter.closing)
        or ["Demikian disampaikan, atas perhatian dan kehadirannya diucapkan terima kasih."],
        "penandatangan": _signatory(letter.signatory, digest),
        "tembusan": _lines(letter.copies),
    }


def _attendance(listed: kinds.AttendanceList, digest: str) -> Fields:
    people: list[Fields] = [
        {
            "no": str(number),
            "nama": line(one.name),
            "jabatan": line(one.position),
            "instansi": line(one.organization),
            "lp": line(one.sex),
            "ttd": _placed(one.signature, 32, 10),
        }
        for number, one in enumerate(listed.attendees, start=1)
    ]
    first = len(people) + 1
    nobody = {"nama": "", "jabatan": "", "instansi": "", "lp": "", "ttd": ""}
    people += [{"no": str(number), **nobody} for number in range(first, first + listed.empty_lines)]
    return {
        "judul": f"Daftar Hadir {line(listed.title)}",
        "kop": _letterhead(listed.letterhead),
        "rapat": line(listed.title),
        **_sitting(listed.sitting),
        "ada_lp": any(one["lp"] for one in people),
        "hadir": people,
        "penandatangan": _signatory(listed.signatory, digest) if listed.signatory else "",
    }


def _minutes(minutes: kinds.Minutes, digest: str) -> Fields:
    signatories = [_signatory(one, digest) for one in minutes.signatories]
    return {
        "judul": f"Notula {line(minutes.meeting)}",
        "kop": _letterhead(minutes.letterhead),
        "tanda": "" if minutes.is_final else "DRAF",
        "status": _status(minutes),
        "rapat": line(minutes.meeting),
        "nomor_undangan": _given(minutes.letter_number),
        **_sitting(minutes.sitting),
        "ketua": _official(minutes.chair),
        "sekretaris": _official(minutes.secretary) if minutes.secretary else "",
        "pencatat": _official(minutes.recorder),
        "peserta": _lines(minutes.participants),
        "tidak_hadir": _lines(minutes.absent),
        "pembukaan": paragraphs(minutes.opening),
        "pembahasan": [
            {"no": str(number), "topik": line(one.topic), "penyaji": line(one.presenter), "isi": paragraphs(one.text)}
            for number, one in enumerate(minutes.discussions, start=1)
        ],
        "keputusan": [
            {"no": line(one.number) or str(number), "isi": line(one.text), "dasar": line(one.basis)}
            for number, one in enumerate(minutes.decisions, start=1)
        ],
        "tindak_lanjut": _actions(minutes.actions),
        "kesimpulan": paragraphs(minutes.conclusion),
        "penandatangan": signatories,
        "tanda_tangan": _side_by_side(signatories),
        "foto": _photographs(minutes.photographs),
    }


def _status(minutes: kinds.Minutes) -> str:
    if minutes.is_changed:
        return "Isinya berbeda dari naskah yang disahkan"
    return "Final" if minutes.is_final else "Draf"


def _agreement(record: kinds.AgreementRecord, digest: str) -> Fields:
    day = record.day
    months = locales.INDONESIAN.months
    weekdays = locales.INDONESIAN.weekdays
    parties = [
        {"no": str(number), "instansi": line(one.organization), **_signatory(one.signatory, digest)}
        for number, one in enumerate(record.parties, start=1)
    ]
    return {
        "judul": f"Berita Acara {line(record.subject)}",
        "kop": _letterhead(record.letterhead),
        "nomor": _given(record.number),
        "tentang": line(record.subject),
        "tempat": line(record.place),
        "tanggal": formats.day(day),
        "hari_tanggal": formats.weekday(day),
        "pada_hari_ini": (
            f"Pada hari ini, {weekdays[day.weekday()]}, tanggal {spelled(day.day)}, bulan {months[day.month - 1]}, "
            f"tahun {spelled(day.year)} ({day:%d-%m-%Y}), bertempat di {line(record.place)}, "
            "kami yang bertanda tangan di bawah ini:"
        ),
        "pihak": parties,
        "tanda_tangan": _side_by_side(parties),
        "dasar": paragraphs(record.basis),
        "butir": _lines(record.points) or [TO_FILL_IN],
        "penutup": paragraphs(record.closing)
        or ["Demikian berita acara ini dibuat dengan sebenarnya untuk dilaksanakan oleh para pihak."],
    }


def _matrix(matrix: kinds.ActionMatrix, digest: str) -> Fields:
    return {
        "judul": f"Matriks Tindak Lanjut {line(matrix.meeting)}",
        "kop": _letterhead(matrix.letterhead),
        "rapat": line(matrix.meeting),
        **(_sitting(matrix.sitting) if matrix.sitting else _no_sitting(matrix.span)),
        "keadaan_per": formats.day(matrix.as_of),
        "tindak_lanjut": _actions(matrix.actions),
        "ringkasan": _progress_in_words(matrix.actions),
        "penandatangan": _signatory(matrix.signatory, digest) if matrix.signatory else "",
    }


def _report(report: kinds.ReportToRegent, digest: str) -> Fields:
    return {
        "judul": f"Laporan {line(report.hal)}",
        "kop": _letterhead(report.letterhead),
        "kepada": _given(report.recipient),
        "dari": _given(report.sender),
        "nomor": _given(report.number),
        "sifat": line(report.sifat) or "Biasa",
        "lampiran": line(report.lampiran) or "–",
        "hal": _given(report.hal),
        "tempat_tanggal": _place_and_day(report.place, report.day),
        "tanggal": formats.day(report.day) if report.day else TO_FILL_IN,
        "bagian": [
            {"no": roman(number), "judul": line(one.title), "isi": paragraphs(one.text), "butir": _lines(one.points)}
            for number, one in enumerate(report.sections, start=1)
        ],
        "no_tindak_lanjut": roman(len(report.sections) + 1),
        "tindak_lanjut": _actions(report.actions),
        "penutup": ["Demikian dilaporkan, mohon arahan lebih lanjut."],
        "penandatangan": _signatory(report.signatory, digest),
        "tembusan": _lines(report.copies),
        "foto": _photographs(report.photographs),
    }


# Their parts --------------------------------------------------------------------------------------------------------


def _given(text: str) -> str:
    return line(text) or TO_FILL_IN


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [text for text in map(line, texts) if text]


def _placed(picture: Picture | None, width_mm: float, height_mm: float) -> Placed | str:
    return placed(picture, width_mm=width_mm, height_mm=height_mm) if picture else ""


def _letterhead(head: Letterhead) -> Fields:
    labels = (("Telepon", head.phone), ("Laman", head.web), ("Pos-el", head.email))
    reached = [f"{label} {line(value)}" for label, value in labels if line(value)]
    return {
        "pemerintah": _given(head.government),
        "perangkat_daerah": _given(head.agency),
        "alamat": line(head.address),
        "telepon": line(head.phone),
        "laman": line(head.web),
        "pos_el": line(head.email),
        "hubungi": ", ".join(reached),
        "lambang": _placed(head.coat_of_arms, 20, 22),
    }


def _recipient(one: kinds.Recipient) -> Fields:
    return {"nama": line(one.name), "alamat": line(one.address) or "Tempat"}


def _official(one: Official) -> Fields:
    return {"nama": _given(one.name), "jabatan": line(one.position), "nip": line(one.nip)}


def _signatory(one: Signatory, digest: str) -> Fields:
    fields: Fields = {
        "atas_nama": line(one.on_behalf),
        "jabatan": _given(one.title),
        "nama": _given(one.name),
        "pangkat": line(one.rank),
        "nip": line(one.nip),
        "qr": "",
        "catatan": "",
    }
    if one.electronic:
        fields |= _electronic(one.electronic, name=fields["nama"], digest=digest)
    return fields


def _side_by_side(people: list[Fields]) -> list[Fields]:
    """Return who signs in rows of two."""
    return [
        {"kiri": left, "kanan": people[at + 1] if at + 1 < len(people) else ""}
        for at, left in enumerate(people)
        if at % 2 == 0
    ]


def _electronic(electronic: ElectronicSignature, *, name: str, digest: str) -> Fields:
    address = line(electronic.address).replace("{digest}", digest)
    # While the digest is worked out there is none to draw: the address stands for the code that will hold it.
    if not digest:
        return {"qr": address, "catatan": line(electronic.note)}
    code = qr_code(address, alt=f"Kode QR tempat tanda tangan elektronik {name}: {address}")
    return {"qr": placed(code, width_mm=22, height_mm=22), "catatan": line(electronic.note)}


def _place_and_day(place: str, day: dt.date | None) -> str:
    return f"{_given(place)}, {formats.day(day) if day else TO_FILL_IN}"


def _sitting(sitting: Sitting) -> Fields:
    days = formats.weekday(sitting.starts)
    if sitting.ends is None:
        hours = f"{formats.clock(sitting.starts)} s.d. selesai"
    elif formats.day(sitting.ends) == formats.day(sitting.starts):
        # One zone for both: `09.00–12.00 WITA`.
        hours = f"{formats.clock(sitting.starts).split()[0]}–{formats.clock(sitting.ends)}"
    else:
        days = f"{days} s.d. {formats.weekday(sitting.ends)}"
        hours = f"{formats.clock(sitting.starts)} s.d. {formats.clock(sitting.ends)}"
    return {
        "hari_tanggal": days,
        "pukul": hours,
        "tempat": _given(sitting.place),
        "acara": _given(sitting.agenda),
        "susunan_acara": _lines(sitting.points),
        "tautan": line(sitting.link),
    }


def _no_sitting(span: str) -> Fields:
    """Return the fields of a meeting for what is about several, so that every template finds them."""
    nothing = {"pukul": "", "tempat": "", "acara": "", "susunan_acara": [], "tautan": ""}
    return {"hari_tanggal": _given(span), **nothing}


def _actions(actions: tuple[kinds.Action, ...]) -> list[Fields]:
    return [
        {
            "no": str(number),
            "pokok_bahasan": line(one.topic),
            "tanggapan": line(one.response),
            "keputusan": line(one.decision),
            "aksi": line(one.action),
            "pic": line(one.owner) or TO_FILL_IN,
            "tenggat": formats.day_short(one.due),
            "prioritas": _PRIORITIES[one.priority] if one.priority else formats.MISSING,
            "status": _PROGRESS[one.progress],
            "bukti": line(one.evidence) or formats.MISSING,
        }
        for number, one in enumerate(actions, start=1)
    ]


def _progress_in_words(actions: tuple[kinds.Action, ...]) -> str:
    if not actions:
        return "Belum ada tindak lanjut."
    counted = {state: sum(one.progress is state for one in actions) for state in kinds.Progress}
    return (
        f"{len(actions)} tindak lanjut: {counted[kinds.Progress.DONE]} selesai, "
        f"{counted[kinds.Progress.RUNNING]} dalam proses, {counted[kinds.Progress.OPEN]} belum."
    )


def _photographs(photographs: tuple[Photograph, ...]) -> list[Fields]:
    return [
        {"no": str(number), "gambar": placed(one.picture, width_mm=76, height_mm=57), "keterangan": line(one.caption)}
        for number, one in enumerate(photographs, start=1)
    ]


def letter_to(letter: kinds.OfficialLetter, recipient: kinds.Recipient) -> kinds.OfficialLetter:
    """Return the letter as this one of its recipients gets it."""
    return replace(letter, recipients=(recipient,))
