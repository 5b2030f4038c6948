"""What a person says about the rows of a form, and about what was found in it."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client

from serambi.apps.jobs.models import State
from serambi.apps.plans.models import BudgetLine, MasterPlan, Program
from serambi.apps.plans.tests.builders import make_line
from serambi.exchange.budgets.tests.world import form_row, form_text, seen, sent, words
from serambi.exchange.models import Load
from serambi.exchange.tables.reading import read_book
from serambi.exchange.uploads.tests.world import work
from tests.cast import make_program


def realization(line: BudgetLine) -> Decimal | None:
    line.refresh_from_db()
    return line.realization


# What a row is ------------------------------------------------------------------------------------------------------


def test_a_row_that_resembles_something_is_asked_about(rani: Client, program: Program, line: BudgetLine) -> None:
    program.name = "Pengelolaan bank sampah kelurahan"
    program.save()
    here = sent(rani, form_text(form_row("7.7.7", "Pengelolaan bank sampah keluraha", 300)))
    assert "1 keraguan perlu diperiksa" in words(rani, here)
    rows = words(rani, f"{here}rows/?state=open")
    assert "mirip</b> Pengelolaan" in rows
    assert f'value="program:{program.pk}"' in rows
    rani.post(f"{here}rows/", {"row:8:e81.csv": "", "rest": "proposed"})  # of no row of the form: passed over
    key = rani.get(f"{here}rows/").context["rows"][0][0].key
    rani.post(f"{here}rows/", {f"row:{key}": "", "rest": "proposed"})
    found = rani.get(here).context["found"]
    assert [(change.old, change.new) for change in found.changes] == [(100, 300)]
    assert found.problems == ()
    # Taken back, it is open again.
    rani.post(f"{here}rows/search/?row={key}", {"value": ""})
    assert rani.get(here).context["rows_open"] == 1


def test_one_amount_for_two_sources_goes_to_the_line_that_is_chosen(rani: Client, line: BudgetLine) -> None:
    other = make_line(line.program, 500_000, year=2026, fund_source="csr")
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000)))
    key = rani.get(f"{here}rows/").context["rows"][0][0].key
    assert f'value="line:{other.pk}"' in words(rani, f"{here}rows/")
    rani.post(f"{here}rows/", {f"row:{key}": f"line:{other.pk}"})
    rani.post(f"{here}load/", {"seen": seen(rani, here)})
    assert work().state == State.DONE
    assert (realization(line), realization(other)) == (100, 400_000)


def test_the_register_is_searched_for_a_row(rani: Client, plan: MasterPlan, line: BudgetLine) -> None:
    make_line(make_program(plan, "L-2", name="Air minum"), 900, year=2026)
    here = sent(rani, form_text(form_row("7.7", "Penyediaan air", 400)))
    key = rani.get(f"{here}rows/").context["rows"][0][0].key
    search = f"{here}rows/search/?row={key}"
    found = words(rani, f"{search}&q=air minum")
    assert "L-2 Air minum" in found
    assert "Bank sampah" not in found
    assert "Cari kata lain, atau jangan muat" in words(rani, f"{search}&q=kereta")
    rani.post(search, {"value": f"program:{Program.objects.get(code='L-2').pk}"})
    assert rani.get(here).context["rows_known"] == 1
    rani.post(search, {"value": "-"})
    assert rani.get(here).context["rows_out"] == 1
    rani.post(search, {"value": "program:999999"})  # no page sends this
    assert rani.get(here).context["rows_out"] == 1
    assert rani.get(f"{here}rows/search/?row=99:nothing")["Location"] == f"{here}rows/"


def test_rows_are_narrowed_and_paged(rani: Client, line: BudgetLine) -> None:
    rows = [form_row(f"8.{number}", f"Kegiatan {number}", number) for number in range(1, 121)]
    here = sent(rani, form_text(form_row("2.11.11", "Bank sampah", 400_000), *rows))
    assert "1 sampai 50 dari 121" in words(rani, f"{here}rows/")
    assert "Kegiatan 77" in words(rani, f"{here}rows/?q=8.77")
    assert "Tidak ada baris yang sesuai" in words(rani, f"{here}rows/?q=nothing")
    assert rani.get(f"{here}rows/?state=found").context["page"].paginator.count == 1
    assert "1 sampai 50 dari 120" in words(rani, f"{here}not-loaded/")
    assert "Tidak ada sel yang sesuai" in words(rani, f"{here}not-loaded/?q=nothing")
    assert "Tidak ada perubahan yang sesuai" in words(rani, f"{here}changes/?q=nothing")


# Doubts and problems ------------------------------------------------------------------------------------------------


def test_doubts_are_accepted_one_by_one_or_all(rani: Client, plan: MasterPlan, line: BudgetLine) -> None:
    make_line(make_program(plan, "L-2"), 50, 90, year=2026)
    here = sent(rani, form_text(form_row("2.11.11", "", 2_000_000), form_row("L-2", "", 80, number=10)))
    at = f"{here}to-look-at/"
    page = rani.get(f"{at}?state=todo")
    assert page.context["todo"] == 3
    first = page.context["rows"][0][0]
    doubt = f"{first.code}:{first.place.row}:{first.place.column}:{first.place.sheet}"
    back = rani.post(f"{here}answer/", {"doubt": doubt, "action": "accept", "query": "state=todo"})
    assert back["Location"] == f"{at}?state=todo"
    assert rani.get(at).context["todo"] == 2
    rani.post(f"{here}answer/", {"doubt": doubt, "action": "reopen"})
    assert rani.get(at).context["todo"] == 3
    rani.post(f"{here}answer/", {"doubt": "nothing:1:1:x", "action": "accept"})
    assert rani.get(at).context["todo"] == 3

    assert "Setujui 2 keraguan?" in words(rani, f"{at}accept/?kind=over_ceiling")
    rani.post(f"{at}accept/", {"kind": "over_ceiling", "seen": "something else"})
    assert rani.get(at).context["todo"] == 3
    rani.post(f"{at}accept/", {"kind": "", "seen": seen(rani, here)})
    assert rani.get(at).context["todo"] == 0
    assert rani.get(f"{at}accept/")["Location"] == at
    rani.post(f"{here}load/", {"seen": seen(rani, here)})
    assert work().state == State.DONE
    assert len(Load.objects.get().accepted) == 3


def test_an_unreadable_amount_keeps_everything_from_being_loaded(rani: Client, line: BudgetLine) -> None:
    text = form_text(form_row("2.11.11", "Bank sampah", 5)).replace(",5,", ",lima,")
    here = sent(rani, text)
    assert "1 masalah menghalangi pemuatan" in words(rani, here)
    found = words(rani, f"{here}to-look-at/?kind=unreadable_number")
    assert "“lima”" in found
    marked = read_book(rani.get(f"{here}marked.xlsx").content, name="marked.xlsx")
    assert marked.marked
    rani.post(f"{here}load/", {"seen": seen(rani, here)})
    assert work().state == State.FAILED
    assert realization(line) == 100


def test_a_stated_year_that_its_quarters_do_not_add_up_to_is_doubtful(rani: Client, line: BudgetLine) -> None:
    quarters = {f"quarter_{number}": 100 for number in range(1, 5)}
    here = sent(rani, form_text(form_row("2.11.11", "", 450, **quarters), form_row("9.9", "", 450, **quarters)))
    problems = {(one.code, str(one.weight)) for one in rani.get(here).context["found"].problems}
    assert {("value_differs", "doubt"), ("value_differs", "note")} <= problems
    assert "Yang pertama berlaku" in words(rani, f"{here}to-look-at/")
