"""Units of measurement as Indonesian statistics write them: what may be added, and by what factor.

A unit text is read as a product of words with powers, divided by what follows each `/` or `per`. Words that are not
known (`titik`, `dokumen`, `bank sampah`) count things of their own kind. Every text is a unit: none is refused.

`%` and the numbers of a rate (`per 1.000 penduduk`) say how a number is written, not how large it is: the formula
itself multiplies by 100 or 1,000, so they have factor 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import isqrt

Powers = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; two are equal when a number means the same in both.

    dimension: what is measured, as powers of base measures ordered by name; empty for a plain number.
    factor: how many base units (kg, m, second, month, rupiah, person …) one of it is, exactly.
    text: how it is shown.
    """

    dimension: Powers
    factor: Fraction
    text: str = field(compare=False)
    symbols: Powers = field(compare=False)

    def __mul__(self, other: Unit) -> Unit:
        return _composed(
            _merged(self.dimension, other.dimension),
            self.factor * other.factor,
            _merged(self.symbols, other.symbols),
        )

    def __truediv__(self, other: Unit) -> Unit:
        return self * other**-1

    def __pow__(self, exponent: int) -> Unit:
        power = Fraction(exponent)
        return _composed(
            _raised(self.dimension, power), Fraction(self.factor) ** exponent, _raised(self.symbols, power)
        )

    @property
    def is_number(self) -> bool:
        """Whether it measures nothing: a plain number, a percentage, an index, a ratio."""
        return not self.dimension

    def square_root(self) -> Unit | None:
        """Return the unit whose square it is, in base units when its own words have no root; None without one."""
        half = Fraction(1, 2)
        if any((power * half).denominator != 1 for _, power in self.dimension):
            return None
        if all((power * half).denominator == 1 for _, power in self.symbols):
            root = Fraction(isqrt(self.factor.numerator), isqrt(self.factor.denominator))
            if root * root == self.factor:
                return _composed(_raised(self.dimension, half), root, _raised(self.symbols, half))
        base = tuple((_BASE_SYMBOLS.get(name, name), power * half) for name, power in self.dimension)
        return _composed(_raised(self.dimension, half), Fraction(1), base)

    def described(self, language: str) -> str:
        """Return the text, in English followed by its translation where it is an Indonesian word.

        >>> parse_unit("orang").described("en")
        'orang (people)'
        """
        meaning = _ENGLISH.get(self.text.lower()) if language == "en" else None
        return f"{self.text} ({meaning})" if meaning else self.text


def compatible(left: Unit | None, right: Unit | None) -> bool:
    """Tell whether numbers in both can be added; an unknown unit (None) goes with every other.

    >>> compatible(parse_unit("kg"), parse_unit("ton/bulan"))
    False
    """
    return left is None or right is None or left.dimension == right.dimension


def conversion(source: Unit | None, target: Unit | None) -> Fraction:
    """Return what to multiply a number in the source unit with to have it in the target unit.

    1 when either is unknown. Raises ValueError when they measure different things.

    >>> conversion(parse_unit("ton"), parse_unit("kg"))
    Fraction(1000, 1)
    """
    if source is None or target is None:
        return Fraction(1)
    if source.dimension != target.dimension:
        raise ValueError(f"{source.text} cannot be converted to {target.text}")
    return source.factor / target.factor


