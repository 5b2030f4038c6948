"""Values worked out by hand, for every clause of the formula language. Each engine has to give them all."""

from .expected import Expected
from .figures import AGGREGATIONS, EACH_AREA, LEAVES, POPULATION, TIME
from .operators import ARITHMETIC, MISSING, NAMES, REFUSED, ROUNDING, TRUTHS, UNITS
from .world import CASE

__all__ = ["CASE", "EXPECTED", "Expected"]

EXPECTED: dict[str, list[Expected]] = {
    "leaves": LEAVES,
    "aggregations": AGGREGATIONS,
    "time": TIME,
    "population": POPULATION,
    "each area": EACH_AREA,
    "missing": MISSING,
    "arithmetic": ARITHMETIC,
    "rounding": ROUNDING,
    "truths": TRUTHS,
    "units": UNITS,
    "names": NAMES,
    "refused": REFUSED,
}
