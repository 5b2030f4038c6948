"""Whatever stands in a table: it is read without failing, and every cell and every rupiah is accounted for."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.exchange.tables.book import Value
from serambi.exchange.tables.programs import find_layouts, understand

from .tables import HEADER, ORGANIZATIONS, make_book, plan, settled

words: st.SearchStrategy[Value] = st.sampled_from(
    [
        *(None, "", "-", "0", 0, "1.02", "1.02.02", "1.02.02.2.01", "I", "Program A", "Program", "Indikator", "Jumlah"),
        *("Kode", "Target", "Rp", "2025", 2025, "Tahun 2026", "OPD", "Dinkes", "Seluruh OPD", "98%", "1.234", "1,5"),
        *(12.5, 1e9, True, "WTP", "\x02", "_x0002_", "Satuan", "URUSAN WAJIB", "Sumber: RPJMD", "TOTAL", "3-5"),
    ]
)
tables = st.lists(st.lists(words, max_size=12), max_size=14)


@settings(deadline=None, max_examples=300)
@given(tables)
def test_any_rows_below_a_header_are_accounted_for(rows: list[list[Value]]) -> None:
    book = plan(*rows)
    understood = understand(book, find_layouts(book), organizations=ORGANIZATIONS)
    settled(book, understood)
    for index, program in enumerate(understood.programs):
        above, steps = program.parent, 0
        while above is not None:
            assert above != index
            above, steps = understood.programs[above].parent, steps + 1
            assert steps <= len(understood.programs)
    for year, total in understood.totals.items():
        assert total == sum(
            (it.funds.get(year, Decimal(0)) for it in understood.programs if it.parent is None), Decimal(0)
        )


@settings(deadline=None, max_examples=300)
@given(tables)
def test_any_rows_at_all_are_accounted_for(rows: list[list[Value]]) -> None:
    book = make_book(*rows)
    settled(book, understand(book, find_layouts(book), organizations=ORGANIZATIONS))


amounts = st.decimals(min_value=0, max_value=10**12, places=2)


@given(st.lists(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4), min_size=1, max_size=6))
def test_money_is_the_exact_sum_of_what_was_written(programs: list[list[tuple[Decimal, Decimal]]]) -> None:
    rows: list[list[Value]] = []
    for number, lines in enumerate(programs, start=2):
        for line, (first, second) in enumerate(lines):
            name = [f"1.02.{number:02d}", f"Program {number}"] if line == 0 else [None, None]
            rows.append([*name, f"Indikator {line}", "Persen", "1", "2", f"{first:,f}", "3", f"{second:,f}"])
    understood = understand(book := make_book(*HEADER, *rows), find_layouts(book))
    assert understood.totals == {
        2025: sum((first for lines in programs for first, _second in lines), Decimal(0)),
        2026: sum((second for lines in programs for _first, second in lines), Decimal(0)),
    }
    assert understood.indicators == sum(map(len, programs))
