"""What a report says enters the register: preliminary when sent in, final once checked, corrected with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from serambi.apps.audit.models import Entry
from serambi.apps.observations.models import Observation, Revision, ValueType
from serambi.apps.plans.models import BudgetLine
from serambi.apps.progress import services
from serambi.apps.progress.errors import OwnReport
from serambi.apps.progress.models import Answer, Check, PhysicalProgress, State
from serambi.apps.progress.queries import dated_progress, physical_history, physical_on, usual_text
from serambi.apps.progress.services import Content
from serambi.apps.progress.tests.builders import (
    TODAY,
    Reporting,
    answers,
    approved,
    lines_of,
    save,
    submitted,
    verified,
)
from serambi.methods.periods import Period


def test_a_draft_leaves_the_register_alone(reporting: Reporting) -> None:
    save(reporting, answers(reporting))

    assert not Observation.objects.exists()


def test_what_is_sent_in_is_preliminary_and_seen_by_people_with_a_role_only(reporting: Reporting) -> None:
    submitted(reporting)

    figure = Observation.objects.get()
    assert (figure.value, figure.is_final, figure.recorded_by) == (Decimal(120), False, reporting.cast.oka)
    assert figure.quality == "measured"
    assert "DLH" in figure.source
    assert not Observation.objects.visible_to(None).exists()
    reporting.program.refresh_from_db()
    assert reporting.program.stage == "preparation"


def test_what_is_verified_is_final_and_moves_stage_milestone_and_money(reporting: Reporting) -> None:
    verified(reporting)

    figure = Observation.objects.get()
    assert (figure.value, figure.is_final, figure.recorded_by) == (Decimal(120), True, reporting.cast.oka)
    for thing in (reporting.program, reporting.milestone, reporting.line):
        thing.refresh_from_db()
    assert reporting.program.stage == "execution"
    assert reporting.program.stage_changed_on == dt.date(2026, 9, 30)
    assert reporting.milestone.reached_on == dt.date(2026, 9, 20)
    assert reporting.line.realization == Decimal(400_000)
    assert dated_progress([reporting.program.pk]) == {reporting.program.pk: (Decimal(40), dt.date(2026, 9, 30))}
    assert Entry.objects.filter(object_type="plans.budgetline", actor_id=reporting.cast.vera.pk).count() == 1


def test_a_report_verified_late_does_not_turn_the_register_back(reporting: Reporting) -> None:
    """The fourth quarter is verified first; the third then says less, and nothing of it is doubtful for that."""
    following = reporting.cycle.periods.select_related("cycle").get(period=Period.parse("2026-Q4"))
    later, today = replace(reporting, period=following), following.opens_on
    keys = reporting.keys
    newest = {key.replace("2026-Q3", "2026-Q4"): content for key, content in answers(reporting).items()} | {
        keys["milestone"]: Content(answer=Answer.UNCHANGED),
        keys["program"]: Content(answer=Answer.GIVEN, stage="finished", number=Decimal(100)),
        keys["money"]: Content(answer=Answer.GIVEN, amount=Decimal(900_000)),
    }
    save(later, newest, today=today)
    for name, by in (("submit", "oka"), ("approve", "hadi"), ("verify", "vera")):
        services.move_report(later.report(), name, by=getattr(reporting.cast, by), today=today)
    verified(reporting)

    for thing in (reporting.program, reporting.line):
        thing.refresh_from_db()
    assert (reporting.program.stage, reporting.line.realization) == ("finished", Decimal(900_000))
    assert dated_progress([reporting.program.pk])[reporting.program.pk].number == 100
    assert reporting.report().items.get(key=keys["money"]).amount == Decimal(400_000)


def test_what_is_accepted_and_became_doubtful_does_not_stop_the_rest(reporting: Reporting) -> None:
    report = approved(reporting)
    returned = services.check_report(
        report, {reporting.keys["hulu"]: "Salah"}, by=reporting.cast.vera, today=TODAY, seen=report.version
    )
    reporting.line.ceiling = Decimal(1_000)  # the plan was amended: what was accepted is above it now
    reporting.line.save()
    anew = {reporting.keys["hulu"]: Content(answer=Answer.GIVEN, number=Decimal(110), quality="measured")}
    save(reporting, anew)

    assert services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY).state == "submitted"
    assert returned.state == State.RETURNED


def test_an_item_comes_back_alone_and_the_others_enter_the_register(reporting: Reporting) -> None:
    report = approved(reporting)
    keys = reporting.keys

    returned = services.check_report(
        report, {keys["hulu"]: "Bukti tidak cocok"}, by=reporting.cast.vera, today=TODAY, seen=report.version
    )

    assert returned.state == State.RETURNED
    assert not Observation.objects.get().is_final
    reporting.line.refresh_from_db()
    assert reporting.line.realization == Decimal(400_000)
    assert {item.key for item in returned.items.filter(check_state=Check.RETURNED)} == {keys["hulu"]}
    save(reporting, {keys["hulu"]: replace(answers(reporting)[keys["hulu"]], number=Decimal(130))})
    services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)
    services.move_report(reporting.report(), "approve", by=reporting.cast.hadi, today=TODAY)
    services.move_report(reporting.report(), "verify", by=reporting.cast.vera, today=TODAY)
    figure = Observation.objects.get()
    assert (figure.value, figure.is_final) == (Decimal(130), True)


def test_a_correction_is_a_revision_with_its_reason_and_the_final_figure_stays_meanwhile(reporting: Reporting) -> None:
    report, key = verified(reporting), reporting.keys["hulu"]

    services.begin_correction(report, [key], by=reporting.cast.oka, today=TODAY, reason="Salah hitung")
    save(reporting, {key: replace(answers(reporting)[key], number=Decimal(125))})
    services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)

    figure = Observation.objects.get()
    assert (figure.value, figure.is_final) == (Decimal(120), True)
    services.move_report(reporting.report(), "approve", by=reporting.cast.hadi, today=TODAY)
    services.move_report(reporting.report(), "verify", by=reporting.cast.vera, today=TODAY)
    figure.refresh_from_db()
    assert (figure.value, figure.is_final) == (Decimal(125), True)
    replaced = Revision.objects.filter(observation=figure, value=Decimal(120)).order_by("-revision").first()
    assert replaced is not None
    assert (replaced.replaced_because, replaced.replaced_by) == ("Salah hitung", reporting.cast.vera)


def test_a_figure_that_turns_out_not_to_be_there_is_taken_back(reporting: Reporting) -> None:
    report, key = verified(reporting), reporting.keys["hulu"]
    services.begin_correction(report, [key], by=reporting.cast.oka, today=TODAY, reason="Data desa lain")
    save(reporting, {key: services.Content(answer="unavailable", because="Belum ditimbang")})
    services.move_report(reporting.report(), "submit-as-head", by=reporting.cast.hadi, today=TODAY)
    services.move_report(reporting.report(), "verify", by=reporting.cast.vera, today=TODAY)

    assert Observation.objects.get().value is None


def test_what_was_verified_of_the_work_stays_until_its_correction_is_verified(reporting: Reporting) -> None:
    report, key, program = verified(reporting), reporting.keys["program"], reporting.program.pk
    first = physical_history([program])[program]

    services.begin_correction(report, [key], by=reporting.cast.oka, today=TODAY, reason="Salah hitung")
    save(reporting, {key: replace(answers(reporting)[key], number=Decimal(35))})
    assert dated_progress([program])[program].number == 40
    for name, by in (("submit", "oka"), ("approve", "hadi"), ("verify", "vera")):
        assert dated_progress([program])[program].number == 40
        services.move_report(reporting.report(), name, by=getattr(reporting.cast, by), today=TODAY)

    assert dated_progress([program])[program].number == 35
    history = physical_history([program])[program]
    assert history[:1] == first
    assert [one.percent for one in history] == [40, 35]
    assert physical_on(history, before=history[1].verified_at) == (40, dt.date(2026, 9, 30))
    assert physical_on(history, before=history[0].verified_at) is None


def test_work_that_is_said_to_be_unknown_after_all_is_taken_back(reporting: Reporting) -> None:
    report, key, program = verified(reporting), reporting.keys["program"], reporting.program.pk
    services.begin_correction(report, [key], by=reporting.cast.oka, today=TODAY, reason="Belum dihitung")
    save(reporting, {key: Content(answer=Answer.UNAVAILABLE, because="Belum dihitung")})
    for name, by in (("submit", "oka"), ("approve", "hadi"), ("verify", "vera")):
        services.move_report(reporting.report(), name, by=getattr(reporting.cast, by), today=TODAY)

    assert dated_progress([program]) == {}
    assert [one.percent for one in physical_history([program])[program]] == [40, None]


def test_what_was_verified_before_it_was_kept_apart_is_carried_over(reporting: Reporting) -> None:
    report = verified(reporting)
    PhysicalProgress.objects.all().delete()

    import_module("serambi.apps.progress.migrations.0005_physical_progress").keep_what_was_verified(apps, None)

    item = report.items.get(key=reporting.keys["program"])
    kept = PhysicalProgress.objects.get()
    assert (kept.report, kept.program_id, kept.percent) == (report, item.program_id, 40)
    assert kept.verified_at == item.checked_at


def test_a_second_level_holds_the_register_until_it_accepts(reporting: Reporting) -> None:
    cast = reporting.cast
    reporting.cycle.accepting_organization = cast.dinkes
    reporting.cycle.save()
    report = verified(reporting)

    assert not Observation.objects.get().is_final
    assert dated_progress([reporting.program.pk]) == {}
    services.move_report(report, "accept", by=cast.sari, today=TODAY)
    assert Observation.objects.get().is_final
    assert dated_progress([reporting.program.pk])[reporting.program.pk].number == 40


def test_nobody_verifies_what_they_submitted(reporting: Reporting) -> None:
    cast = reporting.cast
    cast.vera.memberships.create(organization=cast.dlh, role="officer")
    save(reporting, answers(reporting), by=cast.vera)
    report = services.move_report(reporting.report(), "submit", by=cast.vera, today=TODAY)
    services.move_report(report, "approve", by=cast.hadi, today=TODAY)

    with pytest.raises(OwnReport):
        services.move_report(report, "verify", by=cast.vera, today=TODAY)
    assert services.move_report(report, "verify", by=cast.rani, today=TODAY).state == State.VERIFIED


def test_a_figure_recorded_beside_the_report_is_in_it(reporting: Reporting) -> None:
    area = reporting.cast.areas["90.01.02"]
    Observation.objects.create(
        series=reporting.series, area=area, period=Period.parse("2026-Q3"), value=Decimal(88),
        recorded_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    wanted = answers(reporting)
    del wanted[reporting.keys["hilir"]]
    save(reporting, wanted)

    report = services.move_report(reporting.report(), "submit", by=reporting.cast.oka, today=TODAY)

    assert report.items.get(key=reporting.keys["hilir"]).number == Decimal(88)


def test_what_a_report_told_the_register_itself_is_not_what_was_there_before(reporting: Reporting) -> None:
    report, keys = approved(reporting), reporting.keys
    services.check_report(
        report, {keys["hulu"]: "Salah"}, by=reporting.cast.vera, today=TODAY, seen=report.version
    )  # the money is accepted, and in the register

    line = lines_of(reporting)[keys["money"]]

    assert BudgetLine.objects.get().realization == Decimal(400_000)
    assert line.item.amount == Decimal(400_000)
    assert line.last.amount is None


def test_whoever_corrects_sees_what_is_published_now(reporting: Reporting) -> None:
    report, key = verified(reporting), reporting.keys["money"]
    assert lines_of(reporting)[key].last.amount is None

    services.begin_correction(report, [key], by=reporting.cast.oka, today=TODAY, reason="SP2D kurang")

    assert lines_of(reporting)[key].last.amount == Decimal(400_000)


def test_what_is_usual_of_whole_things_is_a_whole_number(reporting: Reporting) -> None:
    line = lines_of(reporting)[reporting.keys["hulu"]]

    assert line.item.series is not None
    line.item.series.value_type = ValueType.COUNT
    assert usual_text(replace(line, usual=Decimal("438.5"))) == "439\xa0ton"
    line.item.series.value_type = ValueType.NUMBER
    assert usual_text(replace(line, usual=Decimal("438.5"))) == "438,5\xa0ton"
