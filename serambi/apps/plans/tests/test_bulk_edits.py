"""Changing many programs at once: what it would do, all or nothing, one entry each, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, register_errors, services
from serambi.apps.plans.models import BulkEdit, MasterPlan, Participation, Program
from serambi.apps.plans.services import BulkSettings, PlannedChange, Preview
from serambi.apps.plans.tests.builders import TODAY, heard, make_strategy
from tests.cast import Cast, make_organization, make_program


@pytest.fixture
def three(plan: MasterPlan, cast: Cast) -> list[Program]:
    """A of DLH with dates, B of Dinkes that DLH supports, C of nobody."""
    first = make_program(plan, "A", lead=cast.dlh, starts_on=dt.date(2025, 1, 31), ends_on=dt.date(2025, 12, 31))
    second = make_program(plan, "B", lead=cast.dinkes, horizon="long")
    Participation.objects.create(program=second, organization=cast.dlh, note="Data")
    return [first, second, make_program(plan, "C", pillar="living")]


def preview(programs: list[Program], settings: BulkSettings) -> Preview:
    return services.preview_bulk_edit(programs, settings, today=TODAY)


def apply(programs: list[Program], settings: BulkSettings, by: Any, **fields: Any) -> BulkEdit:
    details = {"fingerprint": preview(programs, settings).fingerprint, "summary": "Diubah", **fields}
    return services.apply_bulk_edit(programs[0].plan, programs, settings, by=by, today=TODAY, **details)


def by_code(changes: list[PlannedChange]) -> dict[str, Any]:
    return {one.program.code: one.after for one in changes}


def test_a_preview_shows_old_and_new_and_writes_nothing(three: list[Program], cast: Cast) -> None:
    found = preview(three, {"horizon": "long"})
    assert by_code(found.different) == {"A": {"horizon": "long"}, "C": {"horizon": "long"}}
    assert found.different[0].before == {"horizon": ""}
    assert (found.same, found.refused) == (1, [])
    assert not Entry.objects.exists()
    assert Program.objects.get(code="A").horizon == ""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"horizon": "short", "is_quick_win": True}, {"horizon": "short", "is_quick_win": True}),
        ({"shift_months": 1}, {"starts_on": dt.date(2025, 2, 28), "ends_on": dt.date(2026, 1, 31)}),
        ({"shift_months": -13}, {"starts_on": dt.date(2023, 12, 31), "ends_on": dt.date(2024, 11, 30)}),
        (
            {"stage": "execution", "stage_note": " Mulai "},
            {"stage": "execution", "stage_note": "Mulai", "stage_changed_on": TODAY},
        ),
        (
            {"stage": "execution", "since": dt.date(2026, 1, 5)},
            {"stage": "execution", "stage_note": "", "stage_changed_on": dt.date(2026, 1, 5)},
        ),
    ],
)
def test_columns_are_set(three: list[Program], cast: Cast, settings: Any, expected: dict[str, Any]) -> None:
    apply(three, settings, cast.rani)
    program = Program.objects.get(code="A")
    assert {name: getattr(program, name) for name in expected} == expected


def test_a_lead_is_set_and_taken_away(three: list[Program], cast: Cast) -> None:
    with heard() as told:
        apply([three[0], three[2]], {"lead": cast.dinkes}, cast.rani)
    assert told == [frozenset({three[0].pk, three[2].pk})]
    assert set(Program.objects.values_list("lead", flat=True)) == {cast.dinkes.pk}
    apply(three, {"lead": None}, cast.rani)
    assert not Program.objects.filter(lead__isnull=False).exists()


def test_programs_move_to_another_place(three: list[Program], plan: MasterPlan, cast: Cast) -> None:
    living = plan.pillars.get(code="living")
    apply(three, {"place": (living, None)}, cast.rani)
    assert set(Program.objects.values_list("pillar__code", "sub_dimension")) == {("living", None)}


def test_supporters_come_and_go(three: list[Program], cast: Cast) -> None:
    apply(three, {"add": cast.diskominfo, "remove": cast.dlh}, cast.rani)
    assert set(Participation.objects.values_list("program__code", "organization__abbreviation")) == {
        ("A", "DISKOMINFO"), ("B", "DISKOMINFO"), ("C", "DISKOMINFO"),
    }  # fmt: skip
    entry = Entry.objects.get(object_type="plans.program", object_name__contains="Program B")
    assert (entry.before, entry.after) == ({"participations": ["DLH"]}, {"participations": ["DISKOMINFO"]})


def test_programs_are_archived_and_restored(three: list[Program], cast: Cast) -> None:
    apply(three, {"archived": True}, cast.rani, reason="Digabung")
    assert not Program.objects.active().exists()
    assert Entry.objects.filter(verb="archived", reason__contains="Digabung").count() == 3
    apply(three, {"archived": False}, cast.rani)
    assert Program.objects.active().count() == 3


def refusals(found: Preview) -> dict[str, str]:
    return {one.program.code: one.refusal for one in found.refused}


def test_what_the_single_form_refuses_is_refused_with_its_sentence(
    three: list[Program], plan: MasterPlan, cast: Cast
) -> None:
    Program.objects.filter(code="A").update(strategy=make_strategy(plan))
    living = plan.pillars.get(code="living")
    assert "S1" in refusals(preview(three, {"place": (living, None)}))["A"]
    assert refusals(preview(three, {"lead": cast.dlh})).keys() == {"B"}
    assert refusals(preview(three, {"add": cast.dlh})).keys() == {"A"}
    part = plan.pillars.get(code="economy").sub_dimensions.get()
    assert refusals(preview(three, {"place": (living, part)})).keys() == {"A", "B", "C"}
    Program.objects.filter(code="C").update(archived_at=timezone.now())
    assert "diarsipkan" in refusals(preview(three, {"horizon": "short"}))["C"]


def test_with_one_refused_nothing_is_changed(three: list[Program], cast: Cast) -> None:
    with pytest.raises(register_errors.BulkRefused):
        apply(three, {"lead": cast.dlh}, cast.rani)
    assert not BulkEdit.objects.exists()
    assert Program.objects.get(code="C").lead is None
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({}, register_errors.NothingSet),
        ({"stage_note": "x"}, register_errors.NothingSet),
        ({"stage": "unreported"}, errors.NoStage),
        ({"stage": "stopped"}, errors.StopNeedsReason),
        ({"stage": "done", "since": TODAY + dt.timedelta(days=1)}, errors.SinceInFuture),
        ({"shift_months": 121}, register_errors.ShiftOutOfReach),
    ],
)
def test_settings_that_cannot_be_are_refused_whatever_the_program(
    three: list[Program], settings: Any, error: type[errors.PlanError]
) -> None:
    with pytest.raises(error):
        preview(three, settings)


def test_nothing_to_change_is_said(three: list[Program], cast: Cast) -> None:
    with pytest.raises(register_errors.NothingDifferent):
        apply([three[1]], {"horizon": "long"}, cast.rani)


def test_a_preview_that_no_longer_holds_is_not_applied(three: list[Program], cast: Cast) -> None:
    fingerprint = preview(three, {"horizon": "short"}).fingerprint
    services.change_program(three[0], by=cast.rani, horizon="medium")
    with pytest.raises(register_errors.PreviewOutdated):
        apply(three, {"horizon": "short"}, cast.rani, fingerprint=fingerprint)
    assert Program.objects.get(code="A").horizon == "medium"


def test_a_preview_of_other_settings_is_not_applied(three: list[Program], cast: Cast) -> None:
    with pytest.raises(register_errors.PreviewOutdated):
        apply(three, {"horizon": "short"}, cast.rani, fingerprint=preview(three, {"horizon": "medium"}).fingerprint)


def test_each_program_has_one_entry_under_one_run(three: list[Program], cast: Cast) -> None:
    edit = apply(three, {"horizon": "short", "is_quick_win": True}, cast.rani, reason="Rapat 3 Maret")
    entries = Entry.objects.filter(object_type="plans.program")
    assert {entry.reason for entry in entries} == {f"#{edit.pk} Rapat 3 Maret"}
    assert entries.count() == edit.program_count == 3
    assert Entry.objects.get(object_type="plans.bulkedit").verb == "created"


def test_a_bulk_edit_is_taken_back_whole(three: list[Program], cast: Cast) -> None:
    before = list(Program.objects.order_by("code").values("lead", "horizon", "starts_on", "ends_on", "stage"))
    settings: BulkSettings = {
        "horizon": "short", "shift_months": 12, "add": cast.diskominfo, "remove": cast.dlh, "archived": True,
        "stage": "done",
    }  # fmt: skip
    edit = apply(three, settings, cast.rani)
    services.take_back_bulk_edit(edit, by=cast.rani)
    assert list(Program.objects.order_by("code").values("lead", "horizon", "starts_on", "ends_on", "stage")) == before
    assert Program.objects.active().count() == 3
    row = Participation.objects.get()
    assert (row.program.code, row.organization, row.note) == ("B", cast.dlh, "Data")
    with pytest.raises(register_errors.EditTakenBack):
        services.take_back_bulk_edit(edit, by=cast.rani)


def test_the_order_of_those_who_take_part_is_no_change(three: list[Program], cast: Cast) -> None:
    edit = apply([three[1]], {"add": make_organization("AAA", "Dinas yang baru")}, cast.rani)
    assert services.conflicts_of(edit) == []
    services.take_back_bulk_edit(edit, by=cast.rani)
    assert Participation.objects.get().organization == cast.dlh


def test_what_was_changed_since_is_shown_and_nothing_is_taken_back(three: list[Program], cast: Cast) -> None:
    edit = apply(three, {"horizon": "short"}, cast.rani)
    services.change_program(three[0], by=cast.rani, horizon="medium")
    services.change_program(three[2], by=cast.rani, name="Nama lain")
    (conflict,) = services.conflicts_of(edit)
    assert (conflict.program.code, conflict.before, conflict.after) == (
        "A",
        {"horizon": "short"},
        {"horizon": "medium"},
    )
    with pytest.raises(register_errors.ChangedSinceEdit):
        services.take_back_bulk_edit(edit, by=cast.rani)
    assert set(Program.objects.values_list("horizon", flat=True)) == {"short", "medium", "long"} - {"long"}
    services.change_program(three[0], by=cast.rani, horizon="short")
    services.take_back_bulk_edit(edit, by=cast.rani)
    assert Program.objects.get(code="C").name == "Nama lain"
    assert Program.objects.get(code="B").horizon == "long"


def test_a_state_that_is_no_longer_possible_is_not_brought_back(three: list[Program], cast: Cast) -> None:
    edit = apply([three[0]], {"lead": cast.dinkes}, cast.rani)
    Participation.objects.create(program=three[0], organization=cast.dlh)
    with pytest.raises(register_errors.BulkRefused):
        services.take_back_bulk_edit(edit, by=cast.rani)


@pytest.mark.parametrize("name", ["oka", "hadi", "vera", "bima", "wati"])
def test_bulk_edits_are_the_coordinators(three: list[Program], cast: Cast, name: str) -> None:
    edit = apply(three, {"horizon": "short"}, cast.rani)
    for attempt in (
        lambda: apply(three, {"horizon": "medium"}, cast.people[name]),
        lambda: services.take_back_bulk_edit(edit, by=cast.people[name]),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()


def test_it_costs_as_many_queries_for_forty_programs_as_for_four(plan: MasterPlan, cast: Cast) -> None:
    def queries(programs: list[Program]) -> list[int]:
        settings: BulkSettings = {"lead": cast.dlh, "shift_months": 1, "add": cast.dinkes, "is_quick_win": True}
        counts = []
        with CaptureQueriesContext(connection) as captured:
            preview(programs, settings)
        counts.append(len(captured))
        fingerprint = preview(programs, settings).fingerprint
        with CaptureQueriesContext(connection) as captured:
            edit = apply(programs, settings, cast.rani, fingerprint=fingerprint)
        counts.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            services.take_back_bulk_edit(edit, by=cast.rani)
        return [*counts, len(captured)]

    with heard():  # what follows in the apps above is theirs
        queries([make_program(plan, "W", starts_on=TODAY)])  # who Rani is, is looked up once
        few = queries([make_program(plan, f"A-{n}", starts_on=TODAY) for n in range(4)])
        assert queries([make_program(plan, f"B-{n}", starts_on=TODAY) for n in range(40)]) == few
    assert few[0] == 4  # programs, pillars, sub-dimensions, who takes part
