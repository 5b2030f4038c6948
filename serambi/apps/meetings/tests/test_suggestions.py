"""What the figures propose: each kind with its rule, the ranking, and what becomes of a proposal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from serambi.apps.evaluation.models import Attainment
from serambi.apps.indicators.models import Indicator, IndicatorValue
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import Action, AgendaItem, BodyMember, Dismissal, ItemKind, Meeting
from serambi.apps.meetings.queries.suggested import Suggestion
from serambi.apps.meetings.queries.suggestions import forget_suggestions_from, suggestions_for, suggestions_from
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, held_meeting, make_action, make_body, moved, planned
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import Activity, BudgetLine, MasterPlan, Milestone, Program, Stage
from serambi.apps.progress.models import ReportingCycle
from serambi.apps.progress.models.periods import period_named
from serambi.methods.periods import Period
from tests.cast import Cast, make_indicator, make_plan, make_program, make_target

ONE_YEAR_LATE = TODAY - dt.timedelta(days=365)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    make_plan(cast.region)
    return planned(cast)


def keys(meeting: Meeting) -> list[str]:
    return [one.suggestion.key for one in suggestions_for(meeting, today=TODAY).ranked]


def meeting_plan() -> MasterPlan:
    return MasterPlan.objects.get()


def program_late_by(days: int, code: str, **facts: object) -> Program:
    plan = meeting_plan()
    ends = TODAY - dt.timedelta(days=days)
    return make_program(plan, code, stage=Stage.EXECUTION, **({"ends_on": ends} | facts))


def indicator_with(cast: Cast, code: str, values: dict[str, float], target: str = "2026", aim: int = 100) -> Indicator:
    indicator = make_indicator(code, "a", name=f"Indikator {code}", owner=cast.dinkes)
    for period, value in values.items():
        IndicatorValue.objects.create(
            indicator=indicator, area=cast.region, period=Period.parse(period), value=value, final_value=value
        )
    make_target(indicator, cast.region, target, aim)
    return indicator


def owe_a_report(cast: Cast, due_on: dt.date) -> None:
    """Let every agency that leads a program owe a report that was due on that day."""
    cycle = ReportingCycle.objects.create(code="triwulan", name="Laporan triwulan", frequency="quarter")
    period = period_named(cycle, Period.parse("2026-Q3"))
    period.opens_on, period.due_on = dt.date(2026, 7, 1), due_on
    period.grace_until, period.closes_on = due_on, dt.date(2026, 12, 31)
    period.save()


# Programs -----------------------------------------------------------------------------------------------------------


def test_a_program_is_as_urgent_as_its_largest_lag(cast: Cast, meeting: Meeting) -> None:
    late = program_late_by(73, "TELAT", lead=cast.dlh)
    slow = make_program(late.plan, "BOROS", stage=Stage.EXECUTION)
    BudgetLine.objects.create(
        program=slow, year=2026, fund_source="csr", ceiling=Decimal(1000), realization=Decimal(150)
    )
    BudgetLine.objects.create(program=slow, year=2026, fund_source="apbn", ceiling=Decimal(9000))  # nobody reported it
    make_program(late.plan, "SELESAI", stage=Stage.DONE, ends_on=ONE_YEAR_LATE)
    make_program(late.plan, "SESUAI", stage=Stage.EXECUTION)

    spending, days = suggestions_for(meeting, today=TODAY).ranked

    # 273 of 365 days of 2026 were over on 30 September.
    assert spending.suggestion.key == f"behind:{slow.pk}"
    assert spending.score == Decimal(27300) / 365 - 15
    assert spending.suggestion.reason == (
        "15% of this year's reported ceiling is spent; 75% of the year was over on 30 September 2026 (−60 points)."
    )
    assert (days.suggestion.urgency, days.suggestion.number) == (Decimal(20), "73 days late")
    assert days.suggestion.presenter == cast.dlh
    assert "73 days ago" in days.suggestion.reason
    assert days.why_here == "Place 2: 73 days late, of 365, times 100, at most 100: 20.0; times weight 1.00: 20.0."


def test_missed_milestones_count_and_a_year_is_the_most(cast: Cast, meeting: Meeting) -> None:
    program = make_program(meeting_plan(), "A", stage=Stage.EXECUTION)
    activity = Activity.objects.create(program=program, name="Bangun", stage=Stage.EXECUTION)
    Milestone.objects.create(activity=activity, name="Lahan bebas", due_on=TODAY - dt.timedelta(days=900))
    stopped = Activity.objects.create(program=make_program(program.plan, "B"), name="Henti", stage=Stage.STOPPED)
    Milestone.objects.create(activity=stopped, name="Tak jadi", due_on=ONE_YEAR_LATE)

    (found,) = suggestions_for(meeting, today=TODAY).ranked

    assert (found.suggestion.program, found.suggestion.urgency) == (program, Decimal(100))
    assert found.suggestion.reason.startswith("The milestone “Lahan bebas” was due")


def test_a_body_answers_for_its_pillar_and_two_sides_for_what_they_lead(cast: Cast) -> None:
    plan = make_plan(cast.region)
    green = program_late_by(10, "LING", pillar="environment", lead=cast.dlh)
    health = program_late_by(20, "SEHAT", pillar="living", lead=cast.dinkes)
    pillar = planned(cast, make_body(cast, "green", pillar=plan.pillars.get(code="environment")))
    two = make_body(cast, "two", kind="bilateral")
    BodyMember.objects.create(body=two, organization=cast.dinkes)
    owe_a_report(cast, TODAY - dt.timedelta(days=3))

    assert keys(pillar) == [f"report:{cast.dlh.pk}", f"behind:{green.pk}"]
    assert keys(planned(cast, two)) == [f"report:{cast.dinkes.pk}", f"behind:{health.pk}"]
    assert len(keys(planned(cast))) == 4


# Indicators ---------------------------------------------------------------------------------------------------------


def test_an_indicator_is_carried_on_at_its_pace(cast: Cast, meeting: Meeting) -> None:
    slow = indicator_with(cast, "lambat", {"2024": 60, "2025": 65, "2025-Q4": 99})  # a quarter is no year
    indicator_with(cast, "cepat", {"2024": 60, "2025": 80})
    indicator_with(cast, "diam", {"2025": 10})  # one value says nothing of the pace

    (found,) = suggestions_for(meeting, today=TODAY).ranked

    assert found.suggestion.indicator == slow
    assert found.suggestion.urgency == Decimal(30)
    assert found.suggestion.presenter == cast.dinkes
    assert found.suggestion.reason == (
        "From 60.0% (2024) to 65.0% (2025); at this pace 70.0% in 2026, 70.0% of the target 100.0%. "
        "It moved by +5.0 a period and would have to by +35.0."
    )


def test_the_last_target_counts_where_no_pace_is_known_and_preliminary_figures_are_named(
    cast: Cast, meeting: Meeting
) -> None:
    missed = make_indicator("luput", "a", name="Luput")
    Attainment.objects.create(target=make_target(missed, cast.region, "2025", 50), value=20.0, ratio=40.0)
    rough = indicator_with(cast, "sementara", {"2024": 10, "2025": 10}, aim=11)
    IndicatorValue.objects.filter(indicator=rough, period=Period.parse("2025")).update(marks=int(Mark.PRELIMINARY))

    first, second = suggestions_for(meeting, today=TODAY).ranked

    assert (first.suggestion.indicator, first.suggestion.urgency) == (missed, Decimal(60))
    assert first.suggestion.reason == "It reached 40.0% of the target 50.0% of 2025."
    assert second.suggestion.reason.endswith("The figures are preliminary.")


# Reports and actions ------------------------------------------------------------------------------------------------


def test_agencies_that_have_not_reported(cast: Cast, meeting: Meeting) -> None:
    make_program(meeting_plan(), "A", stage=Stage.EXECUTION, lead=cast.dlh)
    owe_a_report(cast, TODAY - dt.timedelta(days=4))

    (found,) = suggestions_for(meeting, today=TODAY).ranked

    assert (found.suggestion.organization, found.suggestion.urgency) == (cast.dlh, Decimal(8))
    assert found.suggestion.title == "DLH: the report for Q3 2026 is missing"
    assert found.suggestion.reason == (
        "Not sent in: Laporan triwulan Q3 2026. It was due on 2 October 2026, 4 days ago. Nothing is written yet."
    )


def test_open_actions_of_the_body_stand_first_and_come_back_until_they_are_done(cast: Cast, meeting: Meeting) -> None:
    program_late_by(900, "TELAT")
    before = held_meeting(cast, meeting.body)
    fresh = make_action(cast, "Baru", meeting=before, due_on=TODAY + dt.timedelta(days=9))
    old = make_action(cast, "Lama", meeting=before, due_on=TODAY)
    Action.objects.filter(pk=old.pk).update(meetings_seen=3, due_on=TODAY - dt.timedelta(days=54))
    make_action(cast, "Badan lain", meeting=held_meeting(cast, make_body(cast, "council", name="Dewan")))

    ranked = suggestions_for(meeting, today=TODAY).ranked

    assert [one.suggestion.action for one in ranked] == [old, fresh, None]
    assert [one.suggestion.urgency for one in ranked] == [100, 0, 100]
    assert ranked[0].suggestion.reason == (
        "Agreed on 6 August 2026. 3 meetings since then found it open. DLH had until 13 August 2026, 54 days ago."
    )
    assert ranked[0].why_here.startswith("Place 1: open actions of the body stand first")
    Action.objects.filter(pk=old.pk).update(state="done")
    assert keys(meeting)[0] == f"action:{fresh.pk}"


def test_recommendations_that_are_overdue_are_proposed(cast: Cast, meeting: Meeting) -> None:
    late = make_action(cast, "Terbitkan Perbup", origin="assessment", source_year=2025, due_on=dt.date(2026, 9, 16))
    make_action(cast, "Masih sempat", origin="assessment", source_year=2025)

    (found,) = suggestions_for(meeting, today=TODAY).ranked

    assert (found.suggestion.action, found.suggestion.urgency) == (late, Decimal(20))
    assert found.suggestion.reason.startswith("Recommended by the assessors of 2025. DLH had until")


# The rule -----------------------------------------------------------------------------------------------------------


def test_the_rule_moves_kinds_and_cuts_them(cast: Cast, meeting: Meeting) -> None:
    programs = [program_late_by(days, f"P-{days}") for days in (300, 200, 100)]
    slow = indicator_with(cast, "lambat", {"2024": 60, "2025": 65})
    assert keys(meeting) == [f"behind:{programs[0].pk}", f"behind:{programs[1].pk}", f"indicator:{slow.pk}",
                             f"behind:{programs[2].pk}"]  # fmt: skip
    with pytest.raises(errors.NotACoordinator):
        services.set_rules({"indicator": (Decimal(3), 4)}, by=cast.oka)

    assert services.set_rules({"indicator": (Decimal("2.75"), 4), "behind": (Decimal(1), 2)}, by=cast.rani) == 2

    found = suggestions_for(meeting, today=TODAY)
    assert [one.suggestion.key for one in found.ranked] == [
        f"indicator:{slow.pk}", f"behind:{programs[0].pk}", f"behind:{programs[1].pk}",
    ]  # fmt: skip
    assert found.ranked[0].score == Decimal("82.50")
    assert (found.beyond, found.left_out) == ({"behind": 1}, 1)
    assert services.set_rules({"indicator": (Decimal("2.75"), 4)}, by=cast.rani) == 0


def test_another_app_proposes_something(cast: Cast, meeting: Meeting) -> None:
    def overdue(body: object, today: dt.date) -> list[Suggestion]:
        return [
            Suggestion(key="commitment:bank-1", kind=ItemKind.COMMITMENT, title="Sepuluh titik Wi-Fi", reason="Lewat.",
                       number="30 days late", why="1 × 30", urgency=Decimal(900), about="bank-1",
                       organization=None)
        ]  # fmt: skip

    suggestions_from("commitment", overdue, heading="Commitments", explains="One for each day.")
    try:
        (found,) = suggestions_for(meeting, today=TODAY).ranked
        assert (found.suggestion.kind, found.score) == (ItemKind.COMMITMENT, Decimal(100))
        item = services.take_suggestion(meeting, "commitment:bank-1", by=cast.rani, today=TODAY)
        assert (item.kind, item.about, item.title) == (ItemKind.COMMITMENT, "bank-1", "Sepuluh titik Wi-Fi")
        assert keys(meeting) == []
    finally:
        forget_suggestions_from("commitment")


# What becomes of a proposal -----------------------------------------------------------------------------------------


def test_a_proposal_is_taken_parked_or_left_out_and_not_proposed_again(cast: Cast, meeting: Meeting) -> None:
    taken, parked, left, by_hand = (program_late_by(days, f"P-{days}", lead=cast.dlh) for days in (40, 30, 20, 10))
    services.add_item(meeting, ItemFacts(kind=ItemKind.PROGRAM, program=by_hand), by=cast.rani)

    item = services.take_suggestion(meeting, f"behind:{taken.pk}", by=cast.rani, today=TODAY)
    # What is written down is in the regency's language, whoever reads it.
    assert item.reason == "Seharusnya selesai 27 Agustus 2026, 40 hari lalu."
    assert (item.program, item.presenter, item.meeting) == (taken, cast.dlh, meeting)
    services.park_suggestion(meeting, f"behind:{parked.pk}", by=cast.rani, today=TODAY)
    with pytest.raises(errors.WhyDismissed):
        services.dismiss_suggestion(meeting, f"behind:{left.pk}", reason=" ", by=cast.rani, today=TODAY)
    dismissal = services.dismiss_suggestion(
        meeting, f"behind:{left.pk}", reason="Sudah dibahas Bupati", by=cast.rani, today=TODAY
    )

    assert keys(meeting) == []
    assert [one.program for one in queries.backlog_of(meeting.body, cast.rani)] == [parked]
    with pytest.raises(errors.SuggestionGone):
        services.take_suggestion(meeting, f"behind:{taken.pk}", by=cast.rani, today=TODAY)
    with pytest.raises(errors.NotACoordinator):
        services.take_back_dismissal(dismissal, by=cast.oka)
    services.take_back_dismissal(dismissal, by=cast.rani)
    assert keys(meeting) == [f"behind:{left.pk}"]
    assert not Dismissal.objects.exists()


def test_an_item_keeps_its_reason_while_it_is_about_the_same(cast: Cast, meeting: Meeting) -> None:
    program = program_late_by(40, "P-40", is_illustration=True)
    item = services.take_suggestion(meeting, f"behind:{program.pk}", by=cast.rani, today=TODAY)
    assert item.is_illustration

    same = ItemFacts(kind=ItemKind.PROGRAM, program=program, minutes=20)
    item = services.change_item(item, same, by=cast.rani)
    assert (item.suggestion, item.reason != "", item.is_illustration) == (f"behind:{program.pk}", True, True)
    item = services.change_item(item, ItemFacts(title="Hal lain"), by=cast.rani)

    assert (item.suggestion, item.reason, item.program, item.is_illustration) == ("", "", None, False)
    assert keys(meeting) == [f"behind:{program.pk}"]


def test_an_action_about_something_confidential_stays_confidential(cast: Cast, meeting: Meeting) -> None:
    before = held_meeting(cast, meeting.body)
    secret = services.add_item(before, ItemFacts(title="Rahasia", is_confidential=True), by=cast.rani)
    action = make_action(cast, meeting=before)
    Action.objects.filter(pk=action.pk).update(item=secret)

    item = services.take_suggestion(meeting, f"action:{action.pk}", by=cast.rani, today=TODAY)

    assert item.is_confidential
    assert queries.agenda_of(meeting, cast.sari) == []


def test_the_agenda_is_already_there(cast: Cast, meeting: Meeting) -> None:
    before = held_meeting(cast, meeting.body)
    action = make_action(cast, "Adendum", meeting=before)
    programs = [program_late_by(days, f"P-{days:03}") for days in range(300, 200, -10)]
    indicator = indicator_with(cast, "lambat", {"2024": 60, "2025": 65})
    unreached = services.park_new(meeting.body, ItemFacts(title="Tertinggal", minutes=10), by=cast.rani)
    AgendaItem.objects.filter(pk=unreached.pk).update(unreached_in=before)
    services.park_new(meeting.body, ItemFacts(title="Nanti saja"), by=cast.rani)
    facts = services.MeetingFacts("Rakor triwulan III", meeting.starts_at, 95)

    made = services.plan_with_agenda(meeting.body, facts, by=cast.rani, today=TODAY)

    items = queries.agenda_of(made, cast.rani)
    assert [one.title for one in items] == [
        "Pembukaan dan pengesahan agenda", "Adendum", "Tertinggal", *(one.name for one in programs[:6]),
        "Indikator lambat", "Ringkasan keputusan dan tindak lanjut",
    ]  # fmt: skip
    assert [str(one.section) for one in items if one.kind == ItemKind.ACTION] == ["Tindak lanjut rapat sebelumnya"]
    assert (items[1].action, items[-2].indicator) == (action, indicator)
    assert queries.schedule(made, items).minutes == 95
    # What does not fit stays proposed, what was parked on purpose stays parked.
    assert keys(made) == [f"behind:{one.pk}" for one in programs[6:]]
    assert [one.title for one in queries.backlog_of(meeting.body, cast.rani)] == ["Nanti saja"]


def test_an_agenda_that_is_there_is_not_made_again(cast: Cast, meeting: Meeting) -> None:
    services.add_item(meeting, ItemFacts(title="Satu"), by=cast.rani)

    assert [one.title for one in services.fill_agenda(meeting, by=cast.rani, today=TODAY)] == ["Satu"]


def test_an_open_action_stands_on_three_agendas(cast: Cast) -> None:
    make_plan(cast.region)
    body = make_body(cast)
    first = held_meeting(cast, body, dt.date(2026, 7, 2))
    action = make_action(cast, "Adendum", meeting=first, due_on=TODAY)
    for day in (dt.date(2026, 8, 6), dt.date(2026, 9, 3), TODAY):
        starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        made = services.plan_with_agenda(body, services.MeetingFacts("Rakor", starts, 60), by=cast.rani, today=TODAY)
        assert [one.action for one in queries.agenda_of(made, cast.rani) if one.action] == [action]
        moved(cast, made, "invite", "begin", "close")
    action.refresh_from_db()
    assert action.meetings_seen == 3


def test_suggesting_costs_as_many_queries_for_many_as_for_few(cast: Cast, meeting: Meeting) -> None:
    before = held_meeting(cast, meeting.body)
    owe_a_report(cast, TODAY - dt.timedelta(days=4))

    def more(number: int) -> None:
        program_late_by(10 + number, f"P-{number}", lead=cast.dlh)
        indicator_with(cast, f"i{number}", {"2024": 60, "2025": 65})
        make_action(cast, f"A{number}", meeting=before)
        make_action(cast, f"R{number}", origin="assessment", source_year=2025, due_on=ONE_YEAR_LATE)

    counts = []
    for numbers in ([0], range(1, 5)):
        for number in numbers:
            more(number)
        current = Meeting.objects.select_related("body").get(pk=meeting.pk)
        with CaptureQueriesContext(connection) as found:
            suggestions_for(current, today=TODAY)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 27
