"""Reads a case from JSON and says what is wrong with it, and where."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NoReturn

from serambi.methods.formula.areas import Area, AreaTree
from serambi.methods.formula.catalog import Aggregation, Catalog, Constant, Indicator, Series
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import NotAPeriod, Period

from .cases import Case, CaseRefused, ObservedValue

CASE_KEYS = ("areas", "series", "indicators", "constants", "observations", "requests")
OPTIONAL_CASE_KEYS = ("indicators", "constants")
AGGREGATIONS = tuple(aggregation.value for aggregation in Aggregation)


def read_case(raw: bytes) -> Case:
    """Return the case that the bytes hold, in UTF-8.

    Raises CaseRefused with the place of what is wrong.
    """
    return case_of(read_json(raw))


def read_json(raw: bytes) -> Any:
    """Return what the JSON says, its decimals exact. Raises CaseRefused not_json."""
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        position = {"offset": error.pos, "line": error.lineno, "column": error.colno}
        raise CaseRefused("not_json", f"The case is not JSON: {error.msg}.", position=position) from error
    except UnicodeDecodeError as error:
        raise CaseRefused("not_json", f"The case is not UTF-8 at byte {error.start}.") from error
    except RecursionError as error:
        raise CaseRefused("not_json", "The case is nested too deeply to be read.") from error
    except (ValueError, InvalidOperation) as error:  # thousands of digits, or an exponent beyond Decimal's
        raise CaseRefused("bad_value", "A number in the case is too long to be read.") from error


def case_of(document: Any) -> Case:
    """Return the case that a JSON document describes. Raises CaseRefused."""
    keyed(
        document, "", required=[key for key in CASE_KEYS if key not in OPTIONAL_CASE_KEYS], optional=OPTIONAL_CASE_KEYS
    )
    areas = _areas(_listed(document["areas"], "areas"))
    catalog = _catalog(document)
    observed = list(_observed(_listed(document["observations"], "observations"), areas, catalog))
    return Case(areas, catalog, observed, _listed(document["requests"], "requests"))


def keyed(value: Any, path: str, *, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return the value, a JSON object that has the required keys and no unknown ones. Raises CaseRefused."""
    if not isinstance(value, dict):
        _refuse(f"An object is needed here, and this is {kind_of(value)}.", path)
    required, optional = list(required), list(optional)
    for key in required:
        if key not in value:
            _refuse(f"The key “{key}” is missing.", path)
    for key in value:
        if key not in required and key not in optional:
            known = ", ".join([*required, *optional])
            _refuse(f"The key “{key}” is not known here; the keys are {known}.", path)
    return value


def kind_of(value: Any) -> str:
    """Return what kind of JSON value it is, in words."""
    kinds = {bool: "true or false", str: "text", dict: "an object", list: "a list", type(None): "null"}
    return kinds.get(type(value), "a number")


def _areas(listed: list[Any]) -> AreaTree:
    areas = []
    for number, area in enumerate(listed):
        path = f"areas[{number}]"
        keyed(area, path, required=["code"], optional=["parent"])
        parent = area.get("parent")
        areas.append(Area(_text(area["code"], f"{path}.code"), _text(parent, f"{path}.parent") if parent else None))
    try:
        return AreaTree(areas)
    except FormulaError as error:
        raise CaseRefused.because(error, "areas") from error


def _catalog(document: dict[str, Any]) -> Catalog:
    series = []
    for number, one in enumerate(_listed(document["series"], "series")):
        path = f"series[{number}]"
        keyed(one, path, required=["code"], optional=["unit", "over_time", "over_area"])
        series.append(
            Series(
                _text(one["code"], f"{path}.code"),
                _unit(one.get("unit"), f"{path}.unit"),
                _aggregation(one.get("over_time", "sum"), f"{path}.over_time"),
                _aggregation(one.get("over_area", "sum"), f"{path}.over_area"),
            )
        )
    indicators = _named(document.get("indicators", {}), "indicators")
    constants = _named(document.get("constants", {}), "constants")
    try:
        return Catalog(
            series,
            [Indicator(name, _text(formula, f"indicators.{name}")) for name, formula in indicators.items()],
            [_constant(name, value) for name, value in constants.items()],
        )
    except FormulaError as error:
        raise CaseRefused.because(error, _place_of(error.parameters.get("name"), document)) from error


def _place_of(name: object, document: dict[str, Any]) -> str:
    """Return where the name stands last, which is where it is one too many."""
    for group in ("constants", "indicators"):
        if name in document.get(group, {}):
            return f"{group}.{name}"
    places = [number for number, one in enumerate(document["series"]) if one["code"] == name]
    return f"series[{places[-1]}].code" if places else ""


def _constant(name: str, value: Any) -> Constant:
    path = f"constants.{name}"
    if isinstance(value, dict):
        keyed(value, path, required=["value"], optional=["unit"])
        return Constant(name, _number(value["value"], f"{path}.value"), _unit(value.get("unit"), f"{path}.unit"))
    return Constant(name, _number(value, path))


def _observed(listed: list[Any], areas: AreaTree, catalog: Catalog) -> Iterable[ObservedValue]:
    seen: set[tuple[str, str, Period]] = set()
    for number, observation in enumerate(listed):
        path = f"observations[{number}]"
        keyed(observation, path, required=["series", "area", "period", "value"])
        series = _text(observation["series"], f"{path}.series")
        if series not in catalog.series:
            raise CaseRefused("unknown_series", f"There is no series {series}.", f"{path}.series")
        area = _text(observation["area"], f"{path}.area")
        if area not in areas:
            raise CaseRefused("unknown_area", f"There is no area {area}.", f"{path}.area")
        try:
            period = Period.parse(_text(observation["period"], f"{path}.period"))
        except NotAPeriod as error:
            raise CaseRefused("bad_period", f"{error}.", f"{path}.period") from error
        if (series, area, period) in seen:
            message = f"The series {series} has two observations for {area} in {period}."
            raise CaseRefused("duplicate_observation", message, path)
        seen.add((series, area, period))
        if observation["value"] is not None:
            yield ObservedValue(series, area, period, _number(observation["value"], f"{path}.value"))


def _listed(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        _refuse(f"A list is needed here, and this is {kind_of(value)}.", path)
    return value


def _named(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"An object of names is needed here, and this is {kind_of(value)}.", path)
    return value


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        _refuse(f"Text is needed here, and this is {kind_of(value)}.", path)
    return value


def _unit(value: Any, path: str) -> str | None:
    return None if value is None else _text(value, path)


def _aggregation(value: Any, path: str) -> Aggregation:
    text = _text(value, path)
    if text not in AGGREGATIONS:
        _refuse(f"“{text}” is not one of {', '.join(AGGREGATIONS)}.", path)
    return Aggregation(text)


def _number(value: Any, path: str) -> Fraction:
    """Return the number exactly. A size that a double cannot hold is refused before a Fraction would fill memory."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        _refuse(f"A number is needed here, and this is {kind_of(value)}.", path)
    try:
        size = abs(float(value))
    except OverflowError:
        size = float("inf")
    if size > sys.float_info.max or (value and size < sys.float_info.min):
        raise CaseRefused("bad_value", "This number is too large or too small.", path)
    return Fraction(value)


def _refuse(message: str, path: str) -> NoReturn:
    raise CaseRefused("wrong_shape", message, path)


def _refuse_constant(name: str) -> NoReturn:
    raise CaseRefused("bad_value", f"{name} is not a number that a case can hold.")
