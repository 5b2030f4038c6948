"""Lists are read once and kept; whatever is written shows on the next request, and nobody sees another's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serambi.apps.accounts.models import User
from serambi.apps.agencies.queries import reading_of
from serambi.apps.agencies.services import OrganizationFacts, change_organization
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.evaluation import services as evaluation
from serambi.apps.indicators import services as indicators
from serambi.apps.observations.models import Series
from serambi.apps.observations.services import record_value
from serambi.apps.plans.models import Program
from serambi.apps.plans.services import archive_program, change_program
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_observation, make_plan, make_program, make_series

Browser = Callable[[User], Client]
TODAY = dt.date(2026, 1, 15)
PAGES = {
    "/plan/programs/": "Bank sampah",
    "/plan/timeline/": "Bank sampah",
    "/plan/board/": "Bank sampah",
    "/indicators/": "waste",
    "/data/": "waste.handled",
    "/organizations/": "DLH",
    "/programs/P-1/": "Bank sampah",
    "/organizations/DLH/": "Bank sampah",
    "/pillars/environment/": "Bank sampah",
}


@pytest.fixture
def program(cast: Cast) -> Program:
    """One program of the environment agency, with an indicator and a figure; everything computed and recorded."""
    plan = make_plan(cast.region)
    program = make_program(plan, "P-1", name="Bank sampah", lead=cast.dlh)
    series = make_series("waste.handled", producer=cast.dlh)
    make_observation(series, cast.areas["90.01.01.1001"], "2025-07", 50)
    make_indicator("waste", "waste.handled", unit="ton", program=program, owner=cast.dlh)
    indicators.recompute_all()
    evaluation.recompute_all(plan, today=TODAY)
    return program


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_little_once_it_was_read(cast: Cast, program: Program, signed_in: Browser, address: str) -> None:
    client = signed_in(cast.rani)
    assert PAGES[address] in text(client, address)
    with CaptureQueriesContext(connection) as queries:
        assert PAGES[address] in text(client, address)
    assert len(queries) <= 6


def test_a_changed_program_shows_at_once(cast: Cast, program: Program, signed_in: Browser) -> None:
    client = signed_in(cast.rani)
    addresses = ("/plan/programs/", "/plan/timeline/", "/plan/board/", "/programs/P-1/", "/organizations/DLH/")
    for address in addresses:
        assert "Bank sampah" in text(client, address)
    change_program(program, by=cast.rani, name="Rumah kompos")
    for address in addresses:
        page = text(client, address)
        assert "Rumah kompos" in page
        assert "Bank sampah" not in page


def test_a_corrected_figure_shows_at_once(cast: Cast, program: Program, signed_in: Browser) -> None:
    client = signed_in(cast.rani)
    assert "50 ton" in text(client, "/data/?area=90.01.01.1001")
    record_value(
        Series.objects.get(),
        area=cast.areas["90.01.01.1001"],
        period=Period.parse("2025-07"),
        value=Decimal(80),
        by=cast.vera,
        is_final=True,
        quality="measured",
        origin="agency",
        reason="counted again",
    )
    page = text(client, "/data/?area=90.01.01.1001")
    assert "80 ton" in page
    assert "50 ton" not in page


def test_an_organization_renamed_shows_at_once(cast: Cast, program: Program, signed_in: Browser) -> None:
    client = signed_in(cast.rani)
    text(client, "/organizations/")
    change_organization(cast.dlh, OrganizationFacts(abbreviation="DLH", name="Dinas Alam"), by=cast.rani)
    assert "Dinas Alam" in text(client, "/organizations/")


def test_what_the_coordinator_read_is_not_shown_to_others(cast: Cast, program: Program, signed_in: Browser) -> None:
    archive_program(program, by=cast.rani, reason="merged")
    address = "/plan/programs/?archived=on"
    assert "Bank sampah" in text(signed_in(cast.rani), address)
    assert "Bank sampah" not in text(signed_in(cast.oka), address)
    assert "Bank sampah" not in text(Client(), address)


def test_what_one_may_do_is_not_kept_for_another(cast: Cast, program: Program, signed_in: Browser) -> None:
    edit = "/plan/programs/P-1/edit/"
    assert edit in text(signed_in(cast.rani), "/programs/P-1/")
    assert edit not in text(signed_in(cast.wati), "/programs/P-1/")
    assert edit in text(signed_in(cast.rani), "/programs/P-1/")


def test_a_page_is_kept_in_one_language_only(cast: Cast, program: Program, signed_in: Browser) -> None:
    client = signed_in(cast.rani)
    assert "Belum dilaporkan" in text(client, "/plan/programs/")
    page = text(client, "/en/plan/programs/")
    assert "Not reported" in page
    assert "Belum dilaporkan" not in page


def test_nothing_is_kept_before_the_first_entry(cast: Cast) -> None:
    assert not Entry.objects.exists()
    assert reading_of(cast.rani, today=TODAY) is None


def test_an_entry_that_is_numbered_earlier_and_comes_later_is_noticed(cast: Cast) -> None:
    make_entries(10, 12)
    before = reading_of(cast.rani, today=TODAY)
    make_entries(11)
    assert reading_of(cast.rani, today=TODAY) != before


def make_entries(*numbers: int) -> None:
    for number in numbers:
        Entry.objects.create(pk=number, verb=Verb.CHANGED, object_type="plans.program")


def test_computing_everything_anew_leaves_an_entry(cast: Cast, program: Program, signed_in: Browser) -> None:
    entry = Entry.objects.get(verb=Verb.COMPUTED)
    assert (entry.actor_name, entry.object_type) == ("serambi", "indicators.indicatorvalue")
    assert entry.after["count"] > 0
    assert "dihitung ulang" in text(signed_in(cast.rani), "/audit/")
