"""Sending: everybody their own letter and calendar file, each once, changes and the end with a higher sequence."""

from __future__ import annotations

import datetime as dt
import io
import re
from email.message import Message as Part
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from serambi.apps.audit.models import Entry
from serambi.apps.jobs import running
from serambi.apps.jobs.models import Job
from serambi.apps.jobs.services import Progress
from serambi.apps.meetings import answer_links, errors, queries, services
from serambi.apps.meetings.models import AgendaItem, Answer, Invitation, InvitationLetter, Meeting, MeetingState
from serambi.apps.meetings.services import AnswerFacts, MeetingFacts
from serambi.apps.notifications.models import Delivery, Enclosure, Message
from serambi.apps.notifications.sending import send_waiting
from serambi.exchange.papers import letters, sending
from serambi.exchange.papers.tests import calendars
from serambi.exchange.papers.tests.world import send
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

LINK = re.compile(r"http\S+(/meetings/answer/\S+/)")


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    stand_at(monkeypatch)
    settings.STATE = tmp_path
    settings.SITE_ADDRESS = "https://serambi.serumpun.example"


def parts_of(number: int) -> dict[str, Part]:
    """Return the files of a sent mail by their names, as a mail program reads them."""
    written = mail.outbox[number].message()
    return {name: part for part in written.walk() if (name := part.get_filename())}


def calendar_of(number: int) -> calendars.Component:
    content = parts_of(number)["rapat.ics"].get_payload(decode=True)
    assert isinstance(content, bytes)
    return calendars.read(content)


def text_of(content: Any) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", " ")


def changed(cast: Cast, meeting: Meeting, **facts: Any) -> Meeting:
    known = {"title": meeting.title, "starts_at": meeting.starts_at, "minutes": 120, "place": meeting.place}
    return services.change_meeting(meeting, MeetingFacts(**{**known, **facts}), by=cast.rani)


# Once to everybody --------------------------------------------------------------------------------------------------


def test_everybody_gets_their_own_letter_the_calendar_file_and_the_message(cast: Cast) -> None:
    meeting = make_invited(cast)
    invite(cast, meeting, name="Kepala Desa Bukit", address="Bukit", email="desa@bukit.example")

    send(cast, meeting)

    assert meeting.state == MeetingState.INVITED
    assert sorted(one.to[0].partition("@")[0] for one in mail.outbox) == ["bima", "desa", "hadi", "oka", "sari"]
    number = next(n for n, one in enumerate(mail.outbox) if one.to == [cast.oka.email])
    parts = parts_of(number)
    letter = text_of(parts["undangan-2026-10-13.pdf"].get_payload(decode=True))
    assert "Yth. Dinas Lingkungan Hidup" in letter
    assert "Dinas Kesehatan" not in letter
    for fact in (FACTS.number, "Penting", FACTS.hal, "Selasa, 13 Oktober 2026", "WITA", "Aula Diskominfo", "Batik"):
        assert fact in letter
    assert "Tembusan:" in letter
    assert {one.user for one in Message.objects.all()} == {cast.bima, cast.hadi, cast.oka, cast.sari, None}
    assert set(meeting.invitations.values_list("sent_sequence", flat=True)) == {0}
    # The two of one organization share one paper, which is kept once.
    assert Enclosure.objects.filter(media_type="application/pdf").count() == 4


def test_the_calendar_file_is_read_by_other_eyes(cast: Cast) -> None:
    meeting = make_invited(cast)
    changed(cast, meeting, title="Rakor; Smart City, triwulan III " + "x" * 60, link="https://rapat.example/a,b")
    send(cast, meeting)

    found = calendar_of(next(n for n, one in enumerate(mail.outbox) if one.to == [cast.sari.email]))
    event = found.part("VEVENT")

    assert (found.one("METHOD"), found.one("VERSION")) == ("REQUEST", "2.0")
    assert event.one("UID") == f"rakor-{meeting.pk}@serambi.serumpun.example"
    assert (event.one("SEQUENCE"), event.one("STATUS")) == ("0", "CONFIRMED")
    assert event.text("SUMMARY") == "Rakor; Smart City, triwulan III " + "x" * 60
    assert event.one("DTSTART") == "20261013T100000"
    assert event.one("DTEND") == "20261013T120000"
    assert event.params("DTSTART")["TZID"] == found.part("VTIMEZONE").one("TZID") == "Asia/Makassar"
    assert event.text("LOCATION") == "Aula Diskominfo"
    assert event.one("ATTENDEE").lower() == f"mailto:{cast.sari.email}"
    media = parts_of(0)["rapat.ics"]
    assert (media.get_content_type(), media.get_param("method")) == ("text/calendar", "REQUEST")


