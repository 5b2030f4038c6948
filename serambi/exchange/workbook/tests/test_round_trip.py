"""Export, import, export: nothing is lost and nothing changes."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from serambi.apps.indicators.models import Baseline, Constant, Indicator, Target
from serambi.apps.observations.models import Observation, Series
from serambi.apps.plans.models import Dependency, Goal, Mission, Participation, Program, Risk, Strategy
from serambi.apps.plans.tests.builders import make_activity, make_line, make_milestone
from serambi.exchange.tables.book import Book
from serambi.exchange.workbook.books import read_book
from serambi.exchange.workbook.export import export_workbook
from serambi.exchange.workbook.load import load_workbook
from serambi.exchange.workbook.read import read_workbook
from serambi.exchange.workbook.tests.world import TODAY, contents, make_world, read_back
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_workbook_that_nobody_touched_changes_nothing(cast: Cast, tmp_path: Path, language: str) -> None:
    make_world(cast)
    counts = export_workbook(tmp_path / "a.xlsx", by=None, language=language)
    found = read_back(tmp_path / "a.xlsx")
    assert found.problems == []
    assert found.left_out == []
    assert [(name, sheet.rows) for name, sheet in found.sheets.items() if sheet.rows] == []
    assert {name: sheet.unchanged for name, sheet in found.sheets.items()} == {
        name: count for name, count in counts.items() if name != "areas"
    }
    assert counts["budget"] == 5
    assert sum(sheet.absent for sheet in found.sheets.values()) == 0


def test_loading_into_an_emptied_register_brings_everything_back(cast: Cast, tmp_path: Path) -> None:
    make_world(cast)
    Program.objects.update(is_illustration=False)
    export_workbook(tmp_path / "a.xlsx", by=None, language="id")
    Observation.objects.filter(value=None).delete()
    before = contents()
    for table in (Observation, Series, Target, Indicator, Program, Goal, Mission, Constant):
        table.objects.all().delete()
    emptied = contents()
    assert {name for name, rows in emptied.items() if not rows} == {
        *("missions", "goals", "strategies", "programs", "participations", "risks", "activities", "dependencies"),
        *(
            "milestones",
            "budget",
            "indicators",
            "weights",
            "targets",
            "baselines",
            "series",
            "observations",
            "constants",
        ),
    }
    outcome = load_workbook(read_workbook(tmp_path / "a.xlsx"), by=cast.rani, today=TODAY)
    assert outcome.comparison.problems == []
    # A withdrawn figure cannot be recorded as new: the row is named among what was left out.
    assert [left.place.cell for left in outcome.comparison.left_out] == ["D4"]
    assert outcome.is_loaded
    assert contents() == before
    again = load_workbook(read_workbook(tmp_path / "a.xlsx"), by=cast.rani, today=TODAY)
    assert again.comparison.is_empty
    assert not again.is_loaded


# Beginnings that a spreadsheet takes for something else, and every other text that a database can hold.
texts = st.one_of(
    st.sampled_from(["", " ", "=1+1", "+62", "-", "@x", "'x", "''", "007", "1.10", "1e5", "TRUE", "#REF!", "_x0041_",
                     "a\r\nb", "\ta", "\x0b", "2026-03-14", "ya", "-1.234,5", "x" * 40_000, "\U0001f6f6" * 20_000]),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40),
)  # fmt: skip
names = texts.map(lambda text: text[:200]).filter(lambda text: bool(text.strip()) and bool(_kept(text)))
codes = st.text("=+-@'.A1 /#", min_size=1, max_size=8).map(str.strip).filter(bool)
money = st.integers(0, 9_000_000_000_000_000_000).map(lambda sen: Decimal(sen).scaleb(-2))
figures = st.one_of(st.none(), st.integers(-(10**15) + 1, 10**15 - 1).map(lambda digits: Decimal(digits).scaleb(-3)))


def _kept(text: str) -> str:
    """Return what remains of a text without what no file can hold."""
    return "".join(mark for mark in text if mark.isprintable()).strip()


@given(data=st.data(), language=st.sampled_from(["id", "en"]))
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_register_comes_back_as_it_was(cast: Cast, data: st.DataObject, language: str) -> None:
    draw = data.draw
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        plan = make_plan(cast.region, vision=draw(texts), source=draw(texts))
        for number in range(draw(st.integers(0, 2))):
            weight = draw(st.integers(0, 9999)) / Decimal(1000)
            program = make_program(plan, f"P-{number}", name=draw(names), description=draw(texts), weight=weight)
            # Two activities of one program may have one name, and one may look like another's label.
            activity = make_activity(program, draw(st.sampled_from(["Sama", "Sama #1"]) | names), code=draw(texts)[:30])
            twin = make_activity(program, activity.name)
            make_milestone(twin, TODAY, name=draw(names), note=draw(texts))
            make_line(program, str(draw(money)), draw(st.none() | money.map(str)), activity=activity)
            make_line(program, str(draw(money)), source=draw(texts)[:300])
            Participation.objects.create(program=program, organization=cast.dinkes, note=draw(texts)[:300])
            for _risk in range(draw(st.integers(0, 2))):
                Risk.objects.create(
                    program=program, description=draw(names), likelihood=1, impact=5, response=draw(texts)
                )
            Dependency.objects.create(activity=twin, predecessor=activity, lag_days=draw(st.integers(0, 3650)))
            goal = Goal.objects.create(pillar=program.pillar, code=f"{draw(codes)}{number}", text=draw(names))
            strategy = Strategy.objects.create(goal=goal, code=draw(codes), text=draw(names))
            Program.objects.filter(pk=program.pk).update(strategy=draw(st.sampled_from([None, strategy])))
            Mission.objects.create(
                plan=plan, development_plan=draw(names)[:50].strip(), number=number, text=draw(names)
            )
        series = make_series("waste.handled", definition=draw(texts), name=draw(names))
        indicator = make_indicator("waste_rate", "waste.handled")
        value = draw(figures) or Decimal(0)
        Baseline.objects.create(indicator=indicator, area=cast.region, period="2024", value=value)
        for month in range(1, 4):
            make_observation(series, cast.region, f"2025-{month:02}", draw(figures), note=draw(texts))
        first, second = Path(folder, "a.xlsx"), Path(folder, "b.xlsx")
        export_workbook(first, by=None, language=language)
        before = contents()
        found = read_back(first)
        assert found.problems == []
        assert [sheet.rows for sheet in found.sheets.values() if sheet.rows] == []
        assert sum(sheet.absent for sheet in found.sheets.values()) == 0
        assert not load_workbook(read_workbook(first), by=None, today=TODAY).is_loaded
        assert contents() == before
        export_workbook(second, by=None, language=language)
        assert _values(read_book(first)) == _values(read_book(second))
        transaction.set_rollback(True)


def _values(book: Book) -> list[tuple[str, list[object]]]:
    return [(sheet.name, list(sheet.rows)) for sheet in book.sheets]
