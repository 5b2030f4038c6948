"""The quick way through plain rows and the slow way through any row come to the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.observations.models import ValueType
from serambi.apps.regions.models import AreaKind
from serambi.exchange.observations_csv.blocks import Block, read_blocks
from serambi.exchange.observations_csv.checking import Checked, Checker
from serambi.exchange.observations_csv.headings import read_headings
from serambi.exchange.observations_csv.known import Known
from serambi.exchange.observations_csv.opening import open_text
from serambi.exchange.observations_csv.staging import STAGED
from serambi.exchange.observations_csv.tests.files import HEAD, TODAY, load
from serambi.exchange.tables.notation import Notation
from tests.cast import Cast, make_area, make_series

ATAS = "90.01.01.1001"
HEADS = (
    "series",
    "area",
    "period",
    "value",
    "final",
    "quality",
    "origin",
    "source",
    "source_url",
    "note",
    "illustration",
)
SERIES = st.sampled_from(["waste.handled", " waste.handled", "people.count", "hall.score", "old.gone", "none", ""])
AREAS = st.sampled_from(
    [ATAS, "90.01.01", "90.01", "90", "90.01.09.2009", "90.01.08.2008", "91.01", f" {ATAS} ", "x", ""]
)
PERIODS = st.sampled_from(["2026-01", "2025-12", "2026-06", "2026", "2026-Q1", "2026-13", "1990-01", "", "Januari"])
TEXTS_OF_NUMBERS = (
    "|-|0|-0|5|+5|1e3|٥|5000|5000.000001|5001|-0.000001|1,5|1.5|1.234|1,234|1.234,5|1,234.5|1.234.567|0.1234567|"
    "12345678901234567890|123456789012.345|1234567890123.45|Rp 5|5 ton|5 - 7|nan| 7 |98%"
)
NUMBERS = st.one_of(
    st.sampled_from(TEXTS_OF_NUMBERS.split("|")), st.decimals(-10, 10**13, places=3, allow_nan=False).map(str)
)
FLAGS = st.sampled_from(["", "ya", "no", "maybe", "FINAL"])
TEXTS = st.sampled_from(["", "Buku", "'=1+1", "''x", "=1", 'a, "b"', " x ", "y" * 301])
LINKS = st.sampled_from(["", "https://serumpun.example/a", "ftp", "http://" + "a" * 500])
ROWS = st.tuples(
    SERIES, AREAS, PERIODS, NUMBERS, FLAGS, st.sampled_from(["", "measured", "Terukur", "x"]),
    st.sampled_from(["", "Survei", "agency", "y"]), TEXTS, LINKS, TEXTS, FLAGS,
)  # fmt: skip


NOTATIONS = st.sampled_from([Notation.POINT, Notation.COMMA, Notation.MIXED, Notation.PLAIN])


@pytest.fixture
def known(cast: Cast) -> Known:
    make_series("waste.handled", minimum=0, maximum=5000)
    make_series("people.count", value_type=ValueType.COUNT, area_level=2)
    make_series("hall.score", frequency="year", minimum="-1.0000005", is_illustration=True)
    make_series("old.gone", archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    hulu = cast.areas["90.01.01"]
    late, ended = (
        make_area("90.01.09.2009", "Baru", "village", hulu),
        make_area("90.01.08.2008", "Lama", "village", hulu),
    )
    late.valid_from, ended.valid_until = dt.date(2026, 1, 15), dt.date(2025, 12, 31)
    late.save()
    ended.save()
    return Known(by=None, today=TODAY)


class SlowChecker(Checker):
    """Takes no row for plain."""

    def _plain(self, columns: object, block: Block) -> tuple[object, object]:
        return STAGED.empty_table(), np.zeros(block.table.num_rows, dtype=bool)


def found(checked: Checked) -> object:
    rejects = sorted((one.line, one.sentence) for one in checked.rejects)
    return checked.rows.to_pylist(), rejects, checked.blank, checked.without_value


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(ROWS, min_size=1, max_size=8),
    notation=st.sampled_from([Notation.POINT, Notation.COMMA, Notation.MIXED, Notation.PLAIN]),
)
def test_plain_rows_are_judged_as_one_by_one(
    known: Known, tmp_path: Path, rows: list[tuple[str, ...]], notation: Notation
) -> None:
    path = tmp_path / "a.csv"
    lines = ["\t".join(HEADS), *("\t".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")
    text = open_text(path, name="a.csv", folder=tmp_path)
    headings = read_headings(text.headings, name="a.csv")
    columns = list(headings.at)
    count = 0
    for block in read_blocks(text, sorted(headings.at.values())):
        quick = Checker(known, headings, notation, columns).check(block)
        slow = SlowChecker(known, headings, notation, columns).check(block)
        assert found(quick) == found(slow)
        count += quick.count + quick.blank
    assert count == len(rows)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("none,90.01,2026-01,5", "none"),
        ("waste.handled,99.99,2026-01,5", "99.99"),
        ("waste.handled,90,2026-01,5", "Nusa Serumpun"),
        ("people.count,90.01.01,2026-01,5", "Hulu"),
        ("waste.handled,90.01,2026,5", "2026"),
        ("waste.handled,90.01,2026-06,5", "Juni 2026"),
        ("waste.handled,90.01,soon,5", "soon"),
        ("waste.handled,,2026-01,5", "wilayah"),
        ("waste.handled,90.01,2026-01,5001", "5.001"),
        ("waste.handled,90.01,2026-01,many", "many"),
        ("people.count,90.01,2026-01,5.25", "5,25"),
        ("waste.handled,90.01,2026-01,0.12345678", "0,12345678"),
        ("waste.handled,90.01.09.2009,2025-12,5", "Baru"),
        ("waste.handled,90.01.08.2008,2026-01,5", "Lama"),
        ("old.gone,90.01,2026-01,5", "old gone"),
        ("waste.handled,90.01,2026-01", "3"),
    ],
)
def test_every_rule_has_its_sentence(known: Known, tmp_path: Path, row: str, word: str) -> None:
    outcome = load(tmp_path, f"{HEAD}{row}\n", notation=Notation.POINT)
    assert outcome.rejected == 1
    assert word in outcome.problems[0].sentence


def test_a_code_that_came_back_is_the_area_of_its_time(cast: Cast, tmp_path: Path) -> None:
    series = make_series("waste.handled")
    old, hulu = cast.areas[ATAS], cast.areas["90.01.01"]
    old.valid_until = dt.date(2025, 6, 30)
    old.save()
    new = make_area(ATAS, "Atas Baru", AreaKind.VILLAGE, hulu)
    new.valid_from = dt.date(2025, 7, 1)
    new.save()
    load(tmp_path, f"{HEAD}waste.handled,{ATAS},2025-01,1\nwaste.handled,{ATAS},2026-01,2\n")
    assert dict(series.observations.values_list("area_id", "value")) == {old.pk: 1, new.pk: 2}
