"""Who is invited, and answering: signed in, by the link in the mail, until the meeting begins."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership
from serambi.apps.audit.models import Entry
from serambi.apps.meetings import answer_links, errors, queries, services
from serambi.apps.meetings.models import Answer, Invitation, InvitationLetter, Meeting, MeetingState
from serambi.apps.meetings.services import AnswerFacts, Guest
from serambi.apps.notifications.models import Message
from tests.cast import Cast, make_organization
from tests.invitations.invited import (
    BEGINS,
    FACTS,
    NOW,
    TODAY,
    asked,
    invite,
    make_invited,
    make_sent,
    stand_at,
)

SignIn = Callable[[User], Client]
COMES = AnswerFacts(Answer.COMES)


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_at(monkeypatch)


def answered(invitation: Invitation, facts: AnswerFacts, *, by: User, now: dt.datetime = NOW) -> Invitation:
    return services.answer_invitation(invitation, facts, by=by, today=TODAY, now=now)


# The list -----------------------------------------------------------------------------------------------------------


def test_the_first_letter_invites_the_members_who_count(cast: Cast) -> None:
    meeting = make_invited(cast)

    assert [one.receiver for one in queries.invitations_of(meeting)] == [cast.dlh.name, cast.dinkes.name, "Bima"]
    assert all(one.counts_for_quorum for one in queries.invitations_of(meeting))
    services.keep_letter(meeting, FACTS, by=cast.rani)
    assert meeting.invitations.count() == 3


def test_guests_do_not_count_and_nobody_is_invited_twice(cast: Cast) -> None:
    meeting = make_invited(cast)

    guest = invite(cast, meeting, name="Kepala Desa Bukit", email="desa@bukit.example")
    assert not guest.counts_for_quorum
    for again in (
        Guest(who=cast.dlh),
        Guest(who=cast.bima),
        Guest(name="kepala desa bukit", email="DESA@bukit.example"),
    ):
        with pytest.raises(errors.InvitedAlready):
            services.invite_guest(meeting, again, by=cast.rani)
    with pytest.raises(errors.GuestNameless):
        services.invite_guest(meeting, Guest(email="x@y.example"), by=cast.rani)


def test_who_has_the_letter_stays_and_who_has_not_can_go(cast: Cast) -> None:
    meeting = make_sent(cast)
    guest = invite(cast, meeting, who=cast.wati)

    services.remove_invitation(guest, by=cast.rani)
    with pytest.raises(errors.HasTheLetter):
        services.remove_invitation(asked(meeting, cast.dlh), by=cast.rani)


def test_new_members_are_added_to_the_list(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_invited(cast)
    services.add_member(meeting.body, make_organization("PUPR", "Dinas PUPR"), role="member", by=cast.rani)

    page = signed_in(cast.rani).post(f"/meetings/{meeting.pk}/invitations/members/", follow=True)

    assert "Dinas PUPR" in page.content.decode()
    assert meeting.invitations.count() == 4


def test_only_the_coordinator_invites(cast: Cast) -> None:
    meeting = make_invited(cast)
    for doing in (
        lambda: services.keep_letter(meeting, FACTS, by=cast.hadi),
        lambda: services.invite_members(meeting, by=cast.hadi),
        lambda: services.invite_guest(meeting, Guest(name="X"), by=cast.hadi),
        lambda: services.send_invitations(meeting, by=cast.hadi, today=TODAY, now=NOW),
        lambda: services.remind_unanswered(meeting, by=cast.hadi, today=TODAY, now=NOW),
        lambda: services.end_link(asked(meeting, cast.dlh), by=cast.hadi),
    ):
        with pytest.raises(errors.NotACoordinator):
            doing()


def test_a_letter_that_lacks_something_is_not_sent(cast: Cast) -> None:
    meeting = make_invited(cast)
    InvitationLetter.objects.update(number="", day=None)

    with pytest.raises(errors.LetterIncomplete) as refused:
        services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)
    assert "nomor surat" in str(refused.value).lower()
    assert Meeting.objects.get().state == MeetingState.DRAFT
    InvitationLetter.objects.update(number="1", day=TODAY)
    with pytest.raises(errors.MeetingBegan):
        services.send_invitations(meeting, by=cast.rani, today=TODAY, now=BEGINS)


def test_a_closed_meeting_invites_nobody(cast: Cast) -> None:
    meeting = make_sent(cast)
    Meeting.objects.update(state=MeetingState.CLOSED)
    with pytest.raises(errors.LetterOver):
        services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)


# Answering ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["oka", "hadi", "rani"])
def test_the_organization_or_the_coordinator_for_it_answers(cast: Cast, who: str) -> None:
    invitation = asked(make_sent(cast), cast.dlh)

    made = answered(invitation, AnswerFacts(Answer.DELEGATE, "Ayu", "Kabid Sampah", "dibuang"), by=cast.people[who])

    assert (made.answer, made.who, made.position, made.reason) == (Answer.DELEGATE, "Ayu", "Kabid Sampah", "")
    assert made.answered_by == cast.people[who]


@pytest.mark.parametrize("who", ["sari", "vera", "wati", "bima"])
def test_nobody_answers_for_others(cast: Cast, who: str) -> None:
    with pytest.raises(errors.NotInvited):
        answered(asked(make_sent(cast), cast.dlh), COMES, by=cast.people[who])


def test_a_delegate_has_a_name_and_a_no_has_a_reason(cast: Cast) -> None:
    invitation = asked(make_sent(cast), cast.bima)

    with pytest.raises(errors.DelegateNameless):
        answered(invitation, AnswerFacts(Answer.DELEGATE), by=cast.bima)
    with pytest.raises(errors.DeclineReasonMissing):
        answered(invitation, AnswerFacts(Answer.DECLINES, who="Ayu"), by=cast.bima)
    made = answered(invitation, AnswerFacts(Answer.DECLINES, who="Ayu", reason="Dinas luar"), by=cast.bima)
    assert (made.who, made.reason) == ("", "Dinas luar")


def test_answers_end_when_the_meeting_begins(cast: Cast) -> None:
    meeting = make_sent(cast)
    invitation = asked(meeting, cast.dlh)

    with pytest.raises(errors.AnswersClosed):
        answered(invitation, COMES, by=cast.oka, now=BEGINS)
    Meeting.objects.update(state=MeetingState.IN_SESSION)
    with pytest.raises(errors.AnswersClosed):
        answered(invitation, COMES, by=cast.oka)


def test_the_page_takes_an_answer_and_shows_it(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    address = f"/meetings/{meeting.pk}/invitations/{asked(meeting, cast.dlh).pk}/answer/"
    browser = signed_in(cast.hadi)

    assert address in browser.get(f"/meetings/{meeting.pk}/").content.decode()
    wrong = browser.post(address, {"answer": "delegate"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["who"])
    browser.post(address, {"answer": "delegate", "who": "Ayu", "position": "Kabid"})
    assert "Ayu" in browser.get(f"/meetings/{meeting.pk}/").content.decode()
    assert signed_in(cast.sari).get(address).status_code == 404
    assert signed_in(cast.sari).post(address, {"answer": "comes"}).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_answer_on_top_of_another_that_was_not_seen_is_refused(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    invitation = asked(meeting, cast.dlh)
    address = f"/meetings/{meeting.pk}/invitations/{invitation.pk}/answer/"
    answered(invitation, COMES, by=cast.oka)

    late = signed_in(cast.hadi).post(address, {"answer": "declines", "reason": "Cuti", "seen": invitation.version})

    assert late.status_code == 422
    assert asked(meeting, cast.dlh).answer == Answer.COMES


# The link -----------------------------------------------------------------------------------------------------------


def test_the_link_answers_without_an_account(cast: Cast) -> None:
    invitation = asked(make_sent(cast), cast.dlh)
    path = answer_links.path_of(invitation)
    browser = Client()

    page = browser.get(path)
    assert page.status_code == 200
    assert "Rakor Smart City" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert browser.post(path, {"answer": "declines"}).status_code == 422
    browser.post(path, {"answer": "comes", "who": "Hadi"}, follow=True)

    made = Invitation.objects.get(pk=invitation.pk)
    assert (made.answer, made.who, made.answered_by) == (Answer.COMES, "Hadi", None)
    assert "_auth_user_id" not in browser.session


def test_the_database_keeps_only_the_digest_of_the_link(cast: Cast) -> None:
    invitation = asked(make_sent(cast), cast.dlh)
    secret = answer_links._secret(invitation.pk, 0)

    assert len(invitation.token_digest) == 64
    row = str(Invitation.objects.filter(pk=invitation.pk).values())
    assert secret not in row
    assert not Entry.objects.filter(after__icontains=invitation.token_digest).exists()


def test_a_changed_or_foreign_link_opens_nothing(cast: Cast) -> None:
    meeting = make_sent(cast)
    path, other = (answer_links.path_of(asked(meeting, who)) for who in (cast.dlh, cast.bima))
    signature = path.rstrip("/").rpartition(":")[2]

    for bad in (
        path.replace(signature, signature[::-1]),
        f"{other.rstrip('/').rpartition(':')[0]}:{signature}/",
        "/meetings/answer/WzEsIngiXQ:invented/",
    ):
        assert Client().get(bad).status_code == 410
        assert Client().post(bad, {"answer": "comes"}).status_code == 410
    assert not Invitation.objects.exclude(answer=Answer.NONE).exists()


@pytest.mark.parametrize("over", ["ended", "begun", "cancelled", "later letter"])
def test_a_link_that_is_over_answers_nothing(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    meeting = make_sent(cast)
    invitation = asked(meeting, cast.dlh)
    path = answer_links.path_of(invitation)
    if over == "ended":
        signed_in(cast.rani).post(f"/meetings/{meeting.pk}/invitations/{invitation.pk}/end-link/")
    elif over == "begun":
        stand_at(monkeypatch, BEGINS)
    elif over == "cancelled":
        services.move_meeting(meeting, "cancel", by=cast.rani, today=TODAY, reason="Ditunda")
    else:
        digest = answer_links.digest_for(invitation, 1)
        Invitation.objects.filter(pk=invitation.pk).update(sent_sequence=1, token_digest=digest)

    assert Client().get(path).status_code == 410
    assert Client().post(path, {"answer": "comes"}).status_code == 410
    assert asked(meeting, cast.dlh).answer == Answer.NONE


def test_looking_at_the_link_answers_nothing(cast: Cast) -> None:
    invitation = asked(make_sent(cast), cast.dlh)
    Client().get(answer_links.path_of(invitation))
    Client().head(answer_links.path_of(invitation))
    assert Invitation.objects.get(pk=invitation.pk).answer == Answer.NONE


# Reminding ----------------------------------------------------------------------------------------------------------


def test_who_has_not_answered_is_reminded_once_a_day(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    answered(asked(meeting, cast.bima), COMES, by=cast.bima)
    browser = signed_in(cast.rani)

    browser.post(f"/meetings/{meeting.pk}/invitations/remind/")
    with pytest.raises(errors.RemindedToday):
        services.remind_unanswered(meeting, by=cast.rani, today=TODAY, now=NOW)
    assert sorted(Message.objects.values_list("user__name", flat=True)) == ["Hadi", "Oka", "Sari"]

    tomorrow = TODAY + dt.timedelta(days=1)
    assert services.remind_unanswered(meeting, by=cast.rani, today=tomorrow, now=NOW) == 2


def test_nobody_is_reminded_when_all_have_answered(cast: Cast) -> None:
    meeting = make_sent(cast)
    for who, by in ((cast.dlh, cast.oka), (cast.dinkes, cast.sari), (cast.bima, cast.bima)):
        answered(asked(meeting, who), COMES, by=by)
    with pytest.raises(errors.NobodyToRemind):
        services.remind_unanswered(meeting, by=cast.rani, today=TODAY, now=NOW)


# Pages --------------------------------------------------------------------------------------------------------------


def test_the_coordinator_sees_who_answered_and_takes_it_as_a_file(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    answered(asked(meeting, cast.dlh), AnswerFacts(Answer.DELEGATE, "=Ayu", "Kabid"), by=cast.oka)
    browser = signed_in(cast.rani)

    page = browser.get(f"/meetings/{meeting.pk}/invitations/")
    assert page.context["counts"] == queries.AnswerCounts(3, 3, 0, 1, 0, 2)
    file = browser.get(f"/meetings/{meeting.pk}/invitations/?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))  # type: ignore[arg-type]
    assert rows[1][0] == cast.dlh.name
    assert rows[1][3] == "'=Ayu"


def test_a_guest_is_added_on_the_page_and_changed(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_invited(cast)
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/invitations/"

    assert browser.post(address, {"email": "bukan-alamat"}).status_code == 422
    assert browser.post(address, {"name": ""}).status_code == 422
    browser.post(address, {"who": f"organization-{cast.diskominfo.pk}", "name": "Kepala Diskominfo"})
    made = Invitation.objects.get(organization=cast.diskominfo)
    browser.post(f"{address}{made.pk}/", {"name": "Plt. Kepala Diskominfo", "address": "Penajam", "seen": made.version})
    made.refresh_from_db()
    assert (made.receiver, made.address) == ("Plt. Kepala Diskominfo", "Penajam")
    browser.post(f"{address}{made.pk}/remove/")
    assert not Invitation.objects.filter(pk=made.pk).exists()


def test_the_list_costs_the_same_however_many_are_invited(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/invitations/"
    browser.get(address)

    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            browser.get(address)
        return len(made)

    few = counted()
    for number in range(12):
        invite(cast, meeting, who=make_organization(f"ORG{number}", f"Dinas {number}"))
    assert counted() == few <= 16


def test_names_of_guests_and_delegates_are_kept_apart_in_the_record(cast: Cast) -> None:
    meeting = make_sent(cast)
    invite(cast, meeting, name="Nama Rahasia", email="rahasia@bukit.example")
    answered(asked(meeting, cast.dlh), AnswerFacts(Answer.DELEGATE, "Delegasi Rahasia"), by=cast.oka)

    for entry in Entry.objects.filter(object_type="meetings.invitation"):
        told: dict[str, Any] = {"name": entry.object_name, **entry.before, **entry.after}
        assert "Rahasia" not in str(told)
        assert "rahasia@" not in str(told)


def test_a_person_who_left_the_organization_answers_no_more(cast: Cast, signed_in: SignIn) -> None:
    meeting = make_sent(cast)
    Membership.objects.filter(user=cast.oka).update(valid_until=TODAY - dt.timedelta(days=1))
    address = f"/meetings/{meeting.pk}/invitations/{asked(meeting, cast.dlh).pk}/answer/"
    assert signed_in(cast.oka).get(address).status_code == 404
