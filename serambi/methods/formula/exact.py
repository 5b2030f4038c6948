"""Exact arithmetic with the few rules that make a machine's doubles agree with it.

A number is an int or a Fraction, an int whenever it is whole. Two rules stand against the rounding of doubles:

- A sum far smaller than what was added up (below 1e-12 of it) is zero, so `0.1 + 0.2 - 0.3` is zero everywhere.
- Two numbers that agree to 12 significant digits are equal, so before a comparison or a rounding they are
  snapped to 12 digits, and `floor(100 * 0.29)` is 29 everywhere.

A number beyond the largest double has no value; one closer to zero than the smallest normal double is zero.
"""

from __future__ import annotations

import decimal
import sys
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import ceil as ceil_of
from math import floor as floor_of
from math import isqrt, log, log1p

from .catalog import Aggregation
from .errors import FormulaError

Exact = int | Fraction

DIGITS = 12
_LARGEST = int(sys.float_info.max)
_SMALLEST = Fraction(sys.float_info.min)
_NEGLIGIBLE = 10**DIGITS
_SAFE_BITS = 1_000
# Powers whose digits would fill more than this are computed to 60 digits instead of exactly.
_MOST_BITS = 8_192
_PRECISION = 60
_EXPONENT_DIGITS = 400

_SNAPPING = decimal.Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, traps=[])


