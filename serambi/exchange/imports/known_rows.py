"""Rows of a table that were said to be ones of the register, known again by their names in the next table like it."""

from __future__ import annotations

from dataclasses import replace

from serambi.exchange.imports.choices import Choices
from serambi.exchange.imports.names import kept_code, name_key
from serambi.exchange.tables.understanding import Understood, UnderstoodProgram


def with_known(choices: Choices, understood: Understood) -> Choices:
    """Return the choices with what the last table of this layout told of rows with the same names.

    What was said of a row of this very table comes first; a row of the register is taken once.
    """
    if not choices.known_programs and not choices.known_indicators:
        return choices
    codes, indicators = dict(choices.codes), dict(choices.indicators)
    taken_codes, taken = set(codes.values()), set(indicators.values())
    for row in understood.programs:
        top = _top(understood, row)
        if row is top and row.place not in codes:
            code = choices.known_programs.get(program_key(row), "")
            if code and code not in taken_codes:
                codes[row.place] = code
                taken_codes.add(code)
        for one in row.indicators:
            code = choices.known_indicators.get(indicator_key(program_key(top), one.name), "")
            if code and code not in taken and one.place not in indicators:
                indicators[one.place] = code
                taken.add(code)
    return replace(choices, codes=codes, indicators=indicators)


def program_key(row: UnderstoodProgram) -> str:
    return kept_code(row.code) or name_key(row.name)


def indicator_key(program: str, name: str) -> str:
    return f"{program} {name_key(name)}"


def _top(understood: Understood, row: UnderstoodProgram) -> UnderstoodProgram:
    seen: set[int] = set()
    while row.parent is not None and row.parent not in seen:
        seen.add(row.parent)
        row = understood.programs[row.parent]
    return row
