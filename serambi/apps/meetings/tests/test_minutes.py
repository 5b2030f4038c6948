"""Votes, and the way of minutes from closing to sign-off: circulated, corrected, sealed and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership
from serambi.apps.audit.models import Entry, Verb
from serambi.apps.meetings import errors, queries, services
from serambi.apps.meetings.models import (
    Attendance,
    Ballot,
    BodyMember,
    Decision,
    Meeting,
    MeetingBody,
    Minute,
    SealedMinutes,
    Vote,
)
from serambi.apps.meetings.services import ItemFacts
from serambi.apps.meetings.tests.builders import TODAY, finished, make_action, make_body, make_decision, moved, planned
from serambi.apps.notifications.models import Message
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_value: TODAY)


@pytest.fixture
def body(cast: Cast) -> MeetingBody:
    """Return a body of two agencies and one person, with a quorum of half of them."""
    made = make_body(cast, quorum_percent=50)
    for member in (cast.dlh, cast.dinkes, cast.bima):
        services.add_member(made, member, by=cast.rani)
    return made


@pytest.fixture
def meeting(cast: Cast, body: MeetingBody) -> Meeting:
    made = planned(cast, body)
    services.add_item(made, ItemFacts("Bank sampah"), by=cast.rani)
    services.add_item(made, ItemFacts("Mutasi", is_confidential=True), by=cast.rani)
    return moved(cast, made, "invite", "begin")


def seat(meeting: Meeting, **whose: Any) -> BodyMember:
    return BodyMember.objects.get(body=meeting.body_id, **whose)


def arrived(meeting: Meeting, **whose: Any) -> None:
    Attendance.objects.create(meeting=meeting, name="Hadir", how="noted", at=timezone.now(), **whose)


# Votes --------------------------------------------------------------------------------------------------------------


def test_members_answer_on_their_phones_until_the_vote_closes(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    arrived(meeting, organization=cast.dlh)
    arrived(meeting, user=cast.bima)
    desk = signed_in(cast.rani)
    item = meeting.agenda_items.get(title="Bank sampah")
    desk.post(f"/meetings/{meeting.pk}/notes/vote/?item={item.pk}", {"question": "Titik dipindah?"})
    vote = Vote.objects.get()
    address = f"/meetings/{meeting.pk}/votes/{vote.pk}/"
    assert address in signed_in(cast.oka).get(f"/meetings/{meeting.pk}/").content.decode()

    for person, choice in ((cast.oka, "no"), (cast.hadi, "yes"), (cast.bima, "yes")):
        place = seat(meeting, user=person) if person == cast.bima else seat(meeting, organization=cast.dlh)
        assert signed_in(person).post(address, {"seat": place.pk, "choice": choice}).status_code == 302
    # One answer for each member: the head's took the place of the officer's.
    assert set(Ballot.objects.values_list("choice", "given_by__name")) == {("yes", "Hadi"), ("yes", "Bima")}
    assert "Titik dipindah?" in desk.get(f"/meetings/{meeting.pk}/room/").content.decode()

    assert desk.post(f"{address}close/").status_code == 302
    text = Minute.objects.get(item=item).text
    assert "Setuju 2, tidak setuju 0, abstain 0; 1 dari 3 anggota tidak menjawab." in text
    assert "Kuorum terpenuhi: hadir 2 dari 3, perlu 2." in text
    with pytest.raises(errors.VoteClosed):
        services.cast_ballot(vote, seat(meeting, user=cast.bima), "no", by=cast.bima)
    assert desk.post(f"{address}close/").status_code == 302  # and says that it is closed
    assert Minute.objects.count() == 1


def test_nobody_votes_for_somebody_else(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    vote = services.open_vote(meeting, "Setuju?", by=cast.rani)
    for person in (cast.sari, cast.vera, cast.wati, cast.rani):
        with pytest.raises(errors.NoSeat):
            services.cast_ballot(vote, seat(meeting, organization=cast.dlh), "yes", by=person)
    address = f"/meetings/{meeting.pk}/votes/{vote.pk}/"
    signed_in(cast.wati).post(address, {"seat": seat(meeting, user=cast.bima).pk, "choice": "yes"})
    assert not Ballot.objects.exists()
    with pytest.raises(errors.ChoiceUnknown):
        services.cast_ballot(vote, seat(meeting, user=cast.bima), "maybe", by=cast.bima)
    assert signed_in(cast.bima).post(address, {"seat": "1", "choice": "maybe"}).status_code == 422
    assert Client().get(address).status_code == 302
    for act in ("hands/", "close/"):
        assert signed_in(cast.bima).post(address + act).status_code == 404


def test_a_show_of_hands_is_written_down_by_the_note_taker(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    vote = services.open_vote(meeting, "Setuju?", by=cast.rani)
    services.cast_ballot(vote, seat(meeting, user=cast.bima), "no", by=cast.bima)
    place, other = seat(meeting, organization=cast.dlh), seat(meeting, organization=cast.dinkes)
    address = f"/meetings/{meeting.pk}/votes/{vote.pk}/hands/"
    desk = signed_in(cast.rani)
    assert desk.get(address).status_code == 200
    assert desk.post(address, {f"seat-{place.pk}": "yes", f"seat-{other.pk}": "abstain"}).status_code == 302

    tally = queries.tally_of(vote)
    assert (tally.yes, tally.no, tally.abstain, tally.missing) == (1, 1, 1, 0)
    assert desk.post(address, {"seat-99999": "yes"}).status_code == 422
    assert Entry.objects.filter(object_type="meetings.ballot", verb=Verb.CREATED).count() == 3


def test_one_vote_at_a_time_and_none_left_open(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    vote = services.open_vote(meeting, "Satu?", by=cast.rani)
    with pytest.raises(errors.VoteRunning):
        services.open_vote(meeting, "Dua?", by=cast.rani)
    with pytest.raises(errors.QuestionMissing):
        services.open_vote(meeting, " ", by=cast.rani)
    with pytest.raises(errors.VoteOpen):
        moved(cast, meeting, "close")
    services.close_vote(vote, by=cast.rani)
    moved(cast, meeting, "close")
    with pytest.raises(errors.NotInSession):
        services.open_vote(meeting, "Tiga?", by=cast.rani)


def test_a_vote_about_a_confidential_item_is_not_there_for_guests(
    cast: Cast, meeting: Meeting, signed_in: SignIn
) -> None:
    secret = meeting.agenda_items.get(is_confidential=True)
    vote = services.open_vote(meeting, "Calon A?", by=cast.rani, item=secret)

    assert signed_in(cast.wati).get(f"/meetings/{meeting.pk}/votes/{vote.pk}/").status_code == 404
    assert "Calon A?" not in signed_in(cast.wati).get(f"/meetings/{meeting.pk}/room/").content.decode()
    assert signed_in(cast.bima).get(f"/meetings/{meeting.pk}/votes/{vote.pk}/").status_code == 200


# Circulation --------------------------------------------------------------------------------------------------------


def test_circulating_tells_everybody_once_and_absent_agencies_what_concerns_them(cast: Cast, meeting: Meeting) -> None:
    arrived(meeting, organization=cast.dinkes)
    secret = meeting.agenda_items.get(is_confidential=True)
    make_decision(cast, "Tiga titik dipindah.", meeting=meeting)
    make_decision(cast, "Pejabat A.", meeting=meeting, item=secret)
    make_action(cast, "Adendum ditandatangani", meeting=meeting)
    make_action(cast, "Surat rahasia", meeting=meeting, item=secret)
    make_action(cast, "Urusan Dinkes", meeting=meeting, agency=cast.dinkes)

    moved(cast, meeting, "close", "circulate")

    told = {one.user: one for one in Message.objects.filter(kind="minutes")}
    # DLH was absent: its head is told all that concerns it, its officer where the minutes are.
    assert set(told) == {cast.hadi, cast.oka, cast.sari, cast.bima}
    absent = told[cast.hadi]
    assert "DLH" in absent.subject
    assert all(text in absent.body for text in ("Tiga titik dipindah.", "Adendum ditandatangani", "24 Oktober 2026"))
    for one in told.values():
        assert "Pejabat A." not in one.body
        assert "Surat rahasia" not in one.body
        assert one.link == f"/meetings/{meeting.pk}/minutes/"
    assert "Urusan Dinkes" not in absent.body
    assert "Adendum" not in told[cast.sari].body
    moved(cast, meeting, "correct", "circulate")
    assert Message.objects.filter(kind="minutes").count() == 8


# Corrections --------------------------------------------------------------------------------------------------------


@pytest.fixture
def minute(cast: Cast, meeting: Meeting) -> Minute:
    """Return a paragraph of minutes that are circulated."""
    item = meeting.agenda_items.get(title="Bank sampah")
    made = services.write_minute(meeting, "Empat titik.", by=cast.rani, item=item)
    moved(cast, meeting, "close", "circulate")
    # The clock of the tests stands still in October.
    circulated = timezone.make_aware(dt.datetime.combine(TODAY, dt.time(12)))
    Meeting.objects.filter(pk=meeting.pk).update(state_since=circulated)
    return Minute.objects.select_related("meeting").get(pk=made.pk)


def test_a_correction_is_taken_over_with_an_edit(cast: Cast, minute: Minute, signed_in: SignIn) -> None:
    address = f"/meetings/{minute.meeting_id}/minutes/"
    sari = signed_in(cast.sari)
    assert f"corrections/?minute={minute.pk}" in sari.get(address).content.decode()
    asking = f"{address}corrections/?minute={minute.pk}"
    assert sari.post(asking, {"text": " "}).status_code == 422
    assert sari.post(asking, {"text": "Tiga, bukan empat."}).status_code == 302
    correction = minute.corrections.get()
    answering = f"{address}corrections/{correction.pk}/"
    assert sari.get(answering).status_code == 404

    desk = signed_in(cast.rani)
    assert "Tiga, bukan empat." in desk.get(answering).content.decode()
    given = {"text": "Tiga titik.", "seen": "1", "what": "take", "answer": ""}
    assert desk.post(answering, given).status_code == 302
    minute.refresh_from_db()
    assert (minute.text, minute.version) == ("Tiga titik.", 2)
    assert Message.objects.filter(user=cast.sari, key=f"minutes-correction:{correction.pk}").exists()
    assert desk.post(answering, given).status_code == 422
    assert "Tiga, bukan empat." in sari.get(address).content.decode()


def test_a_correction_is_refused_with_an_answer(cast: Cast, minute: Minute, signed_in: SignIn) -> None:
    correction = services.ask_correction(minute.meeting, "Hapus saja.", by=cast.oka, today=TODAY)
    with pytest.raises(errors.CorrectionsOpen):
        moved(cast, minute.meeting, "sign-off")
    address = f"/meetings/{minute.meeting_id}/minutes/corrections/{correction.pk}/"
    desk = signed_in(cast.rani)
    assert desk.post(address, {"what": "refuse", "answer": ""}).status_code == 422
    assert desk.post(address, {"what": "refuse", "answer": "Begitu yang dikatakan."}).status_code == 302

    correction.refresh_from_db()
    assert (correction.state, correction.answered_by) == ("refused", cast.rani)
    assert Minute.objects.get().text == "Empat titik."


def test_corrections_are_asked_for_three_working_days(cast: Cast, minute: Minute) -> None:
    # 6 October 2026 is a Tuesday: Wednesday, Thursday, Friday.
    assert queries.corrections_until(minute.meeting.state_since) == dt.date(2026, 10, 9)
    services.ask_correction(minute.meeting, "Masih sempat.", by=cast.oka, today=dt.date(2026, 10, 9))
    with pytest.raises(errors.NoCorrectionsNow):
        services.ask_correction(minute.meeting, "Terlambat.", by=cast.oka, today=dt.date(2026, 10, 10))


def test_a_correction_of_a_changed_paragraph_is_looked_at_again(cast: Cast, minute: Minute) -> None:
    correction = services.ask_correction(minute.meeting, "Tiga.", by=cast.oka, today=TODAY, minute=minute)
    Minute.objects.filter(pk=minute.pk).update(version=5)

    with pytest.raises(errors.MinuteChanged):
        services.take_correction(correction, "Tiga titik.", by=cast.rani, seen=1)
    with pytest.raises(errors.NotANoteTaker):
        services.take_correction(correction, "Tiga titik.", by=cast.oka, seen=5)
    moved(cast, minute.meeting, "correct")
    with pytest.raises(errors.NotCirculated):
        services.take_correction(correction, "Tiga titik.", by=cast.rani, seen=5)
    with pytest.raises(errors.NotCirculated):
        services.ask_correction(minute.meeting, "Lagi.", by=cast.oka, today=TODAY)


# The seal -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sealed(cast: Cast, meeting: Meeting) -> Meeting:
    item = meeting.agenda_items.get(title="Bank sampah")
    services.begin_item(meeting, item, by=cast.rani)
    services.write_minute(meeting, "Empat titik.", by=cast.rani, item=item)
    vote = services.open_vote(meeting, "Setuju?", by=cast.rani, item=item)
    services.cast_ballot(vote, seat(meeting, user=cast.bima), "yes", by=cast.bima)
    services.close_vote(vote, by=cast.rani)
    make_decision(cast, "Tiga titik dipindah.", meeting=meeting, item=item)
    make_action(cast, "Adendum", meeting=meeting, item=item)
    arrived(meeting, organization=cast.dlh)
    return moved(cast, meeting, "close", "circulate", "sign-off")


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def test_signing_off_seals_what_the_minutes_say(cast: Cast, sealed: Meeting, signed_in: SignIn) -> None:
    seal = queries.seal_of(fresh(sealed))
    assert seal is not None
    assert seal.holds
    assert len(sealed.minutes_digest) == 64
    with pytest.raises(errors.DecisionSealed):
        services.correct_decision(
            Decision.objects.get(),
            services.DecisionFacts("Lain.", "Dewan", dt.date(2026, 10, 1)),
            reason="Salah", by=cast.rani, today=TODAY,
        )  # fmt: skip
    page = signed_in(cast.wati).get(f"/meetings/{sealed.pk}/minutes/").content.decode()
    assert sealed.minutes_digest in page
    assert "Baru saja diperiksa: isinya sama" in page


@pytest.mark.parametrize(
    ("rows", "change", "kind"),
    [
        (Minute, {"text": "Lima titik."}, "minute_entries"),
        (Decision, {"text": "Semua dipindah."}, "decisions"),
        (Ballot, {"choice": "no"}, "ballots"),
        (Attendance, {"name": "Orang lain"}, "attendances"),
        (Meeting, {"chair": "Orang lain"}, "meeting"),
    ],
)
def test_whatever_is_changed_past_the_services_is_told(  # noqa: PLR0917 - pytest hands them over by name
    cast: Cast, sealed: Meeting, signed_in: SignIn, rows: Any, change: dict[str, str], kind: str
) -> None:
    first = rows.objects.order_by("pk").first()
    rows.objects.filter(pk=first.pk).update(**change)

    seal = queries.seal_of(fresh(sealed))
    assert seal is not None
    assert not seal.holds
    assert seal.is_whole
    assert [(one.kind, one.pk, one.is_breach) for one in seal.differences] == [(kind, str(first.pk), True)]
    page = signed_in(cast.wati).get(f"/meetings/{sealed.pk}/minutes/").content.decode()
    assert "isinya TIDAK sama" in page


def test_what_was_kept_is_checked_too(sealed: Meeting) -> None:
    kept = SealedMinutes.objects.get()
    SealedMinutes.objects.update(content=kept.content.replace("Empat", "Lima"))

    seal = queries.seal_of(fresh(sealed))
    assert seal is not None
    assert not seal.holds


def test_an_action_goes_on_after_the_seal(cast: Cast, sealed: Meeting) -> None:
    action = sealed.actions.get()
    finished(cast, action)
    seal = queries.seal_of(fresh(sealed))
    assert seal is not None
    assert seal.differences == []
    type(action).objects.filter(pk=action.pk).update(due_on=dt.date(2026, 11, 1))

    seal = queries.seal_of(fresh(sealed))
    assert seal is not None
    assert seal.holds
    assert [one.is_breach for one in seal.differences] == [False]


def test_the_minutes_leave_nothing_confidential_to_guests(cast: Cast, meeting: Meeting, signed_in: SignIn) -> None:
    secret = meeting.agenda_items.get(is_confidential=True)
    services.write_minute(meeting, "Nama calon.", by=cast.rani, item=secret)
    make_decision(cast, "Calon A dipilih.", meeting=meeting, item=secret)
    address = f"/meetings/{meeting.pk}/minutes/"

    guest = signed_in(cast.wati).get(address).content.decode()
    assert all(hidden not in guest for hidden in ("Nama calon.", "Calon A dipilih.", "Mutasi"))
    assert "Acara rahasia tidak ditampilkan" in guest
    assert "Nama calon." in signed_in(cast.hadi).get(address).content.decode()
    assert Client().get(address).status_code == 302
    Membership.objects.filter(user=cast.wati).delete()
    assert signed_in(cast.wati).get(address).status_code == 404
