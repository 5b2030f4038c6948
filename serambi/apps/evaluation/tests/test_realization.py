"""Money and work of the programs: the sums against fractions worked out by hand, the page, and who sees what."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.queries.pace import planned_money, planned_work, spent_until
from serambi.apps.evaluation.queries.realization import (
    By,
    Realization,
    RealizationLine,
    WantedRealization,
    read_realization,
)
from serambi.apps.evaluation.queries.work import work_of
from serambi.apps.plans.models import BudgetLine, FundSource, MasterPlan, Program
from serambi.methods.scoring import DeviationStatus
from tests.cast import Cast, make_physical, make_plan, make_program

SignIn = Callable[[User], Client]
PAGE = "/en/realization/"
TODAY = dt.date(2026, 11, 25)
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def budget(program: Program, ceiling: int, spent: int | None, **fields: Any) -> None:
    values = {"year": 2026, "fund_source": FundSource.APBD_OWN, "ceiling": Decimal(ceiling), **fields}
    BudgetLine.objects.create(program=program, realization=None if spent is None else Decimal(spent), **values)


@pytest.fixture
def plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> MasterPlan:
    """Three programs with money in 2026 and one without, on 25 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    plan = make_plan(cast.region)
    year = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}
    road = make_program(plan, "ENV-1", name="Jalan", lead=cast.dlh, **year)
    training = make_program(plan, "ENV-2", name="Pelatihan", lead=cast.dinkes)
    water = make_program(plan, "LIV-1", name="Air minum", pillar="living", **year)
    make_program(plan, "LIV-2", name="Tanpa uang", pillar="living", lead=cast.dlh)
    budget(road, 900, 450)
    budget(road, 300, None, fund_source=FundSource.APBN)
    budget(road, 5_000, 5_000, year=2025)
    budget(training, 100, 100)
    budget(water, 700, 70)
    make_physical(road, 60, "2026-06", NOON)
    make_physical(road, 50, "2026-09", NOON)
    make_physical(training, 100, "2026-09", NOON)
    return plan


def read(plan: MasterPlan, **wanted: Any) -> Realization:
    return read_realization(Program.objects.filter(plan=plan), WantedRealization(2026, **wanted), today=TODAY)


def named(found: Realization) -> dict[str, RealizationLine]:
    return {line.key: line for line in found.lines}


# The numbers --------------------------------------------------------------------------------------------------------


def test_money_is_a_ratio_of_sums_and_what_nobody_reported_is_in_neither(plan: MasterPlan) -> None:
    found = read(plan)
    environment, living = found.lines
    assert [line.key for line in found.lines] == ["environment", "living"]
    assert environment.budget.ceiling == 1_300
    assert environment.budget.percent == Decimal(55)  # 450 + 100 of 900 + 100
    assert (environment.budget.reported, environment.budget.lines) == (2, 3)
    assert living.budget.percent == 10
    assert found.total.budget.percent == Decimal(62_000) / 1_700
    assert (found.total.programs, found.total.budget.ceiling) == (3, 2_000)


def test_work_is_weighted_by_the_ceilings_of_the_year(plan: MasterPlan) -> None:
    found = read(plan)
    environment, living = found.lines
    assert environment.work == pytest.approx(float(Fraction(1_200 * 50 + 100 * 100, 1_300)))
    assert environment.coverage == 1
    assert (living.work, living.coverage, living.work_points, living.work_status) == (None, 0, None, None)
    assert found.total.work == environment.work
    assert found.total.coverage == pytest.approx(1_300 / 2_000)


def test_work_is_held_against_its_time_where_both_are_known(plan: MasterPlan) -> None:
    environment = read(plan).lines[0]
    # The training has no dates, so that only the road is compared: 273 of 365 days were over on 30 September.
    assert environment.planned == pytest.approx(float(Fraction(27_300, 365)))
    assert environment.compared == 50
    assert environment.work_points == pytest.approx(Decimal(50) - Decimal(27_300) / 365)
    assert environment.work_status is DeviationStatus.CRITICAL


def test_money_is_held_against_the_quarters_that_are_over(plan: MasterPlan) -> None:
    found = read(plan)
    assert found.until == dt.date(2026, 9, 30)
    assert found.total.money_planned == pytest.approx(Decimal(27_300) / 365)
    assert found.lines[0].money_points == pytest.approx(Decimal(55) - Decimal(27_300) / 365)
    assert found.lines[0].money_status is DeviationStatus.CRITICAL


