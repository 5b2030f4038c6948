"""Activities that wait for others: what is refused, what is shown, who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, services
from serambi.apps.plans.models import Activity, Dependency, MasterPlan, Program, Stage
from serambi.apps.plans.queries import orders_of, possible_predecessors, program_facts, waits_before
from serambi.apps.plans.tests.builders import TODAY, make_activity
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]


@pytest.fixture
def work(program: Program) -> list[Activity]:
    """Three activities of one program, one after the other."""
    return [make_activity(program, name, position=place) for place, name in enumerate(("Rencana", "Beli", "Latih"))]


def test_an_activity_waits_for_another_and_no_longer(cast: Cast, work: list[Activity]) -> None:
    first, second, _third = work
    dependency = services.add_dependency(second, by=cast.oka, predecessor=first, lag_days=14)
    assert (dependency.activity, dependency.predecessor, dependency.lag_days) == (second, first, 14)
    services.remove_dependency(dependency, by=cast.hadi)
    assert not Dependency.objects.exists()
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == ["created", "deleted"]


def test_circles_itself_and_what_is_there_already_are_refused(cast: Cast, work: list[Activity]) -> None:
    first, second, third = work
    with pytest.raises(errors.WaitsForItself):
        services.add_dependency(first, by=cast.oka, predecessor=first)
    services.add_dependency(second, by=cast.oka, predecessor=first)
    services.add_dependency(third, by=cast.oka, predecessor=second)
    with pytest.raises(errors.WaitsAlready):
        services.add_dependency(second, by=cast.oka, predecessor=first, lag_days=3)
    with pytest.raises(errors.WaitsInCircle) as refused:
        services.add_dependency(first, by=cast.oka, predecessor=third)
    assert "“Rencana” → “Latih” → “Beli” → “Rencana”" in str(refused.value)
    for days in (-1, 3651):
        with pytest.raises(errors.LagOutOfReach):
            services.add_dependency(third, by=cast.oka, predecessor=first, lag_days=days)
    assert Dependency.objects.count() == 2
    assert Entry.objects.count() == 2


def test_only_activities_of_the_plans_register_are_waited_for(
    cast: Cast, plan: MasterPlan, work: list[Activity]
) -> None:
    old = make_plan(cast.region, is_current=False, name="Lama")
    elsewhere = make_activity(make_program(old, "LAMA-1"))
    archived = make_program(plan, "ARSIP", lead=cast.dlh)
    kept = make_activity(archived)
    services.archive_program(archived, by=cast.rani)
    kept.refresh_from_db()
    for predecessor in (elsewhere, Activity.objects.get(pk=kept.pk)):
        with pytest.raises(errors.WaitsElsewhere):
            services.add_dependency(work[0], by=cast.rani, predecessor=predecessor)


def test_who_does_not_answer_for_what_waits_is_refused(cast: Cast, plan: MasterPlan, work: list[Activity]) -> None:
    other = make_activity(make_program(plan, "SEHAT", lead=cast.dinkes))
    with pytest.raises(errors.NotYourProgram):
        services.add_dependency(work[0], by=cast.sari, predecessor=other)
    services.add_dependency(other, by=cast.sari, predecessor=work[0])
    with pytest.raises(errors.NotYourProgram):
        services.remove_dependency(Dependency.objects.get(), by=cast.oka)


def test_the_tables_keep_what_the_services_say(work: list[Activity]) -> None:
    Dependency.objects.create(activity=work[1], predecessor=work[0])
    wrong = (
        {"activity": work[1], "predecessor": work[0]},
        {"activity": work[1], "predecessor": work[1]},
        {"activity": work[2], "predecessor": work[1], "lag_days": 3651},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Dependency.objects.create(**fields)


def test_what_an_activity_waited_for_is_recorded_when_it_is_removed(cast: Cast, work: list[Activity]) -> None:
    services.add_dependency(work[1], by=cast.oka, predecessor=work[0])
    services.add_dependency(work[2], by=cast.oka, predecessor=work[1])
    services.remove_activity(work[1], by=cast.oka)
    assert not Dependency.objects.exists()
    assert Entry.objects.filter(verb="deleted", object_type="plans.dependency").count() == 2


def test_contradictions_and_delays_are_told_in_words(cast: Cast, program: Program, work: list[Activity]) -> None:
    first, second, third = work
    Activity.objects.filter(pk=first.pk).update(ends_on=TODAY - dt.timedelta(days=10), stage=Stage.EXECUTION)
    Activity.objects.filter(pk=second.pk).update(
        starts_on=TODAY - dt.timedelta(days=10), ends_on=TODAY + dt.timedelta(days=20)
    )
    Activity.objects.filter(pk=third.pk).update(starts_on=TODAY + dt.timedelta(days=5))
    services.add_dependency(second, by=None, predecessor=first)
    services.add_dependency(third, by=None, predecessor=second, lag_days=7)
    orders = orders_of([program.pk], today=TODAY)
    assert orders[second.pk].push_text == "Mulai paling cepat 10 hari setelah rencananya, karena “Rencana” terlambat."
    assert not orders[second.pk].waits[0].is_broken
    (wait,) = orders[third.pk].waits
    assert wait.is_broken
    assert wait.broken_text == "“Latih” mulai sebelum “Beli” selesai (9 April 2026) dan 7 hari berlalu."
    assert wait.text == "menunggu “Beli”, lalu 7 hari"
    facts = program_facts(program, cast.rani, TODAY)
    assert [row.order.push is not None for row in facts.activities] == [False, True, True]


def test_the_words_stand_on_the_programs_page(cast: Cast, client: Client, work: list[Activity]) -> None:
    services.add_dependency(work[1], by=None, predecessor=work[0], lag_days=3)
    page = client.get(reverse("evaluation:program", args=["LING-1"])).content.decode()
    assert "menunggu “Rencana”, lalu 3 hari" in page
    assert "waits/" not in page


def test_activities_of_other_programs_are_searched_for(plan: MasterPlan, cast: Cast, work: list[Activity]) -> None:
    other = make_program(plan, "SEHAT-1", name="Puskesmas digital", lead=cast.dinkes)
    make_activity(other, "Jaringan internet")
    names = [one.name for one in possible_predecessors(work[0], "")]
    assert names == ["Beli", "Latih"]
    for words in ("jaringan", "sehat-1", "puskesmas internet"):
        assert [one.name for one in possible_predecessors(work[0], words)] == ["Beli", "Latih", "Jaringan internet"]
    assert [one.name for one in possible_predecessors(work[0], "jaringan xyz")] == ["Beli", "Latih"]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(
    cast: Cast, signed_in: SignIn, work: list[Activity]
) -> None:
    oka = signed_in(cast.oka)
    services.add_dependency(work[1], by=None, predecessor=work[0])
    where = reverse("plans:dependency_create", args=["LING-1", work[0].pk])
    answer = oka.post(where, {"predecessor": work[1].pk, "lag_days": "5"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“Rencana” → “Beli” → “Rencana”" in page
    assert 'value="5"' in page
    assert oka.post(where, {"predecessor": "99999", "lag_days": "0"}).status_code == 422
    assert oka.post(where, {"predecessor": work[2].pk, "lag_days": "-1"}).status_code == 422
    found = oka.get(where, {"q": "\x00tidak ada"})
    assert found.status_code == 200
    assert "Tidak ada kegiatan program lain" in found.content.decode()


def test_a_new_dependency_is_taken_back_by_the_link_in_the_message(
    cast: Cast, signed_in: SignIn, work: list[Activity]
) -> None:
    oka = signed_in(cast.oka)
    where = reverse("plans:dependency_create", args=["LING-1", work[1].pk])
    page = oka.post(where, {"predecessor": work[0].pk, "lag_days": "0"}, follow=True).content.decode()
    undo = reverse("plans:dependency_remove", args=["LING-1", Dependency.objects.get().pk])
    assert f'action="{undo}"' in page
    oka.post(undo)
    assert not Dependency.objects.exists()


def test_everything_that_is_waited_for_is_found_through_others(
    cast: Cast, work: list[Activity], django_assert_num_queries: Any
) -> None:
    first, second, third = work
    services.add_dependency(second, by=None, predecessor=first, lag_days=2)
    services.add_dependency(third, by=None, predecessor=second)
    with django_assert_num_queries(1):
        assert set(waits_before([third.pk])) == {(third.pk, second.pk, 0), (second.pk, first.pk, 2)}
    assert waits_before([second.pk]) == [(second.pk, first.pk, 2)]
    assert waits_before([first.pk]) == waits_before([]) == []
    # Whatever the rows say, asking ends.
    Dependency.objects.create(activity=first, predecessor=third)
    assert len(waits_before([third.pk])) == 3
