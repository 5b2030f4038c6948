"""Invented figures for the gallery: every part of the interface in every state, in one place."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms

from serambi.ui.charts.bars import Bar, BarChart
from serambi.ui.charts.maps import AreaFigure, AreaMap, five_steps
from serambi.ui.charts.outlines import outline
from serambi.ui.charts.trend import Line, Outlook, Point, Target, TrendChart

# (code, name, where it stands, attainment, band, change, eight quarters, running, planned, late, stale, missing)
PILLARS = (
    ("living", "Smart Living", "Tata ruang · Kesehatan · Mobilitas", 58.4, "low", -4.1,
     [66, 68, 67, 65, 64, 63, 62.5, 58.4], 7, 11, 3, 5, 2),
    ("economy", "Smart Economy", "Industri · Kesejahteraan · Transaksi", 71.2, "medium", 2.6,
     [60, 61, 63, 64, 66, 67, 68.6, 71.2], 10, 12, 1, 1, 0),
    ("society", "Smart Society", "Komunitas · Belajar · Keamanan", 78.9, "high", 0.0,
     [70, 72, 75, None, None, 79, 78.9, 78.9], 9, 9, 0, 2, 0),
    ("branding", "Smart Branding", "Wisata · Usaha · Wajah kota", 80.3, "high", 1.2,
     [68, 70, 72, 74, 77, 78, 79.1, 80.3], 6, 7, 1, 0, 0),
    ("environment", "Smart Environment", "Proteksi · Sampah · Energi", None, None, None,
     [71, 74, 76, 79, 81, 82, 83, None], 4, 4, 0, 1, 9),
    ("governance", "Smart Governance", "Layanan · Birokrasi · Kebijakan", 91.5, "very_high", 0.8,
     [80, 82, 84, 86, 88, 90, 90.7, 91.5], 9, 9, 0, 0, 1),
)  # fmt: skip

SERIES = (
    ("waste.handled", "Sampah tertangani", "ton"),
    ("waste.generated", "Timbulan sampah", "ton"),
    ("waste.bank_units", "Unit bank sampah", "unit"),
    ("population.total", "Penduduk", "orang"),
    ("water.piped_households", "Rumah tangga berair perpipaan", "rumah tangga"),
)
FUNCTIONS = (
    ("sum", "sum(x)", "jumlah menurut waktu"),
    ("mean", "mean(x)", "rata-rata menurut waktu"),
    ("previous", "previous(x)", "nilai periode sebelumnya"),
    ("per_capita", "per_capita(x)", "dibagi jumlah penduduk"),
)


@dataclass(frozen=True, slots=True)
class SamplePeriod:
    """A month, a quarter or a year of the gallery."""

    frequency: str
    year: int
    number: int

    @property
    def _months(self) -> int:
        return {"month": 1, "quarter": 3, "semester": 6}.get(self.frequency, 12)

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def end(self) -> dt.date:
        month = self.start.month + self._months
        after = dt.date(self.year + (month > 12), month - 12 if month > 12 else month, 1)
        return after - dt.timedelta(days=1)


def _quarters(first: int, count: int) -> list[SamplePeriod]:
    return [SamplePeriod("quarter", first + index // 4, index % 4 + 1) for index in range(count)]


def trend() -> TrendChart:
    """Return a trend with a gap, preliminary values, steps of targets and an outlook."""
    values = [57.2, 58.4, 59.9, 60.9, 62.5, 63.5, None, 67.0, 68.4, 70.2, 71.4, 73.2, 74.8, 76.6, 78.4]
    periods = _quarters(2022, len(values))
    points = [
        Point(p, v, preliminary=i > 12, note="banjir, tidak ada laporan" if v is None else "")
        for i, (p, v) in enumerate(zip(periods, values, strict=True))
    ]
    ahead = [
        Outlook(p, 78.4 + 0.7 * n, 78.4 + 0.1 * n, 78.4 + 1.3 * n, 78.4 - 0.4 * n, 78.4 + 1.9 * n)
        for n, p in enumerate(_quarters(2022, 24)[15:], start=1)
    ]
    steps = [(2022, 60), (2023, 65), (2024, 74), (2025, 82), (2026, 86), (2027, 90)]
    return TrendChart(
        title="Naik tetap, tetapi belum cukup untuk 90 %",
        lines=[Line("Sampah tertangani", points, "environment")],
        unit="%",
        targets=[Target(SamplePeriod("year", year, 1), value) for year, value in steps],
        outlook=ahead,
        source="timbangan TPA dan laporan 54 desa",
        illustration=True,
    )


def trend_of_many() -> TrendChart:
    """Return four lines that end close to one another."""
    periods = [SamplePeriod("month", 2025, number) for number in range(1, 13)]
    names = (("Penajam", "governance", 87), ("Babulu", "environment", 76), ("Waru", "economy", 77.5),
             ("Sepaku", "branding", 60))  # fmt: skip
    lines = [
        Line(
            name,
            [Point(p, round(level + 3 * math.sin(i / 2 + level) + i / 3, 1)) for i, p in enumerate(periods)],
            colour,
        )
        for name, colour, level in names
    ]
    return TrendChart("Babulu menyusul Waru", lines, unit="%", source="laporan bulanan kecamatan")


def bars() -> BarChart:
    rows = [
        Bar("Sepaku", 59.9, "low", "#", "taksiran, 2 desa kosong"),
        Bar("Babulu", 75.4, "medium", "#", "terukur"),
        Bar("Waru", 77.7, "high", "#", "terukur"),
        Bar("Penajam", 87.5, "high", "#", "terukur"),
        Bar("Pulau Gusung", None, "", "#", "belum dilaporkan"),
    ]
    return BarChart(
        "Tertinggal di Sepaku", rows, unit="%", target=82, row_head="Kecamatan", value_head="Tertangani",
        source="timbangan TPA", period_text="Triwulan III 2025",
    )  # fmt: skip


def bars_below_zero() -> BarChart:
    rows = [
        Bar("Smart Environment", 3.4, "environment"),
        Bar("Smart Society", 0, "society"),
        Bar("Smart Living", -4.1, "living"),
    ]
    return BarChart("Smart Living turun paling jauh", rows, unit="poin", row_head="Pilar", value_head="Perubahan")


def area_map() -> AreaMap:
    """Return a map of an invented coast: fourteen areas with boundaries, two of them without a value."""
    corners = {
        (i, j): (116.3 + i * 0.11 + 0.03 * math.sin(3 * i + 2 * j), -1.1 - j * 0.12 + 0.035 * math.cos(2 * i - 3 * j))
        for i in range(6)
        for j in range(4)
    }
    cells = [(i, j) for j in range(3) for i in range(5) if (i, j) != (0, 2)]
    names = ("Muara Sungai", "Tanjung Pinang", "Bukit Raya", "Sumber Sari", "Api-Api", "Sungai Parit", "Lawe-Lawe",
             "Girimukti", "Petung", "Saloloang", "Riko", "Gersik", "Nipah-Nipah", "Kampung Baru")  # fmt: skip
    geometries: dict[str, Any] = {}
    figures = []
    values = (58, 61.5, 63, 74, None, 79, 81, 71, 66, None, 88, 92.5, 95, 84)
    bands = ("low", "low", "low", "medium", "", "high", "high", "medium", "medium", "", "high", "very_high",
             "very_high", "high")  # fmt: skip
    for index, (i, j) in enumerate(cells):
        ring = []
        around = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)]
        for start, end in pairwise(around):
            first, last = sorted((start, end))
            bend = [_between(corners[first], corners[last], part, first) for part in range(1, 8)]
            ring += [corners[start], *(bend if start == first else reversed(bend))]
        code = f"99.01.{index + 1:02d}"
        geometries[code] = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        note = "belum dilaporkan" if values[index] is None else ""
        figures.append(AreaFigure(code, names[index], values[index], bands[index], f"?area={code}", note))
    return AreaMap(
        title="Barat tertinggal, muara sudah melampaui target",
        outlines=outline(geometries, centroids={}),
        figures=sorted(figures, key=lambda figure: (figure.value is None, figure.value or 0)),
        unit="%",
        selected="99.01.07",
        row_head="Desa",
        value_head="Tertangani",
        source="laporan desa",
        period_text="Triwulan III 2025",
        illustration=True,
    )


def _between(a: tuple[float, float], b: tuple[float, float], part: int, seed: tuple[int, int]) -> tuple[float, float]:
    along = part / 8
    bend = 0.1 * math.sin(math.pi * along) * math.sin(9 * along + seed[0] + 2 * seed[1])
    return (
        a[0] + (b[0] - a[0]) * along + bend * (b[1] - a[1]),
        a[1] + (b[1] - a[1]) * along - bend * (b[0] - a[0]),
    )


def place_map() -> AreaMap:
    """Return a map of places, for areas whose boundaries are not loaded, in classes of value."""
    places = {f"99.02.{n:02d}": (116.2 + 0.4 * math.sin(n * 2.4) * n / 12, -1.2 + 0.3 * math.cos(n * 2.4) * n / 12)
              for n in range(1, 13)}  # fmt: skip
    values = [None if n % 5 == 0 else 120 * n + 37 * (n % 3) for n in range(1, 13)]
    steps = five_steps(values, decimals=0, unit="orang")
    figures = [
        AreaFigure(code, f"Desa {n}", value, steps.of(value), "", "" if value else "tidak ada data")
        for n, (code, value) in enumerate(zip(places, values, strict=True), start=1)
    ]
    return AreaMap(
        title="Penduduk terkumpul di tepi teluk", outlines=outline({}, centroids=places), figures=figures,
        unit="orang", decimals=0, class_names=steps.names(), row_head="Desa", value_head="Penduduk",
        key_name="places",
    )  # fmt: skip


class SampleForm(forms.Form):
    """One of every control."""

    name = forms.CharField(label="Nama program", help_text="Seperti tertulis di masterplan.")
    pillar = forms.ChoiceField(label="Pilar", choices=[("", "Pilih pilar"), *((p[0], p[1]) for p in PILLARS)])
    ceiling = forms.DecimalField(
        label="Pagu",
        help_text="Angka saja, misalnya 1.390.000.000.",
        # A number control would throw away what it cannot read, and with it what the person typed.
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    starts = forms.DateField(label="Mulai", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    stage = forms.ChoiceField(
        label="Tahap",
        widget=forms.RadioSelect,
        choices=[("planning", "Perencanaan"), ("execution", "Pelaksanaan"), ("use", "Sudah dipakai")],
    )
    districts = forms.MultipleChoiceField(
        label="Lokasi",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Penajam"), ("2", "Waru"), ("3", "Babulu"), ("4", "Sepaku")],
        required=False,
    )
    quick_win = forms.BooleanField(label="Quick win", required=False, help_text="Hasilnya terlihat dalam satu tahun.")
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    evidence = forms.FileField(label="Bukti", required=False, help_text="PDF atau gambar, paling besar 10 MB.")


class SampleFilters(forms.Form):
    q = forms.CharField(label="Cari", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    pillar = forms.ChoiceField(label="Pilar", required=False, choices=[("", "Semua"), *((p[0], p[1]) for p in PILLARS)])
    state = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua"), ("late", "Terlambat"), ("running", "Berjalan")]
    )


class FormulaForm(forms.Form):
    formula = forms.CharField(
        label="Rumus",
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="Tulis nama deret dan tanda hitung. Tekan Ctrl+Spasi untuk saran.",
    )


@dataclass(frozen=True, slots=True)
class CheckedFormula:
    """What the sample check says: a wrong word with its place, or nothing wrong."""

    wrong: str = ""
    start: int = 0
    end: int = 0


def check(formula: str) -> CheckedFormula:
    """Return the first word of the formula that is no series and no function of the gallery."""
    known = {code for code, _name, _unit in SERIES} | {name for name, _call, _text in FUNCTIONS}
    for found in re.finditer(r"[A-Za-z_][\w.]*", formula):
        if found.group() not in known:
            return CheckedFormula(found.group(), found.start(), found.end())
    return CheckedFormula()


def complete(beginning: str) -> list[dict[str, str]]:
    """Return what may follow a beginning, series first."""
    series = [
        {"text": code, "insert": code, "label": code, "detail": f"{name}, {unit}", "kind": "deret"}
        for code, name, unit in SERIES
        if beginning.lower() in code or beginning.lower() in name.lower()
    ]
    return series + [
        {"text": name, "insert": f"{name}(", "label": call, "detail": text, "kind": "fungsi"}
        for name, call, text in FUNCTIONS
        if name.startswith(beginning.lower())
    ]
