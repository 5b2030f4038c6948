"""The sheets of the workbook and their columns, in both languages."""

from __future__ import annotations

from serambi.apps.indicators.models import Polarity, ResultLevel
from serambi.apps.observations.models import (
    AreaLevel,
    FrequencyChoice,
    Origin,
    Overall,
    Quality,
    ValueType,
)
from serambi.apps.plans.models import FundSource, Horizon, LegalBasis
from serambi.exchange.workbook.building import (
    AREA,
    AREA_LEVEL,
    CODE_OF_FORMULAS,
    ENDS_ON,
    FREQUENCY,
    ILLUSTRATION,
    INDICATOR,
    LOCATIONS,
    LONG_SOURCE,
    NAME,
    NAME_EN,
    NUMBER,
    PERIOD,
    PILLAR,
    PROGRAM,
    SIPD_CODE,
    SIPD_YEAR,
    SOURCE,
    STAGE,
    STARTS_ON,
    UNIT,
    WEIGHT,
    activity,
    agency,
    choice,
    column,
    day,
    flag,
    named,
)
from serambi.exchange.workbook.columns import Kind, Sheet, Words
from serambi.exchange.workbook.measuring import BASELINES, CONSTANTS, WEIGHTS
from serambi.exchange.workbook.plan_parts import (
    DEPENDENCIES,
    GOALS,
    MISSIONS,
    PARTICIPATIONS,
    RISKS,
    STRATEGIES,
)
from serambi.exchange.workbook.references import AREAS, ORGANIZATIONS

PLAN = Sheet(
    "plan", Words("Rencana", "Plan"),
    Words("Masterplan yang berlaku: satu baris.", "The current master plan: one row."),
    ("region",), (
        named("region", ("Kode wilayah", "Area code"), "areas",
              ("Wilayah rencana ini. Tidak dapat diubah.", "The region of this plan. It cannot be changed."),
              is_needed=True),
        NAME, NAME_EN,
        column("start_year", ("Tahun pertama", "First year"), kind=Kind.WHOLE, is_needed=True, width=10),
        column("end_year", ("Tahun terakhir", "Last year"), ("Kosong bila belum terbit.", "Empty until published."),
                kind=Kind.WHOLE, width=10),
        choice("legal_basis", ("Dasar hukum", "Legal basis"), LegalBasis, LegalBasis.NONE_YET.value),
        column("legal_basis_number", ("Nomor dasar hukum", "Number of the legal basis"), longest=60),
        day("legal_basis_date", ("Tanggal dasar hukum", "Date of the legal basis")),
        column("version", ("Versi", "Version"), longest=40, empty="1", width=10),
        column("vision", ("Visi", "Vision"), width=50),
        LONG_SOURCE,
    ),
)  # fmt: skip

PILLARS = Sheet(
    "pillars", Words("Pilar", "Pillars"),
    Words("Nama dan bobot dapat diubah; pilar baru tidak dapat ditambahkan di sini.",
          "Names and weights can be changed; pillars cannot be added here."),
    ("code",), (
        column("code", ("Kode pilar", "Pillar code"), is_needed=True, longest=30),
        NAME, NAME_EN, WEIGHT,
    ),
)  # fmt: skip

SUB_DIMENSIONS = Sheet(
    "sub_dimensions", Words("Subdimensi", "Sub-dimensions"),
    Words("Nama dan bobot dapat diubah; subdimensi baru tidak dapat ditambahkan di sini.",
          "Names and weights can be changed; sub-dimensions cannot be added here."),
    ("pillar", "code"), (
        PILLAR,
        column("code", ("Kode subdimensi", "Sub-dimension code"), is_needed=True, longest=40, width=20),
        NAME, NAME_EN, WEIGHT,
    ),
)  # fmt: skip

