"""A table is loaded all or nothing, once, and leaves a row that says what it did."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import Http404

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.parts import rows_in
from serambi.apps.audit.queries import entries_of
from serambi.apps.audit.services import snapshot
from serambi.apps.evaluation.models import Attainment, Node, Score
from serambi.apps.evaluation.services import recompute_all
from serambi.apps.indicators.errors import IndicatorError
from serambi.apps.indicators.models import Baseline, Indicator, IndicatorValue, ProgramIndicator, Target
from serambi.apps.observations.models import FrequencyChoice, Origin, Quality, Series
from serambi.apps.observations.services import record_value
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.models import Activity, BudgetLine, FundSource, MasterPlan, Program
from serambi.apps.plans.services import change_program
from serambi.apps.plans.tests.builders import heard, make_line
from serambi.exchange import errors
from serambi.exchange.imports.proposal import propose
from serambi.exchange.imports.services import load
from serambi.exchange.imports.tests.records import everything
from serambi.exchange.imports.tests.tables import CHOICES, FILE, SHEET, accepted, indicator, program, table, waste
from serambi.exchange.models import Load
from serambi.exchange.queries import get_load_for, loads_for, same_file
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Problem
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


def test_a_table_becomes_programs_activities_money_and_indicators(plan: MasterPlan, cast: Cast) -> None:
    made = load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    first = Program.objects.get(code="2.11.03")
    assert (first.name, first.lead, first.source, first.stage) == (
        "Pengelolaan Persampahan", cast.dlh, "RPJMD Serumpun 2025–2029", "unreported",
    )  # fmt: skip
    assert [(one.code, one.organization, one.position) for one in first.activities.all()] == [
        ("2.11.03.2.01", cast.dlh, 1)
    ]
    assert [(one.year, one.ceiling, one.realization) for one in first.budget_lines.all()] == [
        (2025, Decimal("1458477763740.00"), None), (2026, Decimal("719587600788.61"), None),
    ]  # fmt: skip
    assert Program.objects.get(code="1.02.02").budget_lines.get().ceiling == 0
    handled = Indicator.objects.get(code="program_2_11_03.i1")
    assert (handled.name, handled.formula, handled.unit, handled.decimals, handled.owner) == (
        "Sampah tertangani", "program_2_11_03.i1.value", "Persen", 1, cast.dlh,
    )  # fmt: skip
    assert [(str(one.period), one.value) for one in handled.targets.all()] == [("2025", 50), ("2026", Decimal("62.5"))]
    assert [(str(one.period), one.value) for one in handled.baselines.all()] == [("2024", 40)]
    assert list(ProgramIndicator.objects.values_list("program__code", "weight")) == [
        ("2.11.03", 1), ("2.11.03", 1), ("2.11.03", 0),
    ]  # fmt: skip
    assert made.counts["programs_created"] == 2
    assert made.totals["2026"] == {"understood": "719587600788.61", "loaded": "719587600788.61"}
    assert (made.file_name, made.file_sha256, made.file_size, made.layout_name, made.loaded_by) == (
        "rpjmd.xlsx", "ab" * 32, 20_480, "RPJMD 2025", cast.rani,
    )  # fmt: skip


def test_loading_the_same_table_again_proposes_nothing(plan: MasterPlan, cast: Cast) -> None:
    load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    again = propose(waste(), plan, CHOICES)
    assert again.counts == {}
    before = everything()
    with pytest.raises(errors.NothingToLoad):
        load(again, file=FILE, by=cast.rani)
    assert everything() == before
    assert Load.objects.count() == 1


def test_programs_of_one_code_or_without_code_are_not_loaded_twice(plan: MasterPlan, cast: Cast) -> None:
    same = (indicator(6, "Sama"), indicator(7, "Sama"))
    rows = table(
        program(5, "7.01.02", "Pelayanan"), program(6, "7.01.02", "Pelayanan", indicators=same),
        program(8, "", "Tanpa Kode"), program(9, "", "Tanpa Kode"),
    )  # fmt: skip
    load(accepted(rows, plan), file=FILE, by=cast.rani)
    assert set(Program.objects.values_list("code", flat=True)) == {"7.01.02", "7.01.02-2", "P-001", "P-002"}
    assert accepted(rows, plan).counts == {}


def test_a_changed_table_changes_what_is_there(plan: MasterPlan, cast: Cast) -> None:
    load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    rows = list(waste().programs)
    rows[0] = replace(rows[0], name="Persampahan", funds={2025: Decimal(7), 2026: Decimal("719587600788.61")})
    rows[0] = replace(rows[0], indicators=(indicator(5, "Sampah tertangani", targets={}), rows[0].indicators[1]))
    made = load(propose(table(*rows), plan, CHOICES), file=FILE, by=cast.rani)
    assert made.counts == {"programs_changed": 1, "budget_lines_changed": 1}
    assert Program.objects.get(code="2.11.03").name == "Persampahan"
    assert BudgetLine.objects.get(program__code="2.11.03", year=2025).ceiling == 7
    assert Target.objects.filter(indicator__name="Sampah tertangani").count() == 2


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_loads(plan: MasterPlan, cast: Cast, name: str) -> None:
    with pytest.raises(errors.NotACoordinator):
        load(propose(waste(), plan, CHOICES), file=FILE, by=cast.people[name])
    assert not Program.objects.exists()


def test_an_error_or_an_open_doubt_keeps_everything_out(plan: MasterPlan, cast: Cast) -> None:
    wrong = table(program(5, "A", "B"), problems=(Problem(Place(SHEET, 3, 3), "unreadable", "Tidak terbaca."),))
    with pytest.raises(errors.HasErrors):
        load(propose(wrong, plan, CHOICES), file=FILE, by=cast.rani)
    doubtful = table(program(5, "A", "B"), program(6, "A", "B"))
    with pytest.raises(errors.DoubtsOpen):
        load(propose(doubtful, plan, CHOICES), file=FILE, by=cast.rani)
    assert not Program.objects.exists()
    assert not Load.objects.exists()


def test_a_register_that_changed_since_is_compared_again(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", name="Persampahan")
    found = propose(waste(), plan, CHOICES)
    change_program(there, by=cast.rani, name="Sampah")
    with pytest.raises(errors.RegisterChanged):
        load(found, file=FILE, by=cast.rani)
    again = propose(waste(), plan, CHOICES)
    with pytest.raises(errors.RegisterChanged):
        load(again, file=FILE, by=cast.rani, seen=found.fingerprint)
    assert load(again, file=FILE, by=cast.rani, seen=again.fingerprint).counts["programs_changed"] == 1


def test_a_row_that_a_service_refuses_leaves_nothing(plan: MasterPlan, cast: Cast) -> None:
    found = propose(waste(), plan, CHOICES)
    # The comparison would not let this through; the service that writes the last lines refuses it on its own.
    lines = (*found.lines[:-1], replace(found.lines[-1], year=2099))
    before, entries = everything(), Entry.objects.count()
    with heard() as told, pytest.raises(PlanError, match="2099"):
        load(replace(found, lines=lines), file=FILE, by=cast.rani)
    assert everything() == before
    assert (Entry.objects.count(), Load.objects.count(), told) == (entries, 0, [])


def test_the_last_target_that_a_service_refuses_leaves_nothing(plan: MasterPlan, cast: Cast) -> None:
    found = propose(waste(), plan, CHOICES)
    last = found.indicators[-1]
    aims = (*last.aims[:-1], replace(last.aims[-1], value=Decimal("0.0000001")))
    before, entries = everything(), Entry.objects.count()
    with pytest.raises(IndicatorError):
        load(replace(found, indicators=(*found.indicators[:-1], replace(last, aims=aims))), file=FILE, by=cast.rani)
    assert everything() == before
    assert (Entry.objects.count(), Load.objects.count()) == (entries, 0)


def test_what_follows_is_told_once(plan: MasterPlan, cast: Cast) -> None:
    with heard() as told:
        load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    assert told == [frozenset(Program.objects.values_list("pk", flat=True))]


def test_every_row_is_in_the_record_once(plan: MasterPlan, cast: Cast) -> None:
    made = load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    told = Entry.objects.filter(actor_id=cast.rani.pk)
    for model, number in ((Program, 2), (Activity, 1), (Series, 3), (Indicator, 3)):
        entries = told.filter(object_type=model._meta.label_lower, verb=Verb.CREATED)
        assert entries.count() == number, model
    for model, owner in ((BudgetLine, Program), (Target, Indicator), (Baseline, Indicator)):
        entries = told.filter(object_type=owner._meta.label_lower, verb=Verb.FIGURES_SET)
        said = [row for one in entries for row in rows_in(one.after, model._meta.label_lower).items()]
        assert sorted(pk for pk, _columns in said) == sorted(model.objects.values_list("pk", flat=True)), model
    line = BudgetLine.objects.get(program__code="2.11.03", year=2025)
    (entry,) = entries_of(line)
    assert (entry.object_id, entry.before) == (str(line.program_id), {})
    assert rows_in(entry.after, "plans.budgetline")[line.pk] == {
        name: value for name, value in snapshot(line).items() if name not in {"id", "program"}
    }
    assert Entry.objects.get(verb=Verb.LOADED, object_id=str(made.pk)).after["programs_created"] == 2


def test_figures_recorded_later_reach_the_program(plan: MasterPlan, cast: Cast) -> None:
    recompute_all(plan, today=dt.date(2026, 3, 1))
    load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    series = Series.objects.get(code="program_2_11_03.i1.value")
    assert (series.frequency, series.producer, series.unit) == (FrequencyChoice.YEAR, cast.dlh, "Persen")
    record_value(
        series, area=cast.region, period=Period.parse("2025"), value=Decimal(45), by=cast.rani, is_final=True,
        quality=Quality.MEASURED, origin=Origin.AGENCY, today=dt.date(2026, 3, 1),
    )  # fmt: skip
    attained = Attainment.objects.get(target__indicator__formula=series.code, target__period=Period.parse("2025"))
    assert attained.ratio == pytest.approx(90)
    first = Program.objects.get(code="2.11.03")
    scores = Score.objects.filter(node=Node.PROGRAM, object_id=first.pk, period=Period.parse("2026-Q1"))
    assert scores.get().value == pytest.approx(90)


def test_targets_of_an_indicator_with_figures_are_judged_at_once(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", name="Pengelolaan Persampahan", lead=cast.dlh)
    handled = make_indicator("handled", "45", program=there, name="Sampah tertangani", unit="%")
    make_target(handled, cast.region, "2025", 90)
    load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    assert IndicatorValue.objects.filter(indicator=handled, period=Period.parse("2026")).get().value == 45
    ratios = Attainment.objects.filter(target__indicator=handled).order_by("target__period_end")
    assert [one.ratio for one in ratios] == [pytest.approx(90), pytest.approx(72)]


def test_an_indicator_of_the_register_is_linked(plan: MasterPlan, cast: Cast) -> None:
    other = make_program(plan, "QW-1")
    handled = make_indicator("handled", "1", program=other)
    row = program(5, "A", "B", indicators=(indicator(5, "X", "%"),))
    choices = replace(CHOICES, indicators={Place(SHEET, 5, 3): "handled"})
    load(propose(table(row), plan, choices), file=FILE, by=cast.rani)
    assert set(handled.programs.values_list("code", flat=True)) == {"QW-1", "A"}
    assert handled.targets.count() == 2


def test_lines_of_other_sources_stay(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "1.02.02", name="Kesehatan Masyarakat", lead=cast.dinkes)
    make_line(there, 9, year=2025, fund_source=FundSource.APBN)
    load(accepted(waste(), plan), file=FILE, by=cast.rani)
    assert sorted(there.budget_lines.values_list("fund_source", "ceiling")) == [("apbd_lain", 0), ("apbn", 9)]


def test_loads_are_seen_by_the_coordinator_alone(plan: MasterPlan, cast: Cast) -> None:
    made = load(propose(waste(), plan, CHOICES), file=FILE, by=cast.rani)
    assert get_load_for(cast.rani, made.pk) == made
    assert [one.pk for one in loads_for(cast.rani)] == [made.pk]
    assert same_file(cast.rani, FILE.sha256) == made
    for person in (cast.oka, cast.vera, cast.wati):
        assert not loads_for(person).exists()
        with pytest.raises(Http404):
            get_load_for(person, made.pk)
