from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations.errors import ChangedWhileLoading
from serambi.apps.observations.models import Observation, Series
from serambi.exchange.observations_csv import load as loading
from serambi.exchange.observations_csv.tests.files import HEAD, load, refused, stored
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation, make_series

ATAS, BUKIT = "90.01.01.1001", "90.01.01.2002"


def values() -> list[Decimal | None]:
    return [row[3] for row in stored()]


@pytest.mark.usefixtures("waste")
def test_new_figures_are_recorded_with_one_entry_a_series(cast: Cast, tmp_path: Path) -> None:
    outcome = load(
        tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,12.5\nwaste.handled,{BUKIT},2026-02,7\n", by=cast.vera
    )
    assert (outcome.new, outcome.changed, outcome.rejected, outcome.is_loaded) == (2, 0, 0, True)
    assert [row[:5] for row in stored()] == [
        ("waste.handled", ATAS, Period.parse("2026-01"), Decimal("12.5"), False),
        ("waste.handled", BUKIT, Period.parse("2026-02"), Decimal(7), False),
    ]
    observation = Observation.objects.first()
    assert observation is not None
    assert (observation.recorded_by, observation.revision, observation.quality) == (cast.vera, 1, "unknown")
    entry = Entry.objects.get(verb=Verb.LOADED)
    assert entry.after == {"count": 2, "changed": 0, "first": "2026-01-01", "last": "2026-02-01"}
    assert entry.actor_id == cast.vera.pk


@pytest.mark.usefixtures("waste")
def test_one_refused_row_and_nothing_is_loaded(cast: Cast, tmp_path: Path) -> None:
    content = f"{HEAD}waste.handled,{ATAS},2026-01,12.5\nwaste.handled,{ATAS},2026-02,-3\n"
    outcome = load(tmp_path, content)
    assert (outcome.rejected, outcome.is_loaded) == (1, False)
    assert not stored()
    assert not Entry.objects.filter(verb=Verb.LOADED).exists()
    head, row = refused(tmp_path)
    assert head == "baris,masalah,series,area,period,value"
    assert row.startswith("3,−3\u00a0ton terlalu rendah")
    assert row.endswith(f"waste.handled,{ATAS},2026-02,-3")
    assert load(tmp_path, content, with_rejects=True).is_loaded
    assert values() == [Decimal("12.5")]


@pytest.mark.usefixtures("waste")
def test_the_file_of_refused_rows_is_loaded_when_it_is_corrected(cast: Cast, tmp_path: Path) -> None:
    load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-13,4\n")
    corrected = (tmp_path / "rejects.csv").read_text("utf-8-sig").replace("2026-13,4", "2026-03,4")
    outcome = load(tmp_path, corrected)
    assert (outcome.is_loaded, outcome.unknown, values()) == (True, (), [Decimal(4)])


def test_unchanged_figures_are_skipped_and_changed_ones_become_revisions(
    cast: Cast,
    tmp_path: Path,
    waste: Series,
) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 7)
    changing = make_observation(waste, cast.areas[BUKIT], "2026-01", 8, source="Buku", recorded_by=cast.oka)
    content = (
        f"{HEAD}waste.handled,{ATAS},2026-01,7.0\nwaste.handled,{BUKIT},2026-01,9\nwaste.handled,{BUKIT},2026-02,1\n"
    )
    outcome = load(tmp_path, content, by=cast.rani, reason="Ditimbang ulang")
    assert (outcome.new, outcome.changed, outcome.unchanged) == (1, 1, 1)
    changing.refresh_from_db()
    assert (changing.value, changing.revision, changing.source) == (Decimal(9), 2, "Buku")
    assert (changing.recorded_by, changing.is_final) == (cast.rani, False)
    revision = changing.revisions.get()
    assert (revision.value, revision.revision, revision.recorded_by) == (Decimal(8), 1, cast.oka)
    assert (revision.replaced_because, revision.replaced_by) == ("Ditimbang ulang", cast.rani)
    again = load(tmp_path, content, by=cast.rani)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert Entry.objects.filter(verb=Verb.LOADED).count() == 1


def test_without_a_reason_the_name_of_the_file_is_kept(cast: Cast, tmp_path: Path, waste: Series) -> None:
    changing = make_observation(waste, cast.areas[ATAS], "2026-01", 7)
    load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,8\n")
    assert "figures.csv" in changing.revisions.get().replaced_because


