from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations import errors
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.services import (
    Changes,
    archive_series,
    change_series,
    create_series,
    restore_series,
    withdraw,
)
from tests.cast import Cast

Record = Callable[..., Observation]


def test_the_coordinator_creates_a_series(cast: Cast) -> None:
    series = create_series(by=cast.rani, code="water.leaks", name="Kebocoran air", unit="kejadian", producer=cast.dlh)
    assert Series.objects.get(code="water.leaks") == series
    assert Entry.objects.get(verb=Verb.CREATED).after["unit"] == "kejadian"


@pytest.mark.parametrize("person", ["oka", "hadi", "vera", "bima", "wati"])
def test_only_the_coordinator_keeps_series(cast: Cast, waste: Series, person: str) -> None:
    by = cast.people[person]
    for act in (
        lambda: create_series(by=by, code="x", name="X"),
        lambda: change_series(waste, by=by, name="X"),
        lambda: archive_series(waste, by=by),
        lambda: restore_series(waste, by=by),
    ):
        with pytest.raises(errors.NotACoordinator):
            act()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": "waste.handled"}, errors.CodeTaken),
        ({"minimum": Decimal(2), "maximum": Decimal(1)}, errors.BoundsReversed),
        ({"value_type": "money", "unit": "ton"}, errors.UnitNotMoney),
        ({"value_type": "money", "unit": "Rp/orang"}, errors.UnitNotMoney),
        ({"value_type": "percentage", "unit": "orang"}, errors.UnitNotANumber),
        ({"value_type": "index", "unit": "ton"}, errors.UnitNotANumber),
    ],
)
def test_what_does_not_fit_together_is_refused(
    cast: Cast, waste: Series, fields: dict[str, object], error: type[errors.ObservationError]
) -> None:
    with pytest.raises(error):
        create_series(by=cast.rani, **{"code": "new", "name": "Baru", **fields})  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("value_type", "unit"), [("money", "juta Rp"), ("percentage", "%"), ("index", "indeks"), ("index", "")]
)
def test_units_that_fit_their_kind_are_taken(cast: Cast, value_type: str, unit: str) -> None:
    assert create_series(by=cast.rani, code="fits", name="Cocok", value_type=value_type, unit=unit).unit == unit


def test_a_change_of_words_moves_nothing(cast: Cast, waste: Series, record: Record, heard: list[Changes]) -> None:
    record(14)
    changed = change_series(waste, by=cast.rani, name="Sampah terangkut", definition="Yang sampai di TPA")
    assert changed.name == "Sampah terangkut"
    assert len(heard) == 1
    entry = Entry.objects.get(verb=Verb.CHANGED)
    assert set(entry.after) == {"name", "definition"}


def test_another_way_of_joining_announces_every_figure(
    cast: Cast, waste: Series, record: Record, heard: list[Changes]
) -> None:
    record(14)
    record(15, period="2026-02")
    change_series(waste, by=cast.rani, over_time="mean")
    assert {str(cell.period) for cell in heard[-1].cells} == {"2026-02", "2026-03"}


def test_what_gives_figures_another_meaning_is_refused_while_there_are_figures(
    cast: Cast, waste: Series, record: Record
) -> None:
    change_series(waste, by=cast.rani, frequency="quarter")
    change_series(waste, by=cast.rani, frequency="month", unit="kg")
    change_series(waste, by=cast.rani, unit="ton")
    record(14)
    with pytest.raises(errors.FrequencyFixed):
        change_series(waste, by=cast.rani, frequency="year")
    with pytest.raises(errors.UnitFixed):
        change_series(waste, by=cast.rani, unit="kg")
    with pytest.raises(errors.CodeFixed):
        change_series(waste, by=cast.rani, code="waste.other")
    with pytest.raises(errors.LevelInUse):
        change_series(waste, by=cast.rani, area_level=3)
    assert change_series(waste, by=cast.rani, unit="tonne").unit == "tonne"
    waste.refresh_from_db()
    withdraw(Observation.objects.get(), by=cast.rani, reason="Tingkat salah")
    assert change_series(waste, by=cast.rani, area_level=3).area_level == 3


def test_an_archived_series_leaves_the_lists_and_comes_back(cast: Cast, waste: Series) -> None:
    archive_series(waste, by=cast.rani, reason="Diganti")
    assert waste not in Series.objects.visible_to(cast.oka)
    assert waste in Series.objects.visible_to(cast.rani)
    with pytest.raises(errors.SeriesArchived):
        archive_series(waste, by=cast.rani)
    restore_series(waste, by=cast.rani)
    assert waste in Series.objects.visible_to(cast.oka)
    with pytest.raises(errors.NotArchived):
        restore_series(waste, by=cast.rani)
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == ["archived", "restored"]
