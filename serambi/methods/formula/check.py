"""Everything that is wrong with a formula is found here, before it is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from serambi.methods.units import parse_unit

from . import unit_rules
from .catalog import POPULATION, Catalog
from .errors import FormulaError
from .interpret import Interpreter
from .meaning import Checked, Meaning
from .parse import parse
from .syntax import Call, Chain, Name, Number, Syntax, place, walk

MAX_SIZE = 10_000
MAX_STEPS = 400
_BROKEN = "The indicator {name} cannot be computed: {reason}"


class Checker:
    """Checks formulas against one catalogue, each indicator once.

    >>> from .catalog import Series
    >>> checker = Checker(Catalog([Series("waste.handled", "ton"), Series("population", "orang")]))
    >>> checker.check("1000 * per_capita(waste.handled)").unit.text
    'ton/orang'
    >>> checker.check("waste.handled + population")
    Traceback (most recent call last):
    serambi.methods.formula.errors.FormulaError: waste.handled is in ton and population is in orang (people): they \
cannot be added.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._syntax: dict[str, Syntax | FormulaError] = {}
        self._checked: dict[str, Checked | FormulaError] = {}
        # Indicators that no circle can be reached from; they hold as long as the catalogue does.
        self._free: set[str] = set()

    def check(self, text: str, *, unit: str | None = None, name: str | None = None) -> Checked:
        """Return what the formula means.

        unit: the unit its value is to be given in; None takes the one that follows from the formula.
        name: the indicator that the formula is about to define, so that a circle is seen before it is saved.

        Raises FormulaError, always with a position in this text: a fault of an indicator that it uses stands at
        the name of that indicator.
        """
        # A new definition may close a circle where there was none.
        return self._check(text, unit=unit, name=name, free=self._free if name is None else set())

    def _check(self, text: str, *, unit: str | None, name: str | None, free: set[str]) -> Checked:
        syntax = parse(text)
        self._refuse_circles(syntax, name, free)
        used = self._check_used(syntax, name)
        units = {indicator: checked.unit for indicator, checked in used.items()}
        interpreter = Interpreter(text, self.catalog, units)
        meaning = interpreter.meaning(syntax)
        if meaning.is_truth:
            syntax = _counted(syntax)
            meaning = interpreter.meaning(syntax)
        meaning = _declared(meaning, unit, text)
        size, steps = _extent(meaning, used)
        _refuse_extent(text, size, steps)
        direct = frozenset(_names(syntax))
        return Checked(
            text=text,
            syntax=syntax,
            meaning=meaning,
            unit=meaning.unit,
            series=frozenset(self._series(syntax)).union(*(checked.series for checked in used.values())),
            indicators=frozenset(used).union(*(checked.indicators for checked in used.values())),
            constants=direct.intersection(self.catalog.constants).union(
                *(checked.constants for checked in used.values())
            ),
            direct=direct,
            size=size,
            steps=steps,
        )

    def indicator(self, name: str) -> Checked:
        """Return what the indicator of the catalogue means. Raises FormulaError, also unknown_indicator."""
        if name not in self.catalog.indicators:
            raise FormulaError("unknown_indicator", "There is no indicator {name}.", {"name": name})
        # Those it uses come first, so that no chain of definitions is ever walked recursively.
        for known in self._below(name):
            if known not in self._checked:
                indicator = self.catalog.indicators[known]
                try:
                    self._checked[known] = self._check(
                        indicator.formula, unit=indicator.unit, name=known, free=self._free
                    )
                except FormulaError as error:
                    self._checked[known] = error
        found = self._checked[name]
        if isinstance(found, FormulaError):
            raise found
        return found

    def _check_used(self, syntax: Syntax, name: str | None) -> dict[str, Checked]:
        used: dict[str, Checked] = {}
        for node in _named(syntax):
            if node.name not in self.catalog.indicators or node.name in used or node.name == name:
                continue
            try:
                used[node.name] = self.indicator(node.name)
            except FormulaError as error:
                # Of a long chain of indicators only the broken one is named, so that sentences do not grow.
                parameters = error.parameters if error.message == _BROKEN else {"name": node.name, "reason": error}
                raise FormulaError(error.code, _BROKEN, parameters, node.position) from None
        return used

    def _refuse_circles(self, syntax: Syntax, name: str | None, free: set[str]) -> None:
        """Raise FormulaError circular_definition with the circle, at the name in this formula that leads there."""
        for node in _named(syntax):
            circle = self._circle(node.name, name, free)
            if circle:
                raise FormulaError(
                    "circular_definition",
                    "A definition goes in a circle: {circle}.",
                    {"circle": " → ".join(circle)},
                    node.position,
                )

    def _circle(self, start: str, defined: str | None, free: set[str]) -> list[str] | None:
        """Return the names of a circle that start leads to, also through the name being defined, or None.

        free: indicators known to lead to none; those found to be so are added.
        """
        path: dict[str, None] = {} if defined is None else {defined: None}
        finished: set[str] = set()
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            current, leaving = waiting.pop()
            if leaving:
                path.pop(current)
                finished.add(current)
            elif current in path:
                names = list(path)
                return [*names[names.index(current) :], current]
            elif current not in finished and current not in free:
                path[current] = None
                waiting.append((current, True))
                waiting.extend((further, False) for further in self._references(current))
        free |= finished
        return None

    def _below(self, name: str) -> Iterator[str]:
        """Yield the indicators that the name is made from, each after those it uses, and then the name itself."""
        seen: set[str] = set()
        waiting: list[tuple[str, bool]] = [(name, False)]
        while waiting:
            current, ready = waiting.pop()
            if ready:
                yield current
            elif current not in seen and current not in self._checked:
                seen.add(current)
                waiting.append((current, True))
                waiting.extend((further, False) for further in self._references(current))

    def _references(self, indicator: str) -> list[str]:
        """Return the indicators that stand in the formula of an indicator; none when it cannot be read."""
        if indicator not in self.catalog.indicators:
            return []
        if indicator not in self._syntax:
            try:
                self._syntax[indicator] = parse(self.catalog.indicators[indicator].formula)
            except FormulaError as error:
                self._syntax[indicator] = error
        syntax = self._syntax[indicator]
        if isinstance(syntax, FormulaError):
            return []
        return [name for name in dict.fromkeys(_names(syntax)) if name in self.catalog.indicators]

    def _series(self, syntax: Syntax) -> Iterator[str]:
        yield from (name for name in _names(syntax) if name in self.catalog.series)
        if any(isinstance(node, Call) and node.function == "per_capita" for node, _ in walk(syntax)):
            yield POPULATION


