"""The functions of the formula language: how they are written and what they do, in one line each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What kind of function it is, for the order in the editor and in the manual."""

    AGGREGATION = "aggregation"
    TIME = "time"
    AREA = "area"
    MISSING = "missing"
    MATHEMATICS = "mathematics"


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is written.

    usage: the call as a reader would write it, such as `previous(x, n)`.
    least, most: how many arguments; most is None for any number.
    english, indonesian: what it gives, in one line.
    """

    name: str
    usage: str
    least: int
    most: int | None
    group: Group
    english: str
    indonesian: str


_ALL = (
    Signature(
        "sum",
        "sum(series, area)",
        1,
        3,
        Group.AGGREGATION,
        "The series added up over time; with area, over areas instead.",
        "Jumlah angka seri sepanjang waktu; dengan area, antarwilayah.",
    ),
    Signature(
        "mean",
        "mean(series, area)",
        1,
        3,
        Group.AGGREGATION,
        "The mean of the series over time; with area, over areas instead.",
        "Rata-rata angka seri sepanjang waktu; dengan area, antarwilayah.",
    ),
    Signature(
        "first",
        "first(series, area)",
        1,
        3,
        Group.AGGREGATION,
        "The earliest figure of the series; with area, that of the first area.",
        "Angka paling awal dari seri; dengan area, angka wilayah pertama.",
    ),
    Signature(
        "last",
        "last(series, area)",
        1,
        3,
        Group.AGGREGATION,
        "The latest figure of the series; with area, that of the last area.",
        "Angka paling akhir dari seri; dengan area, angka wilayah terakhir.",
    ),
    Signature(
        "count",
        "count(series, area)",
        1,
        3,
        Group.AGGREGATION,
        "How many figures the series has over time; with area, how many areas have one.",
        "Banyaknya angka seri sepanjang waktu; dengan area, banyaknya wilayah yang berangka.",
    ),
    Signature(
        "min",
        "min(a, b, …)",
        1,
        None,
        Group.AGGREGATION,
        "The smallest of the values that are there; min(series, time) or min(series, area) aggregates.",
        "Nilai terkecil dari yang tidak kosong; min(seri, time) atau min(seri, area) mengagregasi.",
    ),
    Signature(
        "max",
        "max(a, b, …)",
        1,
        None,
        Group.AGGREGATION,
        "The largest of the values that are there; max(series, time) or max(series, area) aggregates.",
        "Nilai terbesar dari yang tidak kosong; max(seri, time) atau max(seri, area) mengagregasi.",
    ),
    Signature(
        "previous",
        "previous(x, n)",
        1,
        2,
        Group.TIME,
        "The value one period earlier, or n periods.",
        "Nilai satu periode sebelumnya, atau n periode.",
    ),
    Signature(
        "same_period_last_year",
        "same_period_last_year(x)",
        1,
        1,
        Group.TIME,
        "The value for the same period one year earlier.",
        "Nilai pada periode yang sama setahun sebelumnya.",
    ),
    Signature(
        "year_to_date",
        "year_to_date(x)",
        1,
        1,
        Group.TIME,
        "The value from 1 January to the end of the period.",
        "Nilai sejak 1 Januari sampai akhir periode.",
    ),
    Signature(
        "per_capita",
        "per_capita(x)",
        1,
        1,
        Group.AREA,
        "The value divided by the number of people.",
        "Nilai dibagi jumlah penduduk.",
    ),
    Signature(
        "sum_over_areas",
        "sum_over_areas(x)",
        1,
        1,
        Group.AREA,
        "Worked out for each area by itself, then added up.",
        "Dihitung per wilayah, lalu dijumlahkan.",
    ),
    Signature(
        "mean_over_areas",
        "mean_over_areas(x)",
        1,
        1,
        Group.AREA,
        "Worked out for each area by itself, then averaged.",
        "Dihitung per wilayah, lalu dirata-ratakan.",
    ),
    Signature(
        "min_over_areas",
        "min_over_areas(x)",
        1,
        1,
        Group.AREA,
        "Worked out for each area by itself: the smallest.",
        "Dihitung per wilayah: yang terkecil.",
    ),
    Signature(
        "max_over_areas",
        "max_over_areas(x)",
        1,
        1,
        Group.AREA,
        "Worked out for each area by itself: the largest.",
        "Dihitung per wilayah: yang terbesar.",
    ),
    Signature(
        "count_over_areas",
        "count_over_areas(x)",
        1,
        1,
        Group.AREA,
        "How many areas have a value of their own.",
        "Banyaknya wilayah yang punya nilai sendiri.",
    ),
    Signature(
        "if",
        "if(condition, a, b)",
        3,
        3,
        Group.MISSING,
        "The second when the condition is true, the third when it is false.",
        "Nilai kedua bila syaratnya benar, nilai ketiga bila salah.",
    ),
    Signature(
        "coalesce",
        "coalesce(a, b, …)",
        1,
        None,
        Group.MISSING,
        "The first value that is not missing.",
        "Nilai pertama yang tidak kosong.",
    ),
    Signature(
        "is_missing",
        "is_missing(x)",
        1,
        1,
        Group.MISSING,
        "True when there is no value.",
        "Benar bila nilainya kosong.",
    ),
    Signature(
        "abs",
        "abs(x)",
        1,
        1,
        Group.MATHEMATICS,
        "The value without its sign.",
        "Nilai tanpa tanda minus.",
    ),
    Signature(
        "round",
        "round(x, n)",
        1,
        2,
        Group.MATHEMATICS,
        "Rounded to n decimals, half away from zero; without n, to a whole number.",
        "Dibulatkan ke n angka desimal, setengah menjauhi nol; tanpa n, ke bilangan bulat.",
    ),
    Signature(
        "floor",
        "floor(x)",
        1,
        1,
        Group.MATHEMATICS,
        "Rounded down to a whole number.",
        "Dibulatkan ke bawah.",
    ),
    Signature(
        "ceil",
        "ceil(x)",
        1,
        1,
        Group.MATHEMATICS,
        "Rounded up to a whole number.",
        "Dibulatkan ke atas.",
    ),
    Signature(
        "sqrt",
        "sqrt(x)",
        1,
        1,
        Group.MATHEMATICS,
        "The square root; of a negative number there is none.",
        "Akar kuadrat; bilangan negatif tidak punya.",
    ),
    Signature(
        "log",
        "log(x)",
        1,
        1,
        Group.MATHEMATICS,
        "The natural logarithm; of zero there is none.",
        "Logaritma natural; nol tidak punya.",
    ),
    Signature(
        "log10",
        "log10(x)",
        1,
        1,
        Group.MATHEMATICS,
        "The logarithm to base 10; of zero there is none.",
        "Logaritma basis 10; nol tidak punya.",
    ),
)

# What a person may type instead, in Indonesian or out of habit; lower case.
SYNONYMS: dict[str, str] = {
    "jumlah": "sum",
    "total": "sum",
    "rata_rata": "mean",
    "rerata": "mean",
    "average": "mean",
    "avg": "mean",
    "pertama": "first",
    "terakhir": "last",
    "banyaknya": "count",
    "cacah": "count",
    "minimum": "min",
    "terkecil": "min",
    "maksimum": "max",
    "maximum": "max",
    "terbesar": "max",
    "sebelumnya": "previous",
    "lag": "previous",
    "kumulatif": "year_to_date",
    "ytd": "year_to_date",
    "sampai_kini": "year_to_date",
    "tahun_lalu": "same_period_last_year",
    "per_kapita": "per_capita",
    "jika": "if",
    "iif": "if",
    "kosong": "is_missing",
    "isnull": "is_missing",
    "ifnull": "coalesce",
    "mutlak": "abs",
    "bulatkan": "round",
    "pembulatan": "round",
    "ceiling": "ceil",
    "akar": "sqrt",
    "ln": "log",
}

FUNCTIONS: dict[str, Signature] = {signature.name: signature for signature in _ALL}
