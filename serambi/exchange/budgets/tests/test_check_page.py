"""Checking a budget on its page: what was read, which sums do not hold, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.exchange.budgets.evaluation_form import EvaluationForm, EvaluationRow, IndicatorLine, Pair
from serambi.exchange.budgets.evaluation_tables import evaluation_csv
from serambi.exchange.budgets.tests.samples import SLEMAN, sample_path
from serambi.exchange.budgets.tests.test_command import GOOD
from serambi.exchange.models import Load, Upload
from serambi.exchange.tables.understanding import Quantity
from tests.cast import Cast, make_plan

PAGE = "/plan/budget/check/"


@pytest.fixture
def rani(cast: Cast, signed_in: Callable[[User], Client]) -> Client:
    make_plan(cast.region)
    return signed_in(cast.rani)


def check(client: Client, content: bytes | str, name: str = "apbd.csv", status: int = 200) -> str:
    data = content.encode() if isinstance(content, str) else content
    response = client.post(PAGE, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_a_budget_whose_sums_hold(rani: Client) -> None:
    text = check(rani, GOOD.format(300))
    assert "Semua 1 jumlah cocok" in text
    assert "Rp300" in text
    assert "Jumlah yang tidak cocok" not in text


def test_a_sum_that_does_not_hold_stands_with_its_row_and_difference(rani: Client) -> None:
    text = check(rani, GOOD.format("299,50"))
    assert "1 dari 1 jumlah tidak cocok" in text
    assert '<th scope="row">3</th>' in text
    assert "299,5</td>" in text
    assert "0,5</td>" in text


def test_a_real_budget_names_every_sum(rani: Client) -> None:
    text = check(rani, sample_path(SLEMAN).read_bytes())
    assert "71 dari 1.026 jumlah tidak cocok" in text
    assert text.count('<td class="num bad"') == 71


def test_form_e81_is_known(rani: Client) -> None:
    pairs = {
        "year_target": Pair(Quantity(Decimal(3)), Decimal(900)),
        "year_realization": Pair(Quantity(Decimal(1)), Decimal(300)),
        "attainment": Pair(Quantity(Decimal("33.3")), Decimal(34)),
    }
    row = EvaluationRow(("2", "16", "03", ""), "Program", (IndicatorLine("Layanan", pairs),))
    text = check(rani, evaluation_csv(EvaluationForm((("Tahun", "2026"),), (row,))), "e81.csv")
    assert "Formulir E.81" in text
    assert "nilai berbeda dari dasar hitungannya" in text
    assert "<dt>Tahun</dt><dd>2026</dd>" in text


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"<html><table></table></html>", b"\xd0\xcf\x11\xe0\xa1\xb1", b"Nama;Umur\nA;3\n",
     b"x" * 5_000_001],
    ids=["empty", "damaged", "web page", "truncated xls", "no budget", "too large"],
)  # fmt: skip
def test_what_is_no_budget_gets_a_sentence_and_nothing_is_kept(rani: Client, content: bytes) -> None:
    assert 'id="id_file_error"' in check(rani, content, "a.xls", 422)
    assert not Upload.objects.exists()
    assert not Load.objects.exists()


def test_it_is_the_coordinators(client: Client, cast: Cast, signed_in: Callable[[User], Client], rani: Client) -> None:
    assert rani.post(PAGE).status_code == 422
    assert PAGE in rani.get("/plan/budget/").content.decode()
    assert rani.put(PAGE).status_code == 405
    for person in (cast.oka, cast.vera, cast.hadi):
        browser: Any = signed_in(person)
        assert browser.get(PAGE).status_code == 403
        assert PAGE not in browser.get("/plan/budget/").content.decode()
    client.logout()
    assert client.get(PAGE)["Location"].startswith("/account/sign-in/")
