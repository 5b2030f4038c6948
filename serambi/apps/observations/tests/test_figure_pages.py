from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serambi.apps.accounts.models import User
from serambi.apps.observations import queries
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.services import finalize, withdraw
from tests.cast import Cast, make_observation, make_series

from .conftest import TODAY

SignIn = Callable[[User], Client]
Record = Callable[..., Observation]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def text(response: Any) -> str:
    return str(response.content.decode())


def kinds(user: object, observation: Observation) -> list[str]:
    return [step.kind for step in queries.history(user, observation)]


# One figure ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(cast: Cast, record: Record) -> Observation:
    """A figure with a history: recorded, changed, made final, withdrawn, recorded again and made final."""
    record(14, source="Laporan desa")
    observation = record(41, by=cast.hadi, reason="Salah ketik", source="Timbangan TPA")
    finalize([observation], by=cast.vera)
    withdraw(observation, by=cast.oka, reason="Dihitung dua kali")
    again = record(40, by=cast.oka, reason="Dihitung ulang", source="Timbangan TPA",
                   source_url="https://dlh.example/2026", note="Tanpa sampah sungai")  # fmt: skip
    finalize([again], by=cast.vera)
    return Observation.objects.get()


def test_the_page_ends_every_why(cast: Cast, told: Observation, signed_in: SignIn) -> None:
    html = text(signed_in(cast.wati).get(f"/en/data/figures/{told.pk}/"))
    for said in (
        "Waste handled, Atas, March 2026: 40\u00a0ton",
        "Timbangan TPA",
        'href="https://dlh.example/2026"',
        "Tanpa sampah sungai",
        "Measured",
        "14\u00a0ton → 41\u00a0ton",
        "Salah ketik",
        "41\u00a0ton → withdrawn",
        "Dihitung dua kali",
        "made final as 40\u00a0ton",
        "Vera",
        "Oka",
        "Hadi",
    ):
        assert said in html


def test_the_history_has_every_step_in_its_order(cast: Cast, told: Observation) -> None:
    assert kinds(cast.oka, told) == ["finalized", "changed", "withdrawn", "finalized", "changed", "recorded"]


def test_the_public_reads_final_states_without_names(cast: Cast, client: Client, told: Observation) -> None:
    response = client.get(f"/en/data/figures/{told.pk}/")
    html = text(response)
    assert response.status_code == 200
    assert "41\u00a0ton → 40\u00a0ton" in html
    assert "Dihitung dua kali; Dihitung ulang" in html
    assert "14\u00a0ton" not in html
    for name in ("Oka", "Hadi", "Vera"):
        assert f">{name}<" not in html
    assert "/record/" not in html


def test_a_note_is_no_markup(cast: Cast, record: Record, signed_in: SignIn) -> None:
    observation = record(1, note="<script>alert(1)</script>", source="<b>x</b>")
    html = text(signed_in(cast.oka).get(f"/data/figures/{observation.pk}/"))
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_a_preliminary_figure_is_not_there_for_the_public(
    cast: Cast, client: Client, record: Record, signed_in: SignIn
) -> None:
    observation = record(14)
    assert client.get(f"/data/figures/{observation.pk}/").status_code == 404
    assert signed_in(cast.wati).get(f"/data/figures/{observation.pk}/").status_code == 200
    assert client.get("/data/figures/999999/").status_code == 404
    Series.objects.update(is_public=False)
    Observation.objects.update(is_final=True)
    assert client.get(f"/data/figures/{observation.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("person", "offered"),
    [("oka", "change withdraw"), ("sari", ""), ("vera", "change withdraw final"), ("rani", "change withdraw final"),
     ("bima", "")],
)  # fmt: skip
def test_the_page_offers_what_each_may_do(
    cast: Cast, record: Record, signed_in: SignIn, person: str, offered: str
) -> None:
    observation = record(14)
    html = text(signed_in(cast.people[person]).get(f"/data/figures/{observation.pk}/"))
    marks = {"change": "/record/?area=", "withdraw": "/withdraw/", "final": 'name="back"'}
    assert {word for word, mark in marks.items() if mark in html} == set(offered.split())


def test_a_withdrawn_figure_offers_no_second_withdrawal(cast: Cast, record: Record, signed_in: SignIn) -> None:
    observation = withdraw(record(14), by=cast.oka, reason="Salah")
    html = text(signed_in(cast.oka).get(f"/en/data/figures/{observation.pk}/"))
    assert "withdrawn" in html
    assert "/withdraw/" not in html


def test_the_page_takes_no_posts(cast: Cast, record: Record, signed_in: SignIn) -> None:
    assert signed_in(cast.rani).post(f"/data/figures/{record(14).pk}/").status_code == 405


def test_the_page_costs_few_queries(
    cast: Cast, told: Observation, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = signed_in(cast.rani)
    with django_assert_max_num_queries(10):
        browser.get(f"/data/figures/{told.pk}/")


# Withdrawing --------------------------------------------------------------------------------------------------------


def test_withdrawing_needs_signing_in_and_the_right_agency(
    cast: Cast, client: Client, record: Record, signed_in: SignIn
) -> None:
    address = f"/data/figures/{record(14).pk}/withdraw/"
    given = {"reason": "Salah", "revision": "1"}
    assert client.post(address, given).status_code == 302
    for person in ("sari", "bima", "wati"):
        assert signed_in(cast.people[person]).get(address).status_code == 403
        assert signed_in(cast.people[person]).post(address, given).status_code == 403
    assert Observation.objects.get().value == 14
    assert signed_in(cast.oka).delete(address).status_code == 405


def test_a_figure_is_withdrawn_with_its_reason(cast: Cast, record: Record, signed_in: SignIn) -> None:
    address = f"/data/figures/{record(14).pk}/withdraw/"
    browser = signed_in(cast.oka)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"reason": "", "revision": "1"}).status_code == 200
    assert Observation.objects.get().value == 14
    assert browser.post(address, {"reason": "Dihitung dua kali", "revision": "1"}).status_code == 302
    assert Observation.objects.get().value is None
    assert "withdrawn already" in text(browser.post(f"/en{address}", {"reason": "Lagi", "revision": "2"}))


