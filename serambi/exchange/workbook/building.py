"""Columns that sheets are made of: one function for each kind, and the columns that several sheets have."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from serambi.apps.plans.models import Stage
from serambi.exchange.workbook.columns import Column, Kind, Words


def column(name: str, heading: tuple[str, str], note: tuple[str, str] = ("", ""), **facts: Any) -> Column:
    return Column(name, Words(*heading), Words(*note), **facts)


def choice(name: str, heading: tuple[str, str], choices: Any, empty: Any = None, **facts: Any) -> Column:
    return column(
        name,
        heading,
        ("Pilih dari daftar.", "Choose from the list."),
        kind=Kind.CHOICE,
        choices=choices,
        empty=empty,
        width=20,
        **facts,
    )


def named(name: str, heading: tuple[str, str], of: str, note: tuple[str, str], **facts: Any) -> Column:
    return column(name, heading, note, kind=Kind.NAME, of=of, **facts)


def flag(name: str, heading: tuple[str, str], **facts: Any) -> Column:
    return column(name, heading, ("Isi ya atau tidak.", "Write yes or no."), kind=Kind.FLAG, width=10, **facts)


def day(name: str, heading: tuple[str, str], **facts: Any) -> Column:
    return column(
        name, heading, ("Tanggal, misalnya 2026-03-14.", "A date, for example 2026-03-14."), kind=Kind.DAY, **facts
    )


NAME = column(
    "name", ("Nama", "Name"), ("Paling banyak 250 huruf.", "At most 250 letters."),
    is_needed=True, longest=250, width=44,
)  # fmt: skip
NAME_EN = column(
    "name_en", ("Nama dalam bahasa Inggris", "Name in English"),
    ("Boleh kosong.", "May be empty."), longest=250, width=30,
)  # fmt: skip
SOURCE = column(
    "source", ("Sumber", "Source"),
    ("Dokumen atau tautan asal isi baris ini.", "The document or link that this row comes from."),
    longest=300, width=28,
)  # fmt: skip
LONG_SOURCE = Column(SOURCE.name, SOURCE.heading, SOURCE.note, width=28)
ILLUSTRATION = column(
    "illustration", ("Ilustrasi", "Illustration"),
    ("“ya” berarti contoh, bukan data nyata. Tidak dapat diubah di sini.",
     "“yes” means an example, not real. It cannot be changed here."),
    kind=Kind.FLAG, is_fixed=True, width=10,
)  # fmt: skip
WEIGHT = column(
    "weight", ("Bobot", "Weight"),
    ("Angka nol atau lebih; 1 bila semua sama penting.", "A number of zero or more; 1 when all count the same."),
    kind=Kind.NUMBER, empty=Decimal(1), decimals=3, width=10,
)  # fmt: skip
NUMBER = column(
    "id", ("Nomor Serambi", "Serambi number"),
    ("Diisi oleh Serambi. Kosongkan untuk baris baru, jangan diubah.",
     "Filled by Serambi. Leave it empty in a new row; do not change it."),
    kind=Kind.WHOLE, width=10,
)  # fmt: skip
PROGRAM = named(
    "program", ("Kode program", "Program code"), "programs",
    ("Kode dari lembar Program.", "A code of the sheet Programs."), is_needed=True,
)  # fmt: skip
PILLAR = named(
    "pillar", ("Kode pilar", "Pillar code"), "pillars",
    ("Kode dari lembar Pilar.", "A code of the sheet Pillars."), is_needed=True,
)  # fmt: skip
INDICATOR = named(
    "indicator", ("Kode indikator", "Indicator code"), "indicators",
    ("Kode dari lembar Indikator.", "A code of the sheet Indicators."), is_needed=True, width=24,
)  # fmt: skip
SIPD_YEAR = column(
    "sipd_year", ("Tahun SIPD", "SIPD year"),
    ("Tahun berlakunya kode SIPD.", "The year in which the SIPD code holds."), kind=Kind.WHOLE, width=10,
)  # fmt: skip
SIPD_CODE = column(
    "sipd_code", ("Subkegiatan SIPD", "SIPD sub-activity"),
    ("Kode, misalnya 2.11.04.2.01.0001.", "A code, for example 2.11.04.2.01.0001."), longest=30, width=22,
)  # fmt: skip
LOCATIONS = column(
    "locations", ("Lokasi", "Locations"),
    ("Kode wilayah, dipisahkan titik koma.", "Codes of areas, separated by semicolons."),
    kind=Kind.NAMES, of="areas", width=24,
)  # fmt: skip
STAGE = choice("stage", ("Tahap", "Stage"), Stage, Stage.UNREPORTED.value)
STARTS_ON = day("starts_on", ("Mulai", "Start"))
ENDS_ON = day("ends_on", ("Selesai", "End"))
AREA = named(
    "area", ("Kode wilayah", "Area code"), "areas",
    ("Kode dari lembar Wilayah.", "A code of the sheet Areas."), is_needed=True,
)  # fmt: skip
PERIOD = column(
    "period", ("Periode", "Period"),
    ("Tulis 2026, 2026-S1, 2026-Q1, 2026-03 atau 2026-03-14.", "Write 2026, 2026-S1, 2026-Q1, 2026-03 or 2026-03-14."),
    kind=Kind.PERIOD, is_needed=True, width=12,
)  # fmt: skip
UNIT = column(
    "unit", ("Satuan", "Unit"), ("Misalnya ton, %, orang.", "For example ton, %, orang."), longest=40, width=12
)
CODE_OF_FORMULAS = column(
    "code", ("Kode", "Code"),
    ("Dipakai dalam rumus, misalnya waste.handled. Tidak dapat diubah.",
     "What formulas call it, for example waste.handled. It cannot be changed."),
    is_needed=True, longest=80, width=24,
)  # fmt: skip
FREQUENCY = ("Frekuensi", "Frequency")
AREA_LEVEL = ("Tingkat wilayah", "Area level")


def agency(name: str, heading: tuple[str, str]) -> Column:
    return named(
        name, heading, "organizations",
        ("Singkatan dari lembar Organisasi.", "An abbreviation of the sheet Organizations."), width=18,
    )  # fmt: skip


def activity(**facts: Any) -> Column:
    return column(
        "activity", ("Kegiatan", "Activity"),
        ("Nama kegiatan pada lembar Kegiatan. Bila ada dua yang sama dalam satu program: nama #nomor.",
         "The activity's name on the sheet Activities. Where a program has two of that name: name #number."),
        width=30, **facts,
    )  # fmt: skip
