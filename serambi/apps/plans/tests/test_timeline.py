"""The timeline: what it shows to whom, how it is zoomed and opened, what it costs, what it exports."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.plans import services
from serambi.apps.plans.models import Activity, MasterPlan, Program, Stage
from serambi.apps.plans.queries import Chosen, programs_of
from serambi.apps.plans.queries.timeline import timeline_rows, timeline_summary
from serambi.apps.plans.tests.builders import (
    TODAY,
    make_activity,
    make_full_program,
    make_milestone,
    make_register,
)
from tests.cast import Cast, make_plan, make_program

SignIn = Callable[[User], Client]
TIMELINE = reverse("plans:timeline")
FILES = [reverse(f"plans:{name}") for name in ("timeline_csv", "timeline_xlsx")]


@pytest.fixture
def register(cast: Cast, plan: MasterPlan) -> MasterPlan:
    """A has two activities that wait for one another and runs late; B has no dates; C ended long ago."""
    first = make_program(plan, "A", lead=cast.dlh, name="Bank sampah", stage=Stage.EXECUTION,
                         starts_on=dt.date(2024, 3, 1), ends_on=dt.date(2025, 6, 30))  # fmt: skip
    buy = make_activity(first, "Beli", position=1, starts_on=dt.date(2024, 3, 1), ends_on=dt.date(2024, 9, 30))
    train = make_activity(first, "Latih", position=2, starts_on=dt.date(2024, 9, 1), ends_on=dt.date(2025, 6, 30))
    make_milestone(train, dt.date(2025, 5, 1), "Kader <b>pertama</b>")
    services.add_dependency(train, by=None, predecessor=buy)
    make_program(plan, "B", pillar="living", lead=cast.dinkes, name="Puskesmas digital")
    make_program(plan, "C", pillar="living", name="Taman", stage=Stage.DONE,
                 starts_on=dt.date(2019, 1, 1), ends_on=dt.date(2019, 12, 31))  # fmt: skip
    return plan


def page_of(client: Client, **query: Any) -> str:
    response = client.get(TIMELINE, query)
    assert response.status_code == 200
    return response.content.decode()


def test_programs_stand_on_a_common_axis_with_words(register: MasterPlan, client: Client) -> None:
    page = page_of(client)
    assert "3 program, 1 terlambat." in page
    for words in ("Bank sampah", "1 Mar 2024", "30 Jun 2025", "mark-late", "tanggal belum disebut", "2019", "2028"):
        assert words in page
    assert 'class="running"' in page
    assert 'class="over"' in page
    assert 'class="done"' in page
    assert "Beli" not in page
    assert "1 kegiatan mulai sebelum yang ditunggunya selesai" in page


def test_a_program_opens_in_place(register: MasterPlan, client: Client) -> None:
    page = page_of(client, open="A")
    assert "“Latih” mulai sebelum “Beli” selesai (30 September 2024)." in page
    assert "Kader &lt;b&gt;pertama&lt;/b&gt;" in page
    assert 'aria-expanded="true"' in page
    assert 'class="wait broken"' in page
    assert "Beli" not in page_of(client, open="B")
    every = page_of(client, open="all")
    assert "Beli" in every
    assert "aria-expanded" not in every


def test_years_and_quarters_are_reached_by_links(register: MasterPlan, client: Client) -> None:
    page = page_of(client, pillar="environment", page="1")
    assert "?pillar=environment&amp;page=1&amp;span=2025" in page
    year = page_of(client, span="2025")
    assert "TW II 2025" in year
    assert "span=2025-2" in year
    quarter = page_of(client, span="2025-2")
    assert ">Apr<" in quarter
    assert ">Jun<" in quarter
    assert "Taman" in quarter
    with translation.override("en"):
        assert "Q2 2025" in client.get(reverse("plans:timeline"), {"span": "2025"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [{"span": "abc"}, {"span": "0001"}, {"span": "1000"}, {"open": "<script>"}, {"page": "x"}, {"sort": "'; drop"},
     {"q": "\x00"}, {"stage": "half"}],
)  # fmt: skip
def test_an_address_with_nonsense_still_gives_a_page(
    register: MasterPlan, client: Client, query: dict[str, str]
) -> None:
    assert b"<script>" not in client.get(TIMELINE, query).content


def test_it_is_narrowed_and_sorted_as_the_register(cast: Cast, register: MasterPlan, client: Client) -> None:
    chosen = Chosen(pillar="living")
    rows = timeline_rows(programs_of(cast.rani, register, chosen, today=TODAY), chosen, sort="-code", today=TODAY)
    assert [row.program.code for row in rows] == ["C", "B"]
    assert "Bank sampah" not in page_of(client, pillar="living")
    assert 'class="empty"' in page_of(client, q="tidak ada")
    tabs = page_of(client, pillar="living", sort="-end", page="1", open="A", span="2025")
    for name in ("program_list", "board"):
        assert f'href="{reverse(f"plans:{name}")}?pillar=living&amp;sort=-end"' in tabs


def test_rows_know_why_they_are_late_as_the_register_does(cast: Cast, plan: MasterPlan) -> None:
    program = make_full_program(plan, cast, "A", stage=Stage.EXECUTION, ends_on=dt.date(2026, 3, 1))
    chosen = Chosen()
    (row,) = timeline_rows(programs_of(cast.rani, plan, chosen, today=TODAY), chosen, sort="", today=TODAY)
    assert [delay.since for delay in row.delays] == [dt.date(2026, 3, 1), dt.date(2026, 2, 1)]
    assert row.milestones[0].overdue
    Program.objects.filter(pk=program.pk).update(stage=Stage.DONE)
    (row,) = timeline_rows(programs_of(cast.rani, plan, chosen, today=TODAY), chosen, sort="", today=TODAY)
    assert not row.delays


def test_the_summary_counts_as_the_register_and_knows_the_days(cast: Cast, register: MasterPlan) -> None:
    summary = timeline_summary(programs_of(cast.rani, register, Chosen(), today=TODAY), today=TODAY)
    assert (summary.register.count, summary.register.late, summary.register.unowned) == (3, 1, 1)
    assert (summary.first, summary.last) == (dt.date(2019, 1, 1), dt.date(2025, 6, 30))


def test_an_unpublished_plan_and_archived_programs_are_hidden(
    cast: Cast, register: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    services.archive_program(Program.objects.get(code="A"), by=cast.rani)
    assert "Bank sampah" not in page_of(client)
    assert "Bank sampah" not in page_of(signed_in(cast.oka), archived="on")
    assert "Bank sampah" in page_of(signed_in(cast.rani), archived="on", open="A")
    services.unpublish_plan(register, by=cast.rani)
    assert "Taman" not in page_of(client)
    assert [client.get(address).status_code for address in FILES] == [404, 404]
    assert "Taman" in page_of(signed_in(cast.wati))


@pytest.mark.parametrize("address", [TIMELINE, *FILES])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_timeline_is_only_read(plan: MasterPlan, client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = browser.get(address)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[arg-type]  # not asynchronous
    assert response.status_code == 200
    return len(captured)


def _chain(plan: MasterPlan) -> None:
    activities = list(Activity.objects.filter(program__plan=plan).order_by("pk"))
    for before, after in pairwise(activities):
        if not after.dependencies.exists():
            services.add_dependency(after, by=None, predecessor=before)


@pytest.mark.parametrize("address", [TIMELINE, f"{TIMELINE}?open=all&sort=-ceiling&late=on&span=2026", FILES[0]])
def test_the_timeline_costs_as_many_queries_for_sixty_programs_as_for_five(
    cast: Cast, signed_in: SignIn, address: str
) -> None:
    plan = make_register(cast, 5)
    _chain(plan)
    signed_in(cast.rani).get("/organizations/?format=csv")  # the first download writes down who it is
    few = _queries(signed_in(cast.rani), address)
    for number in range(5, 60):
        make_full_program(plan, cast, f"P-{number:03}")
    _chain(plan)
    assert _queries(signed_in(cast.rani), address) == few <= 16  # three of a file write down who took it


def test_the_file_has_programs_activities_and_milestones_as_rows(register: MasterPlan, client: Client) -> None:
    with translation.override("en"):
        response = client.get(reverse("plans:timeline_csv"), {"sort": "code"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type,attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Kind"] for row in rows] == ["program", "activity", "activity", "milestone", "program", "program"]
    assert rows[2]["Waits for"] == "waits for “Beli”"
    assert rows[2]["Contradictions"] == "“Latih” starts before “Beli” ends (30 September 2024)."
    assert (rows[3]["Due"], rows[3]["Late because"]) == ("2025-05-01", "overdue")
    assert (rows[0]["Start"], rows[0]["End"]) == ("2024-03-01", "2025-06-30")
    assert rows[4]["Start"] == ""


def test_without_a_plan_there_is_nothing_yet(cast: Cast, client: Client) -> None:
    assert "masterplan" in page_of(client).lower()
    make_plan(cast.region)
    assert 'class="empty"' in page_of(client)


def test_today_is_drawn_where_it_lies_in_the_stretch(register: MasterPlan, client: Client) -> None:
    assert "gantt-now" in page_of(client, span=str(timezone.localdate().year))
    assert "gantt-now" not in page_of(client, span="2019")