@pytest.mark.parametrize(
    ("year", "today", "until", "share"),
    [
        (2026, dt.date(2026, 3, 31), None, None),
        (2026, dt.date(2026, 4, 1), dt.date(2026, 3, 31), Decimal(9_000) / 365),
        (2025, dt.date(2026, 3, 31), dt.date(2025, 12, 31), Decimal(100)),
        (2020, dt.date(2026, 3, 31), dt.date(2020, 12, 31), Decimal(100)),
        (2027, dt.date(2026, 12, 31), None, None),
    ],
)
def test_a_year_is_looked_at_until_its_last_quarter_that_is_over(
    year: int, today: dt.date, until: dt.date | None, share: Decimal | None
) -> None:
    assert spent_until(year, today) == until
    assert planned_money(until) == (share if share is None else pytest.approx(share))


def test_without_both_dates_nothing_is_planned() -> None:
    assert planned_work(None, TODAY, TODAY) is None
    assert planned_work(TODAY, None, TODAY) is None


def test_an_earlier_year_has_the_work_of_its_own_end(plan: MasterPlan) -> None:
    road = Program.objects.get(code="ENV-1")
    make_physical(road, 20, "2025-12", NOON)
    found = read_realization(Program.objects.filter(plan=plan), WantedRealization(2025), today=TODAY)
    assert [(line.key, line.work) for line in found.lines] == [("environment", 20)]
    assert found.until == dt.date(2025, 12, 31)


def test_what_was_taken_back_is_not_known(plan: MasterPlan) -> None:
    training = Program.objects.get(code="ENV-2")
    make_physical(training, None, "2026-09", NOON + dt.timedelta(days=1))
    assert work_of(training, today=TODAY) is None
    assert read(plan).lines[0].work == 50


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({"by": By.AGENCY}, ["DINKES", "DLH", ""]),
        ({"by": By.PROGRAM}, ["ENV-1", "ENV-2", "LIV-1"]),
        ({"by": By.PROGRAM, "pillar": "living"}, ["LIV-1"]),
        ({"by": By.PROGRAM, "agency": "DLH"}, ["ENV-1"]),
        ({"by": By.PROGRAM, "fund": FundSource.APBN}, ["ENV-1"]),
        ({"by": By.PROGRAM, "text": "minum air"}, ["LIV-1"]),
        ({"by": By.PROGRAM, "text": "dlh"}, ["ENV-1"]),
        ({"by": By.PROGRAM, "sort": "name"}, ["LIV-1", "ENV-1", "ENV-2"]),
        ({"by": By.PROGRAM, "sort": "-ceiling"}, ["ENV-1", "LIV-1", "ENV-2"]),
        ({"by": By.PROGRAM, "sort": "spent"}, ["LIV-1", "ENV-2", "ENV-1"]),
        ({"by": By.PROGRAM, "sort": "-money"}, ["ENV-2", "ENV-1", "LIV-1"]),
        ({"by": By.PROGRAM, "sort": "-work"}, ["ENV-2", "ENV-1", "LIV-1"]),
        ({"by": By.PROGRAM, "sort": "money_points"}, ["LIV-1", "ENV-1", "ENV-2"]),
        ({"by": By.PROGRAM, "sort": "work_points"}, ["ENV-1", "ENV-2", "LIV-1"]),
        ({"by": By.PROGRAM, "sort": "nonsense"}, ["ENV-1", "ENV-2", "LIV-1"]),
    ],
)
def test_it_is_narrowed_grouped_and_sorted(plan: MasterPlan, wanted: dict[str, Any], keys: list[str]) -> None:
    assert [line.key for line in read(plan, **wanted).lines] == keys


def test_the_lines_add_up_to_all_together_however_they_are_grouped(plan: MasterPlan) -> None:
    totals = {by: read(plan, by=by).total for by in By}
    assert len({(one.budget, one.work, one.coverage, one.planned) for one in totals.values()}) == 1
    for by in By:
        lines = read(plan, by=by).lines
        assert sum(line.budget.ceiling or 0 for line in lines) == 2_000
        assert sum(line.programs for line in lines) == 3


