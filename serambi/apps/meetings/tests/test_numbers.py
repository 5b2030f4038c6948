"""The numbers behind an item: live, frozen, and the actions that hang on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import AgendaItem, ItemKind, Meeting
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, held_meeting, make_action, planned
from serambi.apps.plans.models import Activity, BudgetLine, Milestone, Program, Stage
from serambi.methods.periods import Period
from serambi.ui import formats
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def program(cast: Cast) -> Program:
    facts = {"starts_on": dt.date(2025, 1, 1), "ends_on": dt.date(2026, 8, 31), "stage": Stage.EXECUTION}
    program = make_program(make_plan(cast.region), "LING-1", name="Bank sampah", lead=cast.dlh, **facts)
    activity = Activity.objects.create(program=program, name="Bangun")
    Milestone.objects.create(activity=activity, name="Lahan", due_on=dt.date(2026, 5, 1))
    Milestone.objects.create(activity=activity, name="Izin", due_on=dt.date(2026, 2, 1), reached_on=dt.date(2026, 2, 1))
    BudgetLine.objects.create(program=program, year=2026, fund_source="apbd_pad", ceiling=Decimal(2_800_000_000),
                              realization=Decimal(1_120_000_000))  # fmt: skip
    return program


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return planned(cast)


def item_about(meeting: Meeting, cast: Cast, **facts: object) -> AgendaItem:
    return services.add_item(meeting, ItemFacts(**facts), by=cast.rani)  # type: ignore[arg-type]  # any of its columns


def test_a_program_shows_stage_work_money_and_milestones(cast: Cast, meeting: Meeting, program: Program) -> None:
    item = item_about(meeting, cast, kind=ItemKind.PROGRAM, program=program)

    stage, work, money, milestones = queries.live_numbers(item, today=TODAY)

    assert (stage.value, stage.is_bad) == ("Execution", True)
    assert stage.note.startswith("158 days late")  # since the milestone of 1 May
    assert (work.value, work.note) == ("–", "nothing verified yet")  # missing, never zero
    assert money.value == formats.money(1_120_000_000)
    assert "40%" in money.note
    assert milestones.value == "1 / 2"


def test_what_was_shown_on_the_day_stays(cast: Cast, meeting: Meeting, program: Program) -> None:
    item = item_about(meeting, cast, kind=ItemKind.PROGRAM, program=program)
    shown = queries.live_numbers(item, today=TODAY)
    assert queries.frozen_numbers(item) == []

    services.freeze(item, by=cast.rani, today=TODAY)
    Program.objects.filter(pk=program.pk).update(stage=Stage.DONE)
    BudgetLine.objects.update(realization=None)

    item.refresh_from_db()
    assert queries.frozen_numbers(item) == shown
    assert item.pictured_at is not None
    now = queries.live_numbers(item, today=TODAY)
    assert [one.value for one in now[:3]] == ["Done", "–", "–"]
    assert "nothing is reported" in now[2].note


def test_a_topic_has_no_numbers_and_nothing_is_frozen(cast: Cast, meeting: Meeting) -> None:
    item = services.freeze(item_about(meeting, cast, title="Pembukaan"), by=cast.rani, today=TODAY)

    assert (item.picture, item.pictured_at) == (None, None)
    assert queries.live_numbers(item, today=TODAY) == []


def test_an_indicator_shows_value_target_attainment_and_where_it_goes(cast: Cast, meeting: Meeting) -> None:
    plan = make_plan(cast.region)
    indicator = make_indicator("air", "a", name="Air minum layak", decimals=1, program=make_program(plan, "A"))
    for year, value in (("2024", 62.0), ("2025", 66.0)):
        make_target(indicator, cast.region, year, 70)
        IndicatorValue.objects.create(
            indicator=indicator, area=cast.region, period=Period.parse(year), value=value, final_value=value
        )
    IndicatorState.objects.create(indicator=indicator, latest_period=Period.parse("2025"), latest_value=66.0)
    make_target(indicator, cast.region, "2026", 80)
    item = item_about(meeting, cast, kind=ItemKind.INDICATOR, indicator=indicator)

    value, target, reached, outlook = queries.live_numbers(item, today=TODAY)

    assert (value.value, value.note) == ("66.0%", "2025")
    assert (target.value, target.note) == ("70.0%", "2025")
    assert (reached.value, reached.is_bad) == ("94.3%", True)
    assert outlook.value == "70.0%"  # four points a year
    assert outlook.note == "87.5% of the target 80.0% of 2026"


def test_numbers_of_many_items_cost_as_much_as_of_one(cast: Cast, meeting: Meeting, program: Program) -> None:
    agreed = held_meeting(cast, meeting.body)
    several = [
        item_about(meeting, cast, kind=ItemKind.PROGRAM, program=program),
        item_about(meeting, cast, kind=ItemKind.INDICATOR, indicator=make_indicator("air", "a")),
        item_about(meeting, cast, kind=ItemKind.REPORT, organization=cast.dlh),
        item_about(meeting, cast, kind=ItemKind.ACTION, action=make_action(cast, meeting=agreed)),
    ]
    for number in range(3):
        another = make_program(program.plan, f"LAIN-{number}")
        several.append(item_about(meeting, cast, kind=ItemKind.PROGRAM, program=another))
        indicator = make_indicator(f"air{number}", "a")
        several.append(item_about(meeting, cast, kind=ItemKind.INDICATOR, indicator=indicator))
    assert Indicator.objects.count() == 4

    counts = []
    for some in (several[:4], several):
        items = queries.agenda_of(meeting, cast.rani)
        chosen = [one for one in items if one.pk in {item.pk for item in some}]
        with CaptureQueriesContext(
            connection,
        ) as found:
            numbers = queries.numbers_of(chosen, today=TODAY)
        assert len(numbers) == len(some)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 16


def test_open_actions_about_a_program_leave_out_what_is_confidential(
    cast: Cast, meeting: Meeting, program: Program
) -> None:
    before = held_meeting(cast, meeting.body)
    secret = item_about(meeting, cast, title="Rahasia", is_confidential=True)
    old = make_action(cast, "Lama", meeting=before, program=program, due_on=TODAY)
    quiet = make_action(cast, "Diam", meeting=before, program=program)
    type(quiet).objects.filter(pk=quiet.pk).update(item=secret)
    type(old).objects.filter(pk=old.pk).update(meetings_seen=2)
    item = item_about(meeting, cast, kind=ItemKind.PROGRAM, program=program)

    found = queries.open_actions_about(item, today=TODAY + dt.timedelta(days=3))

    assert [(one.action.text, one.meetings_seen, one.days_late) for one in found] == [("Lama", 2, 3)]
    item.is_confidential = True
    assert [one.action.text for one in queries.open_actions_about(item, today=TODAY)] == ["Lama", "Diam"]
