"""Views of the register: kept under a name, opened by a link, shared, replaced, and the one to begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Entry
from serambi.apps.plans import errors, register_errors, services
from serambi.apps.plans.models import DefaultView, MasterPlan, SavedView
from serambi.apps.plans.services.saved_views import kept_query
from serambi.apps.plans.tests.endpoints import EVERYBODY
from tests.cast import Cast, make_program

SignIn = Callable[[User], Client]
LIST = reverse("plans:program_list")
VIEWS = reverse("plans:view_list")
CREATE = reverse("plans:view_create")


@pytest.fixture
def register(plan: MasterPlan, cast: Cast) -> MasterPlan:
    make_program(plan, "A", lead=cast.dlh, name="Bank sampah", sipd_year=2025, sipd_code="2.11.01")
    make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas")
    return plan


def text_of(response: Any) -> str:
    return str(response.content.decode())


def keep(by: User, name: str = "Lingkungan", **fields: Any) -> SavedView:
    return services.save_view(by=by, **{"name": name, "page": "list", "query": "pillar=environment", **fields})


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("q=&pillar=living&page=3&view=x&select=on", "pillar=living"),
        ("sort=-end&col=lead&col=code&q=air+bersih", "col=lead&col=code&q=air+bersih&sort=-end"),
    ],
)
def test_filters_order_and_columns_are_kept_and_not_the_page(query: str, kept: str) -> None:
    assert kept_query(query) == kept


def test_a_view_is_kept_with_a_link_and_shows_what_fits_when_it_is_opened(
    register: MasterPlan, signed_in: SignIn, cast: Cast
) -> None:
    wati = signed_in(cast.wati)
    sent = wati.post(f"{CREATE}?page=list&query=pillar%3Denvironment%26sort%3D-end", {"name": "Lingkungan"})
    assert sent["Location"] == f"{LIST}?pillar=environment&sort=-end&view=lingkungan"
    opened = wati.get(reverse("plans:view_open", args=["lingkungan"]), follow=True)
    assert "Bank sampah" in text_of(opened)
    assert "Puskesmas" not in text_of(opened)
    assert 'aria-current="true">Lingkungan' in text_of(opened)
    assert Entry.objects.get(object_type="plans.savedview").verb == "created"


@pytest.mark.parametrize("page", ["timeline", "board"])
def test_a_view_can_be_of_the_timeline_or_the_board(
    register: MasterPlan, signed_in: SignIn, cast: Cast, page: str
) -> None:
    view = keep(cast.wati, page=page)
    opened = signed_in(cast.wati).get(reverse("plans:view_open", args=[view.slug]), follow=True)
    assert opened.request["PATH_INFO"] == reverse(f"plans:{page}")
    assert 'aria-current="true">Lingkungan' in text_of(opened)
    assert "Puskesmas" not in text_of(opened).split("<main")[1]


def test_two_views_of_one_name_have_two_links(cast: Cast, plan: MasterPlan) -> None:
    assert [keep(person).slug for person in (cast.rani, cast.oka)] == ["lingkungan", "lingkungan-2"]
    assert keep(cast.rani, "create").slug == "create-2"
    assert keep(cast.rani, "…").slug == "view"
    with pytest.raises(register_errors.ViewNameTaken):
        keep(cast.rani)


def test_a_private_view_is_nobody_elses(register: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    view = keep(cast.oka)
    rani = signed_in(cast.rani)
    for name in ("view_open", "view_edit", "view_delete"):
        assert rani.get(reverse(f"plans:{name}", args=[view.slug])).status_code == 404
    assert "Lingkungan" not in text_of(rani.get(VIEWS))
    for attempt in (
        lambda: services.rename_view(view, by=cast.rani, name="X", is_shared=False),
        lambda: services.replace_view(view, by=cast.rani, page="list", query=""),
        lambda: services.delete_view(view, by=cast.rani),
        lambda: services.set_default_view(view, by=cast.rani),
    ):
        with pytest.raises(register_errors.NotYourView):
            attempt()


def test_the_coordinator_shares(register: MasterPlan, signed_in: SignIn, cast: Cast, client: Client) -> None:
    with pytest.raises(errors.NotACoordinator):
        keep(cast.oka, is_shared=True)
    view = keep(cast.rani, "Serba hijau", is_shared=True)
    oka = signed_in(cast.oka)
    assert view.name in text_of(oka.get(LIST))
    assert oka.get(reverse("plans:view_open", args=[view.slug])).status_code == 302
    assert oka.get(reverse("plans:view_edit", args=[view.slug])).status_code == 404
    assert "is_shared" not in text_of(oka.get(CREATE))
    assert view.name not in text_of(client.get(LIST))
    assert client.get(reverse("plans:view_open", args=[view.slug])).status_code == 302


def test_a_view_is_renamed_replaced_and_deleted(register: MasterPlan, signed_in: SignIn, cast: Cast) -> None:
    view, oka = keep(cast.oka), signed_in(cast.oka)
    assert oka.post(reverse("plans:view_edit", args=[view.slug]), {"name": " "}).status_code == 422
    assert oka.post(reverse("plans:view_edit", args=[view.slug]), {"name": "Hijau"}).status_code == 302
    oka.post(f"{CREATE}?page=board&query=late%3Don", {"replace": view.slug})
    view.refresh_from_db()
    assert (view.name, view.slug, view.page, view.query) == ("Hijau", "lingkungan", "board", "late=on")
    assert "Hijau" in text_of(oka.get(reverse("plans:view_delete", args=[view.slug])))
    oka.post(reverse("plans:view_delete", args=[view.slug]))
    assert not SavedView.objects.exists()


def test_the_register_opens_with_the_default_view_until_it_is_taken_away(
    register: MasterPlan, signed_in: SignIn, cast: Cast
) -> None:
    view, oka = keep(cast.rani, is_shared=True), signed_in(cast.oka)
    oka.post(reverse("plans:view_default", args=[view.slug]))
    assert oka.get(LIST)["Location"] == f"{LIST}?pillar=environment&view={view.slug}"
    assert "Puskesmas" in text_of(oka.get(LIST, {"view": "all"}))
    assert signed_in(cast.rani).get(LIST).status_code == 200
    oka.post(reverse("plans:view_no_default"))
    assert oka.get(LIST).status_code == 200


def test_a_view_that_is_no_longer_shared_opens_nobody_elses_register(cast: Cast, plan: MasterPlan) -> None:
    view = keep(cast.rani, is_shared=True)
    for person in (cast.oka, cast.rani):
        services.set_default_view(view, by=person)
    services.rename_view(view, by=cast.rani, name="Lingkungan", is_shared=False)
    assert [default.user for default in DefaultView.objects.all()] == [cast.rani]


@pytest.mark.parametrize(
    ("query", "said"),
    [("lead=HILANG&pillar=environment", "HILANG"), ("mission=99", "99"), ("sub=living%2Fhilang", "living/hilang")],
)
def test_a_filter_that_no_longer_exists_is_said_and_left_out(
    register: MasterPlan, signed_in: SignIn, cast: Cast, query: str, said: str
) -> None:
    view = keep(cast.wati, query=query)
    page = text_of(signed_in(cast.wati).get(reverse("plans:view_open", args=[view.slug]), follow=True))
    assert f"“{said}” sudah tidak ada" in page
    assert "Bank sampah" in page


def test_filters_that_are_too_long_are_refused_with_what_was_typed(
    register: MasterPlan, signed_in: SignIn, cast: Cast
) -> None:
    address = f"{CREATE}?page=list&query=q%3D{'a' * 2100}"
    answer = signed_in(cast.wati).post(address, {"name": "Panjang"})
    assert answer.status_code == 422
    assert "Panjang" in text_of(answer)


def test_the_list_shows_the_columns_that_are_chosen(register: MasterPlan, client: Client) -> None:
    usual = text_of(client.get(LIST)).split("<table")[1]
    assert "2.11.01" not in usual
    assert "Tahap" in usual
    chosen = text_of(client.get(LIST, {"col": ["sipd", "weight", "horizon", "start", "nonsense"]})).split("<table")[1]
    assert "2.11.01" in chosen
    assert "Tahap" not in chosen.split("</table>")[0]
    assert "DLH" not in chosen


def test_rows_that_are_kept_are_not_shown_with_other_columns(register: MasterPlan, client: Client) -> None:
    for _ in range(2):
        assert "2.11.01" in text_of(client.get(LIST, {"col": "sipd"}))
        assert "2.11.01" not in text_of(client.get(LIST))


def _statuses(browser: Client, view: SavedView) -> list[int]:
    answers: list[HttpResponse] = [
        browser.get(VIEWS), browser.get(CREATE), browser.get(reverse("plans:view_open", args=[view.slug])),
        browser.post(reverse("plans:view_default", args=[view.slug])),
        browser.get(reverse("plans:view_default", args=[view.slug])),
        browser.post(VIEWS),
    ]  # fmt: skip
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_who_signed_in_keeps_views(register: MasterPlan, signed_in: SignIn, cast: Cast, name: str) -> None:
    view = keep(cast.rani, is_shared=True)
    assert _statuses(signed_in(cast.people[name]), view) == [200, 200, 302, 302, 405, 405]


def test_who_has_not_signed_in_is_asked_to(register: MasterPlan, cast: Cast, client: Client) -> None:
    view = keep(cast.rani, is_shared=True)
    assert _statuses(client, view) == [302, 302, 302, 302, 302, 405]
    assert not DefaultView.objects.exists()
