"""Tables on the way, sent as a person sends them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no annotations

from serambi.apps.jobs.models import Job
from serambi.apps.jobs.running import run
from serambi.apps.plans.models import MasterPlan
from serambi.exchange.models import Upload
from serambi.exchange.uploads.services import Sent, take
from tests.cast import Cast, make_plan

HEAD: tuple[tuple[Any, ...], ...] = (
    ("RENCANA PEMBANGUNAN JANGKA MENENGAH DAERAH",),
    (),
    ("Kode", "Program Prioritas", "Indikator Program", "Satuan", "Kondisi Awal", "Tahun 2025", None, "Tahun 2026", None,
     "Perangkat Daerah"),
    (None, None, None, None, None, "Target", "Rp", "Target", "Rp", None),
)  # fmt: skip
ROWS: tuple[tuple[Any, ...], ...] = (
    ("I", "LINGKUNGAN", None, None, None, None, 400, None, 500, None),
    ("2.11.03", "Pengelolaan Persampahan", "Sampah tertangani", "Persen", "40", "50", "150", "62,5", "250",
     "Dinas Lingkungan Hidup"),
    (None, None, "Bank sampah aktif", "Unit", "3", "4", None, "5", None, None),
    ("2.11.04", "Pengendalian Pencemaran", "Indeks kualitas air", "Indeks", "51", "52", "100", "53", "150",
     "Dinas Lingkungn Hidup"),
    ("II", "KESEHATAN", None, None, None, None, None, None, None, None),
    ("1.02.02", "Kesehatan Masyarakat", "Puskesmas terakreditasi", "Persen", "90", "95", "700", "100", "800",
     "Dinas Kesehatan"),
)  # fmt: skip


def text_of(rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as a spreadsheet copies them."""
    return "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return an XLSX file of these sheets."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(number, column, value)
    return file.getvalue()


def table(*rows: Sequence[Any]) -> bytes:
    """Return a workbook with the heading and these rows, or those of the small table, on one sheet."""
    return workbook({"RPJMD": [*HEAD, *(rows or ROWS)]})


def send(cast: Cast, content: bytes | None = None, *, file_name: str = "rpjmd.xlsx", **fields: Any) -> Upload:
    return take(Sent(file_name, table() if content is None else content, **fields), by=cast.rani)


def work() -> Job:
    """Carry out the newest job, as a worker does."""
    job = Job.objects.latest("queued_at")
    run(job.public_id)
    job.refresh_from_db()
    return job


def plan_of(cast: Cast) -> MasterPlan:
    return make_plan(cast.region)
