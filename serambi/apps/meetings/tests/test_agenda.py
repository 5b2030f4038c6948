"""Keeping an agenda: sections, items, their order and their time, and what a meeting does not come to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from serambi.apps.audit.models import Entry
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import AgendaItem, ItemKind, Meeting, Minute
from serambi.apps.meetings.services import DOWN, UP, ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, held_meeting, make_action, make_body, moved, planned
from tests.cast import Cast, make_indicator, make_plan, make_program


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return planned(cast)


def add(cast: Cast, meeting: Meeting, title: str, **facts: object) -> AgendaItem:
    return services.add_item(meeting, ItemFacts(title=title, **facts), by=cast.rani)  # type: ignore[arg-type]


def titles(cast: Cast, meeting: Meeting) -> list[str]:
    return [one.title for one in queries.agenda_of(meeting, cast.rani)]


def test_items_stand_in_the_order_of_their_sections(cast: Cast, meeting: Meeting) -> None:
    opening = services.add_section(meeting, "Pembukaan", by=cast.rani)
    closing = services.add_section(meeting, "Penutup", by=cast.rani)
    add(cast, meeting, "Tanpa bagian")
    add(cast, meeting, "Doa", section=closing)
    add(cast, meeting, "Sambutan", section=opening)
    assert titles(cast, meeting) == ["Sambutan", "Doa", "Tanpa bagian"]
    # One column tells the same to whoever knows nothing of sections.
    assert [one.title for one in meeting.agenda_items.all()] == ["Sambutan", "Doa", "Tanpa bagian"]

    services.move_section(closing, UP, by=cast.rani)
    assert titles(cast, meeting) == ["Doa", "Sambutan", "Tanpa bagian"]
    services.move_section(closing, UP, by=cast.rani)  # it is the first already
    assert [one.title for one in queries.sections_of(meeting)] == ["Penutup", "Pembukaan"]
    services.remove_section(closing, by=cast.rani)
    assert titles(cast, meeting) == ["Sambutan", "Doa", "Tanpa bagian"]


def test_an_item_moves_within_its_section_and_over_its_edges(cast: Cast, meeting: Meeting) -> None:
    first = services.add_section(meeting, "Satu", by=cast.rani)
    empty = services.add_section(meeting, "Kosong", by=cast.rani)
    a = add(cast, meeting, "A", section=first)
    add(cast, meeting, "B", section=first)

    services.move_item(a, UP, by=cast.rani)  # nothing stands before it
    assert titles(cast, meeting) == ["A", "B"]
    services.move_item(a, DOWN, by=cast.rani)
    assert titles(cast, meeting) == ["B", "A"]
    services.move_item(a, DOWN, by=cast.rani)
    a.refresh_from_db()
    assert a.section == empty
    services.move_item(a, DOWN, by=cast.rani)
    a.refresh_from_db()
    assert a.section is None
    services.move_item(a, DOWN, by=cast.rani)  # nothing stands after it
    for _step in range(3):
        services.move_item(a, UP, by=cast.rani)
    a.refresh_from_db()
    assert (a.section, titles(cast, meeting)) == (first, ["A", "B"])
    assert Entry.objects.filter(object_type="meetings.agendaitem", object_id=str(a.pk), verb="changed").count() == 6


def test_an_item_is_about_what_its_kind_says_and_takes_its_name(cast: Cast, meeting: Meeting) -> None:
    program = make_program(make_plan(cast.region), "A", name="Bank sampah")
    item = services.add_item(
        meeting, ItemFacts(kind=ItemKind.PROGRAM, program=program, organization=cast.dlh), by=cast.rani
    )
    assert (item.title, item.program, item.organization) == ("Bank sampah", program, None)

    for kind, error in (
        (ItemKind.PROGRAM, errors.ProgramMissing),
        (ItemKind.INDICATOR, errors.IndicatorMissing),
        (ItemKind.ACTION, errors.ActionMissing),
        (ItemKind.REPORT, errors.AgencyMissing),
        (ItemKind.TOPIC, errors.ItemTitleMissing),
    ):
        with pytest.raises(error):
            services.add_item(meeting, ItemFacts(kind=kind), by=cast.rani)
    with pytest.raises(errors.SectionTitleMissing):
        services.add_section(meeting, " ", by=cast.rani)


def test_only_the_coordinator_changes_an_agenda_and_only_until_the_meeting_is_closed(
    cast: Cast, meeting: Meeting
) -> None:
    item = add(cast, meeting, "Lain-lain")
    for person in (cast.oka, cast.hadi, cast.vera, cast.bima, cast.wati):
        with pytest.raises(errors.NotACoordinator):
            services.add_item(meeting, ItemFacts(title="X"), by=person)
        with pytest.raises(errors.NotACoordinator):
            services.remove_item(item, by=person)
    moved(cast, meeting, "invite", "begin")
    add(cast, meeting, "Yang muncul di ruangan")
    moved(cast, meeting, "close")
    for act in (
        lambda: add(cast, meeting, "X"),
        lambda: services.remove_item(item, by=cast.rani),
        lambda: services.move_item(item, UP, by=cast.rani),
        lambda: services.add_section(meeting, "X", by=cast.rani),
    ):
        with pytest.raises(errors.AgendaFixed):
            act()


def test_what_was_talked_about_stays_and_two_people_do_not_undo_one_another(cast: Cast, meeting: Meeting) -> None:
    item = add(cast, meeting, "Lahan")
    changed = services.change_item(item, ItemFacts(title="Lahan Hilir", minutes=15), by=cast.rani, seen=1)
    assert (changed.title, changed.minutes, changed.version) == ("Lahan Hilir", 15, 2)
    with pytest.raises(errors.ChangedMeanwhile):
        services.change_item(item, ItemFacts(title="Lain"), by=cast.rani, seen=1)
    AgendaItem.objects.filter(pk=item.pk).update(began_at=timezone.now())
    for act in (services.remove_item, services.park_item):
        with pytest.raises(errors.ItemDiscussed):
            act(item, by=cast.rani)


def test_the_time_of_each_item_and_what_is_too_much(cast: Cast) -> None:
    meeting = planned(cast, minutes=30)
    add(cast, meeting, "Pembukaan", minutes=5)
    secret = add(cast, meeting, "Rahasia", minutes=20, is_confidential=True)
    last = add(cast, meeting, "Penutup", minutes=15)
    everything = queries.agenda_of(meeting, cast.rani)
    found = queries.schedule(meeting, everything)
    assert (found.minutes, found.excess, found.free) == (40, 10, 0)
    assert [timezone.localtime(one.begins).strftime("%H:%M") for one in found.places] == ["09:00", "09:05", "09:25"]
    assert [one.is_over for one in found.places] == [False, False, False]

    # Whoever may not see an item is told the right time of the others.
    seen = queries.agenda_of(meeting, cast.sari)
    assert secret not in seen
    shown = queries.schedule(meeting, everything, visible=seen).places
    assert [(one.item, one.number) for one in shown][-1] == (last, 3)
    assert timezone.localtime(shown[-1].begins).strftime("%H:%M") == "09:25"


def test_what_is_parked_is_brought_into_a_meeting_of_the_same_body(cast: Cast, meeting: Meeting) -> None:
    item = services.park_item(add(cast, meeting, "Perbup"), by=cast.rani)
    assert titles(cast, meeting) == []
    assert queries.backlog_of(meeting.body, cast.sari) == [item]
    other = planned(cast, make_body(cast, "council", name="Dewan"))
    with pytest.raises(errors.OtherBody):
        services.bring_item(item, other, by=cast.rani)

    services.bring_item(item, meeting, by=cast.rani)
    assert titles(cast, meeting) == ["Perbup"]
    with pytest.raises(errors.ChangedMeanwhile):
        services.bring_item(item, meeting, by=cast.rani)
    quiet = services.park_new(meeting.body, ItemFacts(title="Diam-diam", is_confidential=True), by=cast.rani)
    assert queries.backlog_of(meeting.body, cast.rani) == [quiet]
    assert queries.backlog_of(meeting.body, cast.sari) == []


def test_what_a_meeting_did_not_come_to_goes_into_the_backlog(cast: Cast, meeting: Meeting) -> None:
    before = held_meeting(cast, meeting.body)
    begun, minuted, left = (add(cast, meeting, title) for title in ("Dimulai", "Dicatat", "Tertinggal"))
    add(cast, meeting, "Penutup", is_standing=True)
    action = make_action(cast, meeting=before)
    services.add_item(meeting, ItemFacts(kind=ItemKind.ACTION, action=action), by=cast.rani)
    current = moved(cast, meeting, "invite", "begin")
    AgendaItem.objects.filter(pk=begun.pk).update(began_at=timezone.now())
    Minute.objects.create(meeting=current, item=minuted, text="Disepakati.", at=timezone.now())

    moved(cast, current, "close")

    back = queries.backlog_of(meeting.body, cast.rani)
    assert [(one.title, one.unreached_in) for one in back] == [("Tertinggal", meeting)]
    assert left in queries.agenda_of(meeting, cast.rani)  # the agenda says what was planned


def test_nothing_is_parked_where_nobody_followed_the_agenda(cast: Cast, meeting: Meeting) -> None:
    add(cast, meeting, "Lahan")

    moved(cast, meeting, "invite", "begin", "close")

    assert queries.backlog_of(meeting.body, cast.rani) == []


def test_the_next_agenda_has_the_frame_of_the_last_one(cast: Cast, meeting: Meeting) -> None:
    frame = services.add_section(meeting, "Kabar dari kecamatan", receives="figures", by=cast.rani)
    add(cast, meeting, "Laporan camat", section=frame, is_standing=True, minutes=7)
    add(cast, meeting, "Sekali saja", section=frame)
    facts = services.MeetingFacts("Rakor", meeting.starts_at + dt.timedelta(days=30), 60)

    following = services.plan_with_agenda(meeting.body, facts, by=cast.rani, today=TODAY)

    assert [(one.title, one.receives) for one in queries.sections_of(following)] == [
        ("Kabar dari kecamatan", "figures")
    ]
    (item,) = queries.agenda_of(following, cast.rani)
    assert (item.title, item.minutes, item.is_standing, item.section) == (
        "Laporan camat", 7, True, queries.sections_of(following)[0],
    )  # fmt: skip


def test_an_indicator_gives_its_name(cast: Cast, meeting: Meeting) -> None:
    indicator = make_indicator("air", "a", name="Air minum layak")
    item = services.add_item(meeting, ItemFacts(kind=ItemKind.INDICATOR, indicator=indicator), by=cast.rani)
    assert item.title == "Air minum layak"
