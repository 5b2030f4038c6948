"""The pages of those who answer: the list, one report, moves, many at once, categories; and what everybody sees."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.citizen_reports import queries
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.queries.numbers import median_of
from serambi.apps.citizen_reports.tests.builders import NOW, TODAY, category_of, make_category, moved, piled, received
from tests.cast import Cast

SignIn = Callable[[User], Client]
LIST = "/en/residents/list/"


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with translation.override("en"):
        yield


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def table(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# The list ------------------------------------------------------------------------------------------------------------


def test_an_agency_sees_its_own_and_the_coordinator_everything(cast: Cast, signed_in: SignIn) -> None:
    make_category(cast, "health", name="Kesehatan", agency=cast.dinkes)
    received(cast, "TPS penuh")
    received(cast, "Antrean panjang", category=category_of(cast, "health"))
    own, other, all_of_them = (shown(signed_in(one).get(LIST)) for one in (cast.oka, cast.sari, cast.rani))

    assert ("TPS penuh" in own, "Antrean" in own) == (True, False)
    assert ("TPS penuh" in other, "Antrean" in other) == (False, True)
    assert ("TPS penuh" in all_of_them, "Antrean" in all_of_them) == (True, True)
    for person in (cast.vera, cast.bima, cast.wati):
        assert signed_in(person).get(LIST).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Lama", "Baru", "Jauh"}),
        ("state=overdue", {"Lama"}),
        ("state=unassigned", {"Jauh"}),
        ("state=all", {"Lama", "Baru", "Jauh", "Beres"}),
        ("state=solved", {"Beres"}),
        ("state=invented", {"Lama", "Baru", "Jauh"}),
        ("q=lama", {"Lama"}),
        ("village=90.01.02.2002", {"Jauh"}),
        ("district=90.01.01", {"Lama", "Baru"}),
        ("category=other", {"Jauh"}),
        ("agency=DLH", {"Lama", "Baru"}),
        ("agency=-", {"Jauh"}),
    ],
)
def test_the_list_is_narrowed(cast: Cast, signed_in: SignIn, query: str, expected: set[str]) -> None:
    other = make_category(cast, "other", name="Lainnya", agency=None)
    received(cast, "Lama", days_ago=20)
    received(cast, "Baru")
    received(cast, "Jauh", category=other, village=cast.areas["90.01.02.2002"])
    moved(received(cast, "Beres"), "solve", by=cast.oka)
    answer = signed_in(cast.rani).get(f"{LIST}?{query}")

    assert {row["report"].text for row in answer.context["rows"]} == expected


def test_the_list_is_sorted_and_asks_the_same_however_long_it_is(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    browser = signed_in(cast.rani)
    piled(cast, [5, 1])
    browser.get(LIST)
    with django_assert_num_queries(11):
        browser.get(LIST)
    piled(cast, list(range(10, 60)))
    with django_assert_num_queries(11):
        page = browser.get(f"{LIST}?sort=-received&page=1")
    found = [row["report"].received_at for row in page.context["rows"]]
    assert found == sorted(found, reverse=True)
    assert len(found) == 50
    assert len(browser.get(f"{LIST}?page=2").context["rows"]) == 2


def test_the_file_has_nothing_that_tells_who_it_was(cast: Cast, signed_in: SignIn) -> None:
    received(cast, "Rahasia di rumah Bu Siti", name="Ayu Lestari", contact="0812", place="RT 4 nomor 7", latitude=-1.5,
             longitude=116.5)  # fmt: skip
    answer = signed_in(cast.oka).get(f"{LIST}?format=csv")
    (row,) = table(answer)

    assert row["Category"] == "Waste"
    assert row["Due"] == "2026-10-13"
    for secret in ("Rahasia", "Ayu", "0812", "nomor 7", "116.5"):
        assert secret not in str(row)


# One report ----------------------------------------------------------------------------------------------------------


def test_those_who_handle_it_see_who_reported_it_and_others_see_nothing(cast: Cast, signed_in: SignIn) -> None:
    report = received(cast, name="Ayu Lestari", contact="0812")
    page = shown(signed_in(cast.oka).get(report.get_absolute_url()))

    assert "Ayu Lestari" in page
    assert "0812" in page
    assert signed_in(cast.sari).get(report.get_absolute_url()).status_code == 404
    assert signed_in(cast.vera).get(report.get_absolute_url()).status_code == 404
    assert Client().get(report.get_absolute_url()).status_code == 302


def test_an_officer_answers_and_the_page_says_how_it_stands(cast: Cast, signed_in: SignIn) -> None:
    report, browser = received(cast), signed_in(cast.oka)
    address = f"{report.get_absolute_url()}moves/accept/"
    refused = browser.post(address, {"words": "", "clock": "ordinary", "note": "Tetap di sini"})
    assert refused.status_code == 422
    assert "Tetap di sini" in shown(refused)
    done = browser.post(address, {"words": "Kami datang.", "clock": "dispute", "seen": "1"})

    report.refresh_from_db()
    assert done["Location"] == report.get_absolute_url()
    assert (report.state, report.clock) == ("assigned", "dispute")
    assert browser.post(address, {"words": "Lagi", "clock": "dispute"}).status_code == 404


def test_whoever_hands_it_back_is_led_to_the_list(cast: Cast, signed_in: SignIn) -> None:
    report = received(cast)
    done = signed_in(cast.oka).post(f"{report.get_absolute_url()}moves/hand-back/", {"note": "Milik Dinkes."})

    assert done["Location"] == LIST


def test_another_report_is_named_by_its_code_when_one_may_see_it(cast: Cast, signed_in: SignIn) -> None:
    make_category(cast, "health", agency=cast.dinkes)
    report, original = received(cast), received(cast, "TPS pasar")
    hidden = received(cast, "Antrean", category=category_of(cast, "health"))
    address, browser = f"{report.get_absolute_url()}moves/same-as/", signed_in(cast.oka)

    assert browser.post(address, {"original": hidden.code, "words": "Sama."}).status_code == 422
    code = original.code.replace("-", "").lower()
    assert browser.post(address, {"original": code, "words": "Sama."}).status_code == 302
    report.refresh_from_db()
    assert report.duplicate_of == original


def test_many_are_assigned_from_the_list(cast: Cast, signed_in: SignIn) -> None:
    reports, browser = piled(cast, [1, 2]), signed_in(cast.rani)
    address = "/en/residents/list/assign/"
    query = "&".join(f"report={one.pk}" for one in reports)
    assert shown(browser.get(f"{address}?{query}")).count('type="hidden" name="report"') == 2
    assert browser.post(address, {"report": [one.pk for one in reports], "words": "x"}).status_code == 422
    done = browser.post(address, {"report": [one.pk for one in reports], "agency": "DINKES", "words": "Dinkes."})

    assert done.status_code == 302
    assert set(CitizenReport.objects.values_list("agency__abbreviation", "state")) == {("DINKES", "assigned")}
    assert browser.post(address, {"report": "x", "agency": "DLH", "words": "Kosong"}).status_code == 422
    assert signed_in(cast.oka).get(address).status_code == 404


def test_an_erased_person_is_gone_from_every_page(cast: Cast, signed_in: SignIn) -> None:
    report, browser = received(cast, name="Ayu Lestari"), signed_in(cast.oka)
    address = f"{report.get_absolute_url()}erase/"

    assert browser.get(address).status_code == 200
    assert browser.post(address).status_code == 302
    assert "Ayu Lestari" not in shown(browser.get(report.get_absolute_url()))
    assert browser.post(address).status_code == 422


def test_one_report_asks_the_same_however_much_happened(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    report, browser = received(cast), signed_in(cast.oka)
    browser.get(report.get_absolute_url())
    with django_assert_num_queries(12):
        browser.get(report.get_absolute_url())
    moved(report, "accept", "tell", "tell", "begin", "tell", by=cast.oka)
    with django_assert_num_queries(12):
        browser.get(report.get_absolute_url())


# Categories ----------------------------------------------------------------------------------------------------------


def test_the_coordinator_keeps_the_list_of_categories(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.rani)
    facts = {"code": "Roads", "name": "Jalan", "clock": "ordinary", "position": "3", "agency": "DLH"}
    assert browser.post("/en/residents/categories/new/", facts).status_code == 302
    assert browser.post("/en/residents/categories/new/", facts).status_code == 422
    assert browser.post("/en/residents/categories/new/", facts | {"code": "new"}).status_code == 422
    made = ReportCategory.objects.get(code="roads")
    assert made.agency == cast.dlh
    del facts["code"]
    assert browser.post("/en/residents/categories/roads/", facts | {"name": "Jalan desa"}).status_code == 302
    made.refresh_from_db()
    assert made.name == "Jalan desa"
    assert made.archived_at is not None  # not ticked, so no longer offered
    assert "Jalan desa" not in shown(Client().get("/residents/report/"))
    browser.post("/en/residents/categories/roads/", facts | {"is_offered": "on"})
    assert "Jalan" in shown(Client().get("/residents/report/"))


# What everybody sees -------------------------------------------------------------------------------------------------


def test_everybody_sees_counts_and_the_median_and_nothing_else(cast: Cast) -> None:
    for wait in (1, 2, 6):
        old = received(cast, f"Rahasia {wait}", days_ago=10, name="Ayu Lestari")
        moved(old, "solve", by=cast.oka, now=NOW.replace(month=9, day=26 + wait) if wait < 5 else NOW.replace(day=2))
    received(cast, "Rahasia terbuka", village=cast.areas["90.01.02.2002"])
    page = Client().get("/en/residents/")
    numbers = page.context["numbers"]

    assert (numbers.total.received, numbers.total.open, numbers.total.solved) == (4, 1, 3)
    assert numbers.total.median_days == Fraction(2)
    assert [(one.name, one.received) for one in numbers.by_village] == [("Bukit", 3), ("Dermaga", 1)]
    assert numbers.by_village[1].median_days is None
    assert "Rahasia" not in shown(page)
    assert "Ayu" not in shown(page)
    assert Client().get("/en/residents/?category=invented").status_code == 200


def test_reports_of_more_than_a_year_ago_are_not_counted(cast: Cast) -> None:
    received(cast, "Lama", days_ago=365)
    received(cast, "Setahun", days_ago=364)

    assert queries.public_numbers(TODAY).total.received == 1


def test_the_median_is_exact() -> None:
    assert median_of({}) is None
    assert median_of({3: 1}) == 3
    assert median_of({0: 3, 10: 2}) == 0
    assert median_of({1: 2, 4: 2}) == Fraction(5, 2)
    assert median_of({0: 1, 1: 1, 2: 1, 9: 1}) == Fraction(3, 2)


def test_the_counts_are_a_file_too(cast: Cast) -> None:
    received(cast, "TPS penuh")
    (row,) = table(Client().get("/en/residents/?format=csv"))

    assert (row["Category"], row["Village"], row["Received"]) == ("Waste", "Bukit", "1")
    assert row["Median days to the first answer"] == ""


def test_the_public_page_asks_the_same_however_many_there_are(cast: Cast, django_assert_num_queries: Any) -> None:
    piled(cast, [1])
    with django_assert_num_queries(5):
        Client().get("/residents/")
    piled(cast, list(range(2, 30)))
    with django_assert_num_queries(5):
        Client().get("/residents/")
