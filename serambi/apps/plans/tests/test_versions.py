"""Versions of the plan: adopted, kept as they read, compared, taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, services, version_errors
from serambi.apps.plans.models import LegalBasis, MasterPlan, PlanVersion, Program, VersionProgram, VersionText
from serambi.apps.plans.queries.comparisons import (
    ChangeKind,
    Comparison,
    WantedChanges,
    compare_versions,
    compare_with_now,
    total_money,
)
from serambi.apps.plans.queries.pictures import picture_of
from serambi.apps.plans.queries.versions import (
    WantedPrograms,
    check_version,
    picture_parts,
    programs_in,
    totals_in,
    versions_of_program,
)
from serambi.apps.plans.tests.builders import make_full_program, make_line, make_mission, make_register, make_strategy
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target


def adopt(plan: MasterPlan, by: Any, number: str = "1", **fields: Any) -> PlanVersion:
    details: dict[str, Any] = {"reason": "Perubahan Perbup", **fields}
    version = services.open_version(plan, by=by, number=number, **details)
    services.adopt_version(version, by=by)
    return PlanVersion.objects.select_related("text", "plan").get(pk=version.pk)


@pytest.fixture
def first(plan: MasterPlan, cast: Cast) -> PlanVersion:
    """Version 1 with three programs: A of DLH with one of everything, B in another pillar, C without anything."""
    make_full_program(plan, cast, "A", name="Bank sampah", description="Bangun dua unit di tiap desa.")
    make_line(make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas"), "500.25")
    make_program(plan, "C", pillar="living", name="Taman")
    return adopt(plan, cast.rani)


def kinds(comparison: Comparison) -> dict[str, set[str]]:
    return {one.shown.code: {kind.value for kind in one.kinds} for one in comparison.programs}


def test_adopting_keeps_the_text_with_who_when_and_its_sum(first: PlanVersion, cast: Cast) -> None:
    assert (first.adopted_by, first.adopted_name, first.program_count) == (cast.rani, "Rani", 3)
    whole = "".join(picture_parts(first))
    assert first.sha256 == hashlib.sha256(whole.encode()).hexdigest()
    assert "Bangun dua unit" in whole
    assert check_version(first).is_whole
    entry = Entry.objects.get(verb="finalized")
    assert (entry.actor_name, entry.object_id, entry.after["sha256"]) == ("Rani", str(first.pk), first.sha256)


def test_the_picture_does_not_hold_progress_or_persons(plan: MasterPlan, cast: Cast) -> None:
    program = make_full_program(plan, cast, "A", person_in_charge=cast.oka, stage_note="Sudah jalan")
    before = picture_of(plan)
    services.set_stage(program, by=cast.rani, stage="done", note="Selesai", today=dt.date(2026, 1, 1))
    line = program.budget_lines.order_by("year")[0]
    services.report_realization(line, by=cast.rani, realization=Decimal(5))
    assert picture_of(plan) == before
    assert "Oka" not in before.programs[0].body
    assert "400000" not in before.programs[0].body


def test_an_adopted_version_stays_as_it_was_when_the_register_goes_on(
    first: PlanVersion, plan: MasterPlan, cast: Cast
) -> None:
    program = Program.objects.get(code="A")
    services.change_program(program, by=cast.rani, name="Bank sampah desa", description="Bangun lima unit.")
    services.remove_programs([Program.objects.get(code="B")], by=cast.rani)
    assert [row.name for row in programs_in(first, WantedPrograms())] == ["Bank sampah", "Puskesmas", "Taman"]
    assert "dua unit" in VersionProgram.objects.select_related("text").get(code="A").text.body
    assert check_version(first).is_whole


def test_a_text_that_was_tampered_with_is_found(first: PlanVersion) -> None:
    row = VersionProgram.objects.select_related("text").get(code="B")
    VersionText.objects.filter(pk=row.text_id).update(body=row.text.body.replace("500.25", "900.25"))
    check = check_version(first)
    assert (check.is_whole, check.wrong) == (False, ("B",))


def test_a_head_that_was_tampered_with_is_found(first: PlanVersion) -> None:
    PlanVersion.objects.filter(pk=first.pk).update(reason="Lain")
    check = check_version(PlanVersion.objects.select_related("text").get(pk=first.pk))
    assert (check.is_whole, check.wrong) == (False, ())


def test_versions_share_the_texts_that_did_not_change(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    before = VersionText.objects.count()
    services.change_program(Program.objects.get(code="B"), by=cast.rani, horizon="long")
    adopt(plan, cast.rani, "2")
    assert VersionText.objects.count() == before + 1
    assert VersionProgram.objects.count() == 6


def test_what_changed_between_two_versions_is_told_by_kind(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    a, b, c = Program.objects.order_by("code")
    environment = plan.pillars.get(code="environment")
    services.change_program(a, by=cast.rani, name="Bank sampah desa", horizon="short")
    services.change_program(b, by=cast.rani, pillar=environment, sub_dimension=environment.sub_dimensions.get())
    services.change_budget_line(b.budget_lines.get(), by=cast.rani, ceiling=Decimal("600.50"))
    services.archive_program(c, by=cast.rani)
    make_program(plan, "D", name="Baru")
    second = adopt(plan, cast.rani, "2")
    found = compare_versions(first, second)
    assert kinds(found) == {"A": {"renamed", "changed"}, "B": {"moved", "money"}, "C": {"dropped"}, "D": {"added"}}
    assert found.counts()[ChangeKind.MOVED] == 1
    (money,) = found.money(WantedChanges(lead="DINKES"))
    assert (money.year, money.before, money.after, money.change) == (
        "2025", Decimal("500.25"), Decimal("600.50"), Decimal("100.25"),
    )  # fmt: skip
    assert [one.shown.code for one in found.chosen(WantedChanges(pillar="living"))] == ["B", "C"]
    assert [one.shown.code for one in found.chosen(WantedChanges(kind="renamed"))] == ["A"]
    assert [one.shown.code for one in found.chosen(WantedChanges(words="bank DESA"))] == ["A"]
    turned = compare_versions(second, first)
    assert kinds(turned)["D"] == {"dropped"}


def test_a_year_without_money_is_missing_and_not_zero(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    make_line(Program.objects.get(code="C"), 7, year=2027)
    found = {one.year: one for one in compare_versions(first, adopt(plan, cast.rani, "2")).money(WantedChanges())}
    assert (found["2027"].before, found["2027"].after, found["2027"].change) == (None, Decimal(7), Decimal(7))
    total = total_money(list(found.values()), label="")
    assert (total.before, total.after, total.change) == (
        Decimal("3000500.25"), Decimal("3000507.25"), Decimal(7),
    )  # fmt: skip
    assert total_money([], label="").before is None


def test_what_stands_above_the_programs_is_compared_too(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    services.change_pillar(plan.pillars.get(code="living"), by=cast.rani, name="Smart Living Baru")
    make_strategy(plan)
    make_mission(plan)
    found = compare_versions(first, adopt(plan, cast.rani, "2"))
    assert {one.path for one in found.plan} >= {
        ("pillar", "living", "name"), ("goal", "environment/G1"), ("strategy", "environment/G1/S1"),
        ("mission", "RPJMD 2025–2029 – 1"),
    }  # fmt: skip
    assert found.programs == ()


def test_a_program_that_was_loaded_again_is_the_same_by_its_code(
    first: PlanVersion, plan: MasterPlan, cast: Cast
) -> None:
    services.remove_programs([Program.objects.get(code="C")], by=cast.rani)
    make_program(plan, "C", pillar="living", name="Taman kota")
    assert kinds(compare_versions(first, adopt(plan, cast.rani, "2"))) == {"C": {"renamed"}}


def test_the_register_is_compared_with_what_was_adopted(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    assert compare_with_now(first, picture_of(plan), state=None).programs == ()
    services.change_program(Program.objects.get(code="A"), by=cast.rani, lead=cast.diskominfo)
    assert kinds(compare_with_now(first, picture_of(plan), state=None)) == {"A": {"lead"}}


def test_indicators_and_targets_are_in_the_picture(plan: MasterPlan, cast: Cast) -> None:
    program = make_program(plan, "A")
    indicator = make_indicator("waste_share", "waste.share", program=program)
    make_indicator("hidden", "waste.share", program=program, is_published=False)
    target = make_target(indicator, cast.region, "2026", "82.50")
    make_target(indicator, cast.areas["90.01.01"], "2026", "60")
    first = adopt(plan, cast.rani)
    assert "hidden" not in "".join(picture_parts(first))
    target.value = Decimal(85)
    target.save()
    (change,) = compare_versions(first, adopt(plan, cast.rani, "2")).programs
    (difference,) = change.differences
    assert (difference.path[-1], difference.before, difference.after) == ("2026", "82.5 %", "85 %")


def test_a_program_has_a_history_from_its_first_version_on(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    program = make_program(plan, "D")
    adopt(plan, cast.rani, "2")
    services.archive_program(program, by=cast.rani)
    adopt(plan, cast.rani, "3")
    history = versions_of_program(program)
    assert [(one.version.number, one.row is not None) for one in history] == [("2", True), ("3", False)]


def test_the_plan_says_the_version_that_was_adopted_and_what_it_said_before_after_taking_back(
    first: PlanVersion, plan: MasterPlan, cast: Cast
) -> None:
    second = adopt(
        plan, cast.rani, "2", legal_basis=LegalBasis.REGENT_REGULATION, legal_basis_number="12 Tahun 2025",
        legal_basis_date=dt.date(2025, 3, 4),
    )  # fmt: skip
    plan.refresh_from_db()
    assert (plan.version, plan.legal_basis_number, plan.legal_basis_date) == ("2", "12 Tahun 2025", dt.date(2025, 3, 4))
    texts = VersionText.objects.count()
    services.take_back_adoption(second, by=cast.rani, reason="Nomor salah")
    plan.refresh_from_db()
    assert (plan.version, plan.legal_basis, plan.legal_basis_date) == ("1", LegalBasis.NONE_YET, None)
    again = PlanVersion.objects.get(pk=second.pk)
    assert (again.is_adopted, again.sha256, again.programs.count()) == (False, "", 0)
    assert VersionText.objects.count() == texts
    assert Entry.objects.get(verb="withdrawn").reason == "Nomor salah"
    assert totals_in(first)["2025"] == Decimal("1000500.25")


def test_what_somebody_said_of_the_plan_since_is_not_taken_back(
    first: PlanVersion, plan: MasterPlan, cast: Cast
) -> None:
    second = adopt(plan, cast.rani, "2")
    services.change_master_plan(plan, by=cast.rani, version="2b")
    services.take_back_adoption(second, by=cast.rani)
    plan.refresh_from_db()
    assert plan.version == "2b"


def test_texts_that_no_version_has_any_more_are_dropped(first: PlanVersion, cast: Cast) -> None:
    services.take_back_adoption(first, by=cast.rani)
    assert not VersionText.objects.exists()


def test_what_cannot_be_is_refused(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    with pytest.raises(version_errors.VersionReasonMissing):
        services.open_version(plan, by=cast.rani, number="2")
    with pytest.raises(version_errors.VersionNumberTaken):
        services.open_version(plan, by=cast.rani, number="1", reason="x")
    with pytest.raises(errors.LegalBasisIncomplete):
        services.open_version(plan, by=cast.rani, number="2", reason="x", legal_basis=LegalBasis.DECREE)
    with pytest.raises(errors.NameMissing):
        services.open_version(plan, by=cast.rani, number=" ", reason="x")
    second = services.open_version(plan, by=cast.rani, number="2", reason="x")
    with pytest.raises(version_errors.VersionOpen):
        services.open_version(plan, by=cast.rani, number="3", reason="x")
    with pytest.raises(version_errors.NewerVersion):
        services.take_back_adoption(first, by=cast.rani)
    with pytest.raises(version_errors.VersionNotAdopted):
        services.take_back_adoption(second, by=cast.rani)
    for attempt in (services.discard_version, services.adopt_version):
        with pytest.raises(version_errors.VersionAdopted):
            attempt(first, by=cast.rani)
    with pytest.raises(version_errors.VersionAdopted):
        services.change_version(first, by=cast.rani, reason="y")
    services.discard_version(second, by=cast.rani)
    assert PlanVersion.objects.get() == first


def test_an_open_version_can_be_changed(first: PlanVersion, plan: MasterPlan, cast: Cast) -> None:
    second = services.open_version(plan, by=cast.rani, number="2", reason="x")
    services.change_version(second, by=cast.rani, number="2025-1", effective_on=dt.date(2025, 7, 1))
    assert (PlanVersion.objects.get(pk=second.pk).number, Entry.objects.latest("pk").before["number"]) == (
        "2025-1",
        "2",
    )
    with pytest.raises(version_errors.VersionNumberTaken):
        services.change_version(second, by=cast.rani, number="1")


def test_an_empty_register_is_not_adopted(plan: MasterPlan, cast: Cast) -> None:
    version = services.open_version(plan, by=cast.rani, number="1")
    with pytest.raises(version_errors.NothingToAdopt):
        services.adopt_version(version, by=cast.rani)
    assert not PlanVersion.objects.get().is_adopted
    assert not VersionText.objects.exists()


@pytest.mark.parametrize("name", ["oka", "hadi", "vera", "bima", "wati"])
def test_versions_are_the_coordinators(first: PlanVersion, plan: MasterPlan, cast: Cast, name: str) -> None:
    person = cast.people[name]
    for attempt in (
        lambda: services.open_version(plan, by=person, number="2", reason="x"),
        lambda: services.change_version(first, by=person, reason="x"),
        lambda: services.discard_version(first, by=person),
        lambda: services.adopt_version(first, by=person),
        lambda: services.take_back_adoption(first, by=person),
    ):
        with pytest.raises(errors.NotACoordinator):
            attempt()


def queries_of(act: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_adopting_and_comparing_cost_as_many_queries_for_forty_programs_as_for_four(cast: Cast) -> None:
    plan = make_register(cast, 4)
    counts = []
    for number, more in (("1", 0), ("2", 36)):
        for place in range(more):
            make_full_program(plan, cast, f"Q-{place}")
        version = adopt(plan, cast.rani, number)
        for program in Program.objects.all():
            Program.objects.filter(pk=program.pk).update(description=f"Lain {number}")
        now = adopt(plan, cast.rani, f"{number}b")
        counts.append(
            (
                queries_of(lambda: picture_of(plan)),
                queries_of(lambda v=version, w=now: compare_versions(v, w)),
                queries_of(lambda v=version: check_version(v)),
            )
        )
    assert counts[0] == counts[1] == (17, 4, 1)


def test_another_plan_has_versions_of_its_own(plan: MasterPlan, first: PlanVersion, cast: Cast) -> None:
    other = make_plan(cast.region, is_current=False, name="Masterplan lain")
    make_program(other, "X")
    assert adopt(other, cast.rani).position == 1
