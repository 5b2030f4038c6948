"""Who works for an organization; giving, changing and ending roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from serambi.apps.accounts.models import User
from serambi.apps.agencies import services
from serambi.apps.agencies.errors import EndsBeforeItBegins, LastCoordinator, MembershipExists
from serambi.apps.agencies.models import Membership, Role
from serambi.apps.agencies.permissions import standing
from serambi.apps.audit.models import Entry, Verb
from tests.cast import Cast, make_user

Browser = Callable[[User], Client]

LIST = "/organizations/DLH/people/"
ADD = "/organizations/DLH/people/new/"
A_DAY = dt.timedelta(days=1)


def role_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def keeping_pages(cast: Cast) -> list[str]:
    number = role_of(cast.oka).pk
    return [ADD, f"/organizations/people/{cast.oka.pk}/roles/new/", f"/organizations/roles/{number}/",
            f"/organizations/roles/{number}/end/"]  # fmt: skip


# The list -----------------------------------------------------------------------------------------------------------


def test_signed_out_it_asks_to_sign_in(cast: Cast) -> None:
    assert Client().get(LIST)["Location"] == f"/account/sign-in/?next={LIST}"


def test_the_coordinator_and_its_own_people_see_who_works_there(cast: Cast, signed_in: Browser) -> None:
    for person in (cast.rani, cast.oka, cast.hadi):
        text = signed_in(person).get(LIST).content.decode()
        assert "Oka" in text
        assert "2 peran di Dinas Lingkungan Hidup" in text
    for stranger in (cast.sari, cast.vera, cast.bima, cast.wati):
        assert signed_in(stranger).get(LIST).status_code == 403


def test_nothing_can_be_sent_to_the_list_and_it_must_exist(cast: Cast, signed_in: Browser) -> None:
    assert signed_in(cast.rani).post(LIST).status_code == 405
    assert signed_in(cast.rani).get("/organizations/NOTHING/people/").status_code == 404


def test_roles_that_have_ended_are_shown_apart(cast: Cast, signed_in: Browser) -> None:
    Membership.objects.filter(user=cast.oka).update(valid_until=timezone.localdate() - A_DAY)

    response = signed_in(cast.rani).get(LIST)

    assert [found.user for found in response.context["members"]] == [cast.hadi]
    assert [found.user for found in response.context["former"]] == [cast.oka]


def test_the_list_costs_the_same_for_many(
    cast: Cast, signed_in: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make_user(f"Petugas{number}", role=Role.OFFICER, organization=cast.dlh)
    client = signed_in(cast.rani)

    with django_assert_max_num_queries(7):
        client.get(LIST)


# Keeping the roles --------------------------------------------------------------------------------------------------


def test_keeping_roles_is_for_the_coordinator(cast: Cast, signed_in: Browser) -> None:
    for page in keeping_pages(cast):
        assert Client().get(page)["Location"].startswith("/account/sign-in/")
        assert Client().post(page)["Location"].startswith("/account/sign-in/")
        for name in ["oka", "hadi", "sari", "vera", "bima", "wati"]:
            assert signed_in(cast.people[name]).get(page).status_code == 403, page
            assert signed_in(cast.people[name]).post(page).status_code == 403, page
        assert signed_in(cast.rani).get(page).status_code == 200, page
        assert signed_in(cast.rani).delete(page).status_code == 405, page


def test_roles_and_people_that_are_not_there(cast: Cast, signed_in: Browser) -> None:
    client = signed_in(cast.rani)

    for page in ["roles/99999/", "roles/99999/end/", "people/99999/roles/new/", "NOTHING/people/new/"]:
        assert client.get(f"/organizations/{page}").status_code == 404


def test_somebody_gets_a_role_at_an_organization(cast: Cast, signed_in: Browser) -> None:
    response = signed_in(cast.rani).post(ADD, {"person": cast.sari.pk, "role": "verifier", "valid_from": "2026-01-05"})

    assert response["Location"] == LIST
    given = Membership.objects.get(user=cast.sari, organization=cast.dlh)
    assert (given.role, given.valid_from, given.valid_until) == ("verifier", dt.date(2026, 1, 5), None)
    assert Entry.objects.get(verb=Verb.CREATED).after["role"] == "verifier"


def test_a_person_gets_a_role_somewhere(cast: Cast, signed_in: Browser) -> None:
    page = f"/organizations/people/{cast.sari.pk}/roles/new/"

    response = signed_in(cast.rani).post(page, {"organization": cast.dlh.pk, "role": "officer"})

    assert response["Location"] == f"/organizations/people/{cast.sari.pk}/"
    assert cast.dlh.pk in standing(User.objects.get(pk=cast.sari.pk)).at(Role.OFFICER)


def test_a_role_somebody_has_is_not_given_twice_and_the_form_keeps_what_was_typed(
    cast: Cast, signed_in: Browser
) -> None:
    response = signed_in(cast.rani).post(ADD, {"person": cast.oka.pk, "role": "officer", "valid_until": "2027-12-31"})

    assert "sudah punya peran itu" in response.context["form"].errors["role"][0]
    assert 'value="2027-12-31"' in response.content.decode()


def test_dates_the_wrong_way_round_are_told_at_the_date(cast: Cast, signed_in: Browser) -> None:
    page = f"/organizations/roles/{role_of(cast.oka).pk}/"
    dates = {"valid_from": "2026-02-01", "valid_until": "2026-01-31"}

    response = signed_in(cast.rani).post(page, {"role": "officer", **dates})

    assert "mendahului" in response.context["form"].errors["valid_until"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=cast.oka).update(**dates)


def test_a_role_is_changed(cast: Cast, signed_in: Browser) -> None:
    page = f"/organizations/roles/{role_of(cast.oka).pk}/"
    assert signed_in(cast.rani).get(page).context["form"]["role"].value() == "officer"

    response = signed_in(cast.rani).post(page, {"role": "head", "valid_until": "2027-01-31"})

    assert response["Location"] == f"/organizations/people/{cast.oka.pk}/"
    assert (role_of(cast.oka).role, role_of(cast.oka).valid_until) == ("head", dt.date(2027, 1, 31))
    entry = Entry.objects.get(verb=Verb.CHANGED)
    assert (entry.before["role"], entry.after["role"]) == ("officer", "head")


def test_a_role_is_not_changed_into_one_the_person_has_besides(cast: Cast) -> None:
    cast.oka.memberships.create(organization=cast.dlh, role=Role.VIEWER)
    officer = cast.oka.memberships.get(role=Role.OFFICER)

    with pytest.raises(MembershipExists):
        services.change_membership(officer, role=Role.VIEWER, valid_from=None, valid_until=None, by=cast.rani)


def test_a_role_ends_at_once_when_its_last_day_was_yesterday(cast: Cast, signed_in: Browser) -> None:
    page = f"/organizations/roles/{role_of(cast.oka).pk}/end/"
    yesterday = timezone.localdate() - A_DAY
    client = signed_in(cast.rani)
    assert f'value="{yesterday.isoformat()}"' in client.get(page).content.decode()

    response = client.post(page, {"last_day": yesterday.isoformat(), "reason": "pindah tugas"})

    assert response["Location"] == f"/organizations/people/{cast.oka.pk}/"
    assert standing(User.objects.get(pk=cast.oka.pk)).organizations == {}
    assert Entry.objects.get(verb=Verb.CHANGED).reason == "pindah tugas"


def test_a_role_holds_on_its_first_and_last_day(cast: Cast) -> None:
    today = timezone.localdate()

    for first, last, holds in [(today, today, True), (today + A_DAY, None, False), (None, today - A_DAY, False)]:
        Membership.objects.filter(user=cast.oka).update(valid_from=first, valid_until=last)
        assert standing(User.objects.get(pk=cast.oka.pk)).has(Role.OFFICER) is holds


def test_a_role_that_never_held_is_removed(cast: Cast) -> None:
    today = timezone.localdate()
    given = services.add_membership(cast.sari, organization=cast.dlh, role=Role.OFFICER, valid_from=today, by=cast.rani)

    services.end_membership(given, last_day=today - A_DAY, by=cast.rani)

    assert not Membership.objects.filter(user=cast.sari, organization=cast.dlh).exists()
    assert Entry.objects.first().verb == Verb.DELETED


def test_a_role_that_had_ended_is_taken_up_again(cast: Cast) -> None:
    today = timezone.localdate()
    services.end_membership(role_of(cast.oka), last_day=today - A_DAY, by=cast.rani)

    again = services.add_membership(cast.oka, organization=cast.dlh, role=Role.OFFICER, by=cast.rani)

    assert (again.valid_from, again.valid_until) == (today, None)
    assert Entry.objects.first().verb == Verb.RESTORED
    with pytest.raises(MembershipExists):
        services.add_membership(cast.oka, organization=cast.dlh, role=Role.OFFICER, by=cast.rani)
    with pytest.raises(EndsBeforeItBegins):
        services.add_membership(
            cast.oka, organization=cast.dlh, role=Role.HEAD, valid_from=today, valid_until=today - A_DAY, by=cast.rani
        )


# The last coordinator -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last_day", [dt.date(2020, 1, 1), dt.date(2099, 12, 31)])
def test_the_last_coordinator_stays(cast: Cast, signed_in: Browser, last_day: dt.date) -> None:
    number = role_of(cast.rani).pk
    client = signed_in(cast.rani)

    ended = client.post(f"/organizations/roles/{number}/end/", {"last_day": last_day.isoformat()})
    changed = client.post(f"/organizations/roles/{number}/", {"role": "viewer"})

    for response in (ended, changed):
        assert response.status_code == 200
        assert "koordinator terakhir" in response.content.decode()
    assert (role_of(cast.rani).role, role_of(cast.rani).valid_until) == ("coordinator", None)
    assert not Entry.objects.exists()


def test_with_another_coordinator_one_can_go(cast: Cast) -> None:
    services.add_membership(cast.vera, organization=cast.dlh, role=Role.COORDINATOR, by=cast.rani)

    services.end_membership(role_of(cast.rani), last_day=dt.date(2020, 1, 1), by=cast.rani)

    with pytest.raises(LastCoordinator):
        services.deactivate_person(cast.vera, by=cast.rani)


def test_a_coordinator_for_a_time_or_without_an_account_does_not_count(cast: Cast) -> None:
    tomorrow = timezone.localdate() + A_DAY
    for_a_time = services.add_membership(
        cast.vera, organization=cast.dlh, role=Role.COORDINATOR, valid_until=tomorrow, by=cast.rani
    )
    services.add_membership(cast.bima, organization=cast.dlh, role=Role.COORDINATOR, by=cast.rani)
    services.deactivate_person(cast.bima, by=cast.rani)

    with pytest.raises(LastCoordinator):
        services.end_membership(role_of(cast.rani), last_day=tomorrow, by=cast.rani)
    services.end_membership(for_a_time, last_day=tomorrow, by=cast.rani)
