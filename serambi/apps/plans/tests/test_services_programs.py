"""What people do to programs: who may, in what state, what is recorded and who hears of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import MasterPlan, Participation, Program, Stage
from serambi.apps.plans.tests.builders import TODAY, heard, make_mission, make_strategy
from tests.cast import Cast, make_program


def test_the_coordinator_adds_a_program_which_is_recorded_and_announced(cast: Cast, plan: MasterPlan) -> None:
    mission = make_mission(plan)
    pillar = plan.pillars.get(code="living")
    with heard() as told:
        program = services.create_program(
            plan,
            by=cast.rani,
            code="LIV-1",
            name="Taman",
            pillar=pillar,
            lead=cast.dlh,
            missions=[mission],
            locations=[cast.areas["90.01.01"]],
            weight=Decimal("2.5"),
        )
    assert told == [{program.pk}]
    saved = Program.objects.get()
    assert (saved.stage, saved.weight, saved.lead) == (Stage.UNREPORTED, Decimal("2.5"), cast.dlh)
    assert list(saved.missions.all()) == [mission]
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.object_id) == (Verb.CREATED, cast.rani.pk, str(program.pk))
    assert entry.after["code"] == "LIV-1"
    assert entry.after["locations"] == ["Hulu"]


@pytest.mark.parametrize("name", ["oka", "hadi", "sari", "vera", "bima", "wati"])
def test_nobody_but_the_coordinator_adds_changes_archives_or_restores(
    cast: Cast, plan: MasterPlan, program: Program, name: str
) -> None:
    person = cast.people[name]
    with pytest.raises(errors.NotACoordinator):
        services.create_program(plan, by=person, code="A", name="A", pillar=program.pillar)
    with pytest.raises(errors.NotACoordinator):
        services.change_program(program, by=person, name="Lain")
    with pytest.raises(errors.NotACoordinator):
        services.archive_program(program, by=person)
    with pytest.raises(errors.NotACoordinator):
        services.restore_program(program, by=person)
    assert Entry.objects.count() == 0


def test_what_a_program_cannot_be_is_refused(cast: Cast, plan: MasterPlan, program: Program) -> None:
    living = plan.pillars.get(code="living")
    cases: list[tuple[type[errors.PlanError], dict[str, object]]] = [
        (errors.CodeTaken, {"code": "LING-2"}),
        (errors.CodeUnusable, {"code": "a/b"}),
        (errors.CodeUnusable, {"code": ""}),
        (errors.NameMissing, {"name": "  "}),
        (errors.WrongSubDimension, {"sub_dimension": living.sub_dimensions.get()}),
        (errors.WrongStrategy, {"strategy": make_strategy(plan, pillar="living")}),
        (errors.EndBeforeStart, {"starts_on": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 1, 1)}),
        (errors.WeightBelowZero, {"weight": Decimal("-0.001")}),
        (errors.SipdWithoutYear, {"sipd_code": "2.16.03"}),
    ]
    make_program(plan, "LING-2")
    for error, fields in cases:
        with pytest.raises(error) as raised:
            services.change_program(program, by=cast.rani, **fields)  # type: ignore[arg-type]  # each a valid field
        assert str(raised.value)
    assert Entry.objects.count() == 0


def test_the_lead_cannot_also_support(cast: Cast, program: Program) -> None:
    Participation.objects.create(program=program, organization=cast.dinkes)
    with pytest.raises(errors.LeadSupports):
        services.change_program(program, by=cast.rani, lead=cast.dinkes)


def test_a_change_records_only_what_differs_and_is_announced_when_it_moves_a_score(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    with heard() as told:
        services.change_program(program, by=cast.rani, name="Bank sampah unit", description="")
    assert told == []
    entry = Entry.objects.get()
    assert entry.before == {"name": "Bank sampah"}
    assert entry.after["name"] == "Bank sampah unit"
    assert entry.after.keys() <= {"name", "updated_at"}
    living = plan.pillars.get(code="living")
    with heard() as told:
        services.change_program(program, by=cast.rani, pillar=living, sub_dimension=None)
    assert told == [{program.pk}]


def test_a_change_that_changes_nothing_leaves_no_trace(cast: Cast, program: Program) -> None:
    before = program.updated_at
    services.change_program(program, by=cast.rani, name=program.name, missions=[])
    program.refresh_from_db()
    assert program.updated_at == before
    assert Entry.objects.count() == 0


def test_two_people_do_not_undo_one_another_unseen(cast: Cast, program: Program) -> None:
    seen = program.updated_at
    services.change_program(program, by=cast.rani, seen=seen, name="Pertama")
    with pytest.raises(errors.ChangedMeanwhile):
        services.change_program(program, by=cast.rani, seen=seen, name="Kedua")
    program.refresh_from_db()
    assert program.name == "Pertama"


@pytest.mark.parametrize("name", ["rani", "oka", "hadi"])
def test_the_coordinator_and_the_lead_agency_set_the_stage(cast: Cast, program: Program, name: str) -> None:
    with heard() as told:
        services.set_stage(program, by=cast.people[name], stage=Stage.EXECUTION, note=" Tiga unit ", today=TODAY)
    assert told == [{program.pk}]
    program.refresh_from_db()
    assert (program.stage, program.stage_note, program.stage_changed_on) == (Stage.EXECUTION, "Tiga unit", TODAY)


@pytest.mark.parametrize("name", ["sari", "vera", "bima", "wati"])
def test_others_do_not_set_the_stage(cast: Cast, program: Program, name: str) -> None:
    with pytest.raises(errors.NotYourProgram):
        services.set_stage(program, by=cast.people[name], stage=Stage.DONE, note="", today=TODAY)


def test_the_stage_needs_sense(cast: Cast, program: Program) -> None:
    with pytest.raises(errors.NoStage):
        services.set_stage(program, by=cast.oka, stage=Stage.UNREPORTED, note="", today=TODAY)
    with pytest.raises(errors.NoStage):
        services.set_stage(program, by=cast.oka, stage="half", note="", today=TODAY)
    with pytest.raises(errors.StopNeedsReason):
        services.set_stage(program, by=cast.oka, stage=Stage.STOPPED, note=" ", today=TODAY)
    with pytest.raises(errors.SinceInFuture):
        services.set_stage(
            program, by=cast.oka, stage=Stage.DONE, note="", today=TODAY, since=TODAY + dt.timedelta(days=1)
        )
    assert Entry.objects.count() == 0


def test_a_new_note_on_the_same_stage_keeps_its_day_and_moves_no_score(cast: Cast, program: Program) -> None:
    earlier = TODAY - dt.timedelta(days=30)
    services.set_stage(program, by=cast.oka, stage=Stage.PLANNING, note="", today=earlier)
    with heard() as told:
        services.set_stage(program, by=cast.oka, stage=Stage.PLANNING, note="Menunggu lahan", today=TODAY)
    assert told == []
    program.refresh_from_db()
    assert (program.stage_changed_on, program.stage_note) == (earlier, "Menunggu lahan")


def test_an_archived_program_is_kept_closed_and_comes_back(cast: Cast, program: Program) -> None:
    with heard() as told:
        services.archive_program(program, by=cast.rani, reason="Digabung")
    assert told == [{program.pk}]
    assert Entry.objects.get().reason == "Digabung"
    with pytest.raises(errors.ProgramArchived):
        services.archive_program(program, by=cast.rani)
    with pytest.raises(errors.ProgramArchived):
        services.change_program(program, by=cast.rani, name="X")
    with pytest.raises(errors.ProgramArchived):
        services.set_stage(program, by=cast.oka, stage=Stage.DONE, note="", today=TODAY)
    with heard() as told:
        services.restore_program(program, by=cast.rani)
    assert told == [{program.pk}]
    with pytest.raises(errors.NotArchived):
        services.restore_program(program, by=cast.rani)
    assert Program.objects.active().count() == 1


def test_a_listener_is_kept_once_and_hears_inside_the_transaction(cast: Cast, program: Program) -> None:
    def refuse(changed: services.PlanChanged) -> None:
        raise RuntimeError

    with heard():
        services.on_change(refuse)
        services.on_change(refuse)
        with pytest.raises(RuntimeError):
            services.archive_program(program, by=cast.rani)
    program.refresh_from_db()
    assert program.archived_at is None
    assert Entry.objects.count() == 0
