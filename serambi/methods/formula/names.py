"""What a person meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from .catalog import Catalog
from .errors import FormulaError
from .functions import FUNCTIONS, SYNONYMS
from .syntax import Call, Name

_MOST_SUGGESTIONS = 3


def unknown_name(name: Name, catalog: Catalog) -> FormulaError:
    """Return the error for a name that is no series, indicator or constant, with what may have been meant."""
    written = name.name
    if written in ("time", "area"):
        message = "“{name}” only stands behind a series, as in sum(x, {name})."
        return FormulaError("unknown_name", message, {"name": written}, name.position)
    if written in FUNCTIONS:
        message = "{name} is a function: write {usage}."
        parameters = {"name": written, "usage": FUNCTIONS[written].usage}
        return FormulaError("unknown_name", message, parameters, name.position)
    near = suggestions(written, catalog.names())
    if near:
        message = "There is no series, indicator or constant “{name}”; did you mean {suggestions}?"
        parameters = {"name": written, "suggestions": ", ".join(near)}
        return FormulaError("unknown_name", message, parameters, name.position)
    message = "There is no series, indicator or constant “{name}”."
    return FormulaError("unknown_name", message, {"name": written}, name.position)


def unknown_function(call: Call, catalog: Catalog) -> FormulaError:
    """Return the error for a function that does not exist, with what may have been meant."""
    written = call.function
    if written in catalog:
        message = "{name} is not a function: write it without brackets, or an operator before them."
        return FormulaError("unknown_function", message, {"name": written}, call.head)
    synonym = SYNONYMS.get(written.lower())
    near = [synonym] if synonym else suggestions(written, FUNCTIONS)
    if near:
        message = "There is no function “{name}”; did you mean {suggestions}?"
        parameters = {"name": written, "suggestions": ", ".join(near)}
        return FormulaError("unknown_function", message, parameters, call.head)
    return FormulaError("unknown_function", "There is no function “{name}”.", {"name": written}, call.head)


def suggestions(written: str, names: Iterable[str]) -> list[str]:
    """Return up to three names close to what was written, the closest first.

    >>> suggestions("waste.handeld", ["waste.handled", "population"])
    ['waste.handled']
    """
    by_lower = {name.lower(): name for name in names}
    lower = written.lower()
    ending = [name for key, name in sorted(by_lower.items()) if lower in key.split(".")]
    close = [by_lower[key] for key in get_close_matches(lower, by_lower, _MOST_SUGGESTIONS)]
    return list(dict.fromkeys([*close, *ending]))[:_MOST_SUGGESTIONS]
