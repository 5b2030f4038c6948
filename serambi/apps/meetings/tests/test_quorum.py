"""Whether enough members are there: by organization or person, rounded up exactly, guests never counted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from serambi.apps.meetings.models import Attendance, BodyMember, CheckIn, Invitation, Meeting, MeetingBody
from serambi.apps.meetings.queries import Quorum, quorum_of
from tests.cast import Cast, make_organization


def at(day: int, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, 10, day, hour))  # noqa: DTZ001 - made aware here


def make_meeting(percent: int | None = 50) -> Meeting:
    body = MeetingBody.objects.create(code="tim", name="Tim", usual_title="Rakor", quorum_percent=percent)
    return Meeting.objects.create(body=body, title="Rakor", starts_at=at(8), ends_at=at(8, 11), state_since=at(1))


def came(meeting: Meeting, **who: object) -> Attendance:
    return Attendance.objects.create(meeting=meeting, name="Seseorang", how=CheckIn.NOTED, at=at(8), **who)


@pytest.mark.parametrize(
    ("members", "percent", "needed"), [(5, 50, 3), (4, 50, 2), (3, 67, 3), (3, 66, 2), (7, 1, 1), (6, 100, 6)]
)
def test_a_share_of_the_members_is_rounded_up(cast: Cast, members: int, percent: int, needed: int) -> None:
    meeting = make_meeting(percent)
    for number in range(members):
        organization = make_organization(f"ORG{number}", f"Dinas {number}")
        BodyMember.objects.create(body=meeting.body, organization=organization)

    assert quorum_of(meeting) == Quorum(needed, members, 0, False)


def test_a_delegate_counts_for_the_organization_and_two_people_count_once(cast: Cast) -> None:
    meeting = make_meeting()
    asked = Invitation.objects.create(meeting=meeting, organization=cast.dlh)
    Invitation.objects.create(meeting=meeting, user=cast.bima)
    Invitation.objects.create(meeting=meeting, organization=cast.dinkes, counts_for_quorum=False)

    came(meeting, invitation=asked)
    came(meeting, organization=cast.dlh)
    came(meeting, organization=cast.dinkes)  # a guest
    came(meeting, instance="Warga")  # walked in
    assert quorum_of(meeting) == Quorum(1, 2, 1, True)

    came(meeting, user=cast.bima)
    assert quorum_of(meeting).present == 2


def test_whoever_came_for_an_organization_does_not_count_for_themselves_too(cast: Cast) -> None:
    meeting = make_meeting(100)
    asked = Invitation.objects.create(meeting=meeting, organization=cast.dlh)
    Invitation.objects.create(meeting=meeting, user=cast.hadi)

    came(meeting, invitation=asked, user=cast.hadi)

    assert quorum_of(meeting) == Quorum(2, 2, 1, False)


def test_without_invitations_the_members_of_the_body_count(cast: Cast) -> None:
    meeting = make_meeting()
    BodyMember.objects.create(body=meeting.body, organization=cast.dlh)
    BodyMember.objects.create(body=meeting.body, user=cast.bima)

    came(meeting, user=cast.bima)

    assert quorum_of(meeting) == Quorum(1, 2, 1, True)


def test_without_a_rule_nothing_is_met_nor_missed(cast: Cast) -> None:
    meeting = make_meeting(None)
    BodyMember.objects.create(body=meeting.body, organization=cast.dlh)
    came(meeting, organization=cast.dlh)

    assert quorum_of(meeting) == Quorum(None, 1, 1, None)


def test_a_body_without_members_has_no_quorum(cast: Cast) -> None:
    assert quorum_of(make_meeting()) == Quorum(None, 0, 0, None)
