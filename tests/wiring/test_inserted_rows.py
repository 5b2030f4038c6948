"""Rows that are inserted by a prepared statement say what they would say saved one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import create_recorded, insert_rows, snapshot
from serambi.apps.audit.verifying import verify
from serambi.apps.indicators.models import Indicator, Target
from serambi.methods.periods import Period
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def make(cast: Cast, code: str, value: str) -> tuple[Indicator, Target]:
    indicator = Indicator(code=code, name=code, formula="1", unit="orang")
    year = Period.parse("2026")
    target = Target(
        indicator=indicator, area=cast.region, period=year, period_start=year.start, period_end=year.end,
        value=Decimal(value), source='"a"; b',
    )  # fmt: skip
    return indicator, target


def test_they_read_back_as_rows_that_were_saved(cast: Cast) -> None:
    (first, one), (second, two) = make(cast, "a.one", "1.50"), make(cast, "a.two", "1.5")
    first.save()
    one.save()
    insert_rows([second])
    insert_rows([two])  # its indicator had no number when it was made
    saved, inserted = Target.objects.get(pk=one.pk), Target.objects.get(pk=two.pk)
    aside = ("id", "indicator")
    assert {k: v for k, v in snapshot(saved).items() if k not in aside} == {
        k: v for k, v in snapshot(inserted).items() if k not in aside
    }
    assert inserted.indicator == second
    assert not second._state.adding


def test_the_number_of_a_deleted_row_does_not_come_again(cast: Cast) -> None:
    gone = make(cast, "a.gone", "1")[0]
    gone.save()
    number = gone.pk
    gone.delete()
    new = make(cast, "a.new", "1")[0]
    insert_rows([new])
    assert new.pk is not None
    assert new.pk > number


def test_rows_that_point_at_something_unsaved_are_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="unsaved related object"):
        insert_rows([make(cast, "a.one", "1")[1]])


def test_nothing_to_insert_is_no_error() -> None:
    insert_rows([])


def test_each_row_has_its_entry(cast: Cast) -> None:
    rows = [make(cast, f"a.n{number}", "1")[0] for number in range(3)]
    before = Entry.objects.count()
    create_recorded(rows, by=cast.rani, reason="Muat")
    entries = list(Entry.objects.filter(object_type="indicators.indicator").order_by("id"))
    assert Entry.objects.count() == before + 3
    assert [one.object_id for one in entries] == [str(row.pk) for row in rows]
    assert {(one.verb, one.actor_id, one.reason) for one in entries} == {(Verb.CREATED, cast.rani.pk, "Muat")}
    assert entries[0].after == snapshot(Indicator.objects.get(pk=rows[0].pk))
    seal()
    assert verify().is_good
