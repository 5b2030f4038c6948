"""The formula language: from what an officer writes to a value that can be asked why."""

from .areas import Area, AreaTree
from .build import Builder
from .catalog import Aggregation, Catalog, Constant, Indicator, Series, refuse_name
from .check import Checker
from .dataflow import depends, leaves, ordered, series_used
from .errors import FormulaError, Sentence
from .evaluate import Evaluator, Result
from .explain import Explanation, explain
from .figures import Observation
from .functions import FUNCTIONS, Signature
from .meaning import Checked
from .parse import parse
from .syntax import Position

__all__ = [
    "FUNCTIONS",
    "Aggregation",
    "Area",
    "AreaTree",
    "Builder",
    "Catalog",
    "Checked",
    "Checker",
    "Constant",
    "Evaluator",
    "Explanation",
    "FormulaError",
    "Indicator",
    "Observation",
    "Position",
    "Result",
    "Sentence",
    "Series",
    "Signature",
    "depends",
    "explain",
    "leaves",
    "ordered",
    "parse",
    "refuse_name",
    "series_used",
]