def test_sending_again_reaches_only_who_was_added(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    first = len(mail.outbox)
    with pytest.raises(errors.NothingToSend):
        services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)

    invite(cast, meeting, name="Camat Hulu", email="hulu@serumpun.example")
    send(cast, meeting)

    assert [one.to for one in mail.outbox[first:]] == [["hulu@serumpun.example"]]
    assert InvitationLetter.objects.get().sequence == 0


def test_an_organization_without_anybody_waits_for_paper(cast: Cast) -> None:
    meeting = make_invited(cast)
    lonely = invite(cast, meeting, who=make_organization("KOSONG", "Dinas Kosong"))

    send(cast, meeting)

    assert Invitation.objects.get(pk=lonely.pk).sent_sequence is None
    with pytest.raises(errors.NothingToSend):
        services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)


def test_a_worker_that_fails_in_the_middle_leaves_nobody_out_and_sends_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_invited(cast)
    job = services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)
    real, calls = services.hand_over, []

    def failing(invitation: Invitation, told: Any, **given: Any) -> bool:
        calls.append(invitation.pk)
        if len(calls) == 2:
            # In the middle of the transaction: the messages are written and not committed.
            monkeypatch.setattr("serambi.apps.meetings.services.sending.record", _raise)
        return real(invitation, told, **given)

    monkeypatch.setattr(sending.services, "hand_over", failing)
    given = {"by": cast.rani, **job.arguments}
    with pytest.raises(RuntimeError):
        sending.send_invitations(Progress(job.public_id), **given)
    assert Message.objects.count() == 2  # the two of the first organization
    monkeypatch.undo()
    stand_at(monkeypatch)

    sending.send_invitations(Progress(job.public_id), **given)
    sending.send_invitations(Progress(job.public_id), **given)

    assert sorted(Message.objects.values_list("user__name", flat=True)) == ["Bima", "Hadi", "Oka", "Sari"]
    assert Delivery.objects.count() == 4


def _raise(*_given: Any, **_more: Any) -> None:
    raise RuntimeError("killed")


def test_a_letter_that_a_later_one_replaced_is_sent_no_more(cast: Cast) -> None:
    meeting = make_invited(cast)
    job = services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)
    InvitationLetter.objects.update(sequence=1)

    sending.send_invitations(Progress(job.public_id), by=cast.rani, **job.arguments)

    assert not Message.objects.exists()


def test_confidential_items_stand_in_no_letter(cast: Cast) -> None:
    meeting = make_invited(cast)
    for position, (title, secret) in enumerate((("Bank sampah", False), ("Mutasi pejabat", True))):
        AgendaItem.objects.create(
            body=meeting.body, meeting=meeting, title=title, position=position, is_confidential=secret
        )
    assert letters.points_of(meeting) == ("Bank sampah",)


def test_the_secret_of_the_link_waits_sealed_and_is_gone_once_sent(cast: Cast) -> None:
    meeting = make_invited(cast)
    job = services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)
    running.run(job.public_id)
    waiting = Message.objects.get(user=cast.bima)
    assert waiting.sealed
    assert "/answer/" not in waiting.body.replace(waiting.link, "")

    send_waiting(NOW)

    sent = next(one for one in mail.outbox if one.to == [cast.bima.email])
    found = LINK.search(sent.body)
    assert found
    path = found[1]
    assert Client().get(path).status_code == 200
    assert set(Message.objects.values_list("sealed", flat=True)) == {""}


def test_the_letter_is_on_the_page_of_the_message_for_its_reader_alone(cast: Cast, signed_in: Any) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    message = Message.objects.get(user=cast.sari)
    paper = message.enclosures.get(media_type="application/pdf")
    address = f"/messages/{message.pk}/enclosures/{paper.pk}/"

    assert address in signed_in(cast.sari).get(f"/messages/{message.pk}/").content.decode()
    assert signed_in(cast.sari).get(address).content.startswith(b"%PDF")
    assert signed_in(cast.oka).get(address).status_code == 404


