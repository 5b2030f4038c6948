"""Why a part of a formula has no value, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from serambi.methods.periods import Period

from .dataflow import Leaf
from .errors import Sentence
from .meaning import Meaning
from .syntax import Call, Chain, Power


class Part(Protocol):
    """What a reason needs to know of the parts below."""

    @property
    def text(self) -> str: ...
    @property
    def value(self) -> float | bool | None: ...
    @property
    def reason(self) -> Sentence | None: ...
    @property
    def counts(self) -> bool: ...


def nothing_observed(leaf: Leaf, moment: Period | None) -> Sentence:
    """Return why a series has no value.

    moment: the period it looks at; None when there is no such period.
    """
    if moment is None:
        return Sentence("no_such_period", "The calendar has no period for {series} to look back to.", _of(leaf))
    parameters = {"series": leaf.series, "period": str(moment), "year": str(moment.year)}
    if leaf.covering:
        message = "There is no observation of {series} in {period}, nor of a longer period with it."
    elif leaf.cumulative:
        message = "There is no observation of {series} from January {year} to the end of {period}."
    elif leaf.own_only:
        message = "There is no observation of {series} in {period} for the area itself."
    else:
        message = "There is no observation of {series} in {period}."
    return Sentence("no_observation", message, parameters)


def why_missing(meaning: Meaning, parts: Sequence[Part], area: str) -> Sentence:
    """Return why a part has no value, given the parts it is made from; the deepest cause where one is missing."""
    syntax = meaning.syntax
    if not parts:
        return Sentence("no_value", "There is no value.")
    if isinstance(syntax, Call):
        if syntax.function.endswith("_over_areas"):
            return Sentence("no_area", "No area in {area} has a value of its own.", {"area": area})
        if syntax.function == "if":
            parts = [part for part in parts if part.counts]
    missing = next((part.reason for part in parts if part.value is None and part.reason), None)
    if missing:
        return missing
    match syntax:
        case Chain():
            reason = _of_chain(syntax, parts)
        case Power():
            reason = _of_power(parts)
        case Call(function=function):
            reason = _of_function(function, parts)
        case _:
            reason = _OUT_OF_RANGE
    return reason


_OUT_OF_RANGE = Sentence("out_of_range", "The number is too large.")


def _of_chain(syntax: Chain, parts: Sequence[Part]) -> Sentence:
    for operator, part in zip(syntax.operators, parts[1:], strict=True):
        if operator == "/" and part.value == 0:
            return _divided_by_zero(part)
    return _OUT_OF_RANGE


def _of_power(parts: Sequence[Part]) -> Sentence:
    base, exponent = parts
    if base.value == 0 and exponent.value is not None and exponent.value < 0:
        return _divided_by_zero(base)
    if base.value is not None and base.value < 0:
        return Sentence("root_of_negative", "{part} is negative and has no root.", {"part": base.text})
    return _OUT_OF_RANGE


def _of_function(function: str, parts: Sequence[Part]) -> Sentence:
    first = parts[0]
    if function == "per_capita" and parts[1].value == 0:
        return _divided_by_zero(parts[1])
    if function == "sqrt":
        return Sentence("root_of_negative", "{part} is negative and has no root.", {"part": first.text})
    if function in ("log", "log10"):
        if first.value == 0:
            return Sentence("logarithm_of_zero", "{part} is zero and has no logarithm.", {"part": first.text})
        return Sentence("logarithm_of_negative", "{part} is negative and has no logarithm.", {"part": first.text})
    return _OUT_OF_RANGE


def _divided_by_zero(part: Part) -> Sentence:
    return Sentence("divided_by_zero", "{part} is zero, and nothing can be divided by it.", {"part": part.text})


def _of(leaf: Leaf) -> dict[str, str]:
    return {"series": leaf.series}