def test_a_withdrawal_of_an_older_look_is_told(cast: Cast, record: Record, signed_in: SignIn) -> None:
    address = f"/en/data/figures/{record(14).pk}/withdraw/"
    record(15, reason="Salah ketik")
    assert "changed this figure to 15" in text(signed_in(cast.oka).post(address, {"reason": "Salah", "revision": "1"}))
    assert Observation.objects.get().value == 15


# Making final -------------------------------------------------------------------------------------------------------

LIST = "/data/to-verify/"


def test_verifying_needs_signing_in_and_the_role(cast: Cast, client: Client, record: Record, signed_in: SignIn) -> None:
    chosen = {"figure": f"{record(14).pk}:1", "scope": "chosen"}
    assert client.get(LIST).status_code == 302
    assert client.post(LIST, chosen).status_code == 302
    for person in ("oka", "hadi", "sari", "bima", "wati"):
        assert signed_in(cast.people[person]).get(LIST).status_code == 403
        assert signed_in(cast.people[person]).post(LIST, chosen).status_code == 403
    assert signed_in(cast.vera).delete(LIST).status_code == 405
    assert not Observation.objects.filter(is_final=True).exists()


@pytest.fixture
def waiting(cast: Cast, record: Record) -> list[Observation]:
    health = make_series("clinics", name="Kunjungan puskesmas", producer=cast.dinkes)
    return [record(14), record(15, period="2026-02"), record(16, period="2026-01", series=health, by=cast.sari)]


def test_what_waits_is_listed_and_narrowed(cast: Cast, waiting: list[Observation], signed_in: SignIn) -> None:
    browser = signed_in(cast.vera)
    assert "3 figures wait to be verified" in text(browser.get(f"/en{LIST}"))
    assert len(browser.get(f"{LIST}?series=waste.handled").context["rows"]) == 2
    assert len(browser.get(f"{LIST}?producer=DINKES").context["rows"]) == 1
    assert len(browser.get(f"{LIST}?q=puskesmas").context["rows"]) == 1
    assert "No figure that waits fits" in text(browser.get(f"/en{LIST}?q=zzz"))


def test_nothing_waiting_says_so(cast: Cast, signed_in: SignIn) -> None:
    assert "Everything is verified" in text(signed_in(cast.vera).get(f"/en{LIST}"))


def test_the_chosen_ones_become_final(cast: Cast, waiting: list[Observation], signed_in: SignIn) -> None:
    first, _second, third = waiting
    chosen = [f"{first.pk}:1", f"{third.pk}:1", "nonsense", "7:", ":"]
    response = signed_in(cast.vera).post(f"/en{LIST}", {"figure": chosen, "scope": "chosen"}, follow=True)
    assert "2 figures are final now" in text(response)
    assert set(Observation.objects.filter(is_final=True)) == {first, third}


def test_all_of_the_list_become_final_but_not_what_came_since(
    cast: Cast, waiting: list[Observation], signed_in: SignIn
) -> None:
    browser = signed_in(cast.vera)
    seen_at = browser.get(f"{LIST}?series=waste.handled").context["seen_at"]
    Observation.objects.filter(pk=waiting[1].pk).update(
        recorded_at=dt.datetime.fromisoformat(seen_at) + dt.timedelta(seconds=1)
    )
    browser.post(f"{LIST}?series=waste.handled", {"scope": "all", "seen_at": seen_at})
    assert list(Observation.objects.filter(is_final=True)) == [waiting[0]]


def test_choosing_nothing_is_told(cast: Cast, waiting: list[Observation], signed_in: SignIn) -> None:
    response = signed_in(cast.vera).post(f"/en{LIST}", {"scope": "chosen"})
    assert response.status_code == 409
    assert "No figure was chosen" in text(response)


def test_what_changed_since_it_was_seen_is_not_made_final(
    cast: Cast, waiting: list[Observation], record: Record, signed_in: SignIn
) -> None:
    record(99, reason="Salah ketik")
    chosen = [f"{observation.pk}:1" for observation in waiting]
    response = signed_in(cast.vera).post(f"/en{LIST}", {"figure": chosen, "scope": "chosen"})
    assert response.status_code == 409
    assert "Oka changed this figure to 99" in text(response)
    assert not Observation.objects.filter(is_final=True).exists()


def test_the_button_of_a_figure_leads_back_to_it(cast: Cast, record: Record, signed_in: SignIn) -> None:
    observation = record(14)
    given = {"figure": f"{observation.pk}:1", "back": str(observation.pk)}
    response = signed_in(cast.rani).post(f"{LIST}?series=waste.handled", given)
    assert response["Location"] == f"/data/figures/{observation.pk}/"
    assert Observation.objects.get().is_final


def test_the_list_costs_the_same_for_many_figures(
    cast: Cast, waste: Series, signed_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for year in range(2018, 2026):
        for month in range(1, 13):
            make_observation(waste, cast.region, f"{year}-{month:02d}", 1, is_final=False, recorded_by=cast.oka)
    browser = signed_in(cast.vera)
    with django_assert_max_num_queries(9):
        browser.get(LIST)
