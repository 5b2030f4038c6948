"""The way of a table through the pages: sent, understood, answered, loaded, taken back."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from serambi.apps.plans.models import BudgetLine, Program
from serambi.exchange.models import Load, Upload
from serambi.exchange.uploads.tests.world import HEAD, ROWS, send, table, text_of, work
from tests.cast import Cast

START = "/plan/import/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(response.content.decode().split())


def sent(client: Client, content: bytes, name: str = "rpjmd.xlsx", **fields: str) -> str:
    """Send a file and return where one is taken."""
    response = client.post(START, {"file": SimpleUploadedFile(name, content), **fields})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def fingerprint(text: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', text)
    assert found is not None
    return found[1]


def loaded(client: Client, here: str, seen: str) -> str:
    """Load what was seen; the work is done when the request ends. Return where one is taken in the end."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(f"{here}load/", {"seen": seen})
    return str(client.get(response["Location"])["Location"])


def test_every_page_of_a_table_shows(rani: Client, cast: Cast) -> None:
    here = f"{START}{send(cast).pk}/"
    for part in ("", "columns/", "agencies/", "places/", "to-look-at/", "to-look-at/accept/", "changes/", "sums/",
                 "not-loaded/", "discard/"):  # fmt: skip
        for address in (here + part, f"/en{here}{part}"):
            page(rani, address)


def test_a_table_is_sent_answered_loaded_and_taken_back(rani: Client, cast: Cast) -> None:
    columns = sent(rani, table(), name="rpjmd.xlsx")
    upload = Upload.objects.get()
    here = f"{START}{upload.pk}/"
    assert columns == f"{here}columns/"
    shown = page(rani, columns)
    assert "<b>6</b> baris" in shown
    assert "Tahun 2025" in shown
    shown = page(rani, here)
    assert "3 masalah menghalangi pemuatan" in shown
    assert "Muat ke daftar program" not in shown
    # Where everything goes, then who the one doubtful agency is.
    rani.post(f"{here}places/", {"placing": "environment/environment-1", "fund_source": "apbd_lain", "source": "RPJMD"})
    findings = page(rani, f"{here}to-look-at/")
    assert "Dinas Lingkungn Hidup" in findings
    rani.post(f"{here}answer/", {"action": "agency", "text": "Dinas Lingkungn Hidup", "value": "DLH",
                                 "sheet": "RPJMD", "row": 8, "column": 10})  # fmt: skip
    shown = page(rani, here)
    assert "siap dimuat" in shown
    detail = loaded(rani, here, fingerprint(shown))
    load = Load.objects.get()
    assert detail == f"{START}loads/{load.pk}/"
    assert sorted(Program.objects.values_list("code", "lead__abbreviation", "source")) == [
        ("1.02.02", "DINKES", "RPJMD"), ("2.11.03", "DLH", "RPJMD"), ("2.11.04", "DLH", "RPJMD"),
    ]  # fmt: skip
    assert not Upload.objects.exists()
    assert "Pengelolaan Persampahan" in page(rani, detail)
    assert "rpjmd.xlsx" in page(rani, START)
    asked = page(rani, f"{START}loads/{load.pk}/undo/")
    assert "daftar program akan kembali seperti sebelumnya" in asked
    rani.post(f"{START}loads/{load.pk}/undo/")
    work()
    assert not Program.objects.exists()
    assert "dibatalkan pada" in page(rani, f"{START}loads/{load.pk}/")


def test_next_years_table_loads_with_one_click(rani: Client, cast: Cast) -> None:
    here = f"{START}{send(cast, name='RPJMD 2025').pk}/"
    rani.post(f"{here}agencies/", {"confident": "1"})
    rani.post(f"{here}places/", {"placing": "environment", "fund_source": "apbd_lain"})
    rani.post(f"{here}columns/", {"name": "RPJMD", "keep": "1"})
    loaded(rani, here, fingerprint(page(rani, here)))
    assert Load.objects.get().layout_name == "RPJMD"
    head = [
        [str(cell).replace("2026", "2027").replace("2025", "2026") if cell else cell for cell in row] for row in HEAD
    ]
    new = (
        "2.11.05",
        "Ruang Terbuka Hijau",
        "Luas taman",
        "Hektare",
        "1",
        "2",
        "10",
        "3",
        "20",
        "Dinas Lingkungn Hidup",
    )
    address = sent(rani, text_of([*head, *ROWS, new]).encode(), name="rpjmd-2026.csv")
    assert re.fullmatch(rf"{START}\d+/", address)
    shown = page(rani, address)
    assert "sebagaimana Anda tetapkan pada" in shown
    loaded(rani, address, fingerprint(shown))
    assert Program.objects.get(code="2.11.05").lead == cast.dlh
    assert BudgetLine.objects.filter(year=2027).count() == 4