@pytest.mark.parametrize("programs", [1, 30])
def test_the_queries_do_not_grow_with_the_programs(
    plan: MasterPlan, programs: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(programs):
        program = make_program(plan, f"MORE-{number:02}")
        budget(program, 100, 10)
        make_physical(program, 10, "2026-09", NOON)
    with django_assert_num_queries(4):
        read(plan, by=By.PROGRAM)


# The page -----------------------------------------------------------------------------------------------------------


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode()).replace("\xa0", " ")


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_everybody_reads_a_published_plan_and_nobody_writes(
    plan: MasterPlan, client: Client, signed_in: SignIn
) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405
    MasterPlan.objects.update(is_published=False)
    assert client.get(PAGE).status_code == 404
    assert signed_in(User.objects.get(name="Sari")).get(PAGE).status_code == 200


def test_it_says_how_money_and_work_stand(plan: MasterPlan, client: Client) -> None:
    text = shown(client)
    assert "36.5% of the ceilings of 2026 are spent; the work is at 53.8%." in text
    line = words(text.partition("<tbody>")[2].partition("</tr>")[0])
    assert "Smart Environment 2 programs" in line
    assert "2 of 3 lines reported" in line
    assert "55.0% −19.8 critical 53.8% −24.8 critical" in line
    assert "the share of the year that was over on 30 September 2026, 74.8%" in text


def test_a_pillar_leads_to_its_programs_and_a_program_to_its_page(plan: MasterPlan, client: Client) -> None:
    address = re.search(r'href="(\?by=program[^"]*pillar=environment)"', shown(client))
    assert address is not None
    text = shown(client, PAGE + address[1].replace("&amp;", "&"))
    assert 'href="/en/programs/ENV-1/"' in text
    assert "LIV-1" not in text.partition("<tbody>")[2].partition("</table>")[0]


def test_what_is_written_is_seen_at_once(plan: MasterPlan, client: Client) -> None:
    assert "55.0%" in shown(client)
    line = BudgetLine.objects.get(program__code="ENV-1", year=2026, fund_source=FundSource.APBD_OWN)
    line.realization = Decimal(900)
    line.save()
    record(Verb.CHANGED, line, by=None)
    assert "100.0%" in shown(client)


def test_an_empty_year_and_what_fits_nothing_say_so(plan: MasterPlan, client: Client) -> None:
    assert "No budget fits what you chose" in shown(client, f"{PAGE}?q=nowhere")
    BudgetLine.objects.all().delete()
    record(Verb.CHANGED, plan, by=None)
    text = shown(client)
    assert "No budget has been entered for this year" in text
    assert "No budget of 2026 is in the register here." in text


def test_an_address_that_says_nonsense_narrows_nothing(plan: MasterPlan, client: Client) -> None:
    text = shown(client, f"{PAGE}?year=soon&by=luck&pillar=none&agency=%27&fund=gold&page=x")
    assert "Smart Environment" in text
    assert "Smart Living" in text


def test_it_is_downloaded_with_every_number(plan: MasterPlan, client: Client) -> None:
    answer = client.get(f"{PAGE}?by=program&sort=name&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["LIV-1", "ENV-1", "ENV-2", ""]
    road = dict(zip(rows[0], rows[2], strict=True))
    assert (road["Ceiling, Rp"], road["Realization, Rp"], road["Lines reported"]) == ("1200.00", "450.00", "1")
    assert (road["Money, percent"], road["Work, percent"], road["As of"]) == ("50.000000", "50.000000", "2026-09-30")
    assert road["Money planned, percent"] == "74.794521"
    workbook = client.get(f"{PAGE}?format=xlsx")
    assert workbook["Content-Type"].endswith("spreadsheetml.sheet")
    assert workbook["Content-Disposition"].endswith('.xlsx"')


def test_the_page_of_a_program_shows_its_work(plan: MasterPlan, client: Client) -> None:
    text = words(shown(client, "/en/programs/ENV-1/"))
    assert "50.0% on 30 September 2026, verified." in text
    assert "74.8% of its time was over by then: −24.8 points (critical)." in text
    assert "2 periods" in text
    training = words(shown(client, "/en/programs/ENV-2/"))
    assert "Its start or end is not known" in training
    assert "Physical progress" not in words(shown(client, "/en/programs/LIV-1/"))
