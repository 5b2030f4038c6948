"""Targets set many at a time stand in the entry of their indicator, are found by their number, and shown in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.test import Client

from serambi.apps.audit.models import Entry, Mention, Verb
from serambi.apps.audit.parts import Parts, rows_in, told_of
from serambi.apps.audit.queries import Wanted, describe, entries, history_of
from serambi.apps.audit.sealing import seal
from serambi.apps.audit.services import record_each, record_many, snapshot
from serambi.apps.audit.verifying import verify
from serambi.apps.indicators.models import Indicator, Target
from tests.cast import Cast, make_indicator, make_plan, make_target
from tests.record import unprotected


@pytest.fixture
def targets(cast: Cast) -> list[Target]:
    """Return the targets of three years of an indicator, the first and the last of which an entry tells of."""
    make_plan(cast.region)
    indicator = make_indicator("a", "5", name="Sampah tertangani")
    found = [make_target(indicator, cast.region, year, Decimal("62.5")) for year in ("2024", "2025", "2026")]
    said = Parts(Target, "indicator")
    for one in (found[0], found[2]):
        said.add_after(one)
    record_each(Verb.FIGURES_SET, Indicator, told_of({indicator.pk: indicator.name}, said), by=cast.rani)
    return found


def test_an_entry_holds_every_column_of_its_parts(targets: list[Target]) -> None:
    entry = Entry.objects.get()
    assert (entry.verb, entry.object_name) == ("figures_set", "Sampah tertangani")
    rows = rows_in(entry.after, "indicators.target")
    assert rows == {
        one.pk: {name: value for name, value in snapshot(one).items() if name not in {"id", "indicator"}}
        for one in (targets[0], targets[2])
    }


def test_a_part_is_found_by_its_own_number_also_after_it_is_gone(targets: list[Target]) -> None:
    first, between, last = (one.pk for one in targets)
    Target.objects.all().delete()
    found = {
        pk: entries(Wanted(object_type="indicators.target", object_id=str(pk))).count(9)
        for pk in (first, between, last)
    }
    assert found == {first: 1, between: 0, last: 1}
    assert entries(Wanted(object_type="indicators.target")).count(9) == 1
    assert entries(Wanted(object_type="indicators.baseline")).count(9) == 0
    for number in ("x", "²", "9" * 30, "-1"):
        assert not entries(Wanted(object_type="indicators.target", object_id=number)).count(1)


def test_the_history_of_a_part_says_what_was_set(targets: list[Target]) -> None:
    (line,) = history_of(targets[0])
    assert [change.before for change in line.changes] == ["–", "–"]
    assert "62,5" in line.changes[0].after
    assert "2024" in line.changes[0].after
    assert "Kabupaten Serumpun" in line.changes[0].after


def test_what_changed_in_a_part_is_shown_alone(targets: list[Target], cast: Cast) -> None:
    said, target = Parts(Target, "indicator"), targets[1]
    said.change(target.indicator_id, target.pk, {"upper": None}, {"upper": Decimal(70)})
    record_each(Verb.FIGURES_SET, Indicator, told_of({target.indicator_id: "a"}, said), by=cast.rani)
    (line,) = describe(Entry.objects.order_by("-pk")[:1])
    (change,) = line.changes
    assert (change.before.endswith(": –"), change.after.endswith(": 70")) == (True, True)


def test_the_pages_of_the_record_show_parts(targets: list[Target], cast: Cast, client: Client) -> None:
    client.force_login(cast.rani)
    entry = Entry.objects.get(verb="figures_set")
    page = client.get(f"/audit/?kind=indicators.target&object={targets[0].pk}").content.decode()
    assert "Sampah tertangani" in page
    assert "62,5" in client.get(f"/audit/{entry.pk}/").content.decode()


def test_a_changed_part_breaks_the_chain(targets: list[Target]) -> None:
    seal()
    assert verify().is_good
    entry = Entry.objects.get()
    after = entry.after
    after["parts"]["indicators.target"][0]["rows"][0][-3] = "99"
    with unprotected():
        Entry.objects.filter(pk=entry.pk).update(after=after)
    assert [finding.kind for finding in verify().findings] == ["changed"]


def test_the_database_keeps_what_finds_parts(targets: list[Target]) -> None:
    with pytest.raises(IntegrityError):
        Mention.objects.update(first_id=0)


def test_what_is_personal_is_never_a_part(cast: Cast) -> None:
    with pytest.raises(TypeError, match="many at a time"):
        Parts(get_user_model(), "id")
    record_many(Verb.CHANGED, [(cast.oka, {"name": "Oka"}, {"name": "Okta"})], by=cast.rani)
    entry = Entry.objects.latest("pk")
    assert (entry.after, "after.name" in entry.commitments) == ({}, True)


def test_many_entries_are_hashed_like_one(targets: list[Target], cast: Cast) -> None:
    """The digest that is put together from texts is the one that an auditor computes from the content."""
    indicator = targets[0].indicator
    indicator.name = 'Nama "baru" – é\n\\'
    record_many(Verb.CHANGED, [(indicator, {"name": "a"}, {"name": indicator.name})], by=cast.rani, reason="Perda é")
    record_many(Verb.COMPUTED, [(indicator, {}, {"count": 3, "share": 1e16})], by=None)
    assert verify().findings == []
    seal()
    outcome = verify()
    assert (outcome.is_good, outcome.count) == (True, 3)
