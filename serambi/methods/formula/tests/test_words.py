"""Formulas said in one sentence."""

import ast
import re
import string
from fractions import Fraction
from pathlib import Path

import pytest

from serambi.methods import formula as package
from serambi.methods.formula import FUNCTIONS, Aggregation, Catalog, Checker, Constant, Indicator, Series
from serambi.methods.formula.phrases import phrases_of
from serambi.methods.formula.sentences import INDONESIAN
from serambi.methods.formula.words import describe

CATALOG = Catalog(
    [
        Series("waste.handled", "ton"),
        Series("waste.generated", "ton"),
        Series("litter", "kg"),
        Series("population", "orang", Aggregation.LAST, Aggregation.SUM),
        Series("a"),
        Series("b"),
    ],
    [Indicator("share", "100 * waste.handled / waste.generated", "%")],
    [Constant("limit", Fraction(80))],
)
NAMES = {
    "waste.handled": "sampah tertangani",
    "waste.generated": "timbulan sampah",
    "population": "penduduk",
    "share": "persentase sampah tertangani",
    "limit": "ambang",
}


@pytest.mark.parametrize(
    ("formula", "indonesian", "english"),
    [
        (
            "100 * waste.handled / waste.generated",
            "100 kali jumlah sampah tertangani dibagi jumlah timbulan sampah.",
            "100 times the sum of sampah tertangani divided by the sum of timbulan sampah.",
        ),
        (
            "waste.handled + litter",
            "Jumlah sampah tertangani ditambah jumlah litter (diubah ke ton), dalam ton.",
            "The sum of sampah tertangani plus the sum of litter (converted to ton), in ton.",
        ),
        (
            "population",
            "Nilai terakhir penduduk, lalu dijumlahkan antarwilayah, dalam orang.",
            "The latest penduduk, then summed over areas, in orang (people).",
        ),
        (
            "mean(a, time, area)",
            "Rata-rata a, lalu dirata-ratakan antarwilayah.",
            "The mean of a, then averaged over areas.",
        ),
        (
            "count(a)",
            "Banyaknya data a, lalu dijumlahkan antarwilayah.",
            "The number of figures of a, then summed over areas.",
        ),
        (
            "a * (share - previous(share))",
            "Jumlah a kali (indikator persentase sampah tertangani dikurangi indikator persentase sampah tertangani "
            "pada periode sebelumnya).",
            "The sum of a times (the indicator persentase sampah tertangani minus the indicator persentase sampah "
            "tertangani one period earlier).",
        ),
        ("a / b * 2", "(jumlah a dibagi jumlah b) kali 2.", "(the sum of a divided by the sum of b) times 2."),
        ("a / (b * 2)", "Jumlah a dibagi (jumlah b kali 2).", "The sum of a divided by (the sum of b times 2)."),
        ("2 * a + b", "(2 kali jumlah a) ditambah jumlah b.", "(2 times the sum of a) plus the sum of b."),
        ("-a ^ 2", "Minus (jumlah a pangkat 2).", "Minus (the sum of a to the power 2)."),
        ("previous(a, 3)", "Jumlah a dari 3 periode yang lalu.", "The sum of a 3 periods earlier."),
        (
            "same_period_last_year(a + b)",
            "(jumlah a ditambah jumlah b) pada periode yang sama tahun lalu.",
            "(the sum of a plus the sum of b) in the same period a year earlier.",
        ),
        (
            "per_capita(waste.handled)",
            "Jumlah sampah tertangani per penduduk, dalam ton/orang.",
            "The sum of sampah tertangani per person, in ton/orang.",
        ),
        (
            "if(a > limit and not is_missing(b), 1, 0.5)",
            "Jika jumlah a lebih dari ambang dan jumlah b tidak kosong, maka 1; jika tidak, 0,5.",
            "If the sum of a is more than ambang and the sum of b is not missing, then 1; otherwise 0.5.",
        ),
        (
            "1 + if(not (a == 1 or b != 2), 1, 0)",
            "1 ditambah (jika tidak benar bahwa (jumlah a sama dengan 1 atau jumlah b tidak sama dengan 2), maka 1; "
            "jika tidak, 0).",
            "1 plus (if it is not so that (the sum of a is equal to 1 or the sum of b is not equal to 2), then 1; "
            "otherwise 0).",
        ),
        ("coalesce(a, 0)", "Jumlah a, atau 0 bila kosong.", "The sum of a, or 0 when that is missing."),
        (
            "coalesce(a, b, 1000000)",
            "Nilai pertama yang tidak kosong di antara jumlah a, jumlah b, dan 1.000.000.",
            "The first available of the sum of a, the sum of b, and 1,000,000.",
        ),
        (
            "max(a, b)",
            "Yang terbesar di antara jumlah a dan jumlah b.",
            "The largest of the sum of a and the sum of b.",
        ),
        (
            "mean_over_areas(a / b)",
            "Rata-rata antarwilayah dari (jumlah a dibagi jumlah b) tiap wilayah.",
            "The mean over areas of (the sum of a divided by the sum of b) in each area.",
        ),
        (
            "round(a / b, 2)",
            "(jumlah a dibagi jumlah b) dibulatkan ke 2 angka desimal.",
            "(the sum of a divided by the sum of b) rounded to 2 decimals.",
        ),
        ("round(a, -3)", "Jumlah a dibulatkan ke kelipatan 1.000.", "The sum of a rounded to a multiple of 1,000."),
        (
            "b + floor(a)",
            "Jumlah b ditambah (jumlah a dibulatkan ke bawah).",
            "The sum of b plus (the sum of a rounded down).",
        ),
        ("if(true, 1e-30, 2)", "Jika benar, maka 1e-30; jika tidak, 2.", "If true, then 1e-30; otherwise 2."),
    ],
)
def test_a_formula_in_words(formula: str, indonesian: str, english: str) -> None:
    checked = Checker(CATALOG).check(formula)
    assert describe(checked, names=NAMES) == indonesian
    assert describe(checked, language="en", names=NAMES) == english


def test_the_unit_of_an_indicator_is_said() -> None:
    checked = Checker(CATALOG).indicator("share")
    assert describe(checked).endswith("dibagi jumlah waste.generated, dalam %.")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_function_and_aggregation_has_its_words(language: str) -> None:
    phrases = phrases_of(language)
    assert set(phrases.over_time) == set(phrases.over_area) == set(Aggregation)
    for function in FUNCTIONS:
        arguments = {"if": "a > 1, a, b", "previous": "a, 2"}.get(function, "a")
        wrapped = f"if(is_missing({arguments}), 1, 0)" if function == "is_missing" else f"{function}({arguments})"
        assert describe(Checker(CATALOG).check(wrapped), language=language)


def _sentences_in_the_source() -> set[str]:
    """Return every string of the package that is a sentence and no docstring."""
    found = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        if path.stem in ("functions", "phrases", "sentences", "words"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docstrings
                and re.search(r" .*([.?]|: \{reason\})$", node.value)
            ):
                found.add(node.value)
    return found


def test_every_sentence_has_its_indonesian_with_the_same_places() -> None:
    sentences = _sentences_in_the_source()
    assert len(sentences) > 60
    assert sentences == set(INDONESIAN)

    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for english, indonesian in INDONESIAN.items():
        assert places(indonesian) == places(english), english
