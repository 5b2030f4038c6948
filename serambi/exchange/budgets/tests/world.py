"""Forms that say what was spent, sent as a person sends them, and the work on them carried out as a worker does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serambi.exchange.budgets.evaluation_form import EvaluationForm, EvaluationRow, IndicatorLine, Pair
from serambi.exchange.budgets.evaluation_tables import evaluation_csv
from serambi.exchange.budgets.register import code_parts
from serambi.exchange.tables.book import Place

START = "/plan/budget/load/"


def form_row(code: str, name: str, rupiah: int | str | None, *, number: int = 9, **more: int | str) -> EvaluationRow:
    """Return a row of form E.81 with its realization of the year, and other pairs by name."""
    said = {"year_realization": rupiah, **more}
    pairs = {pair: Pair(rupiah=Decimal(amount)) for pair, amount in said.items() if amount is not None}
    return EvaluationRow(code_parts(code), name, (IndicatorLine("", pairs, place=Place("E.81", number)),))


def form_text(*rows: EvaluationRow, year: str = "2026") -> str:
    return evaluation_csv(EvaluationForm((("Tahun", year),), rows))


def send(client: Client, content: str | bytes, name: str = "e81.csv", **fields: str) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(START, {"file": SimpleUploadedFile(name, raw), "note": "", "year": "", **fields})


def sent(client: Client, content: str | bytes, name: str = "e81.csv", **fields: str) -> str:
    """Send a form and return the address of its page."""
    response = send(client, content, name, **fields)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def words(client: Client, place: str) -> str:
    return " ".join(client.get(place).content.decode().split())


def seen(client: Client, place: str) -> str:
    """Return by what the page of a form knows what it shows."""
    return str(client.get(place).context["found"].fingerprint)
