"""Where and when a formula looks, and how figures are put together."""

from __future__ import annotations

from .expected import at, of

# Which observations count: those whose period lies inside, in the area and the areas inside it.
LEAVES = [
    *of(
        "waste.handled",
        {
            ("V1", "2024-01"): 10,
            ("D1", "2024-01"): 15,
            ("R", "2024-01"): 17,
            ("D1", "2024-03"): 38,  # the district's own 0.5 counts together with its villages'
            ("D1", "2024-Q1"): 73,
            ("R", "2024-Q1"): 75,
            ("R", "2024-Q2"): 61,  # the figure of the quarter and the figure of April
            ("R", "2024-04"): 1,  # a quarter does not lie inside a month
            ("R", "2024-S1"): 136,
            ("R", "2024"): 136,
            ("R", "2023"): 108,
            ("V2", "2024-02"): None,  # null is no observation
            ("V3", "2024-02"): None,
            ("R", "2024-01-15"): None,
            ("X", "2024"): None,
        },
    ),
    *of("visits", {("R", "2024-02"): 7, ("R", "2024"): 12, ("R", "2024-02-29"): 4, ("V1", "2024"): None}),
    *of("never", {("R", "2024"): None}),
    *of("count(never)", {("R", "2024"): None}),
    *of("count(waste.handled)", {("X", "2024"): None, ("R", "2024-Q1"): 7}),
    # 0.1 + 0.2 - 0.3 within V1 is zero, and not the 5.6e-17 of doubles.
    *of("balance", {("V1", "2024"): 0, ("D1", "2024"): -4}),
    *of("1 / balance", {("V1", "2024"): None}),
]

AGGREGATIONS = [
    *at(
        "D1",
        "2024-Q1",
        {
            "price": 27.5,  # the mean of V1's 15 and V2's 40, not of the three figures
            "mean(price)": 27.5,
            "mean(price, time)": 27.5,
            "sum(price)": 35,
            "sum(price, time)": 35,
            "sum(price, area)": 55,
            "sum(price, time, area)": 70,
            "sum(price, area, time)": 70,
            "min(price, time)": 25,
            "max(price, time)": 30,
            "min(price, area)": 15,
            "max(price, area)": 40,
            "first(price)": 25,
            "last(price)": 30,
            "first(price, area)": 15,
            "last(price, area)": 40,
            "count(price)": 1.5,
            "count(price, area)": 2,
            "count(price, time, area)": 2,
            "lowest": 3,
            "highest": 8,
            "reports": 3,
            "sum(reports)": 15,
        },
    ),
    # Over time the first has the earliest end, then the earliest start: the year before its own second half.
    *of("opened", {("V1", "2024"): 7, ("V1", "2024-S2"): 6, ("D1", "2024"): 3, ("R", "2024-02"): 9}),
    *of("closed", {("V1", "2024"): 5, ("V1", "2024-S2"): 5, ("D1", "2024"): 9, ("R", "2024-02"): 9}),
    *of("mean(opened, area)", {("D1", "2024"): 19 / 3}),
]

