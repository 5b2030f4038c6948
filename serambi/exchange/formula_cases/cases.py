"""A case: areas, series, indicators, constants and observations, and the values asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from serambi.methods.formula.areas import AreaTree
from serambi.methods.formula.catalog import Catalog
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import Period


class ObservedValue(NamedTuple):
    """One observation as it stands in a case."""

    series: str
    area: str
    period: Period
    value: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A case without fault, except that its formulas are not read yet.

    observed: every observation that has a value.
    requests: each as it stands in the case; one that is wrong is answered with an error and does no harm to others.
    """

    areas: AreaTree
    catalog: Catalog
    observed: list[ObservedValue]
    requests: list[Any]


@dataclass(eq=False)
class CaseRefused(Exception):
    """A case that cannot be used.

    code: in snake case. message: a sentence. path: the place in the case, such as `observations[3].area`, or "".
    position: where in the text, when it is not JSON: line and column from 1, offset from 0.
    """

    code: str
    message: str
    path: str = ""
    position: Mapping[str, int] | None = field(default=None)

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    @classmethod
    def because(cls, error: FormulaError, path: str) -> CaseRefused:
        """Return the refusal for what the formula language finds wrong."""
        return cls(error.code, str(error), path)

    def as_dict(self) -> dict[str, Any]:
        """Return the error for JSON."""
        found: dict[str, Any] = {"code": self.code, "message": self.message}
        found["path"] = self.path
        found["position"] = None if self.position is None else dict(self.position)
        return found