def test_a_withdrawn_figure_gets_a_value_again(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", None)
    outcome = load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,8\n")
    assert (outcome.changed, values()) == (1, [Decimal(8)])


def test_an_empty_value_leaves_what_is_recorded(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 7)
    outcome = load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,\nwaste.handled,{BUKIT},2026-01,-\n,,,\n\n")
    assert (outcome.without_value, outcome.blank, outcome.rejected, values()) == (2, 1, 0, [Decimal(7)])


@pytest.mark.usefixtures("waste")
def test_one_cell_with_two_values_is_refused_with_both_lines(cast: Cast, tmp_path: Path) -> None:
    content = f"{HEAD}waste.handled,{ATAS},2026-01,5\nwaste.handled,{BUKIT},2026-01,4\nwaste.handled,{ATAS},2026-01,6\n"
    outcome = load(tmp_path, content, with_rejects=True)
    assert (outcome.rejected, values()) == (2, [Decimal(4)])
    sentence = outcome.problems[0].sentence
    assert "2" in sentence
    assert "4" in sentence
    assert {one.line for one in outcome.problems} == {2, 4}
    same = load(tmp_path, content.replace(",6\n", ",5\n"))
    assert (same.repeated, same.new, same.unchanged, same.is_loaded) == (1, 1, 1, True)


@pytest.mark.usefixtures("waste")
def test_nothing_of_a_load_that_fails_while_it_writes_is_there(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_more: object) -> None:
        raise ChangedWhileLoading

    monkeypatch.setattr(loading, "recompute_all", fail)
    with pytest.raises(ChangedWhileLoading):
        load(tmp_path, f"{HEAD}waste.handled,{ATAS},2026-01,5\n")
    assert not stored()


def test_a_person_loads_only_what_they_may_record(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_series("health.visits", producer=cast.dinkes)
    content = f"{HEAD}waste.handled,{ATAS},2026-01,5\nhealth.visits,{ATAS},2026-01,5\n"
    outcome = load(tmp_path, content, by=cast.oka)
    assert [one.line for one in outcome.problems] == [3]
    assert "Dinas Kesehatan" in outcome.problems[0].sentence
    assert load(tmp_path, content, by=cast.rani).is_loaded


def test_an_officer_makes_nothing_final(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_observation(waste, cast.areas[BUKIT], "2026-01", 5, is_final=True)
    rows = [f"waste.handled,{ATAS},2026-01,5,final", f"waste.handled,{BUKIT},2026-01,6,final"]
    content = "\n".join(["series,area,period,value,status", *rows])
    outcome = load(tmp_path, content, by=cast.oka)
    assert outcome.unknown == ("status",)
    assert [row[4] for row in stored()] == [False, False]
    assert load(tmp_path, content, by=cast.vera).changed == 2
    assert [row[4] for row in stored()] == [True, True]
    # Verified now and otherwise the same: it stays their figure.
    assert set(Observation.objects.values_list("recorded_by__name", flat=True)) == {"Oka"}


def test_a_load_never_takes_finality_from_what_stays_the_same(cast: Cast, tmp_path: Path, waste: Series) -> None:
    make_observation(waste, cast.areas[ATAS], "2026-01", 5, is_final=True)
    outcome = load(tmp_path, f"series,area,period,value,final\nwaste.handled,{ATAS},2026-01,5,tidak\n")
    assert (outcome.unchanged, stored()[0][4]) == (1, True)


def test_the_number_of_queries_does_not_grow_with_series_and_figures(cast: Cast, tmp_path: Path) -> None:
    counts = []
    for number in (1, 2, 30):  # the first one writes down from where the person acts
        codes = [f"s{number}.n{one}" for one in range(number)]
        for code in codes:
            make_observation(make_series(code, producer=cast.dlh), cast.areas[ATAS], "2026-01", 1)
        rows = [f"{code},{area},2026-{month:02},3" for code in codes for area in (ATAS, BUKIT) for month in (1, 2)]
        oka = User.objects.get(pk=cast.oka.pk)  # what is kept of a person's roles is kept with the object
        with CaptureQueriesContext(connection) as asked:
            outcome = load(tmp_path, HEAD + "\n".join(rows), by=oka, compute=False)
        assert (outcome.new, outcome.changed) == (3 * number, number)
        counts.append(len(asked))
    assert counts[1] == counts[2]
