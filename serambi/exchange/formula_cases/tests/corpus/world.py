"""The areas, series, indicators, constants and observations that the values are worked out from."""

from __future__ import annotations

from typing import Any

# R is a regency; D1 and D2 its districts; V1 and V2 lie in D1, V3 in D2. X lies nowhere.
AREAS = [
    {"code": "R"},
    {"code": "D1", "parent": "R"},
    {"code": "D2", "parent": "R"},
    {"code": "V1", "parent": "D1"},
    {"code": "V2", "parent": "D1"},
    {"code": "V3", "parent": "D2"},
    {"code": "X", "parent": None},
]

SERIES = [
    {"code": "waste.handled", "unit": "ton"},
    {"code": "waste.generated", "unit": "ton", "over_time": "sum", "over_area": "sum"},
    {"code": "waste.burnt", "unit": "kg"},
    {"code": "population", "unit": "orang", "over_time": "last"},
    {"code": "price", "over_time": "mean", "over_area": "mean"},
    {"code": "opened", "unit": "", "over_time": "first", "over_area": "first"},
    {"code": "closed", "unit": "", "over_time": "last", "over_area": "last"},
    {"code": "visits", "unit": "orang"},
    {"code": "balance", "unit": ""},
    {"code": "lowest", "over_time": "min", "over_area": "min"},
    {"code": "highest", "over_time": "max", "over_area": "max"},
    {"code": "reports", "over_time": "count", "over_area": "sum"},
    {"code": "never"},
]

_OBSERVED: dict[str, list[tuple[str, str, float | None]]] = {
    "waste.handled": [
        ("V1", "2023-01", 8),
        ("R", "2023-12", 100),
        ("V1", "2024-01", 10),
        ("V1", "2024-02", 20),
        ("V1", "2024-03", 30),
        ("V2", "2024-01", 5),
        ("V2", "2024-02", None),
        ("V2", "2024-03", 7.5),
        ("V3", "2024-01", 2),
        ("D1", "2024-03", 0.5),
        ("V1", "2024-04", 1),
        ("V1", "2024-Q2", 60),
    ],
    "waste.generated": [
        ("V1", "2024-01", 40),
        ("V1", "2024-02", 40),
        ("V1", "2024-03", 0),
        ("V2", "2024-01", 20),
        ("V3", "2024-01", 0),
    ],
    "waste.burnt": [("V1", "2024-01", 500)],
    "population": [
        ("V1", "2023", 1000),
        ("V2", "2023", 500),
        ("V1", "2024-S1", 1100),
        ("D2", "2024", 300),
    ],
    "price": [("V1", "2024-01", 10), ("V1", "2024-02", 20), ("V2", "2024-01", 40)],
    "opened": [("V1", "2024", 7), ("V1", "2024-S2", 6), ("V1", "2024-12", 5), ("V2", "2024-02", 9), ("D1", "2024", 3)],
    "closed": [("V1", "2024", 7), ("V1", "2024-S2", 6), ("V1", "2024-12", 5), ("V2", "2024-02", 9), ("D1", "2024", 3)],
    "visits": [("R", "2024-02-28", 3), ("R", "2024-02-29", 4), ("R", "2024-03-01", 5)],
    "balance": [("V1", "2024-01", 0.1), ("V1", "2024-02", 0.2), ("V1", "2024-03", -0.3), ("V2", "2024-01", -4)],
    "lowest": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
    "highest": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
    "reports": [("V1", "2024-01", 4), ("V1", "2024-02", 3), ("V2", "2024-01", 8)],
}

INDICATORS = {
    "handled.share": "100 * waste.handled / waste.generated",
    "handled.change": "handled.share - previous(handled.share)",
    "circle.a": "1 + circle.b",
    "circle.b": "2 * circle.a",
    "broken": "1 +",
    "on.broken": "2 * broken",
}

CONSTANTS = {"rate": 0.5, "quota": {"value": 2, "unit": "ton"}, "third": {"value": 0.333, "unit": None}}

CASE: dict[str, Any] = {
    "areas": AREAS,
    "series": SERIES,
    "indicators": INDICATORS,
    "constants": CONSTANTS,
    "observations": [
        {"series": series, "area": area, "period": period, "value": value}
        for series, rows in _OBSERVED.items()
        for area, period, value in rows
    ],
}
