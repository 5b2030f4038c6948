"""Search across everything a person may see."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from serambi.apps.accounts.models import User
from serambi.apps.plans.models import Activity, Goal, MasterPlan
from serambi.apps.portal.queries import pattern_of, words_of
from tests.cast import Cast, make_indicator, make_organization, make_plan, make_program, make_series

SignIn = Callable[[User], Client]
LONG_AGO = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def plan(cast: Cast) -> MasterPlan:
    """A plan in which one word stands in everything that can be found."""
    plan = make_plan(cast.region)
    program = make_program(plan, "ENV-1", name="Pengelolaan Sampah", lead=cast.dlh)
    Activity.objects.create(program=program, name="Angkut sampah pasar")
    Goal.objects.create(pillar=program.pillar, code="S1", text="Sampah tertangani seluruhnya")
    make_indicator("waste_handled", "waste.handled", name="Sampah tertangani", owner=cast.dlh)
    make_series("waste.handled", name="Berat sampah", producer=cast.dlh)
    make_organization("BSI", "Bank Sampah Induk")
    cast.areas["90.01.01.2002"].name = "Bukit Sampah"
    cast.areas["90.01.01.2002"].save()
    return plan


def shown(client: Client, query: str) -> str:
    answer = client.get(f"/en/search/?{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def results(client: Client, query: str) -> str:
    text = shown(client, query)
    return text[text.index('id="results"') : text.index("</main>")]


def test_everything_is_found_by_one_word(plan: MasterPlan, client: Client) -> None:
    text = results(client, "q=sampah")
    for group in ("programs", "activities", "goals", "indicators", "series", "organizations", "areas"):
        assert f'id="group-{group}"' in text
    for address in (
        "/en/programs/ENV-1/",
        "/en/indicators/waste_handled/",
        "/en/data/series/waste.handled/",
        "/en/organizations/BSI/",
        "/en/areas/90.01.01.2002/",
        "/en/plan/goals/",
    ):
        assert f'href="{address}"' in text
    assert "7 things have “sampah” in them." in shown(client, "q=sampah")


def test_without_a_word_it_says_what_can_be_found(plan: MasterPlan, client: Client) -> None:
    assert "What are you looking for?" in shown(client, "")
    assert "Search the whole plan" in results(client, "q=+")


def test_what_is_not_there_is_said(plan: MasterPlan, client: Client) -> None:
    assert "Nothing has “zebra” in it." in shown(client, "q=zebra")
    assert "Nothing found" in results(client, "q=zebra")


def test_it_only_reads(plan: MasterPlan, client: Client) -> None:
    assert client.post("/en/search/?q=sampah").status_code == 405


@pytest.mark.parametrize("word", ["SAMPAH", "sAmPaH", "s%C3%A1mp%C3%A0h", "sampah+bank", "bank+sampah", "induk"])
def test_case_marks_and_the_order_of_words_do_not_matter(plan: MasterPlan, client: Client, word: str) -> None:
    assert "/en/organizations/BSI/" in results(client, f"q={word}")


def test_a_name_with_marks_is_found_without_them(plan: MasterPlan, client: Client) -> None:
    make_organization("RÉT", "Rétribusi ÑÇ Dağ")
    for word in ("retribusi", "RETRIBUSI", "nc", "dag", "RET"):
        assert "Rétribusi" in results(client, f"q={word}")


def test_every_word_must_stand_there(plan: MasterPlan, client: Client) -> None:
    assert "Nothing found" in results(client, "q=sampah+zebra")


@pytest.mark.parametrize("text", ["(", "[", "\\", "a*", "%25", "_", ".", "%27", "%3Cb%3E", "%00"])
def test_signs_are_signs(plan: MasterPlan, client: Client, text: str) -> None:
    assert client.get(f"/en/search/?q={text}").status_code == 200
    assert "<b>" not in results(client, f"q={text}")


def test_a_dot_is_not_any_letter(plan: MasterPlan, client: Client) -> None:
    assert "Berat sampah" in results(client, "q=waste.handled")
    assert "Berat sampah" not in results(client, "q=waste.h.ndled")


def test_what_a_person_may_not_see_is_not_found(
    plan: MasterPlan, cast: Cast, client: Client, signed_in: SignIn
) -> None:
    make_program(plan, "ENV-2", name="Sampah lama", archived_at=LONG_AGO)
    make_indicator("secret", "x", name="Sampah rahasia", is_published=False)
    make_series("waste.secret", name="Sampah intern", is_public=False)
    for word in ("lama", "rahasia", "intern"):
        assert "Nothing found" in results(client, f"q=sampah+{word}")
    inside = signed_in(cast.sari)
    assert "Sampah rahasia" in results(inside, "q=rahasia")
    assert "Sampah intern" in results(inside, "q=intern")
    MasterPlan.objects.update(is_published=False)
    public = results(client, "q=sampah")
    assert "ENV-1" not in public
    assert "Angkut sampah" not in public
    assert "seluruhnya" not in public
    assert "Angkut sampah" in results(inside, "q=sampah")
    assert "seluruhnya" in results(inside, "q=sampah")


def test_the_first_five_of_a_kind_lead_to_all_of_them(plan: MasterPlan, client: Client) -> None:
    for number in range(70):
        make_program(plan, f"MANY-{number:02}", name=f"Taman {number:02}")
    first = results(client, "q=taman")
    assert first.count("/en/programs/") == 5
    assert "Show all 70" in first
    assert results(client, "q=taman&group=programs").count('href="/en/programs/') == 50
    assert results(client, "q=taman&group=programs&page=2").count('href="/en/programs/') == 20
    assert "70 things have" in shown(client, "q=taman&group=programs")
    assert client.get("/en/search/?q=taman&group=nonsense").status_code == 404
    assert "What are you looking for?" in shown(client, "q=&group=programs")


def test_names_come_before_descriptions(plan: MasterPlan, client: Client) -> None:
    make_program(plan, "A-1", name="Air", description="dekat taman kota")
    make_program(plan, "Z-1", name="Zona taman")
    text = results(client, "q=taman")
    assert text.index("Z-1") < text.index("A-1")


def test_english_names_are_shown_to_english_readers(plan: MasterPlan, client: Client) -> None:
    make_program(plan, "T-1", name="Taman", name_en="Park")
    assert "Park" in results(client, "q=taman")
    assert "Park" not in client.get("/search/?q=park").content.decode().split('id="results"')[1]


@pytest.mark.parametrize("programs", [1, 40])
def test_it_costs_the_same_queries_however_much_there_is(
    plan: MasterPlan, cast: Cast, signed_in: SignIn, programs: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(programs):
        make_program(plan, f"MANY-{number:02}", name=f"Sampah {number:02}")
    client = signed_in(cast.oka)
    with django_assert_max_num_queries(11):
        shown(client, "q=sampah")


# Words and patterns -----------------------------------------------------------------------------------------------


def test_words_are_few_and_plain() -> None:
    assert words_of("  Sámpah  SAMPAH pasar ") == ("sampah", "pasar")
    assert len(words_of(" ".join(str(number) for number in range(40)))) == 8
    assert words_of("") == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz.+*()[]^$|?{}-_0123456789", min_size=1, max_size=20))
def test_a_pattern_finds_its_own_word_and_nothing_else(word: str) -> None:
    assert re.fullmatch(pattern_of(word), word, re.IGNORECASE)
    assert re.fullmatch(pattern_of(word), word.upper(), re.IGNORECASE)
    assert not re.fullmatch(pattern_of(word), f"{word}x", re.IGNORECASE)
