"""What residents can report about, and the made-up reports: what the files may say, and what stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from serambi.apps.citizen_reports import services
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.queries import clusters
from serambi.exchange.content.folder import ContentRefused
from serambi.exchange.content.loaded import Loaded
from serambi.exchange.content.residents import load_categories, load_citizen_reports, remove_citizen_reports
from tests.cast import Cast, make_plan

TODAY = dt.date(2026, 11, 25)
CATEGORIES = """code,name,name_en,hint,hint_en,agency,sub_dimension,clock
waste,Sampah,Waste,menumpuk,piling up,DLH,environment-1,ordinary
other,Lainnya,Something else,,,,,
"""
FILE = """
[words]
accept = "Kami terima."
solve = "Selesai."
[[report]]
category = "waste"
village = "90.01.01.2002"
days = 20
text = "TPS penuh."
steps = ["accept:2", "solve:5"]
solved = false
[[report]]
category = "other"
village = "90.01.01.2002"
days = 0
text = "Lain."
"""


@pytest.fixture
def folder(cast: Cast, tmp_path: Path) -> Path:
    (tmp_path / "report_categories.csv").write_text(CATEGORIES)
    load_categories(tmp_path, make_plan(cast.region), Loaded())
    return tmp_path


def load(folder: Path, text: str = FILE) -> dict[str, int]:
    (folder / "residents.toml").write_text(text)
    loaded = Loaded()
    load_citizen_reports(folder, loaded, today=TODAY)
    return loaded.added


def test_categories_come_once_and_what_the_coordinator_changed_stays(cast: Cast, folder: Path) -> None:
    waste = ReportCategory.objects.get(code="waste")
    assert (waste.agency, str(waste.sub_dimension), waste.position) == (cast.dlh, "Sub environment", 1)
    assert ReportCategory.objects.get(code="other").clock == "ordinary"
    ReportCategory.objects.filter(code="waste").update(name="Sampah dan limbah")
    loaded = Loaded()
    load_categories(folder, make_plan(cast.region, is_current=False), loaded)

    assert loaded.added == {}
    assert ReportCategory.objects.get(code="waste").name == "Sampah dan limbah"


def test_a_made_up_report_goes_the_way_of_the_table_and_is_marked(folder: Path) -> None:
    assert load(folder) == {"citizen reports": 2}
    report = CitizenReport.objects.get(text="TPS penuh.")

    assert (report.state, report.is_solved, report.days_to_answer, report.is_illustration) == ("solved", False, 2, True)
    assert [(one.move, one.words) for one in report.steps.all()] == [
        ("receive", ""), ("accept", "Kami terima."), ("solve", "Selesai."),
    ]  # fmt: skip
    assert load(folder) == {}  # they are there already


@pytest.mark.parametrize(
    ("before", "after"),
    [('category = "waste"', 'category = "none"'), ("90.01.01.2002", "90.09"), ("accept:2", "begin:2"), ("days", "= =")],
)
def test_what_is_not_known_is_refused(folder: Path, before: str, after: str) -> None:
    with pytest.raises(ContentRefused):
        load(folder, FILE.replace(before, after))


def test_real_reports_stay_when_the_illustration_goes(cast: Cast, folder: Path) -> None:
    load(folder)
    category = ReportCategory.objects.get(code="waste")
    facts = services.SentFacts(category, cast.areas["90.01.01.2002"], "Sungguhan.", key="1")
    now = CitizenReport.objects.latest("received_at").received_at
    real = services.receive(facts, now=now)
    made_up = CitizenReport.objects.get(text="Lain.")
    moved = services.move_citizen_report(
        real, "same-as", services.MoveFacts(words="Sama.", original=made_up), by=cast.oka, now=now
    )

    assert remove_citizen_reports() == {"laporan warga": 2}
    moved.refresh_from_db()
    assert (moved.state, moved.duplicate_of) == ("duplicate", None)
    assert clusters(TODAY) == []
    assert remove_citizen_reports() == {}
