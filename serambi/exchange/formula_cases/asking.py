"""From the requests of a case to dataflows, each with its area and period."""

from __future__ import annotations

from typing import Any, NamedTuple

from serambi.methods.formula.areas import AreaTree
from serambi.methods.formula.build import Builder
from serambi.methods.formula.catalog import Catalog
from serambi.methods.formula.check import Checker
from serambi.methods.formula.dataflow import Node
from serambi.methods.formula.errors import FormulaError
from serambi.methods.formula.meaning import Checked
from serambi.methods.periods import NotAPeriod, Period

from .cases import Case, CaseRefused
from .reading import keyed, kind_of


class Asked(NamedTuple):
    """A request that can be answered."""

    checked: Checked
    root: Node
    area: str
    period: Period


class Formulas:
    """The formulas of one catalogue, each read once."""

    def __init__(self, catalog: Catalog) -> None:
        self.builder = Builder(Checker(catalog))
        self._texts: dict[str, tuple[Checked, Node] | FormulaError] = {}

    def text(self, formula: str) -> tuple[Checked, Node]:
        """Return what a text means and its dataflow. Raises FormulaError."""
        found = self._texts.get(formula)
        if found is None:
            try:
                checked = self.builder.checker.check(formula)
                found = checked, self.builder.build(checked)
            except FormulaError as error:
                found = error
            self._texts[formula] = found
        if isinstance(found, FormulaError):
            raise found
        return found

    def indicator(self, name: str) -> tuple[Checked, Node]:
        """Return what an indicator means and its dataflow. Raises FormulaError, also unknown_indicator."""
        checked = self.builder.checker.indicator(name)
        return checked, self.builder.build(checked)


def asked_in(case: Case, formulas: Formulas) -> list[Asked | FormulaError]:
    """Return each request of the case ready to be answered, or what is wrong with it."""
    found: list[Asked | FormulaError] = []
    for request in case.requests:
        try:
            found.append(_asked(request, case.areas, formulas))
        except FormulaError as error:
            found.append(error)
    return found


def _asked(request: Any, areas: AreaTree, formulas: Formulas) -> Asked:
    try:
        keyed(request, "", required=["area", "period"], optional=["formula", "indicator"])
    except CaseRefused as refused:
        raise FormulaError(refused.code, "{reason}", {"reason": refused.message}) from refused
    if ("formula" in request) == ("indicator" in request):
        raise FormulaError("wrong_shape", "A request has either a formula or an indicator.")
    area, period = _text(request, "area"), _text(request, "period")
    if area not in areas:
        raise FormulaError("unknown_area", "There is no area {area}.", {"area": area})
    try:
        parsed = Period.parse(period)
    except NotAPeriod as error:
        raise FormulaError("bad_period", "{reason}.", {"reason": str(error)}) from error
    by_text = "formula" in request
    read = formulas.text if by_text else formulas.indicator
    checked, root = read(_text(request, "formula" if by_text else "indicator"))
    return Asked(checked, root, area, parsed)


def _text(request: dict[str, Any], key: str) -> str:
    if not isinstance(request[key], str):
        raise FormulaError(
            "wrong_shape",
            "The {key} of a request is text, and this is {kind}.",
            {"key": key, "kind": kind_of(request[key])},
        )
    return str(request[key])