# canonical symbol | base measure and power | factor | other ways to write it, in lower case
_TABLE = """
kg|mass|1|kilogram kilo
g|mass|1/1000|gr gram
mg|mass|1/1000000|miligram milligram
µg|mass|1/1000000000|μg mikrogram microgram
ons|mass|1/10|
kuintal|mass|100|kwintal quintal
ton|mass|1000|t tonne tonnes tons metric_ton ton_metrik
m|length|1|meter metre meters metres
cm|length|1/100|centimeter sentimeter
mm|length|1/1000|milimeter millimeter
km|length|1000|kilometer kilometre kilometers
ha|length 2|10000|hektar hektare hectare hectares
m2|length 2|1|
km2|length 2|1000000|
liter|length 3|1/1000|l litre litres liters
ml|length 3|1/1000000|mililiter milliliter
kl|length 3|1|kiloliter
m3|length 3|1|
detik|duration|1|s sec second seconds
menit|duration|60|min minute minutes
jam|duration|3600|h hour hours
hari|duration|86400|day days
minggu|duration|604800|week weeks pekan
bulan|month|1|month months bln
triwulan|month|3|quarter quarters
semester|month|6|semesters
tahun|month|12|year years thn annum
Rp|rupiah|1|rp rupiah idr
orang|person|1|jiwa penduduk person persons people kapita capita warga inhabitant inhabitants
rumah tangga|household|1|household households rt_(rumah_tangga)
KK|family|1|kk kepala_keluarga keluarga family families
W|power|1|watt
kW|power|1000|kilowatt
MW|power|1000000|mw megawatt
Wh|power duration|3600|wh
kWh|power duration|3600000|kwh
MWh|power duration|3600000000|mwh
GWh|power duration|3600000000000|gwh
byte|byte|1|bytes
kB|byte|1000|kb
MB|byte|1000000|mb
GB|byte|1000000000|gb
TB|byte|1000000000000|tb
titik|titik|1|point points lokasi_titik
unit|unit|1|units
dokumen|dokumen|1|document documents
desa|desa|1|village villages
kejadian|kejadian|1|event events
kasus|kasus|1|case cases
laporan|laporan|1|report reports
"""
_NUMBERS = (
    *("%", "persen", "percent", "pct", "‰", "permil", "indeks", "index", "poin", "skor", "score", "nilai"),
    *("rasio", "ratio", "angka", "level", "tingkat", "skala", "bilangan", "desimal", "koefisien", "-", "–"),
)
_SCALES = {
    "ratus": 100,
    "ribu": 1_000,
    "rb": 1_000,
    "thousand": 1_000,
    "juta": 1_000_000,
    "jt": 1_000_000,
    "million": 1_000_000,
    "miliar": 1_000_000_000,
    "milyar": 1_000_000_000,
    "billion": 1_000_000_000,
    "triliun": 1_000_000_000_000,
    "trillion": 1_000_000_000_000,
}
_ENGLISH = {
    "orang": "people",
    "jiwa": "people",
    "penduduk": "people",
    "warga": "people",
    "rumah tangga": "households",
    "kk": "families",
    "keluarga": "families",
    "hari": "days",
    "jam": "hours",
    "menit": "minutes",
    "detik": "seconds",
    "minggu": "weeks",
    "bulan": "months",
    "triwulan": "quarters",
    "tahun": "years",
    "titik": "points",
    "dokumen": "documents",
    "desa": "villages",
    "kejadian": "events",
    "kasus": "cases",
    "laporan": "reports",
    "rp": "rupiah",
}
_BASE_SYMBOLS = {"mass": "kg", "length": "m", "duration": "detik", "month": "bulan", "rupiah": "Rp", "person": "orang"}


@dataclass(frozen=True, slots=True)
class _Word:
    symbol: str
    dimension: Powers
    factor: Fraction


def _words() -> dict[str, _Word]:
    words: dict[str, _Word] = {}
    for line in _TABLE.split("\n")[1:-1]:
        symbol, measures, factor, others = line.split("|")
        names = [name for name in measures.split(" ") if not name.isdigit()]
        power = Fraction(measures.split(" ")[1] if measures[-1].isdigit() else 1)
        word = _Word(symbol, tuple(sorted((name, power) for name in names)), Fraction(factor))
        for name in (symbol, *(other.replace("_", " ") for other in others.split())):
            words[name] = word
            words.setdefault(name.lower(), word)
    # `kw` is a quintal in Indonesian farm statistics; only `kW` is a kilowatt.
    words["kw"] = words["kuintal"]
    for written, symbol in (("meter persegi", "m2"), ("kilometer persegi", "km2"), ("meter kubik", "m3")):
        words[written] = words[symbol]
    for name in _NUMBERS:
        words[name] = _Word("", (), Fraction(1))
    return words


