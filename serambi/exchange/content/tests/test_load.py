"""The content that ships is loaded whole, once, and its illustration goes without a trace."""

import datetime as dt
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.queries import clusters
from serambi.apps.indicators.models import Indicator, IndicatorValue, ProgramIndicator, StandardIndicator, Target
from serambi.apps.meetings.models import Action, DecisionYear, Meeting, MeetingBody
from serambi.apps.meetings.queries import body_rows
from serambi.apps.meetings.queries.effect import WantedEffect, agency_rates
from serambi.apps.observations.models import Observation, Series
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries import overdue_commitments
from serambi.apps.plans.models import MasterPlan, Program, Stage, SubDimension
from serambi.apps.progress.models import ProgressReport, State
from serambi.apps.regions.models import Area, AreaKind
from serambi.exchange.content.illustration import FLAGGED, load_illustration, remove_illustration
from serambi.exchange.content.load import load_region, load_standards
from serambi.exchange.content.loaded import Loaded

CONTENT = Path(__file__).parents[4] / "content"
REGENCY = CONTENT / "penajam-paser-utara"
TODAY = dt.date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def load() -> Loaded:
    load_standards(CONTENT / "standards")
    return load_region(REGENCY, standards=CONTENT / "standards")


def test_the_regency_is_there_with_its_areas_and_agencies() -> None:
    load()
    assert Counter(Area.objects.values_list("kind", flat=True)) == {
        AreaKind.PROVINCE: 1,
        AreaKind.REGENCY: 1,
        AreaKind.DISTRICT: 4,
        AreaKind.VILLAGE: 30,
        AreaKind.URBAN_VILLAGE: 24,
    }
    assert Organization.objects.count() == 36
    assert StandardIndicator.objects.count() == 198
    assert SubDimension.objects.count() == 18


def test_every_published_figure_has_its_source() -> None:
    load()
    assert not Observation.objects.filter(source="").exists()
    assert not Program.objects.filter(source="").exists()
    assert not Target.objects.filter(source="").exists()
    population = Observation.objects.filter(series__code="population").values_list("value", flat=True)
    assert sum(population, Decimal(0)) == 203_639  # the published parts; the published total is 22 more


def test_a_program_whose_stage_is_not_published_is_not_reported() -> None:
    load()
    assert Program.objects.get(code="QW-6").stage == Stage.UNREPORTED
    assert Program.objects.filter(is_quick_win=True).count() == 6


def test_loading_again_adds_nothing_and_keeps_what_people_changed() -> None:
    load()
    Program.objects.filter(code="QW-2").update(name="Serbu Gass 2.0")
    assert load().added == {}
    assert Program.objects.get(code="QW-2").name == "Serbu Gass 2.0"


def test_a_bad_cell_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "regency"
    shutil.copytree(REGENCY, folder)
    table = folder / "programs.csv"
    table.write_text(table.read_text().replace("branding,tourism", "branding,turism"))
    with pytest.raises(
        CommandError, match=r"Tidak ada yang dimuat\. programs\.csv, row 2, column sub_dimension: “turism”"
    ):
        call_command("content", "load", str(folder), "--standards", str(CONTENT / "standards"))
    assert not MasterPlan.objects.exists()
    assert not Area.objects.exists()


def test_a_folder_that_is_no_content_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no about\.toml"):
        call_command("content", "load", str(tmp_path), "--standards", str(CONTENT / "standards"))


def test_the_illustration_has_three_years_of_monthly_figures_for_every_village() -> None:
    load()
    load_illustration(REGENCY / "illustration", MasterPlan.objects.get(), today=TODAY)
    handled = Observation.objects.filter(series__code="waste.generated")
    assert handled.values("area").distinct().count() == 54
    assert handled.values("period").distinct().count() == 36
    assert sorted({str(value) for value in handled.values_list("period", flat=True)})[-1] == "2026-10"


