"""Every change is listed before it is made, and what cannot be loaded is said with its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from serambi.apps.plans.models import FundSource, MasterPlan
from serambi.apps.plans.tests.builders import make_activity, make_line
from serambi.exchange.imports.choices import Choices, Placing, doubts_in, sure_organizations
from serambi.exchange.imports.proposal import propose
from serambi.exchange.imports.tests.tables import (
    CHOICES,
    SHEET,
    accepted,
    agency,
    indicator,
    number,
    program,
    table,
    waste,
)
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.understanding import Problem, Quantity, Weight
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


def codes(found: Any) -> list[tuple[str, str, str]]:
    return [(one.weight.value, one.code, one.place.cell) for one in found.problems]


def test_everything_in_a_new_table_is_created(plan: MasterPlan, cast: Cast) -> None:
    found = propose(waste(), plan, CHOICES)
    assert found.counts == {
        "programs_created": 2,
        "activities_created": 1,
        "indicators_created": 3,
        "targets_created": 6,
        "baselines_created": 3,
        "budget_lines_created": 3,
    }
    assert codes(found) == []
    assert [(one.code, one.name, one.lead) for one in found.programs] == [
        ("2.11.03", "Pengelolaan Persampahan", cast.dlh.pk),
        ("1.02.02", "Kesehatan Masyarakat", cast.dinkes.pk),
    ]
    assert [(one.code, one.series, one.weight) for one in found.indicators] == [
        ("program_2_11_03.i1", "program_2_11_03.i1.value", 1),
        ("program_2_11_03.i2", "program_2_11_03.i2.value", 1),
        ("program_2_11_03.i3", "program_2_11_03.i3.value", 0),
    ]
    assert {aim.year for aim in found.indicators[0].aims if aim.is_baseline} == {2024}


def test_totals_stand_beside_what_was_understood_to_the_sen(plan: MasterPlan) -> None:
    found = propose(waste(), plan, CHOICES)
    assert found.loaded_totals == found.understood_totals
    assert found.loaded_totals[2026] == Decimal("719587600788.61")


def test_a_program_of_the_register_shows_old_and_new(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", name="Persampahan", lead=cast.dinkes)
    make_line(there, 5, fund_source=FundSource.APBD_OTHER, year=2025)
    found = propose(waste(), plan, CHOICES)
    first = found.programs[0]
    assert first.existing == there.pk
    assert [(one.field, one.old_text, one.new_text) for one in first.changes] == [
        ("name", "Persampahan", "Pengelolaan Persampahan"),
        ("lead", "DINKES", "DLH"),
    ]
    assert [(one.year, one.old, one.ceiling) for one in found.lines if one.existing] == [
        (2025, Decimal(5), Decimal("1458477763740.00"))
    ]


def test_a_program_without_its_code_is_found_by_its_name(plan: MasterPlan) -> None:
    there = make_program(plan, "QW-1", name="Kesehatan  masyarakat")
    found = propose(table(program(5, "", "Kesehatan Masyarakat")), plan, CHOICES)
    assert (found.programs[0].existing, found.programs[0].code) == (there.pk, "QW-1")
    assert [one.field for one in found.programs[0].changes] == ["name", "lead"]


def test_a_program_of_the_register_is_moved_by_its_own_choice_only(plan: MasterPlan) -> None:
    make_program(plan, "1.02.02", pillar="living", name="Kesehatan")
    row = program(8, "1.02.02", "Kesehatan", heading="URUSAN")
    there = replace(CHOICES, headings={"URUSAN": Placing("society")})
    assert "pillar" not in {one.field for one in propose(table(row), plan, there).programs[0].changes}
    moved = propose(table(row), plan, replace(CHOICES, placings={row.place: Placing("society")}))
    assert [(one.field, one.new_text) for one in moved.programs[0].changes][-2:] == [
        ("pillar", "Smart Society"),
        ("sub_dimension", ""),
    ]


def test_new_programs_go_where_program_heading_or_all_are_sent(plan: MasterPlan) -> None:
    rows = [program(row, f"P.{row}", f"Program {row}", heading="A" if row < 7 else "B") for row in (5, 6, 7)]
    choices = replace(CHOICES, headings={"A": Placing("living")}, placings={rows[1].place: Placing("economy")})
    names = {pillar.pk: pillar.code for pillar in plan.pillars.all()}
    found = propose(table(*rows), plan, choices)
    assert [names[one.pillar] for one in found.programs] == ["living", "economy", "environment"]


def test_a_missing_pillar_is_asked_for(plan: MasterPlan) -> None:
    found = propose(table(program(5, "A", "B")), plan, replace(CHOICES, placing=None))
    assert codes(found) == [("error", "no_pillar", "A5")]
    assert found.is_empty


@pytest.mark.parametrize(
    ("placing", "code"), [(Placing("smart"), "pillar_unknown"), (Placing("living", "x"), "sub_dimension_unknown")]
)
def test_a_place_that_the_plan_does_not_have_is_an_error(plan: MasterPlan, placing: Placing, code: str) -> None:
    assert codes(propose(table(program(5, "A", "B")), plan, replace(CHOICES, placing=placing))) == [
        ("error", code, "A5")
    ]


def test_a_code_that_comes_again_is_a_doubt_with_another_code(plan: MasterPlan) -> None:
    rows = [program(row, "7.01.02", "Pelayanan Publik", heading=f"KECAMATAN {row}") for row in (5, 6, 7)]
    found = propose(table(*rows), plan, CHOICES)
    assert [one.code for one in found.programs] == ["7.01.02", "7.01.02-2", "7.01.02-3"]
    assert codes(found) == [("doubt", "code_twice", "A6")]
    assert "3 program" in found.problems[0].message
    assert "7.01.02-3" in found.problems[0].message
    chosen = propose(table(*rows), plan, replace(CHOICES, codes={rows[1].place: "7.01.02-HULU"}))
    assert [one.code for one in chosen.programs] == ["7.01.02", "7.01.02-HULU", "7.01.02-2"]


def test_a_code_with_other_signs_is_kept_with_points_and_doubted(plan: MasterPlan) -> None:
    rows = (
        program(5, "3:27:03", "A"),
        program(6, " 3 27 . 04", "B"),
        program(7, "???", "C"),
        program(8, "9" * 31, "D"),
    )
    found = propose(table(*rows), plan, CHOICES)
    assert [one.code for one in found.programs] == ["3.27.03", "3.27.04", "P-001"]
    assert sorted(codes(found)) == [
        ("doubt", "code_rewritten", "A5"), ("doubt", "code_rewritten", "A7"), ("error", "code_unusable", "A8"),
        ("note", "code_given", "A7"),
    ]  # fmt: skip


def test_the_code_of_an_archived_program_is_an_error(plan: MasterPlan) -> None:
    make_program(plan, "2.11.03", archived_at=timezone.now())
    assert codes(propose(table(program(5, "2.11.03", "Sampah")), plan, CHOICES)) == [
        ("error", "program_archived", "A5")
    ]


def test_an_agency_nobody_chose_is_a_doubt_and_nobody_is_listed(plan: MasterPlan) -> None:
    row = program(5, "A", "B", agency=agency(5, "29 Perangkat Daerah"))
    assert codes(propose(table(row), plan, CHOICES)) == [("doubt", "agency_open", "I5")]
    found = propose(table(row), plan, replace(CHOICES, organizations={"29 Perangkat Daerah": None}))
    assert (codes(found), found.programs[0].lead) == ([], None)
    assert [(one.place.cell, one.value) for one in found.left_out] == [("I5", "29 Perangkat Daerah")]


def test_an_organization_that_is_not_in_the_list_is_an_error(plan: MasterPlan) -> None:
    row = program(5, "A", "B", agency=agency(5, "Dinas X"))
    found = propose(table(row), plan, replace(CHOICES, organizations={"Dinas X": "DX"}))
    assert codes(found) == [("error", "organization_unknown", "I5")]


def test_only_exact_matches_are_taken_for_sure() -> None:
    assert sure_organizations(table(program(5, "A", "B"))) == {"Dinas Lingkungan Hidup": "DLH"}


def test_parts_count_once_and_only_where_they_add_up(plan: MasterPlan) -> None:
    rows = (
        program(5, "1", "P", funds={2025: 300, 2026: 300}),
        program(6, "1.1", "K", funds={2025: 300, 2026: 200}, level="activity", parent=0),
        program(7, "1.1.1", "S1", funds={2025: 100}, level="sub_activity", parent=1),
        program(8, "1.1.2", "S2", funds={2025: 200}, level="sub_activity", parent=1),
    )
    found = propose(table(*rows), plan, CHOICES)
    assert [(one.activity, one.year, one.ceiling) for one in found.lines] == [
        (2, 2025, 100), (3, 2025, 200), (None, 2026, 300),
    ]  # fmt: skip
    assert codes(found) == [("doubt", "parts_differ", "A5")]
    assert found.loaded_totals == {2025: 300, 2026: 300}
    assert [(one.place.cell, one.value) for one in found.left_out] == [("A6", 200)]


def test_years_outside_the_plan_are_one_error_each(plan: MasterPlan) -> None:
    found = propose(table(program(5, "A", "B", funds={2019: 1}), program(6, "C", "D", funds={2019: 2})), plan, CHOICES)
    assert codes(found) == [("error", "year_outside", "")]
    assert "2 program" in found.problems[0].message


@pytest.mark.parametrize(
    ("amount", "code"),
    [("-1", "amount_below_zero"), ("1.005", "amount_too_fine"), ("9e17", "amount_too_large")],
)
def test_an_amount_that_cannot_be_kept_is_an_error(plan: MasterPlan, amount: str, code: str) -> None:
    found = propose(table(program(5, "A", "B", funds={2025: amount})), plan, CHOICES)
    assert codes(found) == [("error", code, "A5")]


def test_money_from_other_sources_is_a_doubt(plan: MasterPlan) -> None:
    make_line(make_program(plan, "A", name="B"), 7, year=2025)
    assert codes(propose(table(program(5, "A", "B")), plan, CHOICES)) == [("doubt", "other_sources", "A5")]


def test_a_year_kept_in_several_lines_is_left_alone(plan: MasterPlan) -> None:
    there = make_program(plan, "A", name="B")
    for ceiling in (7, 8):
        make_line(there, ceiling, year=2025, fund_source=FundSource.APBD_OTHER)
    found = propose(table(program(5, "A", "B")), plan, CHOICES)
    assert (codes(found), found.lines) == ([("doubt", "several_lines", "A5")], ())


def test_activities_are_found_by_code_or_name(plan: MasterPlan) -> None:
    there = make_program(plan, "1", name="P")
    make_activity(there, "Kegiatan Satu", code="1.1")
    make_activity(there, "Kegiatan Dua")
    rows = (
        program(5, "1", "P", funds={}),
        program(6, "1.1", "Kegiatan satu baru", funds={}, level="activity", parent=0),
        program(7, "1.2", "Kegiatan dua", funds={}, level="activity", parent=0),
    )
    found = propose(table(*rows), plan, CHOICES)
    assert [[one.field for one in activity.changes] for activity in found.activities] == [
        ["name", "organization"], ["code", "name", "organization"],
    ]  # fmt: skip


def test_an_activity_without_program_is_an_error(plan: MasterPlan) -> None:
    row = program(5, "1.1", "K", level="activity")
    assert codes(propose(table(row), plan, CHOICES)) == [("error", "no_program", "A5")]


def test_rows_left_out_by_choice_are_listed(plan: MasterPlan) -> None:
    found = propose(waste(), plan, replace(CHOICES, left_out=frozenset({Place(SHEET, 5, 1)})))
    assert [one.code for one in found.programs] == ["1.02.02"]
    assert [one.place.cell for one in found.left_out] == ["A5", "A7"]


def test_an_error_in_a_row_that_is_left_out_stands_against_nothing(plan: MasterPlan) -> None:
    problem = Problem(Place(SHEET, 6, 4), "unreadable", "Tidak terbaca.")
    rows = table(*waste().programs, problems=(problem, replace(problem, place=Place(SHEET, 8, 4))))
    found = propose(rows, plan, replace(CHOICES, left_out=frozenset({Place(SHEET, 5, 1)})))
    assert codes(found) == [("note", "unreadable", "D6"), ("error", "unreadable", "D8")]


def test_an_indicator_of_the_program_is_compared(plan: MasterPlan, cast: Cast) -> None:
    there = make_program(plan, "2.11.03", name="Sampah", lead=cast.dlh)
    handled = make_indicator("handled", "1", program=there, name="Sampah  Tertangani", unit="%")
    make_target(handled, cast.region, "2025", 45)
    make_target(handled, cast.region, "2026", "62.5")
    found = propose(
        table(program(5, "2.11.03", "Sampah", indicators=(indicator(5, "Sampah tertangani"),))), plan, CHOICES
    )
    one = found.indicators[0]
    assert (one.existing, one.is_linked, one.code) == (handled.pk, True, "handled")
    assert [(aim.year, aim.old, aim.value) for aim in one.aims if not aim.is_same] == [
        (2025, 45, 50), (2024, None, 40),
    ]  # fmt: skip


def test_an_indicator_can_be_chosen_by_its_code(plan: MasterPlan) -> None:
    make_indicator("handled", "1", name="Lain")
    row = program(5, "A", "B", indicators=(indicator(5, "X", "%"),))
    found = propose(table(row), plan, replace(CHOICES, indicators={Place(SHEET, 5, 3): "handled"}))
    assert (found.counts["indicators_linked"], found.indicators[0].code) == (1, "handled")
    wrong = propose(table(row), plan, replace(CHOICES, indicators={Place(SHEET, 5, 3): "lost"}))
    assert ("error", "indicator_unknown", "C5") in codes(wrong)


def test_what_is_no_number_is_listed_and_other_units_are_doubted(plan: MasterPlan) -> None:
    targets = {2025: Quantity(None, text="Baik"), 2026: number(12, "bulan"), 2027: Quantity(None, text="-")}
    row = program(5, "A", "B", indicators=(indicator(5, "X", "Dokumen", targets=targets, final=number(99)),))
    found = propose(table(row), plan, CHOICES)
    assert codes(found) == [("doubt", "unit_differs", "C5")]
    assert [one.value for one in found.left_out] == ["Baik", "99"]


def test_ranges_make_an_indicator_that_is_best_within_them(plan: MasterPlan) -> None:
    span = Quantity(Decimal(3), text="3-5", upper=Decimal(5))
    found = propose(table(program(5, "A", "B", indicators=(indicator(5, "X", targets={2025: span}),))), plan, CHOICES)
    assert (found.indicators[0].polarity, found.indicators[0].aims[0].upper) == ("range", 5)
    mixed = indicator(5, "X", targets={2025: span, 2026: number(4)})
    found = propose(table(program(5, "A", "B", indicators=(mixed,))), plan, CHOICES)
    assert codes(found) == [("doubt", "range_mixed", "C5")]
    assert [aim.year for aim in found.indicators[0].aims] == [2026, 2024]


def test_the_problems_of_the_table_come_along(plan: MasterPlan) -> None:
    problem = Problem(Place(SHEET, 3, 3), "unreadable", "Tidak terbaca.")
    found = propose(table(program(5, "A", "B"), problems=(problem,)), plan, CHOICES)
    assert found.errors == (problem,)


def test_accepting_all_doubts_leaves_none_open(plan: MasterPlan) -> None:
    rows = [program(row, "A", "B") for row in (5, 6)]
    assert accepted(table(*rows), plan).open_doubts == ()


def test_the_number_of_queries_does_not_grow(
    plan: MasterPlan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [program(row, f"P.{row}", f"Program {row}", indicators=(indicator(row, "X"),)) for row in range(5, 60)]
    with django_assert_num_queries(14):
        propose(table(*rows), plan, CHOICES)


def test_choices_come_back_from_json_as_they_were() -> None:
    place = Place(SHEET, 5, 1)
    doubt = Problem(place, "code_twice", "…", Weight.DOUBT)
    choices = replace(
        CHOICES, headings={"A": Placing("living")}, placings={place: Placing("economy", "x")}, codes={place: "C"},
        left_out=frozenset({Place(SHEET, 9, 1)}), indicators={place: "handled"}, accepted=doubts_in([doubt]),
        baseline_year=2023,
    )  # fmt: skip
    assert Choices.from_json(choices.as_json()) == choices
    assert Choices.from_json(Choices().as_json()) == Choices()
