"""What each operator of a dataflow does to columns of numbers, as Ibis expressions.

A kernel takes columns `a`, `b`, `c` and gives the column `value`. Missing is NULL and a truth is 1 or 0, so every
kernel has numbers in and numbers out. Kernels are compiled once and run on whole columns of cells; that keeps the
cost of a formula independent of how many different formulas there are, where one query per formula would spend its
time in the compiler.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import ibis
from ibis import _

from serambi.methods.formula.dataflow import Comparator, Connective, Function, Operator

NEGLIGIBLE = 1e-12
# How far a sum may be off: four times what rounding one number to a double is.
ROUNDING = 4 * sys.float_info.epsilon
KEPT_DIGITS = 14
# Between these the powers of ten that it takes are exact.
LEAST_SETTLED, MOST_SETTLED = 1e-8, 1e13
LARGEST = sys.float_info.max
SMALLEST = sys.float_info.min
# From here on twelve digits do not reach the place of rounding, so that snapping would round more than was asked for.
BEYOND_SNAPPING = 1e12
# From here on a double has no decimals.
ALL_WHOLE = 2.0**53

Table = Any  # an Ibis table; Ibis has no types of its own for columns that mypy would check
Column = Any


class Kernel(NamedTuple):
    """An operator with everything but its operands.

    digits: for ROUND, 0 for every other operator.
    """

    operator: Operator | Comparator | Connective | Function
    operands: int
    digits: int = 0


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def printf(template: str, number: float) -> str:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Write a number out, correctly rounded (half to even where a double lies in the middle)."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def floor(number: float) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Round down as a double: what Ibis itself calls floor goes through a 64-bit integer and fails from 1e19."""


@ibis.udf.scalar.builtin(name="round")  # type: ignore[untyped-decorator]  # Ibis has no types
def nearest(number: float) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Round to a whole number as a double."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def ceil(number: float) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Round up as a double."""


def snapped(number: Column) -> Column:
    """Return the number rounded to twelve significant digits, so that what agrees to twelve digits is equal."""
    return printf("%.11e", number).cast("float64")


def in_range(number: Column) -> Column:
    """Return the number, NULL beyond the largest double and for NaN, zero below the smallest normal double."""
    size = number.abs()
    return ibis.cases((size < SMALLEST, 0.0), (size <= LARGEST, number), else_=ibis.null("float64"))


def settled(sums: Table) -> Table:
    """Return the table with the column `total` made what a sum of doubles stands for.

    sums: `total`, as doubles add up, and `size`, the magnitude that it came from, of which doubles keep 16 digits.

    Negligible beside that magnitude, the total is zero. A decimal of fourteen of those digits is taken for meant when
    the total is as close to it as the rounding of its terms explains: `1234567.89 - 1234567.12` is 0.77, where doubles
    give 0.7699999998. The total is moved by no more than it may be wrong anyway.
    """
    # One step after another, so that DuckDB works out each column once.
    steps = sums.mutate(step=ibis.literal(10.0).pow(KEPT_DIGITS - 1 - floor(sums["size"].log10())))
    steps = steps.mutate(scaled=_.total * _.step)
    steps = steps.mutate(whole=nearest(_.scaled))
    is_meant = (steps.scaled - steps.whole).abs() <= steps["size"] * steps.step * ROUNDING
    total = ibis.cases(
        (steps.total.abs() < steps["size"] * NEGLIGIBLE, 0.0),
        (steps["size"].between(LEAST_SETTLED, MOST_SETTLED) & is_meant, steps.whole / steps.step),
        else_=in_range(steps.total),
    )
    return steps.mutate(total=total).drop("step", "scaled", "whole")


def _sum(columns: Table, *, subtract: bool) -> Table:
    sums = columns.select(total=_.a - _.b if subtract else _.a + _.b, size=ibis.greatest(_.a.abs(), _.b.abs()))
    return settled(sums).select(value=_.total)


def _product(columns: Table) -> Table:
    product = columns.select(product=_.a * _.b)
    return product.select(value=in_range(product.product))


def _quotient(columns: Table) -> Table:
    quotient = columns.select(quotient=ibis.ifelse(_.b == 0, ibis.null("float64"), _.a / _.b))
    return quotient.select(value=in_range(quotient.quotient))


def _power(columns: Table) -> Table:
    told = columns.mutate(near=snapped(_.b))
    told = told.mutate(is_whole=_.near == floor(_.near))
    told = told.mutate(exponent=ibis.ifelse(_.is_whole, _.near, _.b))
    has_none = ((told.a == 0) & (told.exponent < 0)) | ((told.a < 0) & ~told.is_whole)
    power = told.select(power=ibis.ifelse(has_none, ibis.null("float64"), told.a.pow(told.exponent)))
    return power.select(value=in_range(power.power))


