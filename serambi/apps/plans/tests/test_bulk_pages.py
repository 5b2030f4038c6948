"""The pages of a bulk edit: choosing in the list, the preview, doing it, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import BulkEdit, MasterPlan, Participation, Program
from serambi.apps.plans.tests.builders import heard
from serambi.apps.plans.tests.endpoints import EVERYBODY
from tests.cast import Cast, make_program

SignIn = Callable[[User], Client]
BULK = reverse("plans:bulk_edit")
LIST = reverse("plans:program_list")


@pytest.fixture
def three(plan: MasterPlan, cast: Cast) -> list[int]:
    """The ids of A, which DLH leads, of B, which DLH supports, and of C in another pillar."""
    first, second = make_program(plan, "A", lead=cast.dlh), make_program(plan, "B", lead=cast.dinkes)
    Participation.objects.create(program=second, organization=cast.dlh)
    return [first.pk, second.pk, make_program(plan, "C", pillar="living").pk]


@pytest.fixture
def rani(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.rani)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def hidden_of(response: HttpResponse) -> dict[str, str]:
    """Return what the preview sends again."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text_of(response).split("<main")[1]))


def previewed(browser: Client, ids: list[int], **sent: Any) -> HttpResponse:
    data = {"programs": ",".join(map(str, ids)), "step": "preview", **sent}
    return browser.post(BULK, data)  # type: ignore[return-value]  # the client's answer is one with more


def test_programs_are_ticked_in_the_list(rani: Client, three: list[int]) -> None:
    page = text_of(rani.get(LIST, {"select": "on"}))
    assert page.count('type="checkbox" name="p"') == 3
    assert "checked>" not in page.split("<tbody>")[1]
    assert text_of(rani.get(LIST, {"select": "page"})).split("<tbody>")[1].count("checked>") == 3
    assert 'name="p"' not in text_of(rani.get(LIST))


def test_only_the_coordinator_ticks(signed_in: SignIn, cast: Cast, client: Client, three: list[int]) -> None:
    for browser in (client, signed_in(cast.oka), signed_in(cast.vera)):
        assert 'name="p"' not in text_of(browser.get(LIST, {"select": "on"}))


def test_the_ticked_ones_or_all_that_fit_are_chosen(rani: Client, three: list[int]) -> None:
    assert "Ubah 2 program sekaligus" in text_of(rani.get(BULK, {"p": [three[0], three[2], "x", "9" * 30]}))
    assert "Ubah 1 program sekaligus" in text_of(rani.get(BULK, {"all": "on", "pillar": "living"}))
    assert "Ubah 3 program sekaligus" in text_of(rani.get(BULK, {"all": "on"}))
    assert "Belum ada program yang dipilih" in text_of(rani.get(BULK))


def test_from_the_preview_to_the_change_and_back(rani: Client, three: list[int]) -> None:
    shown = previewed(rani, three, horizon="long", quick="yes", reason="Rapat")
    assert shown.status_code == 200
    assert "3 program akan berubah" in text_of(shown)
    assert "<ins>Jangka panjang</ins>" in text_of(shown)
    assert not Program.objects.filter(horizon="long").exists()
    done = rani.post(BULK, {**hidden_of(shown), "step": "apply"}, follow=True)
    assert "3 program diubah" in text_of(done)
    assert Program.objects.filter(horizon="long", is_quick_win=True).count() == 3
    edit = BulkEdit.objects.get()
    assert (edit.reason, edit.summary) == ("Rapat", "Jangka: Jangka panjang; Quick win: ya")
    assert "Rapat" in text_of(rani.get(reverse("plans:bulk_edit_list")))
    take_back = reverse("plans:bulk_edit_take_back", args=[edit.pk])
    assert "3 program kembali seperti semula" in text_of(rani.get(take_back))
    assert "dibatalkan" in text_of(rani.post(take_back, follow=True))
    assert not Program.objects.filter(horizon="long").exists()
    assert "sudah dibatalkan" in text_of(rani.post(take_back, follow=True))


def test_who_cannot_is_named_with_the_reason_and_can_be_left_out(rani: Client, three: list[int], cast: Cast) -> None:
    shown = previewed(rani, three, lead=cast.dlh.pk)
    assert "1 program tidak dapat diubah seperti itu" in text_of(shown)
    assert "DLH sudah" in text_of(shown)
    assert 'value="apply"' not in text_of(shown)
    refused = rani.post(BULK, {**hidden_of(shown), "step": "apply"})
    assert refused.status_code == 422
    assert Program.objects.get(code="C").lead is None
    left = rani.post(BULK, {**hidden_of(shown), "step": "leave_out"})
    rani.post(BULK, {**hidden_of(left), "step": "apply"})
    assert set(Program.objects.filter(lead=cast.dlh).values_list("code", flat=True)) == {"A", "C"}


def test_a_preview_that_no_longer_holds_is_shown_anew(rani: Client, three: list[int], cast: Cast) -> None:
    shown = previewed(rani, three, horizon="long")
    services.change_program(Program.objects.get(code="A"), by=cast.rani, horizon="short")
    again = rani.post(BULK, {**hidden_of(shown), "step": "apply"})
    assert "Lihat lagi, lalu terapkan" in text_of(again)
    assert "<del>Jangka pendek</del>" in text_of(again)
    rani.post(BULK, {**hidden_of(again), "step": "apply"})
    assert Program.objects.filter(horizon="long").count() == 3


