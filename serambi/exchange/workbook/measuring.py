"""The sheets of what indicators weigh, where they stood before, and the constants of their formulas."""

from __future__ import annotations

from serambi.exchange.workbook.building import (
    AREA,
    CODE_OF_FORMULAS,
    ILLUSTRATION,
    PERIOD,
    PROGRAM,
    SOURCE,
    UNIT,
    column,
)
from serambi.exchange.workbook.building import INDICATOR as INDICATOR_CODE
from serambi.exchange.workbook.building import WEIGHT as WEIGHT_COLUMN
from serambi.exchange.workbook.columns import Kind, Sheet, Words

WEIGHTS = Sheet(
    "weights", Words("Bobot indikator", "Weights of indicators"),
    Words("Bobot sebuah indikator dalam sebuah program.", "How much an indicator counts in a program."),
    ("indicator", "program"), (INDICATOR_CODE, PROGRAM, WEIGHT_COLUMN),
)  # fmt: skip

BASELINES = Sheet(
    "baselines", Words("Angka dasar", "Baselines"),
    Words("Keadaan sebelum rencana dimulai.", "Where an indicator stood before the plan."),
    ("indicator", "area", "period"), (
        INDICATOR_CODE, AREA, PERIOD,
        column("value", ("Angka dasar", "Baseline"), kind=Kind.NUMBER, is_needed=True, takes_percent=True),
        SOURCE, ILLUSTRATION,
    ),
)  # fmt: skip

CONSTANTS = Sheet(
    "constants", Words("Konstanta", "Constants"),
    Words("Angka bernama yang dipakai rumus.", "A number with a name that formulas may use."),
    ("code",), (
        CODE_OF_FORMULAS,
        column("name", ("Nama", "Name"), is_needed=True, longest=200, width=40),
        column("value", ("Nilai", "Value"), kind=Kind.NUMBER, is_needed=True, decimals=9),
        UNIT, SOURCE,
    ),
)  # fmt: skip
