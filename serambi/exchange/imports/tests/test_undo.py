"""Exactly one load is taken back; what people did since is never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.parts import rows_in
from serambi.apps.evaluation.services import recompute_all
from serambi.apps.indicators.models import Indicator, Target
from serambi.apps.indicators.services import TargetValue, set_targets
from serambi.apps.indicators.services import recompute_all as compute_values
from serambi.apps.observations.models import Observation, Origin, Quality, Series
from serambi.apps.observations.services import record_value
from serambi.apps.plans.models import Activity, BudgetLine, FundSource, MasterPlan, Program, Stage
from serambi.apps.plans.services import (
    add_milestone,
    add_risk,
    archive_program,
    change_budget_line,
    change_program,
    report_realization,
    set_stage,
)
from serambi.apps.plans.tests.builders import make_activity, make_line
from serambi.exchange import errors
from serambi.exchange.imports.choices import Choices, Placing
from serambi.exchange.imports.proposal import propose
from serambi.exchange.imports.services import load
from serambi.exchange.imports.tests.records import everything
from serambi.exchange.imports.tests.tables import (
    CHOICES,
    FILE,
    SHEET,
    accepted,
    indicator,
    number,
    program,
    table,
    waste,
)
from serambi.exchange.imports.undo import examine, undo
from serambi.exchange.models import Load
from serambi.exchange.tables.book import Place
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series, make_target

TODAY = dt.date(2026, 3, 1)


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    plan = make_plan(cast.region)
    recompute_all(plan, today=TODAY)
    return plan


def compute(plan: MasterPlan) -> None:
    """Compute all that follows from what a test has put into the tables."""
    compute_values()
    recompute_all(plan, today=TODAY)


def loaded(plan: MasterPlan, cast: Cast, choices: Choices = CHOICES) -> Load:
    return load(accepted(waste(), plan, choices), file=FILE, by=cast.rani)


def reasons(load: Load) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in examine(load).conflicts]


def test_taking_back_leaves_every_table_as_it_was(plan: MasterPlan, cast: Cast) -> None:
    before = everything()
    made = loaded(plan, cast)
    assert everything() != before
    done = undo(made, by=cast.rani)
    assert everything() == before
    assert done.conflicts == []
    assert {model._meta.model_name: len(rows) for model, rows in done.remove.items()} == {
        "program": 2, "activity": 1, "budgetline": 3, "indicator": 3, "series": 3, "programindicator": 3, "target": 6,
        "baseline": 3,
    }  # fmt: skip


def test_taking_back_a_load_into_a_full_register_leaves_it_as_it_was(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", pillar="living", name="Persampahan", lead=cast.dinkes)
    make_activity(there, "Pengurangan", code="2.11.03.2.01")
    make_line(there, 5, fund_source=FundSource.APBD_OTHER, year=2025)
    make_observation(make_series("waste.share", unit="%", frequency="year", area_level=2), cast.region, "2025", 45)
    handled = make_indicator("handled", "waste.share", program=there, name="Sampah tertangani", frequency="year")
    other = make_indicator("other", "waste.share", program=there, frequency="year")
    make_target(handled, cast.region, "2025", 90)
    compute(plan)
    before = everything()
    choices = replace(
        CHOICES,
        placings={Place(SHEET, 5, 1): Placing("environment")},
        indicators={Place(SHEET, 6, 3): other.code},
    )
    made = loaded(plan, cast, choices)
    assert made.counts["programs_changed"] == 1
    assert made.counts["targets_changed"] == 1
    assert made.counts["budget_lines_changed"] == 1
    assert (Program.objects.get(pk=there.pk).lead, everything() == before) == (cast.dlh, False)
    assert undo(made, by=cast.rani).conflicts == []
    assert everything() == before


def test_taking_back_is_recorded_and_happens_once(plan: MasterPlan, cast: Cast) -> None:
    made = loaded(plan, cast)
    undo(made, by=cast.rani)
    made.refresh_from_db()
    assert (made.undone_by, made.undone["removed"]["plans.program"]) == (cast.rani, 2)
    assert Entry.objects.filter(verb=Verb.REMOVED, object_id=str(made.pk), actor_id=cast.rani.pk).count() == 1
    deleted = Entry.objects.filter(verb=Verb.DELETED).values_list("object_type", flat=True)
    assert {kind: list(deleted).count(kind) for kind in set(deleted)} == {
        "plans.program": 2, "plans.activity": 1, "indicators.indicator": 3, "observations.series": 3,
    }  # fmt: skip
    gone = [one.before for one in Entry.objects.filter(verb=Verb.DELETED)]
    assert {
        label: sum(len(rows_in(side, label)) for side in gone)
        for label in ("plans.budgetline", "indicators.target", "indicators.baseline")
    } == {"plans.budgetline": 3, "indicators.target": 6, "indicators.baseline": 3}
    with pytest.raises(errors.AlreadyUndone):
        undo(made, by=cast.rani)


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_only_the_coordinator_takes_back(plan: MasterPlan, cast: Cast, name: str) -> None:
    made = loaded(plan, cast)
    before = everything()
    with pytest.raises(errors.NotACoordinator):
        undo(made, by=cast.people[name])
    assert everything() == before


def test_looking_at_it_changes_nothing(plan: MasterPlan, cast: Cast) -> None:
    made = loaded(plan, cast)
    before, entries = everything(), Entry.objects.count()
    examine(made)
    assert (everything(), Entry.objects.count()) == (before, entries)


def test_a_program_that_people_worked_with_is_archived_whole(plan: MasterPlan, cast: Cast) -> None:
    made = loaded(plan, cast)
    first = Program.objects.get(code="2.11.03")
    add_risk(first, by=cast.oka, description="Lahan", likelihood=3, impact=3)
    assert ("program", "Pengelolaan Persampahan") in reasons(made)
    undo(made, by=cast.rani)
    first.refresh_from_db()
    assert first.archived_at is not None
    assert (first.risks.count(), first.activities.count(), first.budget_lines.count()) == (1, 1, 2)
    assert Indicator.objects.filter(archived_at__isnull=False).count() == 3
    assert Series.objects.filter(archived_at__isnull=False).count() == 3
    assert Target.objects.count() == 6
    assert not Program.objects.filter(code="1.02.02").exists()


@pytest.mark.parametrize("what", ["stage", "name", "realization", "milestone"])
def test_what_somebody_did_to_a_program_keeps_it(plan: MasterPlan, cast: Cast, what: str) -> None:
    made = loaded(plan, cast)
    first = Program.objects.get(code="2.11.03")
    if what == "stage":
        set_stage(first, by=cast.oka, stage=Stage.EXECUTION, note="", today=TODAY)
    elif what == "name":
        change_program(first, by=cast.rani, name="Sampah")
    elif what == "realization":
        line = first.budget_lines.first()
        assert line is not None
        report_realization(line, by=cast.oka, realization=Decimal(5))
    else:
        add_milestone(first.activities.get(), by=cast.oka, today=TODAY, name="Buka", due_on=TODAY)
    undo(made, by=cast.rani)
    first.refresh_from_db()
    assert first.archived_at is not None
    assert first.budget_lines.count() == 2


def test_figures_recorded_since_are_kept(plan: MasterPlan, cast: Cast) -> None:
    made = loaded(plan, cast)
    record_value(
        Series.objects.get(code="program_2_11_03.i1.value"), area=cast.region, period=Period.parse("2025"),
        value=Decimal(45), by=cast.oka, is_final=False, quality=Quality.MEASURED, origin=Origin.AGENCY, today=TODAY,
    )  # fmt: skip
    undo(made, by=cast.rani)
    assert Observation.objects.get().value == 45
    assert Program.objects.get().archived_at is not None
    assert Series.objects.get(code="program_2_11_03.i1.value").archived_at is not None


def test_an_indicator_that_a_formula_uses_stays(plan: MasterPlan, cast: Cast) -> None:
    made = loaded(plan, cast)
    make_indicator("double", "2 * program_2_11_03.i1", unit="Persen")
    undo(made, by=cast.rani)
    assert Indicator.objects.get(code="program_2_11_03.i1").archived_at is None


def test_a_field_that_somebody_changed_since_is_a_conflict(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "1.02.02", name="Kesehatan", lead=cast.dlh)
    made = loaded(plan, cast)
    change_program(there, by=cast.rani, name="Kesehatan Warga")
    assert reasons(made) == [("program", "Kesehatan Warga")]
    undo(made, by=cast.rani)
    there.refresh_from_db()
    assert (there.name, there.lead) == ("Kesehatan Warga", cast.dlh)
    assert not there.budget_lines.exists()


def test_money_and_targets_that_somebody_changed_since_stay(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", name="Pengelolaan Persampahan", lead=cast.dlh)
    line = make_line(there, 5, fund_source=FundSource.APBD_OTHER, year=2025)
    handled = make_indicator("handled", "1", program=there, name="Sampah tertangani", unit="Persen")
    make_target(handled, cast.region, "2025", 45)
    made = loaded(plan, cast)
    change_budget_line(line, by=cast.rani, ceiling=Decimal(8))
    change_budget_line(BudgetLine.objects.get(program=there, year=2026), by=cast.rani, ceiling=Decimal(9))
    set_targets(handled, [TargetValue(cast.region, Period.parse("2025"), Decimal(46))], by=cast.rani)
    set_targets(handled, [TargetValue(cast.region, Period.parse("2026"), Decimal(47))], by=cast.rani)
    undo(made, by=cast.rani)
    assert sorted(there.budget_lines.values_list("year", "ceiling")) == [(2025, 8), (2026, 9)]
    assert [one.value for one in handled.targets.all()] == [46, 47]
    assert not Activity.objects.exists()


def test_a_program_archived_since_keeps_what_it_was_given(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "1.02.02", name="Kesehatan", lead=cast.dlh)
    made = loaded(plan, cast)
    archive_program(there, by=cast.rani)
    undo(made, by=cast.rani)
    there.refresh_from_db()
    assert (there.name, there.budget_lines.count()) == ("Kesehatan Masyarakat", 1)


def test_a_row_that_is_gone_by_now_is_no_obstacle(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "1.02.02", name="Kesehatan", lead=cast.dlh)
    made = loaded(plan, cast)
    BudgetLine.objects.filter(program=there).delete()
    Target.objects.filter(period=Period.parse("2025")).delete()
    undo(made, by=cast.rani)
    assert list(Program.objects.values_list("code", "name")) == [("1.02.02", "Kesehatan")]


def test_of_two_loads_the_earlier_leaves_what_the_later_said(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "A", name="Lama", lead=cast.dlh)
    first = load(propose(table(program(5, "A", "Baru")), plan, CHOICES), file=FILE, by=cast.rani)
    second = load(propose(table(program(5, "A", "Terbaru")), plan, CHOICES), file=FILE, by=cast.rani)
    undo(first, by=cast.rani)
    there.refresh_from_db()
    assert there.name == "Terbaru"
    undo(second, by=cast.rani)
    there.refresh_from_db()
    assert there.name == "Baru"


def test_after_taking_back_the_table_can_be_loaded_again(plan: MasterPlan, cast: Cast) -> None:
    counts = loaded(plan, cast).counts
    undo(Load.objects.get(), by=cast.rani)
    assert loaded(plan, cast).counts == counts


def test_a_link_made_by_the_load_goes_again(plan: MasterPlan, cast: Cast) -> None:
    handled = make_indicator("handled", "1", program=make_program(plan, "QW-1"))
    row = program(5, "A", "B", indicators=(indicator(5, "X", "%", targets={2025: number(5)}),))
    choices = replace(CHOICES, indicators={Place(SHEET, 5, 3): "handled"})
    compute(plan)
    before = everything()
    made = load(propose(table(row), plan, choices), file=FILE, by=cast.rani)
    assert set(handled.programs.values_list("code", flat=True)) == {"A", "QW-1"}
    undo(made, by=cast.rani)
    assert everything() == before
