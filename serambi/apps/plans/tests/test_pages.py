"""Every page on which the plan is kept: signed out, the wrong role, the wrong state, the wrong method, then success."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.audit.models import Entry
from serambi.apps.plans import services
from serambi.apps.plans.models import Activity, MasterPlan, Pillar, Program
from serambi.apps.plans.tests.endpoints import EVERYBODY, ON_PLAN, ON_PROGRAM, Endpoint, make_everything
from tests.cast import Cast, make_program

SignIn = Callable[[User], Client]
EVERY = (*ON_PROGRAM, *ON_PLAN)


@pytest.fixture
def everything(cast: Cast, plan: MasterPlan) -> Program:
    return make_everything(cast, plan)


def address(endpoint: Endpoint) -> str:
    of = endpoint.of()
    return reverse(f"plans:{endpoint.name}", args=["LING-1", *of] if endpoint in ON_PROGRAM else of)


def form(endpoint: Endpoint) -> dict[str, object]:
    """Return what is sent, with the rows that it names in place of their names."""
    seen = Program.objects.get(code="LING-1").updated_at.isoformat()
    rows: dict[object, object] = {
        "PILLAR": Pillar.objects.get(code="environment").pk,
        "DISKOMINFO": Organization.objects.get(abbreviation="DISKOMINFO").pk,
        "ELSEWHERE": Activity.objects.get(name="Lelang").pk,
        "SEEN": seen if endpoint.name == "program_edit" else "",
    }
    return {name: rows.get(value, value) for name, value in endpoint.sent.items()}


def test_every_address_that_writes_is_walked_here() -> None:
    written = {endpoint.name for endpoint in EVERY} | {
        "program_restore", "milestone_reopen", "master_plan_create", "master_plan_publish",
        "stage_take_back",
    }  # fmt: skip
    read = {
        "master_plan", "goal_list", "program_list", "program_csv", "program_xlsx", "program_places",
        "timeline", "timeline_csv", "timeline_xlsx", "board", "board_csv", "board_xlsx",
    }  # fmt: skip
    resolver = next(one for one in get_resolver().url_patterns[0].url_patterns if one.app_name == "plans")  # type: ignore[union-attr]
    # Versions, saved views and bulk edits are walked in test_version_pages, test_saved_views and test_bulk_pages.
    elsewhere = ("version", "view", "bulk", "comparison", "program_versions")
    here = {one.name for one in resolver.url_patterns if not one.name.startswith(elsewhere)}
    assert here == written | read


@pytest.mark.parametrize("endpoint", EVERY, ids=str)
def test_who_has_not_signed_in_is_asked_to(client: Client, everything: Program, endpoint: Endpoint) -> None:
    for response in (client.get(address(endpoint)), client.post(address(endpoint), form(endpoint))):
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("accounts:sign_in"))
    assert not endpoint.came()
    assert Entry.objects.filter(object_type__startswith="plans.").count() == 0


@pytest.mark.parametrize("endpoint", EVERY, ids=str)
def test_nobody_else_is_let_through(cast: Cast, signed_in: SignIn, everything: Program, endpoint: Endpoint) -> None:
    for name in sorted(set(EVERYBODY) - endpoint.may):
        browser = signed_in(cast.people[name])
        expected = 302 if endpoint.name == "budget_line_edit" and name in {"oka", "hadi"} else 403
        if endpoint.shown:
            assert browser.get(address(endpoint)).status_code == expected, name
        assert browser.post(address(endpoint), form(endpoint)).status_code == expected, name
    assert not endpoint.came()
    assert Entry.objects.filter(object_type__startswith="plans.").count() == 0


@pytest.mark.parametrize("endpoint", EVERY, ids=str)
def test_it_can_be_done_by_whoever_may(cast: Cast, signed_in: SignIn, everything: Program, endpoint: Endpoint) -> None:
    for name in sorted(endpoint.may):
        browser = signed_in(cast.people[name])
        if endpoint.shown:
            response = browser.get(address(endpoint))
            assert response.status_code == 200
            assert response.content.decode().count("<h1") == 1
    before = Entry.objects.count()
    response = signed_in(cast.people[min(endpoint.may)]).post(address(endpoint), form(endpoint))
    assert response.status_code == 302, response.content.decode()
    assert endpoint.came()
    assert endpoint.name == "activity_move" or Entry.objects.count() > before
    landed = signed_in(cast.rani).get(response["Location"].partition("#")[0])
    assert landed.status_code == 200


@pytest.mark.parametrize("endpoint", EVERY, ids=str)
def test_other_methods_are_refused(cast: Cast, signed_in: SignIn, everything: Program, endpoint: Endpoint) -> None:
    rani = signed_in(cast.rani)
    for method in ("put", "patch", "delete") if endpoint.shown else ("get", "put", "patch", "delete"):
        assert getattr(rani, method)(address(endpoint)).status_code == 405
    assert not endpoint.came()


@pytest.mark.parametrize("endpoint", ON_PROGRAM, ids=str)
def test_an_archived_program_takes_no_change(
    cast: Cast, signed_in: SignIn, everything: Program, endpoint: Endpoint
) -> None:
    where, sent = address(endpoint), form(endpoint)
    services.archive_program(everything, by=cast.rani)
    for browser, status in ((signed_in(cast.rani), 302), (signed_in(cast.oka), 404)):
        assert browser.get(where).status_code == status
        assert browser.post(where, sent).status_code == status
    page = signed_in(cast.rani).get(where, follow=True).content.decode()
    assert "diarsipkan" in page
    assert endpoint.name == "program_archive" or not endpoint.came()


@pytest.mark.parametrize("endpoint", [one for one in ON_PROGRAM if one.of is not list], ids=str)
def test_a_part_of_another_program_is_not_there(
    cast: Cast, plan: MasterPlan, signed_in: SignIn, everything: Program, endpoint: Endpoint
) -> None:
    make_program(plan, "LAIN", lead=cast.dlh)
    elsewhere = address(endpoint).replace("LING-1", "LAIN")
    assert signed_in(cast.rani).post(elsewhere, form(endpoint)).status_code == 404
    assert not endpoint.came()


@pytest.mark.parametrize("endpoint", [one for one in EVERY if one.shown], ids=str)
def test_asking_changes_nothing(cast: Cast, signed_in: SignIn, everything: Program, endpoint: Endpoint) -> None:
    signed_in(cast.rani).get(address(endpoint))
    assert not endpoint.came()


def test_what_is_archived_comes_back_by_the_link_in_the_message(
    cast: Cast, signed_in: SignIn, everything: Program
) -> None:
    rani, restore = signed_in(cast.rani), reverse("plans:program_restore", args=["LING-1"])
    archived = rani.post(reverse("plans:program_archive", args=["LING-1"]), {"reason": ""}, follow=True)
    assert f'action="{restore}"' in archived.content.decode()
    assert rani.get(restore).status_code == 200
    assert rani.put(restore).status_code == 405
    assert signed_in(cast.oka).post(restore).status_code == 404
    rani.post(restore)
    everything.refresh_from_db()
    assert everything.archived_at is None
    assert signed_in(cast.oka).post(restore).status_code == 403
    again = rani.post(restore, follow=True).content.decode()
    assert "tidak diarsipkan" in again


def test_a_milestone_that_was_reached_by_mistake_is_taken_back(
    cast: Cast, signed_in: SignIn, everything: Program, client: Client
) -> None:
    milestone = everything.activities.get().milestones.get()
    reopen = reverse("plans:milestone_reopen", args=["LING-1", milestone.pk])
    oka = signed_in(cast.oka)
    done = oka.post(
        reverse("plans:milestone_reach", args=["LING-1", milestone.pk]), {"reached_on": "2026-02-02"}, follow=True
    )
    assert f'action="{reopen}"' in done.content.decode()
    assert client.post(reopen).status_code == 302
    assert signed_in(cast.sari).post(reopen).status_code == 403
    assert oka.get(reopen).status_code == 405
    assert oka.post(reopen).status_code == 302
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    assert "belum tercapai" in oka.post(reopen, follow=True).content.decode()


def test_a_plan_is_begun_once(cast: Cast, signed_in: SignIn, client: Client) -> None:
    create = reverse("plans:master_plan_create")
    sent = {
        "region": cast.region.pk, "name": "Masterplan", "start_year": 2026, "legal_basis": "none_yet", "version": "1",
    }  # fmt: skip
    assert client.post(create, sent).status_code == 302
    assert signed_in(cast.oka).post(create, sent).status_code == 403
    rani = signed_in(cast.rani)
    assert rani.delete(create).status_code == 405
    assert rani.get(create).status_code == 200
    assert rani.post(create, sent, follow=True).status_code == 200
    assert MasterPlan.objects.get().pillars.count() == 6
    assert rani.get(create)["Location"] == reverse("plans:master_plan_edit")


def test_a_plan_is_published_and_withdrawn_by_the_coordinator(
    cast: Cast, plan: MasterPlan, signed_in: SignIn, client: Client
) -> None:
    publish, unpublish = reverse("plans:master_plan_publish"), reverse("plans:master_plan_unpublish")
    shown = reverse("plans:master_plan")
    rani = signed_in(cast.rani)
    assert "sudah diterbitkan" in rani.post(publish, follow=True).content.decode()
    rani.post(unpublish)
    assert plan.display_name not in client.get(shown).content.decode()
    assert signed_in(cast.oka).post(publish).status_code == 403
    assert client.post(publish).status_code == 302
    assert rani.put(publish).status_code == 405
    assert rani.get(publish).status_code == 200
    rani.post(publish)
    assert plan.display_name in client.get(shown).content.decode()


@pytest.mark.parametrize("name", ["program_edit", "program_stage", "activity_create", "budget_line_create"])
def test_a_program_that_is_not_there_is_not_found(cast: Cast, plan: MasterPlan, signed_in: SignIn, name: str) -> None:
    assert signed_in(cast.rani).get(reverse(f"plans:{name}", args=["TIDAK-ADA"])).status_code == 404
