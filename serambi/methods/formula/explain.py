"""Why a value is what it is: the formula part by part, down to the observations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, cast

from serambi.methods.periods import Period
from serambi.methods.units import Unit

from . import exact, reasons
from .build import HERE, Context
from .catalog import Constant
from .dataflow import Leaf, ShiftKind, shifted
from .errors import Sentence
from .evaluate import Evaluator, Value
from .figures import Sheet
from .meaning import Checked, Meaning, SeriesUse
from .syntax import Call, Chain, Comparison, Logic, Negation, Not, Number, Power, Truth

# Enough for every formula a person wrote; a bomb of indicators within indicators ends here.
MAX_PARTS = 2_000
MAX_DEPTH = 60


class Kind(StrEnum):
    """What a part of an explanation is."""

    NUMBER = "number"
    TRUTH = "truth"
    CONSTANT = "constant"
    SERIES = "series"
    INDICATOR = "indicator"
    ARITHMETIC = "arithmetic"
    COMPARISON = "comparison"
    LOGIC = "logic"
    FUNCTION = "function"
    OVER_AREAS = "over_areas"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Row:
    """One observation that was read."""

    area: str
    period: Period
    value: float
    marks: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """One part of a formula with its value for one area and one period.

    name: the series, indicator, constant, function, operator, or area code.
    text: the part as it is written; empty for an area.
    area, period: where and when the part looks; period is None where there is no such period.
    value: a double, or a truth; None when missing, and then the reason says why.
    exact: the value as an exact fraction; None for a truth or a missing value.
    factor: what the part was multiplied with to convert its unit; 1 for nothing.
    counts: False for the branch not taken and for what stands after the first value that is there.
    own: for an area below a series, what the area has by itself; None when it has nothing.
    rows: for an area below a series, its own observations.
    cut: True when parts below were left out because there are too many.
    """

    kind: Kind
    name: str
    text: str
    area: str
    period: Period | None
    value: float | bool | None
    exact: Fraction | None
    unit: str | None = None
    factor: Fraction = Fraction(1)
    reason: Sentence | None = None
    counts: bool = True
    own: float | None = None
    rows: tuple[Row, ...] = ()
    children: tuple[Explanation, ...] = ()
    cut: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return the tree ready for JSON; what does not apply is left out, except value."""
        optional: dict[str, Any] = {
            "text": self.text,
            "unit": self.unit,
            "period": None if self.period is None else str(self.period),
            "factor": None if self.factor == 1 else str(self.factor),
            "reason": self.reason and {"code": self.reason.code, "message": str(self.reason)},
            "own": self.own,
            "cut": self.cut or None,
            "observations": [
                {"area": row.area, "period": str(row.period), "value": row.value, "marks": row.marks}
                for row in self.rows
            ],
            "children": [child.as_dict() for child in self.children],
        }
        return {
            "kind": self.kind.value,
            "name": self.name,
            "area": self.area,
            "value": self.value,
            **({} if self.counts else {"counts": False}),
            **{key: value for key, value in optional.items() if value is not None and value not in ("", [])},
        }

    def walk(self) -> Iterator[Explanation]:
        """Yield the part and all below it, each before its children."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def explain(evaluator: Evaluator, formula: str | Checked, *, area: str, period: Period) -> Explanation:
    """Return the explanation of an indicator's name, of the text of a formula, or of one checked before.

    Raises FormulaError as Evaluator.value does.
    """
    evaluator.cell(area, period)
    checker = evaluator.builder.checker
    if isinstance(formula, Checked):
        return _Explainer(evaluator, period).part(formula.meaning, formula.text, Place(area, HERE))
    if formula in checker.catalog.indicators:
        checked = checker.indicator(formula)
        reference = Meaning(checked.syntax, unit=checked.unit, refers=formula)
        return _Explainer(evaluator, period).part(reference, "", Place(area, HERE))
    checked = checker.check(formula)
    return _Explainer(evaluator, period).part(checked.meaning, checked.text, Place(area, HERE))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part is evaluated: an area, the context the formula put it in, and how deep in the tree."""

    area: str
    context: Context
    depth: int = 0

    def inside(self, context: Context | None = None) -> Place:
        return Place(self.area, context or self.context, self.depth + 1)