def test_all_of_the_illustration_is_marked() -> None:
    load()
    real = {model: model._default_manager.count() for model in FLAGGED}
    load_illustration(REGENCY / "illustration", MasterPlan.objects.get(), today=TODAY)
    for model in FLAGGED:
        assert model._default_manager.filter(is_illustration=False).count() == real[model]
    assert Observation.objects.filter(is_illustration=True).count() > 30_000
    states = set(ProgressReport.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.ACCEPTED}
    assert all(report.answered <= report.asked for report in ProgressReport.objects.all())
    _meetings_make_sense()
    _partners_make_sense()


def _partners_make_sense() -> None:
    """Check that made-up commitments are marked, that each move follows from the last, and that three are late."""
    assert not Commitment.objects.filter(is_illustration=False).exists()
    for commitment in Commitment.objects.prefetch_related("moves"):
        moves = sorted(commitment.moves.all(), key=lambda move: (move.at, move.pk))
        assert [move.before for move in moves[1:]] == [move.after for move in moves[:-1]]
        assert commitment.state == moves[-1].after
    assert len(overdue_commitments(TODAY)) == 3


def _meetings_make_sense() -> None:
    """Check that made-up meetings are marked and that each move follows from the one before."""
    assert set(Meeting.objects.values_list("state", flat=True)) == {"signed_off", "invited", "draft"}
    assert not Meeting.objects.filter(is_illustration=False).exists()
    states = set(Action.objects.values_list("state", flat=True))
    assert states == {"open", "done", "verified"}
    for action in Action.objects.prefetch_related("moves"):
        moves = sorted(action.moves.all(), key=lambda move: move.at)
        assert [move.before for move in moves] == ["open", *(move.after for move in moves)][: len(moves)]
        assert action.state == (moves[-1].after if moves else "open")
        assert action.meeting is not None
        assert action.recorded_at >= action.meeting.began_at
    rates = agency_rates(WantedEffect(), today=TODAY)
    assert {one.agency.abbreviation for one in rates} >= {"DLH", "DISHUB", "DPMPTSP"}
    assert any(row.overdue for row in body_rows(today=TODAY))
    piles = clusters(TODAY)
    assert (piles[0].key, piles[0].count, piles[0].is_illustration) == ("waste/64.09.01.1003", 20, True)
    assert set(CitizenReport.objects.values_list("state", flat=True)) >= {"received", "in_work", "solved", "passed_on"}


def test_removing_the_illustration_leaves_the_real_content_alone() -> None:
    call_command("content", "load", str(REGENCY))
    alone = {
        "programs": set(Program.objects.values_list("code", flat=True)),
        "series": set(Series.objects.values_list("code", flat=True)),
        "indicators": set(Indicator.objects.values_list("code", flat=True)),
        "observations": Observation.objects.count(),
        "links": ProgramIndicator.objects.count(),
        "values": set(IndicatorValue.objects.values_list("indicator__code", "period", "value", "marks")),
    }
    call_command("content", "load", str(REGENCY), "--with-illustration")
    assert IndicatorValue.objects.count() > 5_000
    call_command("illustration", "remove")
    assert {
        "programs": set(Program.objects.values_list("code", flat=True)),
        "series": set(Series.objects.values_list("code", flat=True)),
        "indicators": set(Indicator.objects.values_list("code", flat=True)),
        "observations": Observation.objects.count(),
        "links": ProgramIndicator.objects.count(),
        "values": set(IndicatorValue.objects.values_list("indicator__code", "period", "value", "marks")),
    } == alone
    assert not ProgressReport.objects.exists()
    assert not MeetingBody.objects.exists()
    assert not Commitment.objects.exists()
    assert not Organization.objects.filter(is_illustration=True).exists()
    assert not CitizenReport.objects.exists()
    assert ReportCategory.objects.count() == 12
    assert not DecisionYear.objects.exists()
    assert Entry.objects.filter(verb=Verb.REMOVED).count() == 1


def test_there_may_be_no_illustration_to_remove() -> None:
    load()
    assert remove_illustration() == {}
