from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from serambi.apps.regions import errors, permissions
from serambi.apps.regions.models import Area, AreaKind
from serambi.apps.regions.services import change_area
from tests.cast import Cast, make_area

END = dt.date(2024, 12, 31)


def change(area: Area, cast: Cast, **given: Any) -> Area:
    return change_area(area, by=cast.rani, **{"name": area.name, "valid_from": None, "valid_until": None,
                                              "successor": None, **given})  # fmt: skip


def test_an_area_ends_and_another_takes_it_over(cast: Cast) -> None:
    heir = cast.areas["90.01.01.2002"]
    ended = change(cast.areas["90.01.01.1001"], cast, valid_until=END, successor=heir)
    assert (ended.valid_until, ended.successor) == (END, heir)


def test_an_existing_area_has_no_successor(cast: Cast) -> None:
    with pytest.raises(errors.SuccessorWithoutEnd):
        change(cast.areas["90.01.01.1001"], cast, successor=cast.areas["90.01.01.2002"])


@pytest.mark.parametrize("code", ["90.01.01", "90.01.01.1001"])
def test_a_successor_is_another_area_of_the_same_level(cast: Cast, code: str) -> None:
    with pytest.raises(errors.WrongSuccessor):
        change(cast.areas["90.01.01.1001"], cast, valid_until=END, successor=cast.areas[code])


def test_two_areas_cannot_take_over_one_another(cast: Cast) -> None:
    first, second = cast.areas["90.01.01.1001"], cast.areas["90.01.01.2002"]
    change(first, cast, valid_until=END, successor=second)
    with pytest.raises(errors.WrongSuccessor):
        change(second, cast, valid_until=dt.date(2025, 6, 1), successor=Area.objects.get(pk=first.pk))


def test_an_area_cannot_end_while_its_parts_exist(cast: Cast) -> None:
    with pytest.raises(errors.StillHasParts):
        change(cast.areas["90.01.01"], cast, valid_until=END)


def test_an_ended_area_cannot_come_back_to_a_code_in_use(cast: Cast) -> None:
    old = change(cast.areas["90.01.01.1001"], cast, valid_until=END)
    make_area("90.01.01.1001", "Atas Baru", AreaKind.URBAN_VILLAGE, cast.areas["90.01.01"])
    with pytest.raises(errors.CodeInUse):
        change(old, cast, valid_until=None)


def test_nobody_may_change_areas_until_somebody_is_named(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_editors", [permissions._nobody])
    with pytest.raises(errors.NotForYou):
        change(cast.areas["90.01.01.1001"], cast, name="Lain")