_KNOWN = _words()
_LONGEST_PHRASE = max(len(name.split()) for name in _KNOWN)
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_POWER = re.compile(r"(?P<word>.*?[^\d\W_])(?:\^|\*\*)?(?P<power>-?\d)$")
_COUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?")
_REMARK = re.compile(r"(?<=[^\s/*·×(])\s*\([^()]*\)")


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Return the unit that the text names; an empty text is a plain number.

    Indonesian and English words, their usual abbreviations, `a/b`, `a per b`, `a b`, `m2`, `m²`, `juta Rp`.
    Remarks in brackets are left out (`indeks (skala 1-5)`).

    >>> parse_unit("ton/hari").factor == parse_unit("1000 kg per hari").factor
    True
    """
    shown = " ".join(text.split())
    plain = _REMARK.sub("", shown).replace("(", " ").replace(")", " ")
    above, *below = re.split(r"\s*/\s*|(?:^|\s+)per\s+", plain)
    unit = _product(above, is_rate=False)
    for divisor in below:
        unit /= _product(divisor, is_rate=True)
    return Unit(unit.dimension, unit.factor, shown, unit.symbols)


def _product(text: str, *, is_rate: bool) -> Unit:
    """Return the unit of words that stand beside one another; a rate's own count of things has no weight."""
    words = re.sub(r"\s*[*·×.]\s+|\s*[*·×]\s*", " ", text).strip().split()
    scale, scale_words = Fraction(1), []
    rest = []
    for word in words:
        size = _scale(word)
        if size is None:
            rest.append(word)
        else:
            scale *= size
            scale_words.append(word)
    unit = _nouns(rest)
    if is_rate or scale == 1:
        return unit
    symbol = " ".join([*scale_words, *([unit.text] if unit.text else [])])
    return Unit(unit.dimension, unit.factor * scale, symbol, ((symbol, Fraction(1)),))


def _scale(word: str) -> Fraction | None:
    if word.lower() in _SCALES:
        return Fraction(_SCALES[word.lower()])
    if word.lower().startswith("se") and word.lower()[2:] in _SCALES:
        return Fraction(_SCALES[word.lower()[2:]])
    if not _COUNT.fullmatch(word):
        return None
    digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", word)
    return Fraction(digits.replace(",", ".")) or None


def _nouns(words: list[str]) -> Unit:
    """Return the product of the words when all are known, else one kind of thing of its own."""
    unit = _composed((), Fraction(1), ())
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
            found = _known(" ".join(words[start : start + length]))
            if found is not None:
                unit *= found
                start += length
                break
        else:
            noun = " ".join(words)
            powers = ((noun.casefold(), Fraction(1)),)
            return Unit(powers, Fraction(1), noun, ((noun, Fraction(1)),))
    return unit


def _known(text: str) -> Unit | None:
    """Return the unit of one known word with its power (`km2`, `m²`, `detik^-1`), or None."""
    text = text.translate(_SUPERSCRIPTS)
    power = 1
    word = _KNOWN.get(text) or _KNOWN.get(text.lower())
    if word is None and (found := _POWER.fullmatch(text)):
        word = _KNOWN.get(found["word"]) or _KNOWN.get(found["word"].lower())
        power = int(found["power"])
    if word is None:
        return None
    symbols = ((word.symbol, Fraction(1)),) if word.symbol else ()
    return Unit(word.dimension, word.factor, word.symbol, symbols) ** power


def _merged(left: Powers, right: Powers) -> Powers:
    powers = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, Fraction(0)) + power
    return tuple((name, power) for name, power in powers.items() if power)


def _raised(powers: Powers, exponent: Fraction) -> Powers:
    return tuple((name, power * exponent) for name, power in powers if exponent)


def _composed(dimension: Powers, factor: Fraction, symbols: Powers) -> Unit:
    return Unit(tuple(sorted(dimension)), factor, _shown(symbols), symbols)


def _shown(symbols: Powers) -> str:
    above = [_with_power(symbol, power) for symbol, power in symbols if power > 0]
    below = [_with_power(symbol, -power) for symbol, power in symbols if power < 0]
    divisor = _joined(below) if len(below) < 2 else f"({_joined(below)})"
    return f"{_joined(above) or '1'}/{divisor}" if below else _joined(above)


def _joined(symbols: Iterable[str]) -> str:
    return "·".join(symbols)


def _with_power(symbol: str, power: Fraction) -> str:
    if power == 1:
        return symbol
    if power in (2, 3):
        return f"{symbol}{'²' if power == 2 else '³'}"
    return f"{symbol}^{power}"


NUMBER = parse_unit("")
PERSON = parse_unit("orang")
