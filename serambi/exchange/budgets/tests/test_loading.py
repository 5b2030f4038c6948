"""Realizations of form E.81 and the monthly export in the register: what changes, what stays out, taking it back."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.parts import rows_in
from serambi.apps.plans.errors import NotYourProgram
from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.apps.plans.services import archive_program, report_realization
from serambi.apps.plans.tests.builders import TODAY, make_activity, make_line
from serambi.exchange import errors
from serambi.exchange.budgets.evaluation_form import EvaluationForm, EvaluationRow, IndicatorLine, Pair
from serambi.exchange.budgets.evaluation_tables import evaluation_csv, evaluation_workbook, read_evaluation
from serambi.exchange.budgets.loading import load_realizations
from serambi.exchange.budgets.monthly_export import MonthlyExport, MonthlyRow, monthly_csv
from serambi.exchange.budgets.realizations import Realizations, propose_realizations
from serambi.exchange.budgets.register import code_parts, evaluation_of, monthly_of, promises_of, register_budgets
from serambi.exchange.budgets.rows import Answers
from serambi.exchange.budgets.stated import statement_of
from serambi.exchange.imports.choices import doubts_in
from serambi.exchange.imports.services import LoadedFile
from serambi.exchange.imports.undo import undo
from serambi.exchange.models import Load
from serambi.exchange.tables.book import Place
from serambi.exchange.tables.reading import read_book
from serambi.exchange.tables.understanding import Weight
from tests.cast import Cast, make_plan, make_program

FILE = LoadedFile("e81.xlsx", "0" * 64, 1)


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)


@pytest.fixture
def program(cast: Cast, plan: MasterPlan) -> Program:
    return make_program(plan, "L-1", lead=cast.dlh, name="Bank sampah", sipd_year=2026, sipd_code="2.11.11")


def row(code: str, name: str, rupiah: int | str | None, *, number: int = 9, **more: int | str) -> EvaluationRow:
    """Return a row of the form with its realization of the year, and other pairs by name."""
    said = {"year_realization": rupiah, **more}
    pairs = {pair: Pair(rupiah=Decimal(amount)) for pair, amount in said.items() if amount is not None}
    return EvaluationRow(code_parts(code), name, (IndicatorLine("", pairs, place=Place("E.81", number)),))


def proposed(plan: MasterPlan, *rows: EvaluationRow, year: int = 2026) -> Realizations:
    form = EvaluationForm((("Tahun", "2026"),), rows)
    return propose_realizations(statement_of(form), plan, year=year)


def codes(proposal: Realizations, weight: Weight) -> list[str]:
    return [problem.code for problem in proposal.of(weight)]


def changes(proposal: Realizations) -> dict[int, tuple[Any, Any]]:
    return {change.line.pk: (change.old, change.new) for change in proposal.changes}


# What is proposed -------------------------------------------------------------------------------------------------


def test_a_row_is_matched_by_its_code_of_the_year_or_its_name(plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, year=2026)
    other = make_program(plan, "L-2", name="Air minum", sipd_year=2025, sipd_code="1.03.03")
    second = make_line(other, 2_000, 100, year=2026, sipd_code="1.03.04")

    proposal = proposed(
        plan, row("2.11.11", "Nama lain", "400.50"), row("1.03.04", "", 150), row("9.99.99", "Di luar", 7)
    )
    assert changes(proposal) == {line.pk: (None, Decimal("400.50")), second.pk: (100, 150)}
    assert codes(proposal, Weight.NOTE) == ["not_in_register"]
    assert (proposal.of(Weight.ERROR), proposal.of(Weight.DOUBT)) == ([], [])
    assert changes(proposed(plan, row("", " air  MINUM ", 200))) == {second.pk: (100, 200)}
    assert codes(proposed(plan, row("1.03.03", "Kode tahun lalu", 5)), Weight.NOTE) == ["not_in_register"]


def test_the_year_so_far_is_the_sum_of_its_quarters_where_it_is_not_stated(plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, year=2026)

    assert changes(proposed(plan, row("2.11.11", "", None, quarter_1=100, quarter_2=50))) == {line.pk: (None, 150)}
    # The second quarter is missing, not nothing.
    assert proposed(plan, row("2.11.11", "", None, quarter_1=100, quarter_3=50)).changes == []
    assert proposed(plan, row("2.11.11", "", None)).changes == []


def test_activities_take_their_own_and_the_rest_is_the_programs(plan: MasterPlan, program: Program) -> None:
    activity = make_activity(program, "Pilah", code="A-1")
    own, rest = make_line(program, 500, year=2026, activity=activity), make_line(program, 900, year=2026)
    rows = row("2.11.11", "", 700), row("A-1", "Pilah", 300, number=10)

    assert changes(proposed(plan, *rows)) == {own.pk: (None, 300), rest.pk: (None, 400)}
    assert changes(proposed(plan, rows[1])) == {own.pk: (None, 300)}


def test_activities_that_are_more_than_their_program_are_doubtful(plan: MasterPlan, program: Program) -> None:
    activity = make_activity(program, "Pilah", code="A-1")
    own = make_line(program, 500, year=2026, activity=activity)
    proposal = proposed(plan, row("2.11.11", "", 200), row("A-1", "", 300))

    assert (codes(proposal, Weight.DOUBT), changes(proposal)) == (["sum_differs"], {own.pk: (None, 300)})


def test_one_amount_for_several_lines_is_left_out_unless_it_is_their_sum(plan: MasterPlan, program: Program) -> None:
    make_line(program, 500, 100, year=2026)
    make_line(program, 500, 200, year=2026, fund_source="csr")

    assert (proposed(plan, row("2.11.11", "", 300)).same, proposed(plan, row("2.11.11", "", 300)).problems) == (2, [])
    proposal = proposed(plan, row("2.11.11", "", 400))
    assert (codes(proposal, Weight.DOUBT), proposal.changes) == (["several_lines"], [])


def test_a_line_that_is_not_reported_is_no_nothing(plan: MasterPlan, program: Program) -> None:
    make_line(program, 500, 300, year=2026)
    make_line(program, 500, year=2026, fund_source="csr")

    assert codes(proposed(plan, row("2.11.11", "", 300)), Weight.DOUBT) == ["several_lines"]


@pytest.mark.parametrize(
    ("amount", "weight", "code"),
    [
        (1_001, Weight.DOUBT, "over_ceiling"),
        (99, Weight.DOUBT, "less_than_known"),
        (-1, Weight.ERROR, "no_amount"),
        ("100.005", Weight.ERROR, "no_amount"),
    ],
)
def test_amounts_that_want_a_look(
    plan: MasterPlan, program: Program, amount: int | str, weight: Weight, code: str
) -> None:
    make_line(program, 1_000, 100, year=2026)

    assert codes(proposed(plan, row("2.11.11", "", amount)), weight) == [code]


def test_what_cannot_be_told_apart_is_an_error(plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, year=2026)
    make_program(plan, "L-9", name="Bank sampah")
    twice = proposed(plan, row("2.11.11", "", 1), row("2.11.11", "", 2, number=10))

    assert codes(twice, Weight.ERROR) == ["stands_twice"]
    assert codes(proposed(plan, row("", "Bank sampah", 1)), Weight.ERROR) == ["fits_several"]
    pairs = [{"year_realization": Pair(rupiah=Decimal(amount))} for amount in (1, 2)]
    lines = tuple(IndicatorLine(f"Indikator {n}", pair, place=Place("E.81", n)) for n, pair in enumerate(pairs))
    assert codes(proposed(plan, EvaluationRow(code_parts("2.11.11"), "", lines)), Weight.ERROR) == ["several_amounts"]


def test_a_name_that_two_programs_of_others_have_keeps_nothing_from_being_loaded(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    line = make_line(program, 1_000, year=2026)
    for code in ("K-1", "K-2"):
        make_program(plan, code, name="Posyandu", lead=cast.dinkes)
    form = EvaluationForm((), (row("2.11.11", "", 5), row("", "Posyandu", 7, number=10)))
    theirs = propose_realizations(statement_of(form), plan, year=2026, by=cast.oka)
    assert (changes(theirs), codes(theirs, Weight.NOTE)) == ({line.pk: (None, 5)}, ["others_program"])
    assert theirs.of(Weight.ERROR) == []
    assert codes(propose_realizations(statement_of(form), plan, year=2026, by=cast.rani), Weight.ERROR) == [
        "fits_several"
    ]


def test_lines_and_activities_that_are_chosen_leave_the_rest_to_the_program(plan: MasterPlan, program: Program) -> None:
    activity = make_activity(program, "Pilah", code="A-1")
    first, second = (make_line(program, 500, year=2026, activity=activity, fund_source=one) for one in ("csr", "apbn"))
    rest = make_line(program, 900, year=2026)
    rows = row("2.11.11", "", 700), row("A-1", "Pilah", 300, number=10), row("7.7", "Sumbangan", 100, number=11)
    form = EvaluationForm((("Tahun", "2026"),), rows)
    answers = Answers(rows={"11:E.81": f"line:{first.pk}", "99:E.81": "line:1", "10:E.81": "program:999"})
    proposal = propose_realizations(statement_of(form), plan, year=2026, answers=answers)
    assert changes(proposal) == {first.pk: (None, 100), second.pk: (None, 200), rest.pk: (None, 400)}
    assert proposal.problems == []
    assert proposal.understood == 700


def test_notes_keep_nothing_from_being_loaded(cast: Cast, plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, year=2026)
    assert codes(proposed(plan, row("2.11.11", "", 1, year_target=900)), Weight.NOTE) == ["other_ceiling"]
    line.delete()
    assert codes(proposed(plan, row("2.11.11", "", 1)), Weight.NOTE) == ["no_line"]
    archive_program(program, by=cast.rani, reason="Selesai")
    assert codes(proposed(plan, row("2.11.11", "", 1)), Weight.NOTE) == ["not_in_register"]


def test_an_unreadable_cell_of_somebody_elses_budget_is_a_note(plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, year=2026)
    form = EvaluationForm((("Tahun", "2026"),), (row("2.11.11", "", 5), row("9.9.9", "Di luar", 5, number=10)))
    text = evaluation_csv(form).replace(",5,", ",lima,")
    read = read_evaluation(read_book(text.encode(), name="e81.csv"))
    proposal = propose_realizations(statement_of(read), plan, year=2026)

    assert codes(proposal, Weight.ERROR) == ["unreadable_number"]
    assert sorted(codes(proposal, Weight.NOTE)) == ["not_in_register", "unreadable_number"]


def monthly(*rows: tuple[int, str, int | None]) -> MonthlyExport:
    return MonthlyExport(
        tuple(
            MonthlyRow("1", month, name, spent_so_far=None if amount is None else Decimal(amount))
            for month, name, amount in rows
        )
    )


def test_the_monthly_export_says_it_until_its_last_month(plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, year=2026)
    statement = statement_of(
        monthly((1, "L-1 Bank sampah", 10), (3, "L-1 Bank sampah", 90), (4, "L-1 Bank sampah", None))
    )
    assert statement.year is None
    assert changes(propose_realizations(statement, plan, year=2026)) == {line.pk: (None, 90)}
    by_name = statement_of(monthly((2, "Bank sampah", 70)))
    assert changes(propose_realizations(by_name, plan, year=2026)) == {line.pk: (None, 70)}
    twice = statement_of(monthly((2, "L-1", 70), (2, "L-1", 80)))
    assert codes(propose_realizations(twice, plan, year=2026), Weight.ERROR) == ["several_amounts"]


@pytest.mark.parametrize("heading", [(("Tahun", "2026"),), (("TAHUN 2026", ""),), (("Evaluasi Renja 2026", ""),)])
def test_the_year_stands_above_the_form(heading: tuple[tuple[str, str], ...]) -> None:
    assert statement_of(EvaluationForm(heading, ())).year == 2026


def test_several_years_above_the_form_are_none() -> None:
    assert statement_of(EvaluationForm((("Renstra 2024–2026", ""),), ())).year is None


def test_what_the_register_writes_changes_nothing_when_it_is_read_back(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    activity = make_activity(program, "Pilah", code="A-1")
    make_line(program, 500, 120, year=2026, activity=activity)
    make_line(program, 900, 30, year=2026)
    make_line(make_program(plan, "L-2", name="Air minum"), 100, 60, year=2026)
    make_line(make_program(plan, "L-3", name="Belum lapor"), 100, year=2026)
    budgets = register_budgets(cast.rani, plan, year=2026, today=TODAY)
    form = evaluation_of(budgets, promises_of(cast.rani, budgets), quarter=2, today=TODAY)
    read = read_evaluation(read_book(evaluation_workbook(form), name="e81.xlsx"))
    export = MonthlyExport(monthly_of(budgets, quarter=2))

    for table in (read, export):
        proposal = propose_realizations(statement_of(table), plan, year=2026)
        assert (proposal.changes, proposal.problems) == ([], [])
        assert proposal.same >= 2


def test_a_large_form_costs_as_many_queries_as_a_small_one(plan: MasterPlan) -> None:
    rows = []
    for number in range(40):
        make_line(make_program(plan, f"P-{number}"), 1_000, year=2026)
        rows.append(row(f"P-{number}", "", 10, number=number))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        proposal = proposed(plan, *rows)

    assert (len(proposal.changes), len(captured)) == (40, 3)


# Loading and taking back ------------------------------------------------------------------------------------------


def test_loading_changes_all_of_it_with_its_entries_and_can_be_taken_back(
    cast: Cast, plan: MasterPlan, program: Program
) -> None:
    line = make_line(program, 1_000, year=2026)
    second = make_line(make_program(plan, "L-2"), 1_000, 100, year=2026)
    proposal = proposed(plan, row("2.11.11", "", 400), row("L-2", "", 250))
    made = load_realizations(proposal, file=FILE, by=cast.rani)

    assert dict(BudgetLine.objects.values_list("pk", "realization")) == {line.pk: 400, second.pk: 250}
    assert (made.counts, made.totals) == (
        {"realizations_reported": 2},
        {"2026": {"understood": "650", "loaded": "650"}},
    )
    assert Entry.objects.filter(verb=Verb.LOADED, actor_id=cast.rani.pk).count() == 1
    told = Entry.objects.filter(verb=Verb.FIGURES_SET, object_type="plans.program", actor_id=cast.rani.pk)
    assert sum(len(rows_in(one.after, "plans.budgetline")) for one in told) == 2

    report_realization(second, by=cast.rani, realization=Decimal(300))
    undoing = undo(made, by=cast.rani)
    assert dict(BudgetLine.objects.values_list("pk", "realization")) == {line.pk: None, second.pk: 300}
    assert len(undoing.conflicts) == 1


def test_errors_doubts_and_nothing_new_refuse_everything(cast: Cast, plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, 100, year=2026)
    other = make_line(make_program(plan, "L-2"), 1_000, year=2026)
    doubtful = proposed(plan, row("2.11.11", "", 2_000), row("L-2", "", 5))

    with pytest.raises(errors.NotAReporter):
        load_realizations(doubtful, file=FILE, by=cast.wati)
    with pytest.raises(NotYourProgram):
        load_realizations(doubtful, file=FILE, by=cast.oka, accepted=doubts_in(doubtful.problems))
    with pytest.raises(errors.RegisterChanged):
        load_realizations(doubtful, file=FILE, by=None, seen="something else")
    with pytest.raises(errors.DoubtsOpen):
        load_realizations(doubtful, file=FILE, by=None)
    with pytest.raises(errors.HasErrors):
        load_realizations(proposed(plan, row("2.11.11", "", -1), row("L-2", "", 5)), file=FILE, by=None)
    with pytest.raises(errors.NothingToLoad):
        load_realizations(proposed(plan, row("2.11.11", "", 100)), file=FILE, by=None)
    assert dict(BudgetLine.objects.values_list("pk", "realization")) == {line.pk: 100, other.pk: None}

    load_realizations(doubtful, file=FILE, by=None, accepted=doubts_in(doubtful.problems))
    assert dict(BudgetLine.objects.values_list("pk", "realization")) == {line.pk: 2_000, other.pk: 5}
    assert Load.objects.get().accepted == [["over_ceiling", "E.81", 9, 0]]


def test_a_register_that_changed_meanwhile_refuses_everything(cast: Cast, plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000, year=2026)
    other = make_line(make_program(plan, "L-2"), 1_000, year=2026)
    proposal = proposed(plan, row("2.11.11", "", 400), row("L-2", "", 5))
    report_realization(other, by=cast.rani, realization=Decimal(7))

    with pytest.raises(errors.RegisterChanged):
        load_realizations(proposal, file=FILE, by=cast.rani)
    line.refresh_from_db()
    assert line.realization is None
    assert not Load.objects.exists()


# The command ------------------------------------------------------------------------------------------------------


def load(path: Path, *options: str) -> tuple[int, str, str]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        with translation.override("en"):
            call_command("budget", "load", str(path), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, out.getvalue(), err.getvalue()


def test_the_command_shows_old_and_new_and_loads(tmp_path: Path, plan: MasterPlan, program: Program) -> None:
    line = make_line(program, 1_000_000, 100, year=2026)
    path = tmp_path / "e81.csv"
    path.write_text(evaluation_csv(EvaluationForm((("Tahun", "2026"),), (row("2.11.11", "Bank sampah", 400),))))

    status, out, err = load(path, "--dry-run")
    assert (status, err) == (0, "")
    assert "Bank sampah" in out
    assert "Rp100 → Rp400" in out
    assert not Load.objects.exists()

    status, out, err = load(path)
    line.refresh_from_db()
    assert (status, err, line.realization) == (0, "", 400)
    assert f"serambi import --undo {Load.objects.get().pk}" in out

    status, _out, err = load(path)
    assert status == 1
    assert "nothing to load" in err


def test_the_command_says_why_it_loads_nothing(tmp_path: Path, plan: MasterPlan, program: Program) -> None:
    make_line(program, 1_000, year=2026)
    path = tmp_path / "monev.csv"
    path.write_text(monthly_csv([MonthlyRow("1", 3, "L-1 Bank sampah", spent_so_far=Decimal(2_000))]))

    assert "--year" in load(path)[2]
    status, out, err = load(path, "--year", "2026")
    assert status == 1
    assert "more than the ceiling" in out
    assert "doubts" in err
    assert load(path, "--year", "2026", "--accept-doubts")[0] == 0


def test_the_command_refuses_what_is_no_form_and_a_register_without_a_plan(db: None, tmp_path: Path) -> None:
    path = tmp_path / "apbd.csv"
    path.write_text("Kode Rekening;Uraian;Jumlah\n2.16.03;Program;300\n")
    assert load(path)[0] == 2
    assert load(tmp_path / "none.csv")[0] == 2
    path.write_text(evaluation_csv(EvaluationForm((("Tahun", "2026"),), ())))
    assert load(path)[0] == 1