# Changes and the end ------------------------------------------------------------------------------------------------


def test_a_change_of_the_time_goes_to_everybody_and_asks_anew(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    services.answer_invitation(
        asked(meeting, cast.bima), AnswerFacts(Answer.COMES, "Bima"), by=cast.bima, today=TODAY, now=NOW
    )
    old = LINK.search(mail.outbox[0].body)
    first = len(mail.outbox)

    meeting = changed(cast, meeting, starts_at=BEGINS + dt.timedelta(hours=3))
    assert queries.has_changed(meeting, InvitationLetter.objects.get())
    send(cast, meeting)

    event = calendar_of(first).part("VEVENT")
    assert (event.one("SEQUENCE"), event.one("DTSTART")) == ("1", "20261013T130000")
    assert event.one("UID") == calendar_of(0).part("VEVENT").one("UID")
    assert len(mail.outbox) == 2 * first
    assert mail.outbox[first].subject.startswith("Diubah:")
    assert asked(meeting, cast.bima).answer == Answer.NONE
    assert asked(meeting, cast.bima).who == "Bima"
    assert old
    assert Client().get(old[1]).status_code == 410


def test_who_got_the_change_of_the_time_only_at_a_second_try_is_asked_anew_too(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    services.answer_invitation(asked(meeting, cast.bima), AnswerFacts(Answer.COMES), by=cast.bima, today=TODAY, now=NOW)
    meeting = changed(cast, meeting, starts_at=BEGINS + dt.timedelta(hours=3))
    services.send_invitations(meeting, by=cast.rani, today=TODAY, now=NOW)  # and nobody carries it out

    send(cast, meeting)

    assert asked(meeting, cast.bima).answer == Answer.NONE
    assert asked(meeting, cast.bima).sent_sequence == InvitationLetter.objects.get().sequence == 1


def test_a_change_of_the_place_keeps_the_answers(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    services.answer_invitation(asked(meeting, cast.bima), AnswerFacts(Answer.COMES), by=cast.bima, today=TODAY, now=NOW)

    send(cast, changed(cast, meeting, place="Pendopo"))

    assert asked(meeting, cast.bima).answer == Answer.COMES
    assert calendar_of(len(mail.outbox) - 1).part("VEVENT").text("LOCATION") == "Pendopo"


def test_cancelling_takes_it_out_of_the_calendars_of_whoever_has_the_letter(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    invite(cast, meeting, name="Belum Dikirim", email="belum@bukit.example")
    first = len(mail.outbox)

    services.move_meeting(meeting, "cancel", by=cast.rani, today=TODAY, reason="Ditunda Bupati")
    job = Job.objects.latest("pk")
    running.run(job.public_id)
    sending.send_cancellation(Progress(job.public_id), by=cast.rani, **job.arguments)
    send_waiting(NOW)

    assert len(mail.outbox) == 2 * first
    found = calendar_of(first)
    event = found.part("VEVENT")
    assert (found.one("METHOD"), event.one("STATUS"), event.one("SEQUENCE")) == ("CANCEL", "CANCELLED", "1")
    assert event.one("UID") == calendar_of(0).part("VEVENT").one("UID")
    assert "Ditunda Bupati" in mail.outbox[first].body
    assert parts_of(first).keys() == {"rapat.ics"}


def test_cancelling_a_draft_tells_nobody(cast: Cast) -> None:
    meeting = make_invited(cast)
    services.move_meeting(meeting, "cancel", by=cast.rani, today=TODAY, reason="Ditunda")
    assert not Job.objects.exists()


def test_a_reminder_carries_the_link_of_the_letter_unless_it_was_ended(cast: Cast) -> None:
    meeting = make_sent(cast)
    Invitation.objects.filter(organization=cast.dinkes).update(token_digest="")

    services.remind_unanswered(meeting, by=cast.rani, today=TODAY, now=NOW)
    send_waiting(NOW)

    link = answer_links.path_of(asked(meeting, cast.dlh))
    links = {one.to[0]: link in one.body for one in mail.outbox if one.to != [cast.bima.email]}
    assert links == {cast.hadi.email: True, cast.oka.email: True, cast.sari.email: False}
    assert not any("/meetings/answer/" in one.body for one in mail.outbox if one.to == [cast.sari.email])


# Pages --------------------------------------------------------------------------------------------------------------


def test_one_click_sends_and_leads_to_how_far_it_is(cast: Cast, signed_in: Any) -> None:
    meeting = make_invited(cast)
    browser = signed_in(cast.rani)

    answer = browser.post(f"/meetings/{meeting.pk}/invitations/send/")

    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.public_id}/"
    assert (job.owner, job.subject) == (cast.rani, meeting.title)
    assert Meeting.objects.get().state == MeetingState.INVITED
    assert signed_in(cast.hadi).post(f"/meetings/{meeting.pk}/invitations/send/").status_code == 404
    assert browser.get(f"/meetings/{meeting.pk}/invitations/send/").status_code == 405


def test_an_office_file_that_cannot_be_read_stops_before_anybody_is_invited(
    cast: Cast, signed_in: Any, settings: LazySettings
) -> None:
    meeting = make_invited(cast)
    (Path(settings.STATE) / "documents").mkdir()
    (Path(settings.STATE) / "documents" / "office.toml").write_text("place = 3")

    answer = signed_in(cast.rani).post(f"/meetings/{meeting.pk}/invitations/send/", follow=True)

    assert "office.toml" in answer.content.decode()
    assert Meeting.objects.get().state == MeetingState.DRAFT
    assert not Job.objects.exists()


def test_the_letter_is_written_with_sensible_words_and_looked_at(cast: Cast, signed_in: Any) -> None:
    body = services.create_body({"code": "tim", "name": "Tim", "usual_title": "Rakor"}, by=cast.rani)
    services.add_member(body, cast.dlh, role="member", by=cast.rani)
    meeting = services.plan_meeting(body, MeetingFacts("Rakor TW III", BEGINS, 90, place="Aula"), by=cast.rani)
    browser, address = signed_in(cast.rani), f"/meetings/{meeting.pk}/invitations/letter/"

    form = browser.get(address).context["form"]
    assert form["hal"].value() == "Undangan Rakor TW III"
    assert "Masterplan Smart City" in form["opening"].value()
    assert browser.get(f"/meetings/{meeting.pk}/undangan.pdf").status_code == 404
    assert "undangan.pdf" not in browser.get(f"/meetings/{meeting.pk}/documents/").content.decode()
    assert browser.post(address, {"hal": ""}).status_code == 422
    browser.post(address, {"hal": "Undangan", "sifat": "segera", "number": "005/1", "day": "2026-10-06"})

    preview = browser.get(f"/meetings/{meeting.pk}/undangan.pdf")
    assert preview["Content-Disposition"].startswith("inline")
    assert "Segera" in text_of(preview.content)
    assert "ILUSTRASI" not in text_of(preview.content)
    word = browser.get(f"/meetings/{meeting.pk}/undangan.docx")
    assert word["Content-Disposition"] == 'attachment; filename="undangan-2026-10-13.docx"'
    assert "Yth. Dinas Lingkungan Hidup" in [one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert signed_in(cast.oka).get(f"/meetings/{meeting.pk}/undangan.docx").status_code == 404
    Meeting.objects.update(is_illustration=True)
    made_up = text_of(browser.get(f"/meetings/{meeting.pk}/undangan.pdf").content)
    assert "ILUSTRASI, BUKAN DOKUMEN RESMI" in made_up
    invitation = asked(meeting, cast.dlh)
    own = f"/meetings/{meeting.pk}/invitations/{invitation.pk}/undangan.pdf"
    assert signed_in(cast.oka).get(own).status_code == 404  # it is not sent yet
    send(cast, meeting)
    assert "Dinas Lingkungan Hidup" in text_of(signed_in(cast.oka).get(own).content)
    assert signed_in(cast.sari).get(own).status_code == 404


def test_every_letter_that_went_out_is_in_the_record(cast: Cast) -> None:
    meeting = make_invited(cast)
    send(cast, meeting)
    found = Entry.objects.filter(object_type="meetings.invitation", after__sent_sequence=0)
    assert found.count() == 3
    assert {entry.actor_id for entry in found} == {cast.rani.pk}
