"""The meetings that agencies and their people came to, in the league of participation."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.meetings.attended import attended
from serambi.apps.meetings.models import Attendance, BodyMember, CheckIn, Invitation, Meeting, MeetingBody
from serambi.apps.progress.queries import Span
from serambi.methods.scoring import Count
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SPAN = Span(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def held(body: MeetingBody, day: dt.date, **columns: object) -> Meeting:
    begin = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    facts = {"state": "closed", "began_at": begin, **columns}
    return Meeting.objects.create(
        body=body, title="Rakor", starts_at=begin, ends_at=begin + dt.timedelta(hours=2), state_since=begin, **facts
    )


def came(meeting: Meeting, name: str, **columns: object) -> None:
    Attendance.objects.create(meeting=meeting, name=name, how=CheckIn.NOTED, at=meeting.starts_at, **columns)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    made = MeetingBody.objects.create(code="team", name="Tim Pelaksana", usual_title="Rakor")
    BodyMember.objects.create(body=made, organization=cast.dlh)
    BodyMember.objects.create(body=made, organization=cast.dinkes)
    return made


def test_who_was_asked_is_the_invited_else_the_members(cast: Cast, body: MeetingBody) -> None:
    invited, members_only = held(body, dt.date(2026, 7, 1)), held(body, dt.date(2026, 9, 30))
    letter = Invitation.objects.create(meeting=invited, organization=cast.dlh)
    came(invited, "Seseorang dari DLH", invitation=letter)  # a delegate, with no account
    came(members_only, "Oka", organization=cast.dlh, user=cast.oka)
    came(members_only, "Tamu", instance="Warga")

    found = attended(SPAN)

    assert found.by_organization(cast.dlh.pk) == Count(2, 2)
    assert found.by_organization(cast.dinkes.pk) == Count(0, 1)  # not invited to the first
    assert found.by_person(cast.dlh.pk, cast.oka.pk) == Count(1, 2)  # somebody else came for the agency once
    assert found.by_person(cast.dinkes.pk, cast.sari.pk) == Count(0, 1)
    assert found.together([cast.dlh.pk, cast.dinkes.pk]) == Count(2, 3)  # a ratio of sums


def test_what_is_outside_the_span_or_was_not_held_does_not_count(cast: Cast, body: MeetingBody) -> None:
    held(body, dt.date(2026, 6, 30))
    held(body, dt.date(2026, 10, 1))
    held(body, dt.date(2026, 8, 3), state="invited", began_at=None)
    held(body, dt.date(2026, 8, 4), state="cancelled")

    assert attended(SPAN).by_organization(cast.dlh.pk) == Count(0, 0)


def test_the_number_of_queries_does_not_grow(cast: Cast, body: MeetingBody) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            attended(SPAN)
        return len(queries)

    held(body, dt.date(2026, 7, 1))
    assert asked() == 4
    for day in range(2, 12):
        came(held(body, dt.date(2026, 7, day)), "Oka", organization=cast.dlh)
    assert asked() == 4


def test_the_league_shows_it_and_does_not_rank_it(
    cast: Cast, body: MeetingBody, signed_in: Callable[[User], Client]
) -> None:
    today = timezone.localdate()
    came(held(body, today), "Oka", organization=cast.dlh, user=cast.oka)
    span = f"since={today.year}-Q{(today.month - 1) // 3 + 1}"

    page = signed_in(cast.rani).get(f"/progress/participation/?{span}")
    table = signed_in(cast.rani).get(f"/progress/participation/?{span}&format=csv")

    assert page.status_code == 200
    assert "Rapat dihadiri" in page.content.decode()
    heads, *_rows = csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig")))
    assert heads[-2:] == ["Rapat dihadiri", "Rapat diundang"]