def test_what_was_typed_stays_on_the_way_back_and_when_it_is_refused(rani: Client, three: list[int]) -> None:
    shown = previewed(rani, three, stage="execution", stage_note="Mulai dikerjakan", shift_months="-3")
    back = rani.post(BULK, {**hidden_of(shown), "step": "choose"})
    assert back.status_code == 200
    assert "Mulai dikerjakan" in text_of(back)
    assert 'value="-3"' in text_of(back)
    wrong = previewed(rani, three, stage="stopped", reason="Alasanku")
    assert wrong.status_code == 422
    assert "Alasanku" in text_of(wrong)
    assert previewed(rani, three).status_code == 422
    assert previewed(rani, three, lead="999999").status_code == 422
    assert previewed(rani, []).status_code == 422


def test_conflicts_are_shown_before_it_is_taken_back(rani: Client, three: list[int], cast: Cast) -> None:
    rani.post(BULK, {**hidden_of(previewed(rani, three, horizon="long")), "step": "apply"})
    services.change_program(Program.objects.get(code="A"), by=cast.rani, horizon="short")
    take_back = reverse("plans:bulk_edit_take_back", args=[BulkEdit.objects.get().pk])
    page = text_of(rani.get(take_back))
    assert "<del>Jangka panjang</del> → <ins>Jangka pendek</ins>" in page
    assert 'class="button danger"' not in page
    assert "1 program sudah diubah lagi" in text_of(rani.post(take_back, follow=True))
    assert Program.objects.filter(horizon="long").count() == 2


def test_programs_of_another_plan_are_left_alone(rani: Client, three: list[int], cast: Cast) -> None:
    other = MasterPlan.objects.create(region=cast.region, name="Lama", start_year=2018)
    Program.objects.filter(code="C").update(plan=other)
    assert "2 program akan berubah" in text_of(previewed(rani, three, horizon="long"))


def test_a_large_preview_is_turned_page_by_page_and_applied_whole(plan: MasterPlan, rani: Client, cast: Cast) -> None:
    with heard():
        ids = [make_program(plan, f"A-{n:03}").pk for n in range(120)]
    chosen = text_of(rani.get(BULK, {"all": "on"}))
    assert "Ubah 120 program sekaligus" in chosen
    assert "dan 70 lainnya" in chosen
    shown = previewed(rani, ids, horizon="long")
    assert "120 program akan berubah" in text_of(shown)
    assert "1 sampai 50 dari 120" in text_of(shown)
    assert "A-049" in text_of(shown)
    assert "A-050" not in text_of(shown)
    turned = rani.post(BULK, {**hidden_of(shown), "page": "3"})
    assert "101 sampai 120 dari 120" in text_of(turned)
    assert "A-119" in text_of(turned)
    for name in ("programs", "fingerprint", "horizon"):
        assert hidden_of(turned)[name] == hidden_of(shown)[name]
    assert "101 sampai 120" in text_of(rani.post(BULK, {**hidden_of(shown), "page": "999"}))
    assert not Program.objects.filter(horizon="long").exists()
    rani.post(BULK, {**hidden_of(turned), "step": "apply"})
    assert Program.objects.filter(horizon="long").count() == 120
    Program.objects.update(horizon="short")
    conflicts = reverse("plans:bulk_edit_take_back", args=[BulkEdit.objects.get().pk])
    assert "51 sampai 100 dari 120" in text_of(rani.get(conflicts, {"page": "2"}))


def test_those_that_cannot_are_turned_by_themselves(plan: MasterPlan, rani: Client, cast: Cast) -> None:
    with heard():
        ids = [make_program(plan, f"A-{n:03}").pk for n in range(110)]
    Participation.objects.bulk_create(
        Participation(program_id=pk, organization=cast.dlh) for pk in ids[:60]
    )  # who takes part cannot lead
    shown = previewed(rani, ids, lead=cast.dlh.pk)
    assert "60 program tidak dapat diubah seperti itu" in text_of(shown)
    assert "1 sampai 50 dari 60" in text_of(shown)
    turned = text_of(rani.post(BULK, {**hidden_of(shown), "refused_page": "2"}))
    assert "51 sampai 60 dari 60" in turned
    assert "A-059" in turned
    assert "A-000" not in turned


@pytest.mark.parametrize("name", EVERYBODY)
def test_bulk_pages_are_the_coordinators(signed_in: SignIn, cast: Cast, three: list[int], name: str) -> None:
    browser = signed_in(cast.people[name])
    edit = BulkEdit.objects.create(plan=MasterPlan.objects.get(), at=timezone.now(), by_name="Rani",
                                   summary="x", program_count=0)  # fmt: skip
    answers = {browser.get(reverse("plans:bulk_edit_list")).status_code}
    answers |= {browser.get(reverse(f"plans:bulk_edit_{page}", args=[edit.pk])).status_code
                for page in ("detail", "take_back")}  # fmt: skip
    answers.add(previewed(browser, three, horizon="long").status_code)
    assert answers == ({200} if name == "rani" else {403})
    assert browser.post(reverse("plans:bulk_edit_list")).status_code == 405


def test_pages_cost_as_many_queries_for_forty_programs_as_for_four(plan: MasterPlan, rani: Client, cast: Cast) -> None:
    def count(ids: list[int]) -> list[int]:
        counts = []
        for act in (
            lambda: rani.get(BULK, {"all": "on"}),
            lambda: previewed(rani, ids, lead=cast.dlh.pk, shift_months=1),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert act().status_code == 200
            counts.append(len(captured))
        return counts

    with heard():
        few = count([make_program(plan, f"A-{n}").pk for n in range(4)])
        assert count([make_program(plan, f"B-{n}").pk for n in range(40)]) == few
    assert max(few) <= 18
