from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.methods.units import NUMBER, PERSON, compatible, conversion, parse_unit


@pytest.mark.parametrize(
    ("one", "many", "other"),
    [
        ("ton", 1000, "kg"),
        ("kuintal", 100, "kilogram"),
        ("kg", 1000, "gram"),
        ("km", 1000, "meter"),
        ("ha", 10_000, "m2"),
        ("km2", 100, "hektare"),
        ("km²", 1_000_000, "m^2"),
        ("m3", 1000, "liter"),
        ("meter kubik", 1, "m³"),
        ("hari", 24, "jam"),
        ("jam", 60, "menit"),
        ("tahun", 12, "bulan"),
        ("semester", 2, "triwulan"),
        ("juta Rp", 1_000_000, "Rp"),
        ("Rp juta", 1, "juta rupiah"),
        ("miliar Rp", 1000, "Rp juta"),
        ("triliun rupiah", 1000, "miliar Rp"),
        ("ribu jiwa", 1000, "orang"),
        ("1.000 jiwa", 1000, "penduduk"),
        ("MWh", 1000, "kWh"),
        ("kWh", 1, "kW jam"),
        ("km/jam", Fraction(10, 36), "m/detik"),
        ("ton/hari", 1000, "kg per day"),
        ("ton/orang/hari", 1000, "kg/(orang hari)"),
        ("GB", 1000, "MB"),
        ("ribu", 1000, ""),
    ],
)
def test_conversion_is_exact(one: str, many: object, other: str) -> None:
    assert conversion(parse_unit(one), parse_unit(other)) == many


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("orang", "people"),
        ("jiwa", "penduduk"),
        ("rumah tangga", "household"),
        ("Ton", "tonnes"),
        ("Rp/kapita", "rupiah per orang"),
        ("titik", "points"),
        ("%", "persen"),
        ("%", ""),
        ("indeks (skala 1-5)", "skor"),
        ("kasus per 1.000 penduduk", "kasus/orang"),
        ("per 100.000 penduduk", "1/orang"),
        ("Bank  Sampah", "bank sampah"),
    ],
)
def test_different_words_for_one_unit(one: str, other: str) -> None:
    assert parse_unit(one) == parse_unit(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ton", "orang"),
        ("orang", "rumah tangga"),
        ("rumah tangga", "KK"),
        ("bulan", "hari"),
        ("m", "m2"),
        ("titik", "unit"),
        ("titik wifi", "titik"),
        ("ton", ""),
        ("ton/hari", "ton"),
        ("kW", "kWh"),
        ("kw", "kW"),
        ("Rp", "USD"),
        ("°C", "%"),
    ],
)
def test_different_things_are_not_added(one: str, other: str) -> None:
    assert not compatible(parse_unit(one), parse_unit(other))
    with pytest.raises(ValueError, match="cannot be converted"):
        conversion(parse_unit(one), parse_unit(other))


def test_an_unknown_unit_goes_with_every_other() -> None:
    assert compatible(None, parse_unit("ton"))
    assert conversion(parse_unit("ton"), None) == 1


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        (parse_unit("ton") / PERSON, "ton/orang"),
        (parse_unit("ton") / PERSON / parse_unit("hari"), "ton/(orang·hari)"),
        (parse_unit("ton/hari") * parse_unit("hari"), "ton"),
        (parse_unit("m") ** 2, "m²"),
        (parse_unit("m") ** 4, "m^4"),
        (NUMBER / parse_unit("hari"), "1/hari"),
        (parse_unit("jiwa") / PERSON, ""),
        (parse_unit("juta Rp") * PERSON, "juta Rp·orang"),
    ],
)
def test_how_a_result_is_shown(unit: object, shown: str) -> None:
    assert unit.text == shown  # type: ignore[attr-defined]  # a Unit


def test_a_text_is_shown_as_it_was_written() -> None:
    assert parse_unit(" jiwa ").text == "jiwa"
    assert parse_unit("kasus per 1.000 penduduk").text == "kasus per 1.000 penduduk"


def test_english_gives_the_meaning_of_indonesian_words() -> None:
    assert parse_unit("rumah tangga").described("en") == "rumah tangga (households)"
    assert parse_unit("rumah tangga").described("id") == "rumah tangga"
    assert parse_unit("ton").described("en") == "ton"


@pytest.mark.parametrize(
    ("text", "root"), [("m2", "m"), ("ha", "m"), ("km^2", "km"), ("ton", None), ("m3", None), ("", ""), ("ha ha", "ha")]
)
def test_the_root_of_a_unit(text: str, root: str | None) -> None:
    found = parse_unit(text).square_root()
    assert (None if found is None else found.text) == root


@given(st.text(max_size=25))
def test_every_text_is_a_unit(text: str) -> None:
    unit = parse_unit(text)
    assert unit.factor > 0
    assert compatible(unit, unit)
    assert unit * NUMBER == unit
    assert unit / unit == NUMBER


WORDS = st.sampled_from(["kg", "ton", "orang", "hari", "m2", "titik", "Rp", "%", "juta Rp", "liter/detik"])


@given(WORDS, WORDS, WORDS)
def test_units_multiply_like_numbers(a: str, b: str, c: str) -> None:
    one, two, three = parse_unit(a), parse_unit(b), parse_unit(c)
    assert one * two == two * one
    assert (one * two) * three == one * (two * three)
    assert one * two / two == one
    assert (one**2).square_root() == one
