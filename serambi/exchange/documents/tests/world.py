"""Documents of the invented regency with every field filled in."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pypdf
from PIL import Image

from serambi.exchange.documents import kinds, samples
from serambi.exchange.documents.parts import ElectronicSignature, Letterhead, Picture, Signatory, Sitting

ZONE = ZoneInfo("Asia/Makassar")
MADE = dt.datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)


def make_picture(
    color: str = "teal", size: tuple[int, int] = (60, 70), alt: str = "Lambang Kabupaten Serumpun"
) -> Picture:
    written = io.BytesIO()
    Image.new("RGB", size, color).save(written, "PNG")
    return Picture(written.getvalue(), alt)


LETTERHEAD = Letterhead(
    government="Pemerintah Kabupaten Serumpun",
    agency="Dinas Komunikasi dan Informatika",
    address="Jalan Serambi Nomor 1, Serumpun 76100",
    phone="(0542) 000000",
    web="kominfo.serumpun.example",
    email="kominfo@serumpun.example",
    coat_of_arms=make_picture(),
)
SIGNATORY = Signatory(
    title="Kepala Dinas Komunikasi dan Informatika",
    name="Rani Contoh, S.Kom.",
    rank="Pembina Tingkat I",
    nip="19700101 199001 2 001",
    on_behalf="a.n. Bupati Serumpun",
    electronic=ElectronicSignature("https://serumpun.example/d/{digest}", "Tempat tanda tangan elektronik."),
)
SITTING = Sitting(
    starts=dt.datetime(2026, 3, 12, 9, 0, tzinfo=ZONE),
    ends=dt.datetime(2026, 3, 12, 11, 30, tzinfo=ZONE),
    place="Ruang Serambi",
    agenda="Rapat Koordinasi Smart City",
    points=("Capaian", "Tindak lanjut"),
)


def make_letter(**changes: object) -> kinds.OfficialLetter:
    letter = kinds.OfficialLetter(
        letterhead=LETTERHEAD,
        number="000.1.5/17/KOMINFO/III/2026",
        sifat="Penting",
        lampiran="1 (satu) berkas",
        hal="Undangan Rapat Koordinasi",
        place="Serumpun",
        day=dt.date(2026, 3, 2),
        recipients=(kinds.Recipient("Kepala Dinas Kesehatan", "Serumpun Kota"),),
        sitting=SITTING,
        signatory=SIGNATORY,
        salutation="Dengan hormat,",
        opening="Kami mengundang Saudara pada:",
        closing="Atas kehadiran Saudara diucapkan terima kasih.",
        copies=("Bupati Serumpun", "Sekretaris Daerah"),
    )
    return replace(letter, **changes)  # type: ignore[arg-type]


def every_kind() -> list[kinds.Document]:
    """Return one of each, the letter with all its fields."""
    return [make_letter(), *samples.all_samples(LETTERHEAD, SIGNATORY)[1:]]


def text_of(pdf: bytes) -> str:
    """Return the text of all pages on one line, as a reading program gets it."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