@dataclass(slots=True)
class _Explainer:
    evaluator: Evaluator
    period: Period
    parts_left: int = field(default=MAX_PARTS)

    def part(self, meaning: Meaning, text: str, place: Place) -> Explanation:
        self.parts_left -= 1
        node = self.evaluator.builder.part(meaning, place.context)
        value = self.evaluator.outcome(node, area=place.area, period=self.period)
        cut = self.parts_left <= 0 or place.depth >= MAX_DEPTH
        children = () if cut else self._children(meaning, text, place)
        position = meaning.syntax.position
        kind, name = _kind_and_name(meaning)
        return Explanation(
            kind=kind,
            name=name,
            text=text[position.start : position.end] or name,
            area=place.area,
            period=shifted(place.context.shifts, self.period),
            value=_shown(value),
            exact=exact.fraction(value) if isinstance(value, tuple) else None,
            unit=_unit(meaning.unit),
            factor=meaning.factor,
            reason=self._reason(meaning, children, place) if value is None else None,
            children=children,
            cut=cut,
        )

    def _reason(self, meaning: Meaning, children: Sequence[Explanation], place: Place) -> Sentence:
        if isinstance(meaning.refers, SeriesUse) and not meaning.operands:
            leaf = cast(Leaf, self.evaluator.builder.part(replace(meaning, factor=Fraction(1)), place.context))
            return self._nothing_observed(leaf)
        return reasons.why_missing(meaning, children, place.area)

    def _nothing_observed(self, leaf: Leaf) -> Sentence:
        return reasons.nothing_observed(leaf, leaf.moment(self.period))

    def _children(self, meaning: Meaning, text: str, place: Place) -> tuple[Explanation, ...]:
        builder = self.evaluator.builder
        if isinstance(meaning.refers, str):
            checked = builder.checker.indicator(meaning.refers)
            return (self.part(checked.meaning, checked.text, place.inside()),)
        if isinstance(meaning.refers, SeriesUse) and not meaning.operands:
            leaf = cast(Leaf, builder.part(replace(meaning, factor=Fraction(1)), place.context))
            return self._areas_of(leaf, place)
        syntax = meaning.syntax
        if isinstance(syntax, Call):
            if syntax.function == "per_capita":
                operand = self.part(meaning.operands[0], text, place.inside())
                return operand, self._population(meaning, place)
            if syntax.function.endswith("_over_areas"):
                return self._over_areas(meaning, text, place)
            context = _inner_context(syntax.function, meaning, place.context)
            children = tuple(self.part(operand, text, place.inside(context)) for operand in meaning.operands)
            return _with_counts(syntax.function, children)
        return tuple(self.part(operand, text, place.inside()) for operand in meaning.operands)

    def _population(self, meaning: Meaning, place: Place) -> Explanation:
        use = cast(SeriesUse, meaning.refers)
        leaf = self.evaluator.builder.leaf(use, place.context, covering=True)
        value = self.evaluator.outcome(leaf, area=place.area, period=self.period)
        unit = self.evaluator.builder.checker.catalog.series[use.code].unit
        return Explanation(
            kind=Kind.SERIES,
            name=use.code,
            text=use.code,
            area=place.area,
            period=leaf.moment(self.period),
            value=_shown(value),
            exact=exact.fraction(value) if isinstance(value, tuple) else None,
            unit=unit,
            reason=self._nothing_observed(leaf) if value is None else None,
            children=self._areas_of(leaf, place),
        )

    def _over_areas(self, meaning: Meaning, text: str, place: Place) -> tuple[Explanation, ...]:
        operand = meaning.operands[0]
        own = replace(place.context, own_only=True)
        if place.context.own_only:
            return (self.part(operand, text, place.inside(own)),)
        children = []
        for area in self.evaluator.areas.subtree(place.area):
            part = self.part(operand, text, Place(area, own, place.depth + 2))
            children.append(
                replace(
                    part,
                    kind=Kind.AREA,
                    name=area,
                    text="",
                    factor=Fraction(1),
                    counts=part.value is not None,
                    children=() if part.cut else (part,),
                )
            )
        return tuple(children)

    def _areas_of(self, leaf: Leaf, place: Place) -> tuple[Explanation, ...]:
        """Return the area with what it and the areas inside it contributed; nothing when nothing was observed."""
        reader = self.evaluator.reader(leaf)
        sheets = reader.sheets(self.evaluator.cell(place.area, self.period))
        unit = self.evaluator.builder.checker.catalog.series[leaf.series].unit
        found = self._area(leaf, sheets, place.area, unit)
        return (found,) if found else ()

    def _area(self, leaf: Leaf, sheets: Sequence[Sheet], area: str, unit: str | None) -> Explanation | None:
        reader = self.evaluator.reader(leaf)
        areas = self.evaluator.figures.read_areas(leaf, area)
        value = reader.number(sheets, areas)
        if not any(one in sheet.figures for sheet in sheets for one in areas):
            return None
        self.parts_left -= 1
        series = self.evaluator.figures.series(leaf.series)
        scale = series.scale if series else 1
        inner = () if leaf.own_only else self.evaluator.areas.children(area)
        parts = (self._area(leaf, sheets, child, unit) for child in inner)
        return Explanation(
            kind=Kind.AREA,
            name=area,
            text="",
            area=area,
            period=leaf.moment(self.period),
            value=_shown(value),
            exact=None if value is None else exact.fraction(value),
            unit=unit,
            own=cast(float | None, _shown(reader.number(sheets, (area,)))),
            rows=tuple(
                Row(area, sheet.period, sheet.figures[area] / scale, sheet.marks[area])
                for sheet in sheets
                if area in sheet.figures
            ),
            children=tuple(part for part in parts if part is not None),
        )