def _compared(columns: Table, *, comparator: Comparator) -> Table:
    snap = columns.select(a=snapped(_.a), b=snapped(_.b))
    truths = {
        Comparator.EQUAL: snap.a == snap.b,
        Comparator.UNEQUAL: snap.a != snap.b,
        Comparator.LESS: snap.a < snap.b,
        Comparator.LESS_OR_EQUAL: snap.a <= snap.b,
        Comparator.GREATER: snap.a > snap.b,
        Comparator.GREATER_OR_EQUAL: snap.a >= snap.b,
    }
    return snap.select(value=truths[comparator].cast("float64"))


def _both(columns: Table) -> Table:
    return columns.select(value=((_.a == 1) & (_.b == 1)).cast("float64"))


def _either(columns: Table) -> Table:
    return columns.select(value=((_.a == 1) | (_.b == 1)).cast("float64"))


def _not(columns: Table) -> Table:
    return columns.select(value=1 - _.a)


def _whole(number: Column) -> Column:
    """Return what is rounded up or down: snapped, so that what is a whole number but for the last digits is one."""
    return ibis.ifelse(number.abs() < BEYOND_SNAPPING, snapped(number), number)


def _rounded(columns: Table, *, digits: int) -> Table:
    """Round half away from zero in decimals: the scaled number is snapped again, so 2.675 has its half."""
    scale = float(10 ** abs(digits))

    def scaled(number: Column) -> Column:
        return number * scale if digits >= 0 else number / scale

    steps = columns.mutate(size=scaled(_.a.abs()), near=snapped(scaled(snapped(_.a.abs()))))
    steps = steps.mutate(whole=floor(ibis.ifelse(_.size < BEYOND_SNAPPING, _.near, _.size) + 0.5) * _.a.sign())
    back = steps.whole / scale if digits >= 0 else steps.whole * scale
    return steps.select(value=ibis.ifelse(steps["size"] >= ALL_WHOLE, steps.a, in_range(back)))


def _root(columns: Table) -> Table:
    return columns.select(value=ibis.ifelse(_.a < 0, ibis.null("float64"), _.a.sqrt()))


def _logarithm(columns: Table, *, base: int | None) -> Table:
    value = _.a.ln() if base is None else _.a.log10()
    return columns.select(value=ibis.ifelse(_.a <= 0, ibis.null("float64"), value))


_BUILD: dict[Operator | Comparator | Connective | Function, Callable[[Table], Table]] = {
    Operator.ADD: partial(_sum, subtract=False),
    Operator.SUBTRACT: partial(_sum, subtract=True),
    Operator.MULTIPLY: _product,
    Operator.DIVIDE: _quotient,
    Operator.POWER: _power,
    **{comparator: partial(_compared, comparator=comparator) for comparator in Comparator},
    Connective.AND: _both,
    Connective.OR: _either,
    Connective.NOT: _not,
    Function.NEGATE: lambda columns: columns.select(value=-_.a),
    Function.ABS: lambda columns: columns.select(value=_.a.abs()),
    Function.FLOOR: lambda columns: columns.select(value=floor(_whole(_.a))),
    Function.CEIL: lambda columns: columns.select(value=ceil(_whole(_.a))),
    Function.SQRT: _root,
    Function.LOG: partial(_logarithm, base=None),
    Function.LOG10: partial(_logarithm, base=10),
    Function.MIN: lambda columns: columns.select(value=ibis.least(_.a, _.b)),
    Function.MAX: lambda columns: columns.select(value=ibis.greatest(_.a, _.b)),
    Function.COALESCE: lambda columns: columns.select(value=ibis.coalesce(_.a, _.b)),
    Function.IF: lambda columns: columns.select(
        value=ibis.cases((_.a == 1, _.b), (_.a == 0, _.c), else_=ibis.null("float64"))
    ),
    Function.IS_MISSING: lambda columns: columns.select(value=_.a.isnull().cast("float64")),
}


def columns_of(kernel: Kernel) -> tuple[str, ...]:
    """Return the names of the columns the kernel takes, in the order of its operands."""
    return ("a", "b", "c")[: kernel.operands]


def applied(kernel: Kernel, columns: Table) -> Table:
    """Return the table with the one column `value`, in the order of the rows."""
    if kernel.operator is Function.ROUND:
        return _rounded(columns, digits=kernel.digits)
    return _BUILD[kernel.operator](columns)


@cache
def compiled(kernel: Kernel) -> str:
    """Return the kernel as SQL for DuckDB over a table `operands`."""
    columns = ibis.table(dict.fromkeys(columns_of(kernel), "float64"), name="operands")
    return str(ibis.to_sql(applied(kernel, columns), dialect="duckdb"))
