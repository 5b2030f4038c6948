"""The phrases of which sentences about formulas are made, in Indonesian and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .catalog import Aggregation


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: `{x}` is the operand, `{n}` a number, `{name}` a series."""

    in_unit: str
    converted: str
    indicator: str
    true: str
    false: str
    minus: str
    power: str
    operators: Mapping[str, str]
    comparisons: Mapping[str, str]
    conjunction: str
    disjunction: str
    negation: str
    is_missing: str
    is_there: str
    over_time: Mapping[Aggregation, str]
    over_area: Mapping[Aggregation, str]
    previous_several: str
    rounded: str
    rounded_to: str
    choice: str
    otherwise: str
    first_available: str
    functions: Mapping[str, str]
    separators: Mapping[int, int]


_INDONESIAN = Phrases(
    in_unit="dalam {unit}",
    converted="(diubah ke {unit})",
    indicator="indikator {name}",
    true="benar",
    false="salah",
    minus="minus",
    power="{a} pangkat {b}",
    operators={"+": "ditambah", "-": "dikurangi", "*": "kali", "/": "dibagi"},
    comparisons={
        "==": "sama dengan",
        "!=": "tidak sama dengan",
        "<": "kurang dari",
        "<=": "kurang dari atau sama dengan",
        ">": "lebih dari",
        ">=": "lebih dari atau sama dengan",
    },
    conjunction="dan",
    disjunction="atau",
    negation="tidak benar bahwa {x}",
    is_missing="{x} kosong",
    is_there="{x} tidak kosong",
    over_time={
        Aggregation.SUM: "jumlah {name}",
        Aggregation.MEAN: "rata-rata {name}",
        Aggregation.MIN: "nilai terkecil {name}",
        Aggregation.MAX: "nilai terbesar {name}",
        Aggregation.COUNT: "banyaknya data {name}",
        Aggregation.FIRST: "nilai awal {name}",
        Aggregation.LAST: "nilai terakhir {name}",
    },
    over_area={
        Aggregation.SUM: "lalu dijumlahkan antarwilayah",
        Aggregation.MEAN: "lalu dirata-ratakan antarwilayah",
        Aggregation.MIN: "lalu diambil wilayah yang terkecil",
        Aggregation.MAX: "lalu diambil wilayah yang terbesar",
        Aggregation.COUNT: "lalu dihitung banyaknya wilayah",
        Aggregation.FIRST: "lalu diambil wilayah berkode pertama",
        Aggregation.LAST: "lalu diambil wilayah berkode terakhir",
    },
    previous_several="{x} dari {n} periode yang lalu",
    rounded="{x} dibulatkan ke {n} angka desimal",
    rounded_to="{x} dibulatkan ke kelipatan {n}",
    choice="jika {condition}, maka {yes}; jika tidak, {no}",
    otherwise="{x}, atau {other} bila kosong",
    first_available="nilai pertama yang tidak kosong di antara {x}",
    functions={
        "previous": "{x} pada periode sebelumnya",
        "same_period_last_year": "{x} pada periode yang sama tahun lalu",
        "year_to_date": "{x} sejak 1 Januari",
        "per_capita": "{x} per penduduk",
        "sum_over_areas": "jumlah antarwilayah dari {x} tiap wilayah",
        "mean_over_areas": "rata-rata antarwilayah dari {x} tiap wilayah",
        "min_over_areas": "yang terkecil antarwilayah dari {x} tiap wilayah",
        "max_over_areas": "yang terbesar antarwilayah dari {x} tiap wilayah",
        "count_over_areas": "banyaknya wilayah yang punya {x}",
        "min": "yang terkecil di antara {x}",
        "max": "yang terbesar di antara {x}",
        "abs": "nilai mutlak {x}",
        "round": "{x} dibulatkan",
        "floor": "{x} dibulatkan ke bawah",
        "ceil": "{x} dibulatkan ke atas",
        "sqrt": "akar kuadrat {x}",
        "log": "logaritma natural {x}",
        "log10": "logaritma basis 10 {x}",
    },
    separators=str.maketrans(",.", ".,"),
)

_ENGLISH = Phrases(
    in_unit="in {unit}",
    converted="(converted to {unit})",
    indicator="the indicator {name}",
    true="true",
    false="false",
    minus="minus",
    power="{a} to the power {b}",
    operators={"+": "plus", "-": "minus", "*": "times", "/": "divided by"},
    comparisons={
        "==": "is equal to",
        "!=": "is not equal to",
        "<": "is less than",
        "<=": "is at most",
        ">": "is more than",
        ">=": "is at least",
    },
    conjunction="and",
    disjunction="or",
    negation="it is not so that {x}",
    is_missing="{x} is missing",
    is_there="{x} is not missing",
    over_time={
        Aggregation.SUM: "the sum of {name}",
        Aggregation.MEAN: "the mean of {name}",
        Aggregation.MIN: "the smallest {name}",
        Aggregation.MAX: "the largest {name}",
        Aggregation.COUNT: "the number of figures of {name}",
        Aggregation.FIRST: "the first {name}",
        Aggregation.LAST: "the latest {name}",
    },
    over_area={
        Aggregation.SUM: "then summed over areas",
        Aggregation.MEAN: "then averaged over areas",
        Aggregation.MIN: "then the smallest of the areas",
        Aggregation.MAX: "then the largest of the areas",
        Aggregation.COUNT: "then the areas are counted",
        Aggregation.FIRST: "then the area with the first code",
        Aggregation.LAST: "then the area with the last code",
    },
    previous_several="{x} {n} periods earlier",
    rounded="{x} rounded to {n} decimals",
    rounded_to="{x} rounded to a multiple of {n}",
    choice="if {condition}, then {yes}; otherwise {no}",
    otherwise="{x}, or {other} when that is missing",
    first_available="the first available of {x}",
    functions={
        "previous": "{x} one period earlier",
        "same_period_last_year": "{x} in the same period a year earlier",
        "year_to_date": "{x} since 1 January",
        "per_capita": "{x} per person",
        "sum_over_areas": "the sum over areas of {x} in each area",
        "mean_over_areas": "the mean over areas of {x} in each area",
        "min_over_areas": "the smallest over areas of {x} in each area",
        "max_over_areas": "the largest over areas of {x} in each area",
        "count_over_areas": "the number of areas that have {x}",
        "min": "the smallest of {x}",
        "max": "the largest of {x}",
        "abs": "the magnitude of {x}",
        "round": "{x} rounded",
        "floor": "{x} rounded down",
        "ceil": "{x} rounded up",
        "sqrt": "the square root of {x}",
        "log": "the natural logarithm of {x}",
        "log10": "the base-10 logarithm of {x}",
    },
    separators={},
)


def phrases_of(language: str) -> Phrases:
    """Return the phrases of `id`, or of `en` for any other language."""
    return _INDONESIAN if language == "id" else _ENGLISH
