"""The sheets of the workbook and their columns, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from serambi.apps.indicators.models import Polarity, ResultLevel
from serambi.apps.observations.models import (
    AreaLevel,
    FrequencyChoice,
    Origin,
    Overall,
    Quality,
    ValueType,
)
from serambi.apps.plans.models import FundSource, Horizon, LegalBasis, Stage
from serambi.exchange.workbook.columns import Column, Kind, Sheet, Words
from serambi.exchange.workbook.references import AREAS, ORGANIZATIONS

NO_NOTE = Words("", "")


def _column(name: str, heading: tuple[str, str], note: tuple[str, str] = ("", ""), **facts: Any) -> Column:
    return Column(name, Words(*heading), Words(*note), **facts)


def _choice(name: str, heading: tuple[str, str], choices: Any, empty: Any = None, **facts: Any) -> Column:
    return _column(
        name,
        heading,
        ("Pilih dari daftar.", "Choose from the list."),
        kind=Kind.CHOICE,
        choices=choices,
        empty=empty,
        width=20,
        **facts,
    )


def _name(name: str, heading: tuple[str, str], of: str, note: tuple[str, str], **facts: Any) -> Column:
    return _column(name, heading, note, kind=Kind.NAME, of=of, **facts)


def _flag(name: str, heading: tuple[str, str], **facts: Any) -> Column:
    return _column(name, heading, ("Isi ya atau tidak.", "Write yes or no."), kind=Kind.FLAG, width=10, **facts)


def _day(name: str, heading: tuple[str, str], **facts: Any) -> Column:
    return _column(
        name, heading, ("Tanggal, misalnya 2026-03-14.", "A date, for example 2026-03-14."), kind=Kind.DAY, **facts
    )


NAME = _column(
    "name", ("Nama", "Name"), ("Paling banyak 250 huruf.", "At most 250 letters."),
    is_needed=True, longest=250, width=44,
)  # fmt: skip
NAME_EN = _column(
    "name_en", ("Nama dalam bahasa Inggris", "Name in English"),
    ("Boleh kosong.", "May be empty."), longest=250, width=30,
)  # fmt: skip
SOURCE = _column(
    "source", ("Sumber", "Source"),
    ("Dokumen atau tautan asal isi baris ini.", "The document or link that this row comes from."),
    longest=300, width=28,
)  # fmt: skip
LONG_SOURCE = Column(SOURCE.name, SOURCE.heading, SOURCE.note, width=28)
ILLUSTRATION = _column(
    "illustration", ("Ilustrasi", "Illustration"),
    ("“ya” berarti contoh, bukan data nyata. Tidak dapat diubah di sini.",
     "“yes” means an example, not real. It cannot be changed here."),
    kind=Kind.FLAG, is_fixed=True, width=10,
)  # fmt: skip
WEIGHT = _column(
    "weight", ("Bobot", "Weight"),
    ("Angka nol atau lebih; 1 bila semua sama penting.", "A number of zero or more; 1 when all count the same."),
    kind=Kind.NUMBER, empty=Decimal(1), decimals=3, width=10,
)  # fmt: skip
NUMBER = _column(
    "id", ("Nomor Serambi", "Serambi number"),
    ("Diisi oleh Serambi. Kosongkan untuk baris baru, jangan diubah.",
     "Filled by Serambi. Leave it empty in a new row; do not change it."),
    kind=Kind.WHOLE, width=10,
)  # fmt: skip
PROGRAM = _name(
    "program", ("Kode program", "Program code"), "programs",
    ("Kode dari lembar Program.", "A code of the sheet Programs."), is_needed=True,
)  # fmt: skip
SIPD_YEAR = _column(
    "sipd_year", ("Tahun SIPD", "SIPD year"),
    ("Tahun berlakunya kode SIPD.", "The year in which the SIPD code holds."), kind=Kind.WHOLE, width=10,
)  # fmt: skip
SIPD_CODE = _column(
    "sipd_code", ("Subkegiatan SIPD", "SIPD sub-activity"),
    ("Kode, misalnya 2.11.04.2.01.0001.", "A code, for example 2.11.04.2.01.0001."), longest=30, width=22,
)  # fmt: skip
LOCATIONS = _column(
    "locations", ("Lokasi", "Locations"),
    ("Kode wilayah, dipisahkan titik koma.", "Codes of areas, separated by semicolons."),
    kind=Kind.NAMES, of="areas", width=24,
)  # fmt: skip
STAGE = _choice("stage", ("Tahap", "Stage"), Stage, Stage.UNREPORTED.value)
STARTS_ON = _day("starts_on", ("Mulai", "Start"))
ENDS_ON = _day("ends_on", ("Selesai", "End"))
AREA = _name(
    "area", ("Kode wilayah", "Area code"), "areas",
    ("Kode dari lembar Wilayah.", "A code of the sheet Areas."), is_needed=True,
)  # fmt: skip
PERIOD = _column(
    "period", ("Periode", "Period"),
    ("Tulis 2026, 2026-S1, 2026-Q1, 2026-03 atau 2026-03-14.", "Write 2026, 2026-S1, 2026-Q1, 2026-03 or 2026-03-14."),
    kind=Kind.PERIOD, is_needed=True, width=12,
)  # fmt: skip
UNIT = _column(
    "unit", ("Satuan", "Unit"), ("Misalnya ton, %, orang.", "For example ton, %, orang."), longest=40, width=12
)
CODE_OF_FORMULAS = _column(
    "code", ("Kode", "Code"),
    ("Dipakai dalam rumus, misalnya waste.handled. Tidak dapat diubah.",
     "What formulas call it, for example waste.handled. It cannot be changed."),
    is_needed=True, longest=80, width=24,
)  # fmt: skip
FREQUENCY = ("Frekuensi", "Frequency")
AREA_LEVEL = ("Tingkat wilayah", "Area level")


def _agency(name: str, heading: tuple[str, str]) -> Column:
    return _name(
        name, heading, "organizations",
        ("Singkatan dari lembar Organisasi.", "An abbreviation of the sheet Organizations."), width=18,
    )  # fmt: skip


def _activity(**facts: Any) -> Column:
    return _column(
        "activity", ("Kegiatan", "Activity"),
        ("Nama kegiatan pada lembar Kegiatan. Bila ada dua yang sama dalam satu program: nama #nomor.",
         "The activity's name on the sheet Activities. Where a program has two of that name: name #number."),
        width=30, **facts,
    )  # fmt: skip


PLAN = Sheet(
    "plan", Words("Rencana", "Plan"),
    Words("Masterplan yang berlaku: satu baris.", "The current master plan: one row."),
    ("region",), (
        _name("region", ("Kode wilayah", "Area code"), "areas",
              ("Wilayah rencana ini. Tidak dapat diubah.", "The region of this plan. It cannot be changed."),
              is_needed=True),
        NAME, NAME_EN,
        _column("start_year", ("Tahun pertama", "First year"), kind=Kind.WHOLE, is_needed=True, width=10),
        _column("end_year", ("Tahun terakhir", "Last year"), ("Kosong bila belum terbit.", "Empty until published."),
                kind=Kind.WHOLE, width=10),
        _choice("legal_basis", ("Dasar hukum", "Legal basis"), LegalBasis, LegalBasis.NONE_YET.value),
        _column("legal_basis_number", ("Nomor dasar hukum", "Number of the legal basis"), longest=60),
        _day("legal_basis_date", ("Tanggal dasar hukum", "Date of the legal basis")),
        _column("version", ("Versi", "Version"), longest=40, empty="1", width=10),
        _column("vision", ("Visi", "Vision"), width=50),
        LONG_SOURCE,
    ),
)  # fmt: skip

PILLARS = Sheet(
    "pillars", Words("Pilar", "Pillars"),
    Words("Nama dan bobot dapat diubah; pilar baru tidak dapat ditambahkan di sini.",
          "Names and weights can be changed; pillars cannot be added here."),
    ("code",), (
        _column("code", ("Kode pilar", "Pillar code"), is_needed=True, longest=30),
        NAME, NAME_EN, WEIGHT,
    ),
)  # fmt: skip

SUB_DIMENSIONS = Sheet(
    "sub_dimensions", Words("Subdimensi", "Sub-dimensions"),
    Words("Nama dan bobot dapat diubah; subdimensi baru tidak dapat ditambahkan di sini.",
          "Names and weights can be changed; sub-dimensions cannot be added here."),
    ("pillar", "code"), (
        _name("pillar", ("Kode pilar", "Pillar code"), "pillars", ("Kode dari lembar Pilar.",
              "A code of the sheet Pillars."), is_needed=True),
        _column("code", ("Kode subdimensi", "Sub-dimension code"), is_needed=True, longest=40, width=20),
        NAME, NAME_EN, WEIGHT,
    ),
)  # fmt: skip

PROGRAMS = Sheet(
    "programs", Words("Program", "Programs"),
    Words("Satu baris untuk satu program.", "One row for one program."),
    ("code",), (
        _column("code", ("Kode", "Code"), ("Huruf, angka, titik, tanda hubung. Satu kode untuk satu program.",
                "Letters, digits, points, hyphens. One code for one program."), is_needed=True, longest=30),
        NAME, NAME_EN,
        _name("pillar", ("Kode pilar", "Pillar code"), "pillars", ("Kode dari lembar Pilar.",
              "A code of the sheet Pillars."), is_needed=True),
        _column("sub_dimension", ("Kode subdimensi", "Sub-dimension code"),
                ("Kode dari lembar Subdimensi, dari pilar yang sama. Boleh kosong.",
                 "A code of the sheet Sub-dimensions, of the same pillar. May be empty."), width=20),
        _agency("lead", ("Penanggung jawab", "Lead agency")),
        _column("description", ("Uraian", "Description"), width=40),
        _column("missions", ("Misi RPJMD", "RPJMD missions"),
                ("Misalnya: RPJMD 2025–2029 – 1. Beberapa misi dipisahkan titik koma.",
                 "For example: RPJMD 2025–2029 – 1. Several are separated by semicolons."),
                kind=Kind.NAMES, of="missions", width=24),
        LOCATIONS,
        _choice("horizon", ("Jangka", "Horizon"), Horizon),
        _flag("quick_win", ("Quick win", "Quick win")),
        STAGE,
        _column("stage_note", ("Catatan tahap", "Note on the stage"), width=30),
        _column("stage_changed_on", ("Pada tahap ini sejak", "In this stage since"),
                ("Kosong: hari ini bila tahapnya berubah.", "Empty: today, when the stage changes."),
                kind=Kind.DAY, is_quiet_when_empty=True),
        STARTS_ON, ENDS_ON, WEIGHT, SIPD_YEAR, SIPD_CODE, LONG_SOURCE, ILLUSTRATION,
    ),
)  # fmt: skip

ACTIVITIES = Sheet(
    "activities", Words("Kegiatan", "Activities"),
    Words("Satu baris untuk satu kegiatan.", "One row for one activity."),
    ("program", "name"), (
        NUMBER, PROGRAM,
        _column("code", ("Kode", "Code"), ("Boleh kosong.", "May be empty."), longest=30),
        NAME, _agency("organization", ("Perangkat daerah", "Agency")), LOCATIONS, STAGE, STARTS_ON, ENDS_ON,
        SIPD_YEAR, SIPD_CODE, ILLUSTRATION,
    ), has_numbers=True, parent=("program",),
)  # fmt: skip

MILESTONES = Sheet(
    "milestones", Words("Tonggak", "Milestones"),
    Words("Hal yang dapat dilihat sudah ada pada suatu hari.", "What can be seen to be there by a day."),
    ("program", "activity", "name"), (
        NUMBER, PROGRAM, _activity(is_needed=True), NAME,
        _day("due_on", ("Batas waktu", "Due"), is_needed=True),
        _day("reached_on", ("Tercapai pada", "Reached")),
        _column("note", ("Catatan", "Note"), width=30),
    ), has_numbers=True, parent=("program", "activity"),
)  # fmt: skip

BUDGET = Sheet(
    "budget", Words("Anggaran", "Budget"),
    Words("Uang satu tahun dari satu sumber, dalam rupiah. Realisasi kosong berarti belum dilaporkan, bukan nol.",
          "One year's money from one source, in rupiah. An empty realization is not reported yet, which is not zero."),
    ("program", "activity", "year", "fund_source"), (
        NUMBER, PROGRAM, _activity(),
        _column("year", ("Tahun", "Year"), kind=Kind.WHOLE, is_needed=True, width=8),
        _choice("fund_source", ("Sumber dana", "Source of fund"), FundSource, is_needed=True),
        _column("ceiling", ("Pagu (Rp)", "Ceiling (Rp)"), ("Rupiah, paling rinci sampai sen.", "Rupiah, to the sen."),
                kind=Kind.MONEY, is_needed=True, decimals=2, width=22),
        _column("realization", ("Realisasi (Rp)", "Realization (Rp)"),
                ("Kosong bila belum dilaporkan; 0 bila tidak ada belanja.",
                 "Empty while not reported; 0 when nothing was spent."), kind=Kind.MONEY, decimals=2, width=22),
        SIPD_CODE, SOURCE, ILLUSTRATION,
    ), has_numbers=True, parent=("program",),
)  # fmt: skip

INDICATORS = Sheet(
    "indicators", Words("Indikator", "Indicators"),
    Words("Satu baris untuk satu indikator.", "One row for one indicator."),
    ("code",), (
        CODE_OF_FORMULAS, NAME, NAME_EN,
        _column("description", ("Uraian", "Description"), width=40),
        _column("formula", ("Rumus", "Formula"), ("Rumus tanpa tanda = di depan.", "The formula, without = before it."),
                is_needed=True, longest=4000, width=40),
        UNIT,
        _choice("polarity", ("Arah", "Polarity"), Polarity, Polarity.HIGHER.value),
        _choice("level", ("Jenis hasil", "Kind of result"), ResultLevel, ResultLevel.OUTCOME.value),
        _choice("area_level", AREA_LEVEL, AreaLevel, AreaLevel.REGENCY.value),
        _choice("frequency", FREQUENCY, FrequencyChoice, FrequencyChoice.QUARTER.value),
        _column("decimals", ("Desimal", "Decimals"), kind=Kind.WHOLE, empty=1, width=8),
        _column("reporting_days", ("Hari pelaporan", "Days to report"), kind=Kind.WHOLE, empty=45, width=8),
        _agency("owner", ("Pemilik", "Owner")),
        _column("programs", ("Kode program", "Program codes"),
                ("Dipisahkan titik koma. Program baru berbobot 1.",
                 "Separated by semicolons. A program that is new here weighs 1."),
                kind=Kind.NAMES, of="programs", width=24),
        _flag("published", ("Terbit", "Published"), empty=True),
        ILLUSTRATION,
    ),
)  # fmt: skip

TARGETS = Sheet(
    "targets", Words("Target", "Targets"),
    Words("Satu target untuk satu indikator, wilayah, dan periode.", "One target of an indicator, area and period."),
    ("indicator", "area", "period"), (
        _name("indicator", ("Kode indikator", "Indicator code"), "indicators",
              ("Kode dari lembar Indikator.", "A code of the sheet Indicators."), is_needed=True, width=24),
        AREA, PERIOD,
        _column("value", ("Target", "Target"), kind=Kind.NUMBER, is_needed=True),
        _column("upper", ("Batas atas", "Upper end"), ("Hanya untuk indikator yang terbaik dalam rentang.",
                "Only for an indicator that is best within a range."), kind=Kind.NUMBER),
        SOURCE, ILLUSTRATION,
    ),
)  # fmt: skip

SERIES = Sheet(
    "series", Words("Seri data", "Series"),
    Words("Hal yang dihitung atau diukur berulang.", "What is counted or measured again and again."),
    ("code",), (
        CODE_OF_FORMULAS,
        _column("name", ("Nama", "Name"), is_needed=True, longest=200, width=40),
        _column("name_en", ("Nama dalam bahasa Inggris", "Name in English"), longest=200, width=30),
        UNIT,
        _choice("value_type", ("Jenis nilai", "Kind of value"), ValueType, ValueType.NUMBER.value),
        _choice("frequency", FREQUENCY, FrequencyChoice, FrequencyChoice.MONTH.value),
        _choice("area_level", AREA_LEVEL, AreaLevel, AreaLevel.REGENCY.value),
        _choice("over_time", ("Antarwaktu", "Over time"), Overall, Overall.SUM.value),
        _choice("over_area", ("Antarwilayah", "Over areas"), Overall, Overall.SUM.value),
        _agency("producer", ("Produsen data", "Producing agency")),
        _column("concept", ("Konsep", "Concept"), width=30),
        _column("definition", ("Definisi", "Definition"), width=30),
        _column("classification", ("Klasifikasi", "Classification"), longest=200),
        _column("measure", ("Ukuran", "Measure"), longest=100),
        _column("method", ("Cara pengumpulan", "How it is collected"), width=30),
        LONG_SOURCE,
        _column("minimum", ("Nilai wajar terendah", "Lowest believable value"), kind=Kind.NUMBER),
        _column("maximum", ("Nilai wajar tertinggi", "Highest believable value"), kind=Kind.NUMBER),
        _flag("public", ("Publik", "Public"), empty=True),
        ILLUSTRATION,
    ),
)  # fmt: skip

OBSERVATIONS = Sheet(
    "observations", Words("Data pengamatan", "Observations"),
    Words("Satu angka untuk satu seri, wilayah, dan periode. Angka kosong berarti ditarik, bukan nol.",
          "One figure of a series, area and period. An empty figure was withdrawn, which is not zero."),
    ("series", "area", "period"), (
        _name("series", ("Kode seri", "Series code"), "series", ("Kode dari lembar Seri data.",
              "A code of the sheet Series."), is_needed=True, width=24),
        AREA, PERIOD,
        _column("value", ("Angka", "Figure"), ("Dalam satuan seri.", "In the unit of the series."), kind=Kind.NUMBER),
        _flag("final", ("Final", "Final")),
        _choice("quality", ("Mutu data", "Quality grade"), Quality, Quality.UNKNOWN.value),
        _choice("origin", ("Asal", "Origin"), Origin, Origin.AGENCY.value),
        SOURCE,
        _column("source_url", ("Tautan sumber", "Link to the source"), longest=500, width=24),
        _column("note", ("Catatan", "Note"), width=24),
        ILLUSTRATION,
    ),
)  # fmt: skip

# In the order in which people fill them in.
SHEETS = (
    PLAN, PILLARS, SUB_DIMENSIONS, PROGRAMS, ACTIVITIES, MILESTONES, BUDGET, INDICATORS, TARGETS, SERIES, OBSERVATIONS,
    ORGANIZATIONS, AREAS,
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
