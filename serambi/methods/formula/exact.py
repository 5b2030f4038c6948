"""Exact arithmetic with the few rules that make a machine's doubles agree with it.

A number is a pair of whole numbers: a numerator, and a denominator above zero. The pair is not always in lowest
terms: finding them costs more than all else (`Fraction` takes five times as long).

Two rules stand against the rounding of doubles:

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
from math import isqrt, lcm, log, log1p

from .catalog import Aggregation
from .errors import FormulaError

Exact = tuple[int, int]

DIGITS = 12
ZERO: Exact = (0, 1)
ONE: Exact = (1, 1)
_LARGEST = int(sys.float_info.max)
_SMALLEST = Fraction(sys.float_info.min)
_NEGLIGIBLE = 10**DIGITS
# Numerators and denominators this short cannot leave the range of a double, nor grow slow.
_SHORT = 1 << 500
# Powers whose digits would fill more bits than this are computed to 60 digits instead of exactly.
_MOST_BITS = 8_192
_PRECISION = 60
_EXPONENT_DIGITS = 400

_SNAPPING = decimal.Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, traps=[])


def ratio(value: Decimal | Fraction | float | str) -> Exact:
    """Return the number exactly; a float stands for its shortest decimal text.

    Raises FormulaError bad_value for what is no number, not finite, or outside the range of a double.

    >>> ratio(0.1)
    (1, 10)
    """
    try:
        written = Decimal(repr(value)) if isinstance(value, float) else value
        if not isinstance(written, Decimal | int | Fraction):
            written = Decimal(written)
        # The exponent first: 1e999999999 as a fraction would fill the memory.
        if isinstance(written, Decimal) and abs(written.adjusted()) > _EXPONENT_DIGITS and written:
            raise _bad(value)
        above, below = written.as_integer_ratio()
    except (ArithmeticError, TypeError, ValueError) as error:
        raise _bad(value) from error
    if isinstance(value, bool) or (above and in_range((above, below)) in (None, ZERO)):
        raise _bad(value)
    return above, below


def _bad(value: object) -> FormulaError:
    return FormulaError("bad_value", "“{value}” is not a number that can be used.", {"value": str(value)[:60]})


def fraction(value: Exact) -> Fraction:
    return Fraction(*value)


def double(value: Exact) -> float:
    """Return the nearest double of a number in range."""
    return value[0] / value[1]


def in_range(value: Exact) -> Exact | None:
    """Return the number, zero when it is closer to zero than a double can be, None when it is beyond the largest."""
    above, below = value
    if below < _SHORT and -_SHORT < above < _SHORT:
        return value
    reduced = Fraction(above, below)
    if abs(reduced) > _LARGEST:
        return None
    return ZERO if abs(reduced) < _SMALLEST else (reduced.numerator, reduced.denominator)


def add(left: Exact, right: Exact) -> Exact | None:
    """Return the sum, zero when it is negligible beside the larger operand."""
    one, below = left
    other, other_below = right
    if below != other_below:
        one *= other_below
        other *= below
        below *= other_below
    above = one + other
    if (one < 0) != (other < 0) and abs(above) * _NEGLIGIBLE < max(abs(one), abs(other)):
        return ZERO
    return in_range((above, below))


def subtract(left: Exact, right: Exact) -> Exact | None:
    """Return the difference, zero when it is negligible beside the larger operand."""
    return add(left, (-right[0], right[1]))


def multiply(left: Exact, right: Exact) -> Exact | None:
    """Return the product."""
    return in_range((left[0] * right[0], left[1] * right[1]))


def divide(left: Exact, right: Exact) -> Exact | None:
    """Return the quotient, or None when divided by zero."""
    if right[0] > 0:
        return in_range((left[0] * right[1], left[1] * right[0]))
    if right[0] < 0:
        return in_range((-left[0] * right[1], -left[1] * right[0]))
    return None


def power(base: Exact, exponent: Exact) -> Exact | None:
    """Return the power; None for zero to a negative power and for a root of a negative number.

    An exponent that agrees with a whole number to 12 digits is that whole number. 0 ^ 0 is 1.
    """
    snapped = Fraction(snap(exponent))
    if snapped.denominator == 1:
        return _whole_power(Fraction(*base), snapped.numerator)
    if base[0] < 0:
        return None
    if not base[0]:
        return ZERO if exponent[0] > 0 else None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(base) ** _to_decimal(exponent))


def _whole_power(base: Fraction, exponent: int) -> Exact | None:
    if not base:
        return None if exponent < 0 else (int(exponent == 0), 1)
    if abs(base) == 1:
        return (base.numerator, 1) if exponent % 2 else ONE
    digits = exponent * _logarithm(abs(base)) / log(10)
    if abs(digits) > _EXPONENT_DIGITS:
        return None if digits > 0 else ZERO
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * abs(exponent) <= _MOST_BITS:
        result = Fraction(base**exponent)
        return in_range((result.numerator, result.denominator))
    # The error of the base grows with the exponent, so its digits are added to the precision.
    with decimal.localcontext(_context(_PRECISION + len(str(exponent)))):
        return _from_decimal(_to_decimal((base.numerator, base.denominator)) ** exponent)


def negate(value: Exact) -> Exact:
    """Return the number with the other sign."""
    return -value[0], value[1]


def magnitude(value: Exact) -> Exact:
    """Return the number without its sign."""
    return abs(value[0]), value[1]


def square_root(value: Exact) -> Exact | None:
    """Return the root, exactly where it is rational, else to 60 digits; None of a negative number."""
    if value[0] < 0:
        return None
    reduced = Fraction(*value)
    above, below = isqrt(reduced.numerator), isqrt(reduced.denominator)
    if above * above == reduced.numerator and below * below == reduced.denominator:
        return above, below
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).sqrt())


def natural_logarithm(value: Exact) -> Exact | None:
    """Return the natural logarithm to 60 digits; None of zero and of negative numbers."""
    if value[0] <= 0:
        return None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).ln())


def decimal_logarithm(value: Exact) -> Exact | None:
    """Return the logarithm to base 10 to 60 digits; None of zero and of negative numbers."""
    if value[0] <= 0:
        return None
    with decimal.localcontext(_context(_PRECISION)):
        return _from_decimal(_to_decimal(value).log10())


def snap(value: Exact) -> Decimal:
    """Return the number with 12 significant digits, the thirteenth rounded half to even."""
    return _SNAPPING.divide(Decimal(value[0]), Decimal(value[1]))


def compare(left: Exact, right: Exact) -> int:
    """Return -1, 0 or 1 as the left number is smaller, equal to 12 digits, or larger."""
    one, other = snap(left), snap(right)
    return (one > other) - (one < other)


def round_away(value: Exact, digits: int = 0) -> Exact:
    """Return the number rounded to that many decimals, half away from zero.

    >>> fraction(round_away(ratio("2.675"), 2)), fraction(round_away((-5, 1), -1))
    (Fraction(67, 25), Fraction(-10, 1))
    """
    return _rounded(value, digits, _nearest)


def floor(value: Exact) -> Exact:
    """Return the next whole number below."""
    return _rounded(value, 0, lambda above, below: above // below)


def ceil(value: Exact) -> Exact:
    """Return the next whole number above."""
    return _rounded(value, 0, lambda above, below: -(-above // below))


def _rounded(value: Exact, digits: int, whole: Callable[[int, int], int]) -> Exact:
    shift = 10 ** abs(digits)
    above, below = (value[0] * shift, value[1]) if digits > 0 else (value[0], value[1] * shift)
    # With more than 12 digits before the place of rounding, snapping would round more than was asked for.
    if abs(above) < below * _NEGLIGIBLE:
        above, below = snap((above, below)).as_integer_ratio()
    steps = whole(above, below)
    return (steps, shift) if digits > 0 else (steps * shift, 1)


def _nearest(above: int, below: int) -> int:
    size = (2 * abs(above) + below) // (2 * below)
    return size if above > 0 else -size


def aggregate(aggregation: Aggregation, values: Sequence[Exact]) -> Exact:
    """Return one number for several, at least one; first and last as they are ordered."""
    scale = lcm(*{below for _, below in values})
    above, below = aggregate_whole(aggregation, [above * (scale // below) for above, below in values])
    return (above, below) if aggregation is Aggregation.COUNT else (above, below * scale)


def aggregate_whole(aggregation: Aggregation, values: Sequence[int]) -> Exact:  # noqa: PLR0911 - one for each way
    """Return one number for several whole ones, at least one; first and last as they are ordered."""
    match aggregation:
        case Aggregation.SUM:
            return _total(values), 1
        case Aggregation.MEAN:
            return _total(values), len(values)
        case Aggregation.MIN:
            return min(values), 1
        case Aggregation.MAX:
            return max(values), 1
        case Aggregation.COUNT:
            return len(values), 1
        case Aggregation.FIRST:
            return values[0], 1
        case Aggregation.LAST:
            return values[-1], 1


def _total(values: Sequence[int]) -> int:
    """Return the sum, zero when it is negligible beside the sum of the magnitudes."""
    result = sum(values)
    if min(values) < 0 and abs(result) * _NEGLIGIBLE < sum(map(abs, values)):
        return 0
    return result


def _context(precision: int) -> decimal.Context:
    return decimal.Context(
        prec=precision, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, rounding=ROUND_HALF_EVEN, traps=[]
    )


def _to_decimal(value: Exact) -> Decimal:
    return Decimal(value[0]) / Decimal(value[1])


def _from_decimal(value: Decimal) -> Exact | None:
    if not value.is_finite() or value.adjusted() > _EXPONENT_DIGITS:
        return None
    if value.adjusted() < -_EXPONENT_DIGITS:
        return ZERO
    return in_range(value.as_integer_ratio())


def _logarithm(value: Fraction) -> float:
    """Return the natural logarithm of a positive number, without loss near 1."""
    above, below = value.numerator, value.denominator
    if below < 2 * above < 4 * below:
        return log1p((above - below) / below)
    return log(above) - log(below)
