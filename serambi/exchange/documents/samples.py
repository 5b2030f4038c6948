"""One of each document with content that is plainly an example, to look at and to begin a template from."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from . import kinds
from .parts import ElectronicSignature, Letterhead, Official, Photograph, Picture, Signatory, Sitting

MARK = "CONTOH – BUKAN DOKUMEN RESMI"
ZONE = ZoneInfo("Asia/Makassar")
DAY = dt.date(2026, 10, 8)

SITTING = Sitting(
    starts=dt.datetime(2026, 10, 15, 9, 0, tzinfo=ZONE),
    ends=dt.datetime(2026, 10, 15, 12, 0, tzinfo=ZONE),
    place="Ruang Rapat Lantai 2, Kantor Bupati",
    agenda="Rapat Koordinasi Smart City Triwulan III Tahun 2026",
    points=(
        "Capaian enam pilar sampai dengan triwulan III",
        "Program yang tertinggal dan sebabnya",
        "Tindak lanjut rapat yang lalu",
    ),
)
CODE = ElectronicSignature(
    address="https://serambi.example/dokumen/{digest}",
    note="Tempat ini disediakan untuk tanda tangan elektronik. Dokumen contoh ini belum ditandatangani.",
)

RECIPIENTS = (
    kinds.Recipient("Kepala Dinas Kesehatan (contoh)"),
    kinds.Recipient("Kepala Dinas Pendidikan (contoh)"),
    kinds.Recipient("Kepala Dinas Lingkungan Hidup (contoh)"),
    kinds.Recipient("Kepala Dinas Perhubungan (contoh)"),
    kinds.Recipient("Camat (contoh)"),
)

ACTIONS = (
    kinds.Action(
        topic="Layanan rujukan puskesmas",
        response="Jaringan di dua puskesmas belum stabil",
        decision="Jaringan puskesmas didahulukan",
        action="Memasang jaringan cadangan di dua puskesmas dan mengukur hasilnya selama sebulan",
        owner="Dinas Kesehatan",
        due=dt.date(2026, 11, 20),
        priority=kinds.Priority.HIGH,
        progress=kinds.Progress.RUNNING,
        evidence="Berita acara pemasangan",
    ),
    kinds.Action(
        topic="Data sampah terpilah",
        decision="Angka dilaporkan setiap bulan",
        action="Mengirim angka sampah terpilah per kecamatan sejak Juli",
        owner="Dinas Lingkungan Hidup",
        due=dt.date(2026, 10, 30),
        priority=kinds.Priority.MEDIUM,
    ),
    kinds.Action(
        topic="Pelatihan petugas data",
        decision="Setiap perangkat daerah menunjuk dua petugas",
        action="Menunjuk petugas data dan cadangannya",
        owner="Semua perangkat daerah",
        due=dt.date(2026, 10, 22),
        priority=kinds.Priority.LOW,
        progress=kinds.Progress.DONE,
        evidence="Surat penunjukan",
    ),
)


def all_samples(letterhead: Letterhead, signatory: Signatory) -> tuple[kinds.Document, ...]:
    """Return one of each document under this letterhead; every page says that it is an example."""
    return (
        letter(letterhead, signatory),
        attendance(letterhead, signatory),
        minutes(letterhead, signatory),
        agreement(letterhead, signatory),
        matrix(letterhead, signatory),
        report(letterhead, signatory),
    )


def letter(letterhead: Letterhead, signatory: Signatory) -> kinds.OfficialLetter:
    """Return an invitation."""
    return kinds.OfficialLetter(
        letterhead=letterhead,
        number="",
        sifat="Penting",
        lampiran="",
        hal="Undangan Rapat Koordinasi Smart City",
        place="",
        day=DAY,
        recipients=RECIPIENTS,
        sitting=SITTING,
        signatory=_with_code(signatory),
        opening=(
            "Dalam rangka pelaksanaan Masterplan Smart City dan untuk menindaklanjuti hasil rapat triwulan II, kami "
            "mengundang Saudara hadir pada rapat koordinasi yang diselenggarakan pada:"
        ),
        closing="Demikian disampaikan, atas perhatian dan kehadiran Saudara diucapkan terima kasih.",
        copies=("Bupati (sebagai laporan)", "Sekretaris Daerah"),
        mark=MARK,
    )


def letter_to_one(letterhead: Letterhead, signatory: Signatory) -> kinds.OfficialLetter:
    """Return an invitation as one of its recipients gets it, with a link to take part from elsewhere."""
    one = letter(letterhead, signatory)
    return replace(
        one, recipients=RECIPIENTS[:1], sitting=replace(SITTING, ends=None, link="https://rapat.example/contoh")
    )


def attendance(letterhead: Letterhead, signatory: Signatory) -> kinds.AttendanceList:
    """Return an attendance list on which one has signed and three lines are free."""
    people = (
        kinds.Attendee("Peserta Satu (contoh)", "Kepala Bidang", "Dinas Kesehatan", "P", _scribble()),
        kinds.Attendee("Peserta Dua (contoh)", "Sekretaris", "Dinas Pendidikan", "L"),
        kinds.Attendee("Peserta Tiga (contoh)", "Camat", "", "L"),
    )
    return kinds.AttendanceList(
        letterhead=letterhead,
        title=SITTING.agenda,
        sitting=SITTING,
        attendees=people,
        signatory=signatory,
        empty_lines=3,
        mark=MARK,
    )


def minutes(letterhead: Letterhead, signatory: Signatory) -> kinds.Minutes:
    """Return the minutes as a draft goes out for correction."""
    return kinds.Minutes(
        letterhead=letterhead,
        meeting=SITTING.agenda,
        sitting=SITTING,
        letter_number="",
        chair=Official("", "Sekretaris Daerah"),
        secretary=Official("", "Kepala Dinas Komunikasi dan Informatika"),
        recorder=Official("", "Pranata Komputer"),
        participants=("Dinas Kesehatan", "Dinas Pendidikan", "Dinas Lingkungan Hidup"),
        absent=("Dinas Perhubungan",),
        opening="Rapat dibuka pukul 09.05 WITA. Tindak lanjut rapat yang lalu dibacakan lebih dulu.",
        discussions=(
            kinds.Discussion(
                "Layanan rujukan puskesmas",
                "Dua puskesmas masih mengirim rujukan di atas kertas karena jaringannya putus pada jam pelayanan.\n\n"
                "Disepakati bahwa jaringan cadangan didahulukan sebelum penambahan aplikasi.",
                "Dinas Kesehatan",
            ),
            kinds.Discussion("Data sampah terpilah", "Angka Juli sampai September belum diterima."),
        ),
        decisions=(
            kinds.Decision("Jaringan puskesmas didahulukan dari pengadaan aplikasi baru.", "", "Pembahasan 2.1"),
            kinds.Decision("Angka sampah terpilah dilaporkan setiap bulan, paling lambat tanggal 10."),
        ),
        actions=ACTIONS,
        conclusion="Tiga tindak lanjut dicatat dan menjadi acara pertama rapat berikutnya.",
        signatories=(
            Signatory("Pimpinan Rapat", ""),
            Signatory("Notulis", ""),
        ),
        photographs=(
            Photograph(_scene("#8aa39b"), "Suasana rapat (gambar contoh)"),
            Photograph(_scene("#a39b8a"), "Pemaparan capaian (gambar contoh)"),
        ),
        mark=MARK,
    )


def agreement(letterhead: Letterhead, signatory: Signatory) -> kinds.AgreementRecord:
    """Return a record of an agreement between two sides."""
    return kinds.AgreementRecord(
        letterhead=letterhead,
        number="",
        subject="Pertukaran Data Layanan Kesehatan",
        day=SITTING.starts.date(),
        place=SITTING.place,
        parties=(
            kinds.Party("Dinas Komunikasi dan Informatika", Signatory("Kepala Dinas Komunikasi dan Informatika", "")),
            kinds.Party("Dinas Kesehatan", Signatory("Kepala Dinas Kesehatan", "")),
        ),
        basis="Rapat Koordinasi Smart City Triwulan III Tahun 2026 membahas pertukaran data layanan kesehatan.",
        points=(
            "Dinas Kesehatan menyediakan angka rujukan per puskesmas setiap bulan, paling lambat tanggal 10.",
            "Dinas Komunikasi dan Informatika menyediakan jalur pertukaran data dan menjaga keamanannya.",
            "Angka yang dipertukarkan tidak memuat data pribadi pasien.",
        ),
        mark=MARK,
    )


def matrix(letterhead: Letterhead, signatory: Signatory) -> kinds.ActionMatrix:
    """Return the actions of a meeting and how they stand."""
    return kinds.ActionMatrix(
        letterhead=letterhead,
        meeting=SITTING.agenda,
        sitting=SITTING,
        as_of=dt.date(2026, 10, 31),
        actions=ACTIONS,
        signatory=signatory,
        mark=MARK,
    )


def report(letterhead: Letterhead, signatory: Signatory) -> kinds.ReportToRegent:
    """Return the report that goes to the head of the regency."""
    return kinds.ReportToRegent(
        letterhead=letterhead,
        number="",
        sifat="Penting",
        lampiran="",
        hal="Hasil Rapat Koordinasi Smart City Triwulan III",
        place="",
        day=dt.date(2026, 10, 19),
        recipient="Bupati",
        sender=signatory.title,
        sections=(
            kinds.Section(
                "Pendahuluan",
                "Rapat koordinasi diselenggarakan untuk melihat capaian sampai dengan triwulan III dan memutuskan apa "
                "yang didahulukan pada triwulan IV.",
            ),
            kinds.Section(
                "Kegiatan yang dilaksanakan",
                "Rapat berlangsung pada Kamis, 15 Oktober 2026, dipimpin oleh Sekretaris Daerah dan dihadiri tiga "
                "perangkat daerah; satu perangkat daerah tidak hadir.",
            ),
            kinds.Section(
                "Hasil yang dicapai",
                points=(
                    "Jaringan puskesmas didahulukan dari pengadaan aplikasi baru.",
                    "Angka sampah terpilah dilaporkan setiap bulan.",
                ),
            ),
            kinds.Section(
                "Simpulan dan saran",
                "Kami mohon arahan Bapak/Ibu Bupati atas penyediaan jaringan cadangan pada perubahan anggaran.",
            ),
        ),
        signatory=_with_code(signatory),
        actions=ACTIONS,
        copies=("Sekretaris Daerah",),
        photographs=(Photograph(_scene("#8aa39b"), "Suasana rapat (gambar contoh)"),),
        mark=MARK,
    )


def _with_code(signatory: Signatory) -> Signatory:
    return replace(signatory, electronic=signatory.electronic or CODE)


def _scribble() -> Picture:
    image = Image.new("RGBA", (320, 100), (0, 0, 0, 0))
    points = [(10, 70), (50, 20), (80, 80), (120, 30), (150, 75), (210, 40), (310, 60)]
    ImageDraw.Draw(image).line(points, fill=(20, 30, 90, 255), width=5, joint="curve")
    return Picture(_png(image), "Tanda tangan contoh")


def _scene(color: str) -> Picture:
    image = Image.new("RGB", (800, 600), color)
    drawing = ImageDraw.Draw(image)
    drawing.rectangle((80, 360, 720, 420), fill="#5b4a3a")
    for left in range(110, 700, 120):
        drawing.ellipse((left, 240, left + 70, 310), fill="#e8e2d4")
        drawing.rectangle((left - 10, 310, left + 80, 360), fill="#33413f")
    return Picture(_png(image), "Gambar contoh: orang duduk di meja rapat")


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
