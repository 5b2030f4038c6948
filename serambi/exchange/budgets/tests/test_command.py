"""`serambi budget check`: what it prints and with which status it ends."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.utils import translation

from serambi.exchange.budgets.evaluation_form import EvaluationForm, EvaluationRow, IndicatorLine, Pair
from serambi.exchange.budgets.evaluation_tables import evaluation_csv
from serambi.exchange.budgets.monthly_export import MonthlyRow, monthly_workbook
from serambi.exchange.budgets.tests.samples import SLEMAN, YOGYAKARTA, sample_path
from serambi.exchange.tables.understanding import Quantity

GOOD = "Judul;Penjabaran\nKode Rekening;Uraian;Jumlah\n2.16.03;Program;300\n2.16.03.2.02;Kegiatan;{}\n"


def check(path: Path, *options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("budget", "check", str(path), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, out.getvalue(), err.getvalue()


def test_a_budget_whose_sums_hold_ends_with_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / "apbd.csv"
    path.write_text(GOOD.format(300))
    status, out, err = check(path)
    assert (status, err) == (0, "")
    assert "Rp300" in out


def test_a_difference_is_named_by_row(tmp_path: Path) -> None:
    path = tmp_path / "apbd.csv"
    path.write_text(GOOD.format(299))
    with translation.override("en"):
        status, out, _err = check(path)
    assert status == 1
    assert "Row 3, 2.16.03 Program: stated Rp300, sum Rp299, difference Rp1" in out


def test_a_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    path = tmp_path / "apbd.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("DPA")
        for number, row in enumerate(
            (["Kode", "Uraian", "Pagu"], ["2.16.03", "Program", 5.5], ["2.16.03.2.02", "K", 5.5])
        ):
            sheet.write_row(number + 2, 1, row)
    status, out, _err = check(path, "--json")
    found = json.loads(out)
    assert (status, found["sheet"], found["totals"][0]["row"], found["totals"][0]["amount"]) == (0, "DPA", 4, "5.5")


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"<html><table></table></html>", b"\xd0\xcf\x11\xe0\xa1\xb1", b"Nama;Umur\nA;3\n"],
)
def test_what_is_no_budget_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.xls"
    path.write_bytes(content)
    status, out, err = check(path)
    assert (status, out) == (2, "")
    assert "file.xls" in err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert check(tmp_path / "none.csv")[0] == 2


@pytest.mark.parametrize(("name", "checked", "off", "by_code"), [(YOGYAKARTA, 646, 1, 0), (SLEMAN, 1026, 71, 55)])
def test_the_samples_are_checked(name: str, checked: int, off: int, by_code: int) -> None:
    status, out, _err = check(sample_path(name), "--json")
    found = json.loads(out)
    assert status == 1
    assert (found["sums"]["checked"], len(found["sums"]["differences"])) == (checked, off)
    assert len(found["sums_by_code"]["differences"]) == by_code
    assert all(isinstance(one["difference"], str) for one in found["sums"]["differences"])


def test_form_e81_is_checked_too(tmp_path: Path) -> None:
    pairs = {
        "year_target": Pair(Quantity(Decimal(3)), Decimal(900)),
        "year_realization": Pair(Quantity(Decimal(1)), Decimal(300)),
        "attainment": Pair(Quantity(Decimal("33.3")), Decimal(34)),
    }
    row = EvaluationRow(("2", "16", "03", ""), "Program", (IndicatorLine("Layanan", pairs),))
    path = tmp_path / "e81.csv"
    path.write_text(evaluation_csv(EvaluationForm((("Tahun", "2026"),), (row,))))
    status, out, _err = check(path, "--json")
    found = json.loads(out)
    assert (status, found["kind"], found["rows"], found["indicators"]) == (1, "evaluation_form", 1, 1)
    [difference] = found["differences"]
    assert (difference["unit"], difference["stated"], difference["computed"]) == ("Rp", "34", "33.3333")
    with translation.override("en"):
        assert "(Rp): stated 34, computed 33.3333" in check(path)[1]


def test_a_monthly_export_is_checked_too(tmp_path: Path) -> None:
    row = MonthlyRow("1", 1, "Jaringan", ceiling=Decimal(100), spent=Decimal(10), spent_so_far=Decimal(11))
    path = tmp_path / "e-monev.xlsx"
    path.write_bytes(monthly_workbook([row]))
    status, out, _err = check(path, "--json")
    found = json.loads(out)
    assert (status, found["kind"]) == (1, "monthly_export")
    assert [(one["row"], one["column"], one["computed"]) for one in found["differences"]] == [
        (2, "Akumulasi Keuangan", "10.0000")
    ]
    path.write_bytes(monthly_workbook([replace(row, spent_so_far=Decimal(10))]))
    assert check(path)[0] == 0