PROGRAMS = Sheet(
    "programs", Words("Program", "Programs"),
    Words("Satu baris untuk satu program.", "One row for one program."),
    ("code",), (
        column("code", ("Kode", "Code"), ("Huruf, angka, titik, tanda hubung. Satu kode untuk satu program.",
                "Letters, digits, points, hyphens. One code for one program."), is_needed=True, longest=30),
        NAME, NAME_EN,
        PILLAR,
        column("sub_dimension", ("Kode subdimensi", "Sub-dimension code"),
                ("Kode dari lembar Subdimensi, dari pilar yang sama. Boleh kosong.",
                 "A code of the sheet Sub-dimensions, of the same pillar. May be empty."), width=20),
        column("strategy", ("Strategi", "Strategy"),
               ("Kode sasaran / kode strategi, dari pilar yang sama. Boleh kosong.",
                "Goal code / strategy code, of the same pillar. May be empty."), width=16),
        agency("lead", ("Penanggung jawab", "Lead agency")),
        column("description", ("Uraian", "Description"), width=40),
        column("missions", ("Misi RPJMD", "RPJMD missions"),
                ("Misalnya: RPJMD 2025–2029 – 1. Beberapa misi dipisahkan titik koma.",
                 "For example: RPJMD 2025–2029 – 1. Several are separated by semicolons."),
                kind=Kind.NAMES, of="missions", width=24),
        LOCATIONS,
        choice("horizon", ("Jangka", "Horizon"), Horizon),
        flag("quick_win", ("Quick win", "Quick win")),
        STAGE,
        column("stage_note", ("Catatan tahap", "Note on the stage"), width=30),
        column("stage_changed_on", ("Pada tahap ini sejak", "In this stage since"),
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
        column("code", ("Kode", "Code"), ("Boleh kosong.", "May be empty."), longest=30),
        NAME, agency("organization", ("Perangkat daerah", "Agency")), LOCATIONS, STAGE, STARTS_ON, ENDS_ON,
        SIPD_YEAR, SIPD_CODE, ILLUSTRATION,
    ), has_numbers=True, parent=("program",),
)  # fmt: skip

MILESTONES = Sheet(
    "milestones", Words("Tonggak", "Milestones"),
    Words("Hal yang dapat dilihat sudah ada pada suatu hari.", "What can be seen to be there by a day."),
    ("program", "activity", "name"), (
        NUMBER, PROGRAM, activity(is_needed=True), NAME,
        day("due_on", ("Batas waktu", "Due"), is_needed=True),
        day("reached_on", ("Tercapai pada", "Reached")),
        column("note", ("Catatan", "Note"), width=30),
    ), has_numbers=True, parent=("program", "activity"),
)  # fmt: skip

BUDGET = Sheet(
    "budget", Words("Anggaran", "Budget"),
    Words("Uang satu tahun dari satu sumber, dalam rupiah. Realisasi kosong berarti belum dilaporkan, bukan nol.",
          "One year's money from one source, in rupiah. An empty realization is not reported yet, which is not zero."),
    ("program", "activity", "year", "fund_source"), (
        NUMBER, PROGRAM, activity(),
        column("year", ("Tahun", "Year"), kind=Kind.WHOLE, is_needed=True, width=8),
        choice("fund_source", ("Sumber dana", "Source of fund"), FundSource, is_needed=True),
        column("ceiling", ("Pagu (Rp)", "Ceiling (Rp)"), ("Rupiah, paling rinci sampai sen.", "Rupiah, to the sen."),
                kind=Kind.MONEY, is_needed=True, decimals=2, width=22),
        column("realization", ("Realisasi (Rp)", "Realization (Rp)"),
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
        column("description", ("Uraian", "Description"), width=40),
        column("formula", ("Rumus", "Formula"), ("Rumus tanpa tanda = di depan.", "The formula, without = before it."),
                is_needed=True, longest=4000, width=40),
        UNIT,
        choice("polarity", ("Arah", "Polarity"), Polarity, Polarity.HIGHER.value),
        choice("level", ("Jenis hasil", "Kind of result"), ResultLevel, ResultLevel.OUTCOME.value),
        choice("area_level", AREA_LEVEL, AreaLevel, AreaLevel.REGENCY.value),
        choice("frequency", FREQUENCY, FrequencyChoice, FrequencyChoice.QUARTER.value),
        column("decimals", ("Desimal", "Decimals"), kind=Kind.WHOLE, empty=1, width=8),
        column("reporting_days", ("Hari pelaporan", "Days to report"), kind=Kind.WHOLE, empty=45, width=8),
        agency("owner", ("Pemilik", "Owner")),
        column("programs", ("Kode program", "Program codes"),
                ("Dipisahkan titik koma. Program baru berbobot 1.",
                 "Separated by semicolons. A program that is new here weighs 1."),
                kind=Kind.NAMES, of="programs", width=24),
        column("standards", ("Indikator baku", "Standard indicators"),
               ("Nama dari kerangka indikator baku, dipisahkan titik koma.",
                "Names out of the frameworks of standard indicators, separated by semicolons."),
               kind=Kind.NAMES, of="standards", width=24),
        flag("published", ("Terbit", "Published"), empty=True),
        ILLUSTRATION,
    ),
)  # fmt: skip

TARGETS = Sheet(
    "targets", Words("Target", "Targets"),
    Words("Satu target untuk satu indikator, wilayah, dan periode.", "One target of an indicator, area and period."),
    ("indicator", "area", "period"), (
        INDICATOR, AREA, PERIOD,
        column("value", ("Target", "Target"), kind=Kind.NUMBER, is_needed=True, takes_percent=True),
        column("upper", ("Batas atas", "Upper end"), ("Hanya untuk indikator yang terbaik dalam rentang.",
                "Only for an indicator that is best within a range."), kind=Kind.NUMBER, takes_percent=True),
        SOURCE, ILLUSTRATION,
    ),
)  # fmt: skip

SERIES = Sheet(
    "series", Words("Seri data", "Series"),
    Words("Hal yang dihitung atau diukur berulang.", "What is counted or measured again and again."),
    ("code",), (
        CODE_OF_FORMULAS,
        column("name", ("Nama", "Name"), is_needed=True, longest=200, width=40),
        column("name_en", ("Nama dalam bahasa Inggris", "Name in English"), longest=200, width=30),
        UNIT,
        choice("value_type", ("Jenis nilai", "Kind of value"), ValueType, ValueType.NUMBER.value),
        choice("frequency", FREQUENCY, FrequencyChoice, FrequencyChoice.MONTH.value),
        choice("area_level", AREA_LEVEL, AreaLevel, AreaLevel.REGENCY.value),
        choice("over_time", ("Antarwaktu", "Over time"), Overall, Overall.SUM.value),
        choice("over_area", ("Antarwilayah", "Over areas"), Overall, Overall.SUM.value),
        agency("producer", ("Produsen data", "Producing agency")),
        column("concept", ("Konsep", "Concept"), width=30),
        column("definition", ("Definisi", "Definition"), width=30),
        column("classification", ("Klasifikasi", "Classification"), longest=200),
        column("measure", ("Ukuran", "Measure"), longest=100),
        column("method", ("Cara pengumpulan", "How it is collected"), width=30),
        LONG_SOURCE,
        column("minimum", ("Nilai wajar terendah", "Lowest believable value"), kind=Kind.NUMBER, takes_percent=True),
        column("maximum", ("Nilai wajar tertinggi", "Highest believable value"), kind=Kind.NUMBER, takes_percent=True),
        flag("public", ("Publik", "Public"), empty=True),
        ILLUSTRATION,
    ),
)  # fmt: skip

OBSERVATIONS = Sheet(
    "observations", Words("Data pengamatan", "Observations"),
    Words("Satu angka untuk satu seri, wilayah, dan periode. Angka kosong berarti ditarik, bukan nol.",
          "One figure of a series, area and period. An empty figure was withdrawn, which is not zero."),
    ("series", "area", "period"), (
        named("series", ("Kode seri", "Series code"), "series", ("Kode dari lembar Seri data.",
              "A code of the sheet Series."), is_needed=True, width=24),
        AREA, PERIOD,
        column("value", ("Angka", "Figure"), ("Dalam satuan seri.", "In the unit of the series."), kind=Kind.NUMBER,
               takes_percent=True),
        flag("final", ("Final", "Final")),
        choice("quality", ("Mutu data", "Quality grade"), Quality, Quality.UNKNOWN.value),
        choice("origin", ("Asal", "Origin"), Origin, Origin.AGENCY.value),
        SOURCE,
        column("source_url", ("Tautan sumber", "Link to the source"), longest=500, width=24),
        column("note", ("Catatan", "Note"), width=24),
        ILLUSTRATION,
    ),
)  # fmt: skip

# In the order in which people fill them in.
SHEETS = (
    PLAN, MISSIONS, PILLARS, SUB_DIMENSIONS, GOALS, STRATEGIES, PROGRAMS, PARTICIPATIONS, RISKS, ACTIVITIES,
    DEPENDENCIES, MILESTONES, BUDGET, INDICATORS, WEIGHTS, TARGETS, BASELINES, SERIES, OBSERVATIONS, CONSTANTS,
    ORGANIZATIONS, AREAS,
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