TIME = [
    *of(
        "previous(waste.handled)",
        {
            ("V1", "2024-02"): 10,
            ("V1", "2024-01"): None,
            ("R", "2024-01"): 100,
            ("R", "2024-Q2"): 75,
            ("R", "2024-S2"): 136,
            ("R", "2024"): 108,
            ("R", "0001"): None,
        },
    ),
    *of("previous(waste.handled, 2)", {("V1", "2024-03"): 10}),
    *of("previous(previous(waste.handled))", {("V1", "2024-03"): 10}),
    *of("previous(waste.handled, 12)", {("V1", "2024-01"): 8}),
    *of("previous(visits)", {("R", "2024-03-01"): 4}),
    *of("previous(waste.handled - previous(waste.handled))", {("V1", "2024-03"): 10}),
    *of(
        "same_period_last_year(waste.handled)",
        {("V1", "2024-01"): 8, ("R", "2024"): 108, ("R", "2024-Q1"): 8, ("R", "2024-S2"): 100},
    ),
    *of(
        "same_period_last_year(visits)",
        {("R", "2025-02-28"): 3, ("R", "2025-03-01"): 5, ("R", "2024-02-29"): None, ("R", "0001-03"): None},
    ),
    # The outer step is taken first.
    *of("previous(same_period_last_year(visits))", {("R", "2025-03-01"): 3}),
    *of("same_period_last_year(previous(visits))", {("R", "2025-03-01"): 4}),
    *of(
        "year_to_date(waste.handled)",
        {("R", "2024-01"): 17, ("R", "2024-02"): 37, ("R", "2024-03"): 75, ("R", "2024-Q2"): 136, ("R", "2024"): 136},
    ),
    *of("year_to_date(previous(waste.handled))", {("R", "2024-03"): 37, ("R", "2024-01"): 108}),
    *of("previous(year_to_date(waste.handled))", {("R", "2024-03"): 37, ("R", "2024-01"): 108}),
    *of("same_period_last_year(year_to_date(waste.handled))", {("R", "2024-03"): 8}),
    *of("year_to_date(year_to_date(waste.handled))", {("R", "2024-02"): 37}),
    *of("year_to_date(mean(waste.handled))", {("V1", "2024-03"): 20}),
    *of("year_to_date(visits)", {("R", "2024-02-29"): 7}),
]

POPULATION = [
    *of(
        "per_capita(waste.handled)",
        {
            ("V1", "2024-01"): 10 / 1100,  # no population in January: that of the semester
            ("V2", "2024-01"): None,  # none for any period that contains it
            ("R", "2024-01"): 17 / 1100,  # the semester is shorter than the year, and V1 has it
            ("R", "2024"): 136 / 1400,
            ("R", "2023"): 108 / 1500,
            ("D2", "2024-01"): 2 / 300,
            ("X", "2024"): None,
        },
    ),
    *of("year_to_date(per_capita(waste.handled))", {("V1", "2024-03"): 60 / 1100}),
    *of("previous(per_capita(waste.handled))", {("V1", "2024-02"): 10 / 1100, ("R", "2024"): 108 / 1500}),
    *of("sum_over_areas(per_capita(waste.handled))", {("R", "2024-01"): 10 / 1100}),
    *of("per_capita(1000)", {("V1", "2023"): 1}),
]

EACH_AREA = [
    *of("sum_over_areas(waste.handled / waste.generated)", {("D1", "2024-01"): 0.5, ("V1", "2024-01"): 0.25}),
    *of("mean_over_areas(waste.handled / waste.generated)", {("D1", "2024-01"): 0.25, ("X", "2024-01"): None}),
    *of("count_over_areas(waste.handled / waste.generated)", {("R", "2024-01"): 2, ("V3", "2024-01"): None}),
    *of("min_over_areas(waste.handled)", {("R", "2024-01"): 2}),
    *of("max_over_areas(waste.handled)", {("R", "2024-01"): 10}),
    *of("sum_over_areas(waste.handled)", {("D1", "2024-03"): 38}),
    *of("mean_over_areas(waste.handled)", {("D1", "2024-03"): 38 / 3}),
    *of("count_over_areas(coalesce(waste.handled, 0))", {("R", "2024-01"): 6, ("X", "2024-01"): 1}),
    *of("sum_over_areas(count_over_areas(waste.handled))", {("R", "2024-01"): 3}),
    *of("max_over_areas(sum_over_areas(waste.handled))", {("R", "2024-01"): 10}),
    *of("previous(sum_over_areas(waste.handled))", {("R", "2024-02"): 17}),
    *of("sum_over_areas(previous(waste.handled))", {("R", "2024-02"): 17}),
    *of("year_to_date(max_over_areas(waste.handled))", {("R", "2024-02"): 30}),
    *of("100 * max_over_areas(waste.handled) / waste.handled", {("R", "2024-01"): 1000 / 17}),
    *of("sum_over_areas(if(waste.handled > 4, 1, 0))", {("R", "2024-01"): 2}),
    *of("sum_over_areas(balance)", {("V1", "2024"): 0}),
]