def _named(syntax: Syntax) -> Iterator[Name]:
    return (node for node, _ in walk(syntax) if isinstance(node, Name))


def _names(syntax: Syntax) -> Iterator[str]:
    return (node.name for node in _named(syntax))


def _declared(meaning: Meaning, unit: str | None, text: str) -> Meaning:
    """Return the meaning in the unit that the indicator says it has."""
    if unit is None:
        return meaning
    declared = parse_unit(unit)
    if meaning.unit is None or meaning.is_bare:
        return unit_rules.converted(replace(meaning, unit=None), declared)
    if meaning.unit.dimension != declared.dimension:
        raise FormulaError(
            "unit_mismatch",
            "The value of the formula is {found}, but the indicator says {declared}.",
            {"found": unit_rules.said(meaning.unit), "declared": unit_rules.said(declared)},
            place(text, 0, len(text)),
        )
    return unit_rules.converted(meaning, declared)


def _extent(meaning: Meaning, used: dict[str, Checked]) -> tuple[int, int]:
    """Return how many parts there are, and how many follow one another, with indicators replaced."""
    if isinstance(meaning.refers, str):
        checked = used[meaning.refers]
        return checked.size, checked.steps
    inner = [_extent(operand, used) for operand in meaning.operands]
    scaling = 0 if meaning.factor == 1 else 1
    size = 1 + scaling + sum(part for part, _ in inner)
    if not isinstance(meaning.syntax, Chain):
        return size, 1 + scaling + max((part for _, part in inner), default=0)
    # The operands of a chain are taken in one after another, from the left.
    steps = inner[0][1]
    for _, part in inner[1:]:
        steps = max(steps, part) + 1
    return size, steps + scaling


def _refuse_extent(text: str, size: int, steps: int) -> None:
    if size > MAX_SIZE:
        raise FormulaError(
            "too_long",
            "With the indicators in it the formula has {size} parts; at most {most} are computed.",
            {"size": size, "most": MAX_SIZE},
            place(text, 0, len(text)),
        )
    if steps > MAX_STEPS:
        raise FormulaError(
            "too_deep",
            "With the indicators in it the formula has {steps} steps one after another; at most {most} are computed.",
            {"steps": steps, "most": MAX_STEPS},
            place(text, 0, len(text)),
        )


def _counted(truth: Syntax) -> Syntax:
    """Return what a condition is when it is a whole formula: 1 where it holds and 0 where it does not."""
    at = truth.position
    return Call("if", (truth, Number(Fraction(1), "1", at), Number(Fraction(0), "0", at)), at, at)
