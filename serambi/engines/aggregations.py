"""How observations become the figures of series: within an area over time first, then over areas, in Ibis.

The tables it reads, all of numbers:
observations (series, area, period, value, marks); areas and periods are numbered in their order.
reads (series, period, part): which observations a figure reads; part stands for the series and the window.
within (part, area, value, marks): what the first step made of them.
alone (area, step): areas whose figure is their own; step stands for the area in the key of the result.
inside (area, step): areas inside an area, that area included.
wanted (key): the figures asked for, where those are few.
The result (key, value, marks) has the key part + step.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import ibis
from ibis import _

from serambi.engines.kernels import settled
from serambi.methods.formula.catalog import Aggregation

Table = Any  # an Ibis table
Column = Any


class Recipe(NamedTuple):
    """One way from observations to figures.

    over_time: None when no window holds two observations of one area, so that there is nothing to aggregate.
    counts: the figure is a count over time, which is 1 where there is nothing to aggregate.
    nested: some figures are of areas with others inside.
    filtered: only the figures in `wanted`.
    marked: observations carry marks.
    """

    over_time: Aggregation | None
    over_area: Aggregation
    counts: bool
    nested: bool
    filtered: bool
    marked: bool


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def fsum(number: float) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Add up with compensation, so that a million doubles keep twelve digits in whatever order they come."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def arg_min(value: float, order: int) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Return the value that comes first; Ibis itself would sort every group."""


@ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # Ibis has no types
def arg_max(value: float, order: int) -> float:  # type: ignore[empty-body]  # Ibis only reads the signature
    """Return the value that comes last."""


def aggregated(aggregation: Aggregation, value: Column, order: Column) -> dict[str, Column]:
    """Return the aggregates that a figure is worked out from: the figure itself, or what a sum and a mean take."""
    match aggregation:
        case Aggregation.SUM | Aggregation.MEAN:
            return {"total": fsum(value), "size": fsum(value.abs()), "number": value.count()}
        case Aggregation.MIN:
            return {"figure": value.min()}
        case Aggregation.MAX:
            return {"figure": value.max()}
        case Aggregation.COUNT:
            return {"figure": value.count().cast("float64")}
        case Aggregation.FIRST:
            return {"figure": arg_min(value, order)}
        case Aggregation.LAST:
            return {"figure": arg_max(value, order)}


def _grouped(rows: Table, by: list[str], aggregation: Aggregation, order: str, *, marked: bool) -> Table:
    marks = {"marks": _.marks.bit_or()} if marked else {}
    groups = rows.group_by(by).aggregate(**aggregated(aggregation, rows.value, rows[order]), **marks)
    if aggregation in {Aggregation.SUM, Aggregation.MEAN}:
        groups = settled(groups)
        groups = groups.mutate(figure=groups.total if aggregation is Aggregation.SUM else groups.total / groups.number)
    return groups.select(*by, *(["marks"] if marked else []), value=groups.figure)


def _read(marks: list[str]) -> Table:
    numbers = {"series": "int32", "area": "int32", "period": "int32", "value": "float64", "marks": "int32"}
    observations = ibis.table(numbers, name="observations")
    reads = ibis.table({"series": "int32", "period": "int32", "part": "int64"}, name="reads")
    return observations.join(reads, ["series", "period"]).select("part", "area", "period", "value", *marks)


def over_time(aggregation: Aggregation, *, marked: bool) -> Table:
    """Return the first step: part, area, value and, where marked, marks."""
    rows = _read(["marks"] if marked else [])
    return _grouped(rows, ["part", "area"], aggregation, "period", marked=marked)


def over_areas(recipe: Recipe) -> Table:
    """Return the second step, the figures: key, value and, where marked, marks."""
    marks = ["marks"] if recipe.marked else []
    if recipe.over_time is None:
        rows = _read(marks)
        if recipe.counts:
            # Cast, as DuckDB reads 1.0 as a decimal.
            rows = rows.mutate(value=ibis.literal(1).cast("float64"))
    else:
        numbers = {"part": "int64", "area": "int32", "value": "float64", "marks": "int32"}
        rows = ibis.table(numbers, name="within")
    places = {"area": "int32", "step": "int64"}

    def placed(places_table: Table) -> Table:
        found = rows.join(places_table, "area").select("area", "value", "part", "step", *marks)
        found = found.select("area", "value", *marks, key=_.part + _.step)
        if recipe.filtered:
            wanted = ibis.table({"key": "int64"}, name="wanted")
            found = found.filter(found.key.isin(wanted.key))
        return found

    own = placed(ibis.table(places, name="alone"))
    if recipe.over_area is Aggregation.COUNT:
        own = own.mutate(value=ibis.ifelse(own.value.isnull(), ibis.null("float64"), 1.0))
    own = own.select("key", "value", *marks)
    if not recipe.nested:
        return own
    several = placed(ibis.table(places, name="inside"))
    several = _grouped(several, ["key"], recipe.over_area, "area", marked=recipe.marked)
    return own.union(several.select("key", "value", *marks))


@cache
def compiled_over_time(aggregation: Aggregation, *, marked: bool) -> str:
    """Return the first step as SQL for DuckDB."""
    return str(ibis.to_sql(over_time(aggregation, marked=marked), dialect="duckdb"))


@cache
def compiled(recipe: Recipe) -> str:
    """Return the second step as SQL for DuckDB."""
    return str(ibis.to_sql(over_areas(recipe), dialect="duckdb"))


@cache
def compiled_over_cells(aggregation: Aggregation) -> str:
    """Return SQL for DuckDB from `operands` (place, value) to (place, value): the present values of each place.

    A place without a present value is left out.
    """
    cells = ibis.table({"place": "int64", "value": "float64"}, name="operands")
    present = cells.filter(cells.value.notnull())
    found = _grouped(present, ["place"], aggregation, "place", marked=False)
    return str(ibis.to_sql(found, dialect="duckdb"))