def _kind_and_name(meaning: Meaning) -> tuple[Kind, str]:  # noqa: PLR0911, PLR0912 - one branch for each kind of part
    match meaning.refers, meaning.syntax:
        case str() as name, _:
            return Kind.INDICATOR, name
        case Constant(name=name), _:
            return Kind.CONSTANT, name
        case SeriesUse(code=code), _ if not meaning.operands:
            return Kind.SERIES, code
        case _, Number(text=text):
            return Kind.NUMBER, text
        case _, Truth(value=value):
            return Kind.TRUTH, str(value).lower()
        case _, Negation():
            return Kind.ARITHMETIC, "-"
        case _, Chain(operators=operators):
            return Kind.ARITHMETIC, operators[0]
        case _, Power():
            return Kind.ARITHMETIC, "^"
        case _, Comparison(operator=operator):
            return Kind.COMPARISON, operator
        case _, Logic(operator=operator):
            return Kind.LOGIC, operator
        case _, Not():
            return Kind.LOGIC, "not"
        case _, Call(function=function):
            return (Kind.OVER_AREAS if function.endswith("_over_areas") else Kind.FUNCTION), function
        case _:
            raise AssertionError(meaning)


def _inner_context(function: str, meaning: Meaning, context: Context) -> Context:
    match function:
        case "previous":
            return context.shifted(ShiftKind.PREVIOUS, meaning.count)
        case "same_period_last_year":
            return context.shifted(ShiftKind.LAST_YEAR, 1)
        case "year_to_date":
            return replace(context, cumulative=True)
        case _:
            return context


def _with_counts(function: str, children: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Return the children, those marked that had no part in the value."""
    if function == "if":
        condition, yes, no = children
        if condition.value is None:
            return condition, replace(yes, counts=False), replace(no, counts=False)
        return condition, replace(yes, counts=bool(condition.value)), replace(no, counts=not condition.value)
    if function == "coalesce":
        first = next((place for place, child in enumerate(children) if child.value is not None), len(children))
        return tuple(replace(child, counts=place == first) for place, child in enumerate(children))
    if function in ("min", "max"):
        return tuple(replace(child, counts=child.value is not None) for child in children)
    return children


def _shown(value: Value) -> float | bool | None:
    return exact.double(value) if isinstance(value, tuple) else value


def _unit(unit: Unit | None) -> str | None:
    return None if unit is None else unit.text