def exact(value: Decimal | Fraction | float | str) -> Fraction:
    """Return the number exactly; a float stands for its shortest decimal text.

    Raises FormulaError bad_value for what is no number, not finite, or outside the range of a double.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        number = Fraction(value)
    else:
        try:
            written = Decimal(repr(value) if isinstance(value, float) else value)
        except (ArithmeticError, TypeError, ValueError):
            raise _bad(value) from None
        # The exponent first: 1e999999999 as a Fraction would fill the memory.
        if isinstance(value, bool) or not written.is_finite() or abs(written.adjusted()) > _EXPONENT_DIGITS:
            raise _bad(value)
        number = Fraction(written)
    if abs(number) > _LARGEST or 0 < abs(number) < _SMALLEST:
        raise _bad(value)
    return number


def _bad(value: object) -> FormulaError:
    return FormulaError("bad_value", "“{value}” is not a number that can be used.", {"value": str(value)[:60]})


def simple(value: Exact) -> Exact:
    """Return a whole number as int: its arithmetic is ten times as fast."""
    return value.numerator if value.denominator == 1 else value


def in_range(value: Exact) -> Exact | None:
    """Return the number, zero when it is closer to zero than a double can be, None when it is beyond the largest."""
    size = value.numerator.bit_length() - value.denominator.bit_length()
    if -_SAFE_BITS < size < _SAFE_BITS or not value:
        return value
    if abs(value) > _LARGEST:
        return None
    return 0 if abs(value) < _SMALLEST else value


def magnitude(value: Exact) -> Exact:
    return -value if value < 0 else value


def double(value: Exact) -> float:
    """Return the nearest double of a number in range."""
    return value.numerator / value.denominator


def add(left: Exact, right: Exact) -> Exact | None:
    """Return the sum, zero when it is negligible beside the larger operand."""
    total = left + right
    if (left < 0) != (right < 0):
        size = magnitude(total) * _NEGLIGIBLE
        if size < magnitude(left) or size < magnitude(right):
            return 0
    return in_range(total)


def subtract(left: Exact, right: Exact) -> Exact | None:
    return add(left, -right)


def multiply(left: Exact, right: Exact) -> Exact | None:
    return in_range(left * right)


def divide(left: Exact, right: Exact) -> Exact | None:
    """Return the quotient, or None when divided by zero."""
    if not right:
        return None
    if isinstance(left, int) and isinstance(right, int):
        return in_range(simple(Fraction(left, right)))
    return in_range(left / right)


def power(base: Exact, exponent: Exact) -> Exact | None:
    """Return the power; None for zero to a negative power and for a root of a negative number.

    An exponent that agrees with a whole number to 12 digits is that whole number. 0 ^ 0 is 1.
    """
    snapped = Fraction(snap(exponent))
    if snapped.denominator == 1:
        return _whole_power(base, snapped.numerator)
    if base < 0:
        return None
    if not base:
        return 0 if exponent > 0 else None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(base) ** _to_decimal(exponent))


def _whole_power(base: Exact, exponent: int) -> Exact | None:
    if not base:
        return None if exponent < 0 else int(exponent == 0)
    if abs(base) == 1:
        return base if exponent % 2 else 1
    digits = exponent * _logarithm(magnitude(base)) / log(10)
    if abs(digits) > _EXPONENT_DIGITS:
        return None if digits > 0 else 0
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * abs(exponent) <= _MOST_BITS:
        return in_range(_exact_power(base, exponent))
    # The error of the base grows with the exponent, so its digits are added to the precision.
    with decimal.localcontext(_context(_PRECISION + len(str(exponent)))):
        return _from_decimal(_to_decimal(base) ** exponent)


def _exact_power(base: Exact, exponent: int) -> Exact:
    above, below = base.numerator ** abs(exponent), base.denominator ** abs(exponent)
    return simple(Fraction(above, below) if exponent > 0 else Fraction(below, above))


def square_root(value: Exact) -> Exact | None:
    """Return the root, exactly where it is rational, else to 60 digits; None of a negative number."""
    if value < 0:
        return None
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return simple(Fraction(above, below))
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).sqrt())


def natural_logarithm(value: Exact) -> Exact | None:
    """Return the natural logarithm to 60 digits; None of zero and of negative numbers."""
    if value <= 0:
        return None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).ln())


def decimal_logarithm(value: Exact) -> Exact | None:
    """Return the logarithm to base 10 to 60 digits; None of zero and of negative numbers."""
    if value <= 0:
        return None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).log10())


def snap(value: Exact) -> Decimal:
    """Return the number with 12 significant digits, the thirteenth rounded half to even."""
    return _SNAPPING.divide(Decimal(value.numerator), Decimal(value.denominator))


def compare(left: Exact, right: Exact) -> int:
    """Return -1, 0 or 1 as the left number is smaller, equal to 12 digits, or larger."""
    if isinstance(left, int) and isinstance(right, int) and abs(left) < _NEGLIGIBLE and abs(right) < _NEGLIGIBLE:
        return (left > right) - (left < right)
    one, other = snap(left), snap(right)
    return (one > other) - (one < other)


def round_away(value: Exact, digits: int = 0) -> Exact:
    """Return the number rounded to that many decimals, half away from zero.

    >>> round_away(Fraction("2.675"), 2), round_away(-5, -1)
    (Fraction(67, 25), -10)
    """
    return _rounded(value, digits, _half_away)


def floor(value: Exact) -> Exact:
    return _rounded(value, 0, floor_of)


def ceil(value: Exact) -> Exact:
    return _rounded(value, 0, ceil_of)


def _rounded(value: Exact, digits: int, whole: Callable[[Fraction], int]) -> Exact:
    if isinstance(value, int) and digits >= 0:
        return value
    step = Fraction(10) ** -digits
    # With more than 12 digits before the place of rounding, snapping would round more than was asked for.
    snapped = Fraction(snap(value)) if abs(value) < step * _NEGLIGIBLE else Fraction(value)
    return simple(whole(snapped / step) * step)


def _half_away(value: Fraction) -> int:
    size = floor_of(abs(value) + Fraction(1, 2))
    return size if value > 0 else -size


def total(values: Sequence[Exact]) -> Exact:
    """Return the sum, zero when it is negligible beside the sum of the magnitudes."""
    result = sum(values)
    if min(values) < 0 and abs(result) * _NEGLIGIBLE < sum(magnitude(value) for value in values):
        return 0
    return result


def aggregate(aggregation: Aggregation, values: Sequence[Exact]) -> Exact:  # noqa: PLR0911 - one for each way
    """Return one number for several, at least one; first and last as they are ordered."""
    match aggregation:
        case Aggregation.SUM:
            return total(values)
        case Aggregation.MEAN:
            return simple(Fraction(total(values)) / len(values))
        case Aggregation.MIN:
            return min(values)
        case Aggregation.MAX:
            return max(values)
        case Aggregation.COUNT:
            return len(values)
        case Aggregation.FIRST:
            return values[0]
        case Aggregation.LAST:
            return values[-1]


def _context(precision: int) -> decimal.Context:
    return decimal.Context(
        prec=precision, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=ROUND_HALF_EVEN, traps=[]
    )


def _to_decimal(value: Exact) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _from_decimal(value: Decimal) -> Exact | None:
    if not value.is_finite() or value.adjusted() > _EXPONENT_DIGITS:
        return None
    if value.adjusted() < -_EXPONENT_DIGITS:
        return 0
    return in_range(simple(Fraction(value)))


def _logarithm(value: Exact) -> float:
    """Return the natural logarithm of a positive number, without loss near 1."""
    above, below = value.numerator, value.denominator
    if below < 2 * above < 4 * below:
        return log1p((above - below) / below)
    return log(above) - log(below)
