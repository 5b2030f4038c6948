"""Reports of residents that pile up in one village are proposed for a meeting, and keep their numbers there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone, translation

from serambi.apps.accounts.models import User
from serambi.apps.citizen_reports import services as residents
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.meetings import queries, services
from serambi.apps.meetings.models import AgendaItem, BodyKind, BodyMember, ItemKind, Meeting, MeetingBody
from serambi.apps.meetings.queries.suggestions import suggestions_for
from serambi.apps.meetings.services import MeetingFacts
from serambi.apps.regions.models import Area
from tests.cast import Cast, make_plan

TODAY = dt.date(2026, 10, 6)
NOW = timezone.make_aware(dt.datetime(2026, 10, 6, 10))  # noqa: DTZ001 - made aware here
VILLAGE = "90.01.01.2002"


@pytest.fixture(autouse=True)
def _english_on_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)
    with translation.override("en"):
        yield


def piled(cast: Cast, ages: list[int], *, village: str = VILLAGE, code: str = "waste") -> list[CitizenReport]:
    category = ReportCategory.objects.filter(code=code).first() or ReportCategory.objects.create(
        code=code, name="Sampah", name_en="Waste", agency=cast.dlh
    )
    where = Area.objects.get(code=village)
    return [
        residents.receive(
            residents.SentFacts(category, where, f"Laporan {village} {place}", key=f"{code}{village}{place}"),
            now=NOW - dt.timedelta(days=age),
        )
        for place, age in enumerate(ages)
    ]


def planned(cast: Cast, **facts: object) -> Meeting:
    given = {"code": "team", "name": "Tim Pelaksana", "usual_title": "Rakor", **facts}
    body: MeetingBody = services.create_body(given, by=cast.rani)
    return services.plan_meeting(body, MeetingFacts("Rakor", NOW, 120, place="Aula"), by=cast.rani)


def proposed(meeting: Meeting) -> list[str]:
    return [one.suggestion.about for one in suggestions_for(meeting, today=TODAY).ranked]


def test_a_pile_is_proposed_with_its_number_and_how_it_was_computed(cast: Cast) -> None:
    make_plan(cast.region)
    piled(cast, [0, 7, 15, 20])
    (found,) = suggestions_for(planned(cast), today=TODAY).ranked
    one = found.suggestion

    assert (one.kind, one.about, one.presenter) == (ItemKind.VOICES, f"waste/{VILLAGE}", cast.dlh)
    assert found.score == Decimal(4 * 4 + 0 + 1 + 2 + 2)
    assert one.title == "Waste in Bukit: reports of residents pile up"
    assert one.number == "4 open reports"
    assert "the oldest has waited 20 days" in one.reason
    assert one.address == f"/en/residents/piles/waste/{VILLAGE}/"


def test_of_very_many_the_urgency_is_a_hundred_and_at_most_three_piles_are_proposed(cast: Cast) -> None:
    make_plan(cast.region)
    for village in ("90.01.01.1001", VILLAGE, "90.01.02.1001", "90.01.02.2002"):
        piled(cast, [60] * 9, village=village)
    found = suggestions_for(planned(cast), today=TODAY)

    assert [one.score for one in found.ranked] == [Decimal(100)] * 3
    assert found.beyond == {"voices": 1}


def test_a_body_is_told_of_what_it_answers_for(cast: Cast) -> None:
    plan = make_plan(cast.region)
    environment, living = plan.pillars.get(code="environment"), plan.pillars.get(code="living")
    piled(cast, [1, 2, 3])
    ReportCategory.objects.update(sub_dimension=environment.sub_dimensions.first())
    whole = planned(cast)
    of_pillar = planned(cast, code="environment", pillar=environment)
    of_another = planned(cast, code="living", pillar=living)
    both = planned(cast, code="both", kind=BodyKind.BILATERAL)
    assert [len(proposed(one)) for one in (whole, of_pillar, of_another, both)] == [1, 1, 0, 0]

    BodyMember.objects.create(body=both.body, organization=cast.dlh)
    assert len(proposed(both)) == 1


def test_an_item_shows_what_is_open_now_and_keeps_what_the_room_saw(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    make_plan(cast.region)
    meeting, reports = planned(cast), piled(cast, [1, 2, 30])
    key = suggestions_for(meeting, today=TODAY).ranked[0].suggestion.key
    item = services.take_suggestion(meeting, key, by=cast.rani, today=TODAY)
    shown = queries.live_numbers(item, today=TODAY)

    assert [(one.label, one.value) for one in shown] == [("Open reports", "3"), ("Waiting", "30 days")]
    assert proposed(meeting) == []  # it is on the agenda already
    page = signed_in(cast.rani).get(f"/en/meetings/{meeting.pk}/agenda/").content.decode()
    assert f'href="/en/residents/piles/waste/{VILLAGE}/"' in page

    AgendaItem.objects.filter(pk=item.pk).update(picture=queries_picture(item))
    facts = residents.MoveFacts(words="Sudah diangkut.")
    for one in reports:
        residents.move_citizen_report(one, "solve", facts, by=cast.oka, now=NOW)
    item.refresh_from_db()
    assert [one.value for one in queries.live_numbers(item, today=TODAY)] == ["0"]
    assert [one.value for one in queries.frozen_numbers(item)] == ["3", "30 days"]


def queries_picture(item: AgendaItem) -> object:
    """Return what is frozen of an item when the room has talked about it."""
    from serambi.apps.meetings.queries.numbers import read_numbers  # noqa: PLC0415 - what the session freezes

    return read_numbers([item], today=TODAY)[item.pk]


def test_the_numbers_of_many_piles_take_no_more_questions_than_those_of_one(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    make_plan(cast.region)
    meeting = planned(cast)
    for village in ("90.01.01.1001", VILLAGE, "90.01.02.1001"):
        piled(cast, [1, 2, 3], village=village)
    items = services.take_all_suggestions(meeting, by=cast.rani, today=TODAY)
    assert len(items) == 3
    with django_assert_num_queries(5):  # type: ignore[attr-defined]  # a context
        queries.numbers_of(items[:1], today=TODAY)
    with django_assert_num_queries(5):  # type: ignore[attr-defined]  # likewise
        queries.numbers_of(items, today=TODAY)


def test_a_pile_is_put_on_the_agenda_by_hand_and_not_proposed_any_more(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    make_plan(cast.region)
    piled(cast, [0, 5, 40])
    meeting = planned(cast)
    assert len(proposed(meeting)) == 1
    browser, root = signed_in(cast.rani), f"/en/meetings/{meeting.pk}/agenda/items/"
    key = f"waste/{VILLAGE}"
    assert "Waste, " in browser.get(f"{root}new/").content.decode()

    answer = browser.post(f"{root}new/", {"kind": "voices", "pile": key, "minutes": "10"})

    item = AgendaItem.objects.get()
    assert answer.status_code == 302
    assert (item.about, item.title[:7]) == (key, "Waste, ")
    assert proposed(meeting) == []
    given = {"kind": "voices", "pile": item.about, "minutes": "20", "title": item.title, "seen": str(item.version)}
    assert browser.post(f"{root}{item.pk}/change/", given).status_code == 302
    item.refresh_from_db()
    assert (item.minutes, item.suggestion != "", proposed(meeting)) == (20, True, [])
