"""Messages with files, to people without an account, and with a line that only the mail says."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from serambi.apps.notifications import queries, services
from serambi.apps.notifications.models import Channel, Delivery, DeliveryState, Enclosure, Message, Preferences
from serambi.apps.notifications.outbox import Attached, Letter, Stranger
from serambi.apps.notifications.sealed import opened, sealed
from serambi.apps.notifications.sending import send_waiting
from tests.cast import Cast

PAPER = Attached("undangan.pdf", "application/pdf", b"%PDF-1.7 isi")
CALENDAR = Attached("rapat.ics", 'text/calendar; method=REQUEST; charset="utf-8"', "BEGIN:VCALENDAR é\r\n".encode())
GUEST = Stranger("Kepala Desa", "desa@bukit.example")


def letter(to: object, key: str, *attached: Attached, secret: str = "") -> Letter:
    return Letter(to, "test", key, "Undangan", "Isi pesan", "", secret, attached)  # type: ignore[arg-type]  # any of both


def test_a_file_of_many_is_kept_once_and_arrives_as_it_is(cast: Cast) -> None:
    services.tell(letter(cast.oka, "a", PAPER, CALENDAR), letter(cast.hadi, "b", PAPER))
    services.tell(letter(cast.sari, "c", PAPER))

    assert Enclosure.objects.count() == 2
    assert send_waiting() == (3, 0)
    parts = {part.get_filename(): part for part in mail.outbox[0].message().walk() if part.get_filename()}
    assert parts["undangan.pdf"].get_payload(decode=True) == PAPER.content
    assert parts["rapat.ics"].get_payload(decode=True) == CALENDAR.content
    assert parts["rapat.ics"].get_content_type() == "text/calendar"
    assert parts["rapat.ics"].get_param("method") == "REQUEST"


def test_somebody_without_an_account_is_told_by_mail(cast: Cast) -> None:
    services.tell(letter(GUEST, "a", PAPER))

    (delivery,) = Delivery.objects.all()
    assert delivery.channel == Channel.MAIL
    assert send_waiting() == (1, 0)
    assert mail.outbox[0].to == [GUEST.address]
    assert list(queries.deliveries(text="bukit")) == [delivery]
    assert delivery.message.receiver == "Kepala Desa"
    assert not queries.messages_for(cast.oka).exists()


def test_a_message_is_to_a_person_or_to_an_address(cast: Cast) -> None:
    given = {"kind": "test", "subject": "s", "body": "b", "made_at": timezone.now()}
    for key, whose in (("a", {}), ("b", {"user": cast.oka, "address": "x@y.example"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(key=key, **given, **whose)


def test_a_secret_line_is_said_by_the_mail_alone_and_gone_afterwards(cast: Cast) -> None:
    Preferences.objects.create(user=cast.oka, by_mail=True)
    services.tell(letter(cast.oka, "a", secret="Jawab: https://rahasia.example/x"))
    waiting = Message.objects.get()
    assert "rahasia" not in f"{waiting.body}{waiting.sealed}{waiting.link}"

    send_waiting()

    assert "https://rahasia.example/x" in mail.outbox[0].body
    assert Message.objects.get().sealed == ""


def test_what_was_sealed_under_another_key_is_not_sent_without_it(cast: Cast) -> None:
    services.tell(letter(cast.oka, "a", secret="rahasia"))

    with override_settings(SECRET_KEY="another-key-of-this-installation"):
        assert opened(Message.objects.get().sealed) is None
        assert send_waiting() == (0, 1)

    assert mail.outbox == []
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_sealing_keeps_nothing_of_nothing() -> None:
    assert (sealed(""), opened("")) == ("", "")
    assert sealed("sama") != sealed("sama")
    assert opened("bukan apa-apa") is None
