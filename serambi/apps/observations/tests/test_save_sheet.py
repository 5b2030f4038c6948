"""Saving a sheet through its service: the rules, all or nothing, and a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.audit.models import Entry
from serambi.apps.observations import errors
from serambi.apps.observations.models import Observation, Revision, Series, SheetReceipt
from serambi.apps.observations.permissions import can_record
from serambi.apps.observations.services import (
    Changes,
    GivenFigure,
    SheetConflict,
    SheetSource,
    changes,
    finalize,
    save_sheet,
)
from serambi.methods.periods import Period
from tests.cast import Cast, make_observation

from .conftest import TODAY

ABOUT = SheetSource("measured", "agency", "Timbangan", "Ditimbang ulang")
VILLAGES = ("90.01.01.1001", "90.01.01.2002", "90.01.02.1001", "90.01.02.2002")


def figures(cast: Cast, series: Series, value: int | None, *, months: int, revision: int = 0) -> list[GivenFigure]:
    return [
        GivenFigure(
            series,
            cast.areas[code],
            Period.parse(f"2026-{month:02d}"),
            None if value is None else Decimal(value),
            revision,
        )
        for code in VILLAGES
        for month in range(1, months + 1)
    ]


def save(given: list[GivenFigure], *, by: Any, key: UUID | None = None, about: SheetSource = ABOUT) -> SheetReceipt:
    return save_sheet(given, about=about, by=by, key=key or uuid4(), digest="d", today=TODAY)


def test_a_stranger_saves_nothing(cast: Cast, waste: Series) -> None:
    with pytest.raises(errors.NotYourSeries):
        save(figures(cast, waste, 5, months=1), by=cast.sari)
    assert not Observation.objects.exists()
    assert not SheetReceipt.objects.exists()


def test_an_archived_series_takes_no_sheet(cast: Cast, waste: Series) -> None:
    waste.archived_at = timezone.now()
    with pytest.raises(errors.SeriesArchived):
        save(figures(cast, waste, 5, months=1), by=cast.oka)


def test_one_figure_that_breaks_a_rule_keeps_all_from_being_saved(cast: Cast, waste: Series) -> None:
    given = figures(cast, waste, 5, months=1)
    wrong = GivenFigure(waste, cast.areas[VILLAGES[0]], Period.parse("2026-09"), Decimal(1), 0)
    with pytest.raises(errors.FuturePeriod):
        save([*given, wrong], by=cast.oka)
    with pytest.raises(errors.AboveMaximum):
        save([*given, *figures(cast, waste, 9999, months=1)], by=cast.oka)
    assert not Observation.objects.exists()


def test_a_listener_that_fails_undoes_the_whole_sheet(
    cast: Cast, waste: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_changes: Changes) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(changes, "_listeners", [fail])
    with pytest.raises(RuntimeError):
        save(figures(cast, waste, 5, months=2), by=cast.oka)
    assert not Observation.objects.exists()
    assert not SheetReceipt.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("before", [None, 5])
def test_the_queries_do_not_grow_with_the_sheet(
    cast: Cast, waste: Series, heard: list[Changes], before: int | None
) -> None:
    counts = []
    assert can_record(cast.oka, waste)  # a person's roles are read once
    save(figures(cast, waste, 1, months=1), by=cast.oka)  # from where a person acts is written down once
    for months in (1, 5):
        Observation.objects.all().delete()
        if before is not None:
            save(figures(cast, waste, before, months=months), by=cast.oka)
        given = figures(cast, waste, 7, months=months, revision=0 if before is None else 1)
        with CaptureQueriesContext(connection) as asked:
            save(given, by=cast.oka)
        counts.append(len(asked))
        assert len(heard[-1].cells) == 4 * months
    assert counts[0] == counts[1]


def test_a_changed_sheet_keeps_every_revision_and_what_it_does_not_say(cast: Cast, waste: Series) -> None:
    for code in VILLAGES:
        make_observation(
            waste, cast.areas[code], "2026-01", 3, is_final=False, note="Catatan", source_url="https://a.example"
        )
    receipt = save(figures(cast, waste, 7, months=1, revision=1), by=cast.oka)
    assert receipt.result == {"new": 0, "changed": 4, "withdrawn": 0}
    for observation in Observation.objects.all():
        assert (observation.value, observation.revision, observation.recorded_by) == (7, 2, cast.oka)
        assert (observation.note, observation.source, observation.source_url) == (
            "Catatan",
            "Timbangan",
            "https://a.example",
        )
    assert [(one.value, one.replaced_because) for one in Revision.objects.all()] == [(3, "Ditimbang ulang")] * 4


def test_figures_can_be_taken_back_and_come_again(cast: Cast, waste: Series) -> None:
    save(figures(cast, waste, 5, months=1), by=cast.oka)
    assert save(figures(cast, waste, None, months=1, revision=1), by=cast.oka).result["withdrawn"] == 4
    assert not Observation.objects.filter(value__isnull=False).exists()
    assert save(figures(cast, waste, 6, months=1, revision=2), by=cast.oka).result["changed"] == 4
    assert set(Observation.objects.values_list("revision", flat=True)) == {3}


def test_a_change_needs_a_reason(cast: Cast, waste: Series) -> None:
    save(figures(cast, waste, 5, months=1), by=cast.oka)
    with pytest.raises(errors.ReasonMissing):
        save(figures(cast, waste, 6, months=1, revision=1), by=cast.oka, about=SheetSource("measured", "agency"))


def test_what_changed_meanwhile_is_named_cell_by_cell(cast: Cast, waste: Series) -> None:
    make_observation(waste, cast.areas[VILLAGES[1]], "2026-01", 3, is_final=False)
    with pytest.raises(SheetConflict) as refused:
        save(figures(cast, waste, 5, months=1), by=cast.oka)
    assert refused.value.places == {(waste.pk, cast.areas[VILLAGES[1]].pk, Period.parse("2026-01"))}
    assert Observation.objects.count() == 1


def test_final_figures_are_left_to_their_own_page(cast: Cast, waste: Series) -> None:
    save(figures(cast, waste, 5, months=1), by=cast.oka)
    finalize(Observation.objects.all(), by=cast.vera)
    with pytest.raises(errors.FinalInSheet):
        save(figures(cast, waste, 6, months=1, revision=2), by=cast.oka)


def test_the_same_save_is_answered_with_its_receipt(cast: Cast, waste: Series, heard: list[Changes]) -> None:
    key, given = uuid4(), figures(cast, waste, 5, months=1)
    first, again = save(given, by=cast.oka, key=key), save(given, by=cast.oka, key=key)
    assert first == again
    assert again.result == {"new": 4, "changed": 0, "withdrawn": 0}
    assert len(heard) == 1


def test_old_receipts_go(cast: Cast, waste: Series) -> None:
    save(figures(cast, waste, 5, months=1), by=cast.oka)
    SheetReceipt.objects.update(saved_at=timezone.now() - dt.timedelta(days=31))
    save(figures(cast, waste, 6, months=1, revision=1), by=cast.oka)
    assert SheetReceipt.objects.count() == 1
