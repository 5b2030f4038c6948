"""What the coordinator does to the plan itself, its pillars, missions, goals and strategies."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import Goal, LegalBasis, MasterPlan, Program, Strategy
from serambi.apps.plans.structure import PILLARS
from serambi.apps.plans.tests.builders import heard, make_mission, make_strategy
from tests.cast import Cast

STANDARD = Path(__file__).parents[4] / "content" / "standards" / "pillars.csv"


def test_a_new_plan_has_six_pillars_and_eighteen_sub_dimensions_and_is_not_published(cast: Cast) -> None:
    plan = services.create_master_plan(cast.region, by=cast.rani, name="Masterplan", start_year=2026)
    assert (plan.is_current, plan.is_published, plan.legal_basis) == (True, False, LegalBasis.NONE_YET)
    assert plan.pillars.count() == 6
    assert sum(pillar.sub_dimensions.count() for pillar in plan.pillars.all()) == 18
    with pytest.raises(errors.PlanExists):
        services.create_master_plan(cast.region, by=cast.rani, name="Lain", start_year=2026)


def test_the_structure_of_a_new_plan_is_that_of_the_standard() -> None:
    with STANDARD.open(encoding="utf-8") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    ours = [(p.code, p.name, p.name_en, part.code, part.name, part.name_en) for p in PILLARS for part in p.parts]
    assert ours == rows


def test_nobody_but_the_coordinator_changes_the_plan(cast: Cast, plan: MasterPlan) -> None:
    strategy, mission = make_strategy(plan), make_mission(plan)
    goal, pillar = strategy.goal, plan.pillars.get(code="living")
    deeds: list[Callable[[], object]] = [
        lambda: services.create_master_plan(cast.region, by=cast.oka, name="X", start_year=2026),
        lambda: services.change_master_plan(plan, by=cast.oka, name="X"),
        lambda: services.publish_plan(plan, by=cast.oka),
        lambda: services.unpublish_plan(plan, by=cast.oka),
        lambda: services.change_pillar(pillar, by=cast.oka, weight=Decimal(2)),
        lambda: services.change_sub_dimension(pillar.sub_dimensions.get(), by=cast.oka, weight=Decimal(2)),
        lambda: services.add_goal(pillar, by=cast.oka, code="G9", text="T"),
        lambda: services.change_goal(goal, by=cast.oka, text="T"),
        lambda: services.remove_goal(goal, by=cast.oka),
        lambda: services.add_strategy(goal, by=cast.oka, code="S9", text="T"),
        lambda: services.change_strategy(strategy, by=cast.oka, text="T"),
        lambda: services.remove_strategy(strategy, by=cast.oka),
        lambda: services.add_mission(plan, by=cast.oka, development_plan="R", number=9, text="T"),
        lambda: services.change_mission(mission, by=cast.oka, text="T"),
        lambda: services.remove_mission(mission, by=cast.oka),
    ]
    for deed in deeds:
        with pytest.raises(errors.NotACoordinator):
            deed()
    assert Entry.objects.count() == 0


def test_a_legal_basis_has_a_number_and_years_run_forward(cast: Cast, plan: MasterPlan) -> None:
    with pytest.raises(errors.LegalBasisIncomplete):
        services.change_master_plan(plan, by=cast.rani, legal_basis=LegalBasis.REGENT_REGULATION)
    with pytest.raises(errors.YearsReversed):
        services.change_master_plan(plan, by=cast.rani, end_year=2020)
    changed = services.change_master_plan(
        plan,
        by=cast.rani,
        legal_basis=LegalBasis.REGENT_REGULATION,
        legal_basis_number="12 Tahun 2025",
        legal_basis_date=dt.date(2025, 8, 20),
    )
    assert changed.legal_basis_number == "12 Tahun 2025"


def test_a_plan_is_published_and_withdrawn_once_each(cast: Cast, plan: MasterPlan) -> None:
    with pytest.raises(errors.AlreadyPublished):
        services.publish_plan(plan, by=cast.rani)
    assert not services.unpublish_plan(plan, by=cast.rani).is_published
    with pytest.raises(errors.NotPublished):
        services.unpublish_plan(plan, by=cast.rani)
    assert services.publish_plan(plan, by=cast.rani).is_published
    assert Entry.objects.count() == 2


def test_a_weight_moves_the_programs_below_it_and_a_name_does_not(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    pillar, part = program.pillar, program.sub_dimension
    assert part is not None
    with heard() as told:
        services.change_pillar(pillar, by=cast.rani, name="Lingkungan")
        services.change_sub_dimension(part, by=cast.rani, name="Sampah")
    assert told == []
    with heard() as told:
        services.change_pillar(pillar, by=cast.rani, weight=Decimal(2))
        services.change_sub_dimension(part, by=cast.rani, weight=Decimal(3))
    assert told == [{program.pk}, {program.pk}]
    with pytest.raises(errors.WeightBelowZero):
        services.change_pillar(pillar, by=cast.rani, weight=Decimal(-1))


def test_goals_and_strategies_have_a_code_each_within_theirs(cast: Cast, plan: MasterPlan) -> None:
    pillar = plan.pillars.get(code="economy")
    goal = services.add_goal(pillar, by=cast.rani, code="E1", text="Harga terbuka")
    with pytest.raises(errors.CodeTaken):
        services.add_goal(pillar, by=cast.rani, code="E1", text="Lain")
    living = plan.pillars.get(code="living").sub_dimensions.get()
    with pytest.raises(errors.WrongSubDimension):
        services.change_goal(goal, by=cast.rani, sub_dimension=living)
    strategy = services.add_strategy(goal, by=cast.rani, code="E1.1", text="Papan harga")
    with pytest.raises(errors.CodeTaken):
        services.add_strategy(goal, by=cast.rani, code="E1.1", text="Lain")
    assert services.change_strategy(strategy, by=cast.rani, text="Papan harga digital").text == "Papan harga digital"


def test_a_goal_stays_in_the_pillar_of_the_programs_that_follow_it(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    strategy = make_strategy(plan)
    services.change_program(program, by=cast.rani, strategy=strategy)
    with pytest.raises(errors.StrategiesElsewhere):
        services.change_goal(strategy.goal, by=cast.rani, pillar=plan.pillars.get(code="living"))


def test_removing_a_goal_releases_the_programs_and_says_so_in_the_record(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    strategy = make_strategy(plan)
    services.change_program(program, by=cast.rani, strategy=strategy)
    last = Entry.objects.latest("pk").pk
    services.remove_goal(strategy.goal, by=cast.rani)
    assert (Goal.objects.count(), Strategy.objects.count()) == (0, 0)
    later = Entry.objects.filter(pk__gt=last)
    released = later.get(object_type="plans.program")
    assert (released.before["strategy"], released.after["strategy"]) == (strategy.pk, None)
    assert later.filter(verb="deleted").count() == 2


def test_removing_a_mission_says_which_programs_were_aligned_to_it(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    mission, other = make_mission(plan, 1), make_mission(plan, 2)
    program.missions.set([mission, other])
    services.remove_mission(mission, by=cast.rani)
    assert list(program.missions.all()) == [other]
    entry = Entry.objects.get(object_type="plans.program")
    assert len(entry.before["missions"]) == 2
    assert entry.after["missions"] == [str(other)]


def test_a_mission_has_its_number_once(cast: Cast, plan: MasterPlan) -> None:
    mission = make_mission(plan, 1)
    with pytest.raises(errors.NumberTaken):
        services.add_mission(plan, by=cast.rani, development_plan=mission.development_plan, number=1, text="T")
    other = services.add_mission(plan, by=cast.rani, development_plan=mission.development_plan, number=2, text="T")
    with pytest.raises(errors.NumberTaken):
        services.change_mission(other, by=cast.rani, number=1)
