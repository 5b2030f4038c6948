"""Real plans of real governments, beside counts made here with the csv module alone.

The counts below are written anew and share no code with what they check. The samples are not part of the project; the
tests are skipped where they are not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from serambi.exchange.tables.programs import find_layouts, understand
from serambi.exchange.tables.understanding import Understood, Weight

from .tables import ORGANIZATIONS, csv_book, csv_rows, sample, settled

RPJMD_RP = {2019: 6, 2020: 8, 2021: 10, 2022: 12, 2023: 14}
RENSTRA_RP = {2019: 11, 2020: 13, 2021: 15, 2022: 17, 2023: 19}
RENSTRA_CODES = slice(2, 7)


def money(cell: str) -> Decimal | None:
    """Read an amount of these two tables, which write 1,234.00; "-" and blanks are no amounts."""
    text = cell.strip()
    return None if text in ("", "-") else Decimal(text.replace(",", ""))


def sums(rows: Iterable[list[str]], columns: dict[int, int]) -> dict[int, Decimal]:
    totals: dict[int, Decimal] = {}
    for row in rows:
        for year, column in columns.items():
            amount = money(row[column])
            if amount is not None:
                totals[year] = totals.get(year, Decimal(0)) + amount
    return totals


def read(path: Path) -> Understood:
    book = csv_book(path)
    understood = understand(book, find_layouts(book), organizations=ORGANIZATIONS)
    settled(book, understood)
    return understood


def test_the_regencys_plan_has_the_rows_programs_and_indicators_that_we_count() -> None:
    path = sample("rpjmd_program_table.csv")
    rows = csv_rows(path)
    assert (len(rows), {len(row) for row in rows}) == (440, {18})
    body = rows[3:]
    programs = [row for row in body if row[1].strip() and row[2].strip()]
    indicators = [row for row in body if row[2].strip()]
    understood = read(path)
    assert understood.rows == len(body) == 437
    assert [(it.code, it.name) for it in understood.programs] == [
        (row[0].strip().rstrip("."), " ".join(row[1].split())) for row in programs
    ]
    assert [it.name for program in understood.programs for it in program.indicators] == [
        " ".join(row[2].split()) for row in indicators
    ]
    assert (len(programs), len(indicators)) == (263, 361)


def test_the_count_published_with_the_plan_leaves_out_programs_with_irregular_codes() -> None:
    """The sample is described as 259 programs and 357 indicators: without 3:27:03, 3:27:05, 3:27:07 and 2.17.04\\5."""
    path = sample("rpjmd_program_table.csv")
    regular = re.compile(r"[\dX]+\.[\dX]+\.\d+\.?")
    with_code = [row for row in csv_rows(path)[3:] if row[0].strip() and row[2].strip()]
    irregular = [row[0].strip() for row in with_code if not regular.fullmatch(row[0].strip())]
    assert (len(with_code) - len(irregular), 361 - len(irregular)) == (259, 357)
    doubts = [problem.value for problem in read(path).problems if problem.code == "code_irregular"]
    assert doubts == irregular == ["2.17.04\\5", "3:27:03", "3:27:05", "3:27:07"]


def test_the_regencys_plan_has_the_rupiah_that_we_add_up() -> None:
    path = sample("rpjmd_program_table.csv")
    understood = read(path)
    expected = sums((row for row in csv_rows(path)[3:] if row[2].strip()), RPJMD_RP)
    assert understood.totals == expected
    assert {year: format(total, "f") for year, total in understood.totals.items()} == {
        2019: "0",
        2020: "0",
        2021: "3067178425632.97",
        2022: "4519036676332.29",
        2023: "4536993140525.73",
    }
    ends = [money(row[16]) for row in csv_rows(path)[3:] if row[2].strip()]
    assert sum(it.end_fund for it in understood.programs if it.end_fund) == sum(end for end in ends if end)


def depth(row: list[str]) -> int:
    """Return how deep a row of the plan is: 0 a sum, 1 a group (I), 2 a field (1.01) or district, 9 a program."""
    code = row[0].strip()
    if row[2].strip():
        return 9
    if code.startswith("JUMLAH"):
        return 0
    return 2 if re.fullmatch(r"\d\.\d\d\.?", code) or row[1].startswith("KECAMATAN") else 1


def test_the_sums_stated_in_the_plan_are_carried_beside_ours() -> None:
    path = sample("rpjmd_program_table.csv")
    body = csv_rows(path)[3:]
    expected = {}
    for index, row in enumerate(body):
        if depth(row) == 9:
            continue
        stated = sums([row], RPJMD_RP)
        below = body[index + 1 :]
        end = next((number for number, other in enumerate(below) if depth(other) <= depth(row)), len(below))
        block = body[:index] if depth(row) == 0 else below[:end]
        computed = sums((other for other in block if other[2].strip()), RPJMD_RP)
        expected[index + 4] = stated, computed
    found = {total.place.row: (dict(total.stated), dict(total.computed)) for total in read(path).stated_totals}
    assert found == expected
    assert len(found) == 76
    differing = [total.label for total in read(path).stated_totals if total.differences]
    assert len(differing) == 10
    assert {"NON-URUSAN", "SOSIAL", "KOMUNIKASI DAN INFORMATIKA", "JUMLAH BELANJA URUSAN"} <= set(differing)


def test_targets_of_the_plan_that_can_be_read_in_two_ways_are_asked_about() -> None:
    path = sample("rpjmd_program_table.csv")
    expected = {
        (number, column + 1)
        for number, row in enumerate(csv_rows(path), start=1)
        for column in (4, 5, 7, 9, 11, 13, 15)
        if number > 3 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", row[column].strip())
    }
    errors = {
        (problem.place.row, problem.place.column) for problem in read(path).problems if problem.weight is Weight.ERROR
    }
    assert errors == expected
    assert len(errors) == 12


def test_the_agencys_plan_has_the_programs_activities_and_rupiah_that_we_count() -> None:
    path = sample("renstra_agency_table.csv")
    body = csv_rows(path)[4:]
    coded = [row for row in body if row[7].strip()]
    top = [row for row in coded if not row[5].strip()]
    understood = read(path)
    assert understood.rows == len(body) == 22
    assert [it.code for it in understood.programs] == [
        ".".join(part.strip().replace(",", ".") for part in row[RENSTRA_CODES] if part.strip()) for row in coded
    ]
    assert [it.level for it in understood.programs] == ["activity" if row[5].strip() else "program" for row in coded]
    assert (len(understood.programs), understood.indicators, len(top)) == (21, 21, 4)
    assert understood.totals == sums(top, RENSTRA_RP)
    assert {year: format(total, "f") for year, total in understood.totals.items()} == {
        2021: "16181413644",
        2022: "22120077960",
        2023: "21755049890",
    }
    assert {program.objective for program in understood.programs} == {row[1].strip() for row in body if row[1].strip()}
    assert {program.goal for program in understood.programs} == {body[0][0].strip()}


def test_the_agencys_programs_stand_beside_the_sums_of_their_activities() -> None:
    path = sample("renstra_agency_table.csv")
    rows = [row for row in csv_rows(path)[4:] if row[7].strip()]
    expected = []
    silent = []
    for row in rows:
        if row[5].strip():
            continue
        computed = sums((other for other in rows if other[5].strip() and other[2:5] == row[2:5]), RENSTRA_RP)
        if sums([row], RENSTRA_RP):
            expected.append((" ".join(row[7].split()), sums([row], RENSTRA_RP), computed))
        else:
            silent.append(" ".join(row[7].split()))
    understood = read(path)
    assert [(it.label, dict(it.stated), dict(it.computed)) for it in understood.stated_totals] == expected
    assert [it.value for it in understood.problems if it.code == "program_without_amounts"] == silent
    assert len(silent) == 2
    assert "perundang-undangan" in understood.programs[0].indicators[0].name


def said(understood: Understood) -> set[str]:
    """Return every text that was understood, and every amount as text."""
    texts = {total.label for total in understood.stated_totals}
    for program in understood.programs:
        texts |= {program.name, program.heading, program.goal, program.objective, program.location}
        agencies = [program.agency, *(indicator.agency for indicator in program.indicators)]
        texts |= {agency.text for agency in agencies if agency is not None}
        for indicator in program.indicators:
            texts |= {indicator.name, indicator.unit}
            quantities = [indicator.baseline, indicator.final, *indicator.targets.values()]
            texts |= {quantity.text for quantity in quantities if quantity is not None}
    return texts


def amounts(understood: Understood) -> list[Decimal]:
    """Return every amount that was understood: of the rows of programs, and of the sums that were stated."""
    found: list[Decimal | None] = []
    for program in understood.programs:
        for indicator in program.indicators:
            found += [*indicator.funds.values(), indicator.end_fund]
    own = {(program.place.row) for program in understood.programs}
    for total in understood.stated_totals:
        if total.place.row not in own:  # a program above its activities is counted as a program
            found += [*total.stated.values(), total.end_stated]
    return sorted(amount for amount in found if amount is not None)


@pytest.mark.parametrize(
    ("name", "first", "codes", "rupiah"),
    [
        ("rpjmd_program_table.csv", 4, (0,), (6, 8, 10, 12, 14, 16)),
        ("renstra_agency_table.csv", 5, (2, 3, 4, 5, 6), (11, 13, 15, 17, 19, 21)),
    ],
)
def test_every_cell_that_counts_as_used_is_found_again(
    name: str, first: int, codes: tuple[int, ...], rupiah: tuple[int, ...]
) -> None:
    path = sample(name)
    understood = read(path)
    left = {(cell.place.row, cell.place.column) for cell in understood.left_out}
    texts = said(understood)
    written = []
    for number, row in enumerate(csv_rows(path), start=1):
        for column, cell in enumerate(row):
            if number < first or not cell.strip() or (number, column + 1) in left or column in codes:
                continue
            text = " ".join(cell.replace("_x0002_", "-").split())
            if column in rupiah:
                amount = money(cell)
                written += [] if amount is None else [amount]
            else:
                assert text in texts, (number, column + 1, cell)
    assert sorted(written) == amounts(understood)


@pytest.mark.parametrize("name", ["apbd_kab_sleman.csv", "apbd_kota_yogyakarta_dinkes_2015.csv"])
def test_a_budget_is_not_taken_for_programs_and_no_cell_of_it_is_dropped(name: str) -> None:
    path = sample(name)
    understood = read(path)
    assert understood.programs == ()
    assert [problem.code for problem in understood.problems] == ["budget_breakdown"]
    assert len(understood.left_out) == sum(1 for row in csv_rows(path) for cell in row if cell.strip())
