from __future__ import annotations

from collections.abc import Callable

import pytest

from serambi.apps.audit.models import Entry, Verb
from serambi.apps.observations import errors
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.services import Changes, finalize, withdraw
from tests.cast import Cast, make_observation, make_series

Record = Callable[..., Observation]


def test_a_withdrawn_figure_is_missing_and_its_value_stays_in_the_history(
    cast: Cast, record: Record, heard: list[Changes]
) -> None:
    withdrawn = withdraw(record(14), by=cast.oka, reason="Dihitung dua kali")
    assert withdrawn.value is None
    revision = withdrawn.revisions.get()
    assert (revision.value, revision.replaced_because, revision.replaced_by) == (14, "Dihitung dua kali", cast.oka)
    assert Entry.objects.get(verb=Verb.WITHDRAWN).reason == "Dihitung dua kali"
    assert len(heard) == 2


def test_withdrawing_needs_a_reason_and_a_value(cast: Cast, record: Record) -> None:
    observation = record(14)
    with pytest.raises(errors.ReasonMissing):
        withdraw(observation, by=cast.oka, reason=" ")
    withdraw(observation, by=cast.oka, reason="Salah")
    with pytest.raises(errors.AlreadyWithdrawn):
        withdraw(observation, by=cast.oka, reason="Salah")


def test_what_an_officer_withdraws_is_preliminary_and_what_a_verifier_withdraws_stays_final(
    cast: Cast, record: Record
) -> None:
    first = record(14, by=cast.vera, is_final=True)
    assert not withdraw(first, by=cast.oka, reason="Salah").is_final
    second = record(14, by=cast.vera, is_final=True, period="2026-02")
    assert withdraw(second, by=cast.vera, reason="Salah").is_final


def test_strangers_do_not_withdraw(cast: Cast, record: Record) -> None:
    with pytest.raises(errors.NotYourSeries):
        withdraw(record(14), by=cast.sari, reason="Salah")


def test_a_withdrawal_of_an_older_look_is_refused(cast: Cast, record: Record) -> None:
    observation = record(14)
    record(15, reason="Salah ketik")
    with pytest.raises(errors.ChangedMeanwhile):
        withdraw(observation, by=cast.oka, reason="Salah", expected_revision=1)


def test_a_withdrawn_figure_can_be_recorded_again(cast: Cast, record: Record) -> None:
    withdraw(record(14), by=cast.oka, reason="Salah")
    again = record(15, reason="Dihitung ulang")
    assert (again.value, again.revision) == (15, 3)


def test_preliminary_figures_become_final_and_keep_who_recorded_them(
    cast: Cast, waste: Series, record: Record, heard: list[Changes]
) -> None:
    mine, final = record(14), record(20, by=cast.vera, is_final=True, period="2026-02")
    gone = withdraw(record(3, period="2026-01"), by=cast.oka, reason="Salah")
    finished = finalize([mine, final, gone], by=cast.vera)
    assert {observation.pk for observation in finished} == {mine.pk, gone.pk}
    mine.refresh_from_db()
    assert (mine.is_final, mine.recorded_by, mine.revision) == (True, cast.oka, 2)
    revision = mine.revisions.get()
    assert (revision.is_final, revision.value, revision.replaced_by) == (False, 14, cast.vera)
    assert len(heard[-1].cells) == 2
    entry = Entry.objects.get(verb=Verb.FINALIZED)
    assert (entry.object_type, entry.after["count"]) == ("observations.series", 2)


def test_one_figure_made_final_is_recorded_under_its_own_name(cast: Cast, record: Record) -> None:
    observation = record(14)
    finalize([observation], by=cast.vera)
    assert Entry.objects.get(verb=Verb.FINALIZED).object_id == str(observation.pk)


@pytest.mark.parametrize("person", ["oka", "hadi", "bima", "wati"])
def test_only_verifiers_make_figures_final(cast: Cast, record: Record, person: str) -> None:
    with pytest.raises(errors.NotAVerifier):
        finalize([record(14)], by=cast.people[person])


def test_nothing_becomes_final_when_one_figure_changed_meanwhile(cast: Cast, record: Record) -> None:
    seen, changed = record(14), record(20, period="2026-02")
    expected = {seen.pk: 1, changed.pk: 1}
    record(21, period="2026-02", reason="Salah ketik")
    with pytest.raises(errors.ChangedMeanwhile):
        finalize([seen, changed], by=cast.vera, expected_revisions=expected)
    assert not Observation.objects.filter(is_final=True).exists()


def test_making_many_final_costs_as_few_queries_as_making_two(
    cast: Cast, heard: list[Changes], django_assert_max_num_queries: Callable[..., object]
) -> None:
    series = make_series("many", producer=cast.dlh)
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    observations = [make_observation(series, cast.region, month, 1, is_final=False) for month in months]
    with django_assert_max_num_queries(10):
        finalize(observations, by=cast.vera)
    assert Observation.objects.filter(is_final=True, revision=2).count() == 24
