"""Breakdowns: the tree, the sums at every level, and nothing lost; the samples against an independent count."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.budgets.breakdown import Breakdown, NoBreakdown, read_breakdown
from serambi.exchange.budgets.cells import text_of
from serambi.exchange.budgets.codes import Level, Notation
from serambi.exchange.budgets.tests.samples import SLEMAN, YOGYAKARTA, book_of, sample_rows, table
from serambi.exchange.tables.book import Book, Place, Value

BASE = "1.02.1.02.01"


def counted_by_code(name: str) -> dict[str, Fraction]:
    """Return the sums that can be checked, with what they are off by, counted another way.

    Every code once, the last row of it; a child's code is its parent's with one part more. Sorted codes and a walk
    over them, fractions in place of decimals.
    """
    amounts: dict[tuple[str, ...], Fraction | None] = {}
    for code, _name, amount, *_rest in sample_rows(name)[7:]:
        if code.strip():
            whole = re.fullmatch(r"\s*(\d+)\s*", amount)
            amounts[tuple(code.strip().split("."))] = Fraction(int(whole[1])) if whole else None
    rest: dict[str, Fraction | None] = {}
    for parts in sorted(amounts):
        above = parts[:-1]
        if above not in amounts:
            continue
        key = ".".join(above)
        before, own, stated = rest.get(key, Fraction(0)), amounts[parts], amounts[above]
        if key not in rest:
            before = stated
        rest[key] = None if before is None or own is None else before - own
    return {key: value for key, value in rest.items() if value is not None}


@pytest.mark.parametrize(("name", "relations", "off"), [(YOGYAKARTA, 632, 0), (SLEMAN, 916, 55)])
def test_sums_by_code_agree_with_an_independent_count(name: str, relations: int, off: int) -> None:
    expected = counted_by_code(name)
    assert (len(expected), sum(value != 0 for value in expected.values())) == (relations, off)
    breakdown = read_breakdown(book_of(sample_rows(name)))
    found = {
        breakdown.lines[one.parent].code: Fraction(one.difference)
        for one in breakdown.by_code
        if one.difference is not None
    }
    assert found == expected


def counted_by_columns(name: str) -> dict[int, Fraction]:
    """Return what programs and functions of the two samples are off by, by row, from the shape of their codes alone."""
    shapes = {
        YOGYAKARTA: (r"(1\.02\.1\.02\.01\.\d{3})\.000\.5\.2", r"(1\.02\.1\.02\.01\.\d{3})\.(?!000)\d{3}\.5\.2"),
        SLEMAN: (r"(\d\.\d\d\.1\.01\.01\.(?!00)\d\d)", r"(\d\.\d\d\.1\.01\.01\.(?!00)\d\d)\.\d\d"),
    }[name]
    programs: dict[str, tuple[int, Fraction]] = {}
    activities: dict[str, Fraction] = defaultdict(Fraction)
    for number, (code, _name, amount, *_rest) in enumerate(sample_rows(name), 1):
        if (program := re.fullmatch(shapes[0], code.strip())) and not code.strip().endswith("000.000.5.2"):
            programs[program[1]] = (number, Fraction(amount))
        if activity := re.fullmatch(shapes[1], code.strip()):
            activities[activity[1]] += Fraction(amount)
    return {row: stated - activities[code] for code, (row, stated) in programs.items()}


@pytest.mark.parametrize(("name", "programs", "off"), [(YOGYAKARTA, 12, []), (SLEMAN, 22, [832, 1166, 1609])])
def test_programs_are_the_sum_of_their_activities(name: str, programs: int, off: list[int]) -> None:
    expected = counted_by_columns(name)
    assert (len(expected), [row for row, rest in sorted(expected.items()) if rest]) == (programs, off)
    breakdown = read_breakdown(book_of(sample_rows(name)))
    found = {
        breakdown.lines[one.parent].place.row: Fraction(one.difference)
        for one in breakdown.relations
        if breakdown.lines[one.parent].level is Level.PROGRAM and one.difference is not None
    }
    assert found == expected


def test_the_tree_of_yogyakarta_holds_but_for_its_rounded_top() -> None:
    breakdown = read_breakdown(book_of(sample_rows(YOGYAKARTA)))
    assert (breakdown.notation, breakdown.year, len(breakdown.lines)) == (Notation.LONG, 2015, 1726)
    assert (len(breakdown.relations), len(breakdown.unchecked)) == (647, 1)
    [top] = breakdown.differences
    assert (breakdown.lines[top.parent].place.row, top.difference) == (8, Decimal(-160_399))
    [total] = breakdown.stated_totals
    assert (total.place.row, total.differences) == (1739, {2015: Decimal(-160_399)})
    unreadable = [one for one in breakdown.problems if one.code == "unreadable_amount"]
    assert [(one.place.cell, one.value) for one in unreadable] == [("C585", "14,790 750")]
    assert breakdown.lines[breakdown.unchecked[0].parent].place.row == 583
    assert [one.place.cell for one in breakdown.problems if one.code == "unknown_code"] == ["A1626"]


def test_the_tree_of_sleman_interleaves_programs_and_activities() -> None:
    breakdown = read_breakdown(book_of(sample_rows(SLEMAN)))
    assert (breakdown.notation, breakdown.year, len(breakdown.lines)) == (Notation.SHORT, 2014, 1998)
    assert (len(breakdown.relations), len(breakdown.unchecked), len(breakdown.differences)) == (1044, 18, 71)
    by_row = {line.place.row: line for line in breakdown.lines}
    for child, parent in (
        (22, 8),
        (23, 22),
        (1994, 22),
        (24, 23),
        (25, 24),
        (26, 25),
        (236, 238),
        (178, 177),
        (174, 173),
    ):
        above = by_row[child].parent
        assert above is not None
        assert breakdown.lines[above].place.row == parent, child
    assert [line.place.row for line in breakdown.lines if line.is_orphan] == [20]
    assert [one.place.cell for one in breakdown.left_out] == ["B441", "C441"]
    assert sum(one.code == "missing_amount" for one in breakdown.problems) == 18


def places_used(breakdown: Breakdown) -> set[str]:
    """Return the cells that the result speaks of, by column and row."""
    used = {cell for line in breakdown.heading for cell in (f"A{line.place.row}", f"B{line.place.row}")}
    for line in breakdown.lines:
        used |= {f"{column}{line.place.row}" for column in "ABC"}
        used |= {explanation.place.cell for explanation in line.explanations}
    used |= {cell for one in breakdown.stated_totals for cell in (f"B{one.place.row}", f"C{one.place.row}")}
    return used | {one.place.cell for one in breakdown.left_out}


@pytest.mark.parametrize("name", [YOGYAKARTA, SLEMAN])
def test_no_cell_of_a_sample_is_dropped_in_silence(name: str) -> None:
    rows = sample_rows(name)
    filled = {f"{'ABCD'[c]}{r}" for r, row in enumerate(rows, 1) for c, cell in enumerate(row) if cell.strip()}
    assert filled - places_used(read_breakdown(book_of(rows))) == {"A7", "B7", "C7", "D7"}  # the header itself


def test_todays_notation_takes_accounts_alone_or_behind_their_sub_activity() -> None:
    breakdown = read_breakdown(
        table(
            ("2", "Urusan", "300"),
            ("2.16", "Komunikasi", "300"),
            ("2.16.03", "Program", "300"),
            ("2.16.03.2.02", "Kegiatan", "300"),
            ("2.16.03.2.02.0014", "Subkegiatan", "100"),
            ("5", "BELANJA", "100"),
            ("5.1", "Belanja operasi", "100"),
            ("5.1.02.04.01.0001", "Perjalanan", "100"),
            ("2.16.03.2.02.09", "Subkegiatan lama", "200"),
            ("2.16.03.2.02.09.5.1", "Belanja operasi", "200"),
            ("2.16.03.2.02.09.5.1.02.01.01.0024", "Alat tulis", "199"),
        )
    )
    assert breakdown.notation is Notation.SIPD
    assert [line.parent for line in breakdown.lines] == [None, 0, 1, 2, 3, 4, 5, 6, 3, 8, 9]
    assert [line.level for line in breakdown.lines[1:6]] == [
        Level.FUNCTION, Level.PROGRAM, Level.ACTIVITY, Level.SUB_ACTIVITY, Level.ACCOUNT,
    ]  # fmt: skip
    [off] = breakdown.differences
    assert (breakdown.lines[off.parent].place.row, off.difference) == (13, 1)


def test_a_program_of_a_supporting_function_is_no_account() -> None:
    breakdown = read_breakdown(table(("5.01.02", "Program perencanaan", "5"), ("5.1.02", "Belanja barang", "5")))
    assert [line.level for line in breakdown.lines] == [Level.PROGRAM, Level.ACCOUNT]
    assert breakdown.lines[1].parent == 0


def test_a_missing_amount_is_no_zero() -> None:
    code = f"{BASE}.001.001.5.2"
    breakdown = read_breakdown(table((code, "Kegiatan", "10"), (f"{code}.1", "A", "10"), (f"{code}.2", "B", "")))
    [relation] = breakdown.relations
    assert (relation.is_checked, relation.difference, relation.known) == (False, None, 10)


def test_a_code_that_stands_twice_is_told_and_counted_twice() -> None:
    code = f"{BASE}.001.001.5.2"
    breakdown = read_breakdown(table((code, "Kegiatan", "10"), (f"{code}.1", "A", "4"), (f"{code}.1", "B", "6")))
    assert not breakdown.differences
    assert [(one.place.cell, one.code) for one in breakdown.problems] == [("A6", "duplicate_code")]


def test_another_name_of_the_same_row_is_counted_once() -> None:
    code = f"{BASE}.001.001.5.2"
    breakdown = read_breakdown(table((code, "Kegiatan", "10"), (f"{code}.1", "A", "10"), (f"{code}.1", "a", "10")))
    assert not breakdown.differences
    assert [line.repeats for line in breakdown.lines] == [None, None, 1]


def test_an_orphan_is_told_and_in_no_total() -> None:
    breakdown = read_breakdown(table((f"{BASE}.000.000.5.2", "Belanja", "1"), ("1.03.1.03.01.001.001.5.2.1", "A", "1")))
    assert [line.place.row for line in breakdown.lines if line.is_orphan] == [5]
    assert [line.place.row for line in breakdown.top()] == [4]


def test_other_columns_are_left_out_by_name() -> None:
    book = book_of([["Kode", "Uraian", "Pagu", "Lokasi"], ["2.16.03", "Program", "1", "Sepaku"]])
    left_out = read_breakdown(book).left_out
    assert [(one.place.cell, one.value) for one in left_out] == [("D1", "Lokasi"), ("D2", "Sepaku")]


@pytest.mark.parametrize("rows", [[], [["Nama", "Alamat"], ["A", "B"]]])
def test_a_table_of_something_else_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(NoBreakdown):
        read_breakdown(book_of(rows) if rows else Book("kosong", "csv", ()))


SEGMENT = st.integers(1, 3).map(lambda number: f"{number:02}")
CODES = st.lists(
    st.one_of(
        st.builds(lambda p, a: f"{BASE}.0{p}.0{a}.5.2", SEGMENT, SEGMENT),
        st.builds(lambda p, a, k, o: f"{BASE}.0{p}.0{a}.5.2.{k[1]}.{o}", SEGMENT, SEGMENT, SEGMENT, SEGMENT),
        st.builds(lambda p: f"{BASE}.0{p}.000.5.2", SEGMENT),
        st.builds(lambda f, p: f"1.{f}.1.01.01.{p}", SEGMENT, SEGMENT),
        st.builds(lambda p, a: f"2.16.{p}.2.{a}", SEGMENT, SEGMENT),
        st.builds(lambda k, o: f"5.1.{k}.{o}", SEGMENT, SEGMENT),
        st.text("125.0 ", max_size=12),
    ),
    max_size=25,
)


@given(CODES)
def test_no_row_is_ever_above_itself(codes: list[str]) -> None:
    breakdown = read_breakdown(table(*((code, "x", "1") for code in codes)))
    for start in range(len(breakdown.lines)):
        seen, at = {start}, breakdown.lines[start].parent
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = breakdown.lines[at].parent
    assert sum(len(one.children) for one in breakdown.relations) == sum(
        one.parent is not None for one in breakdown.lines
    )


CELL = st.one_of(
    st.none(),
    st.sampled_from(
        ["5", "5.1", "2.16.03", "JUMLAH BELANJA", "1.234", "12 bulan", "-", "2.16.03.2.02", f"{BASE}.001.000.5.2"]
    ),
    st.text(max_size=6),
    st.integers(-5, 10**12),
    st.floats(),
    st.booleans(),
    st.decimals(),
    st.dates(),
)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=5), max_size=12))
def test_whatever_stands_in_the_cells_nothing_is_dropped(cells: list[list[Value]]) -> None:
    head: list[Value] = ["Kode Rekening", "Uraian", "Jumlah", "Penjelasan"]
    book = book_of([head, *cells])
    used = places_used(read_breakdown(book))
    filled = {
        Place("", number, column).cell
        for number, row in enumerate(book.sheets[0].rows, 1)
        for column, value in enumerate(row, 1)
        if number > 1 and text_of(value)
    }
    assert filled <= used
