"""The mailbox of a trial: mails kept as files, read on a page without signing in, from this machine alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.notifications import services, trial
from serambi.apps.notifications.due import DueItem
from serambi.apps.notifications.models import Message
from serambi.apps.notifications.outbox import Attached, Letter, Stranger
from serambi.apps.notifications.reminders import remind
from serambi.apps.notifications.sending import send_waiting
from serambi.apps.notifications.tests.conftest import TUESDAY, at
from tests.cast import Cast

LIST = "/messages/trial/"
INVITATION = Attached("undangan rapat.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> None:
    settings.STATE = tmp_path
    settings.EMAIL_BACKEND = "serambi.apps.notifications.trial.KeepMails"


def send(subject: str = "Undangan — Rakor", body: str = "Buka http://127.0.0.1:8000/a/", *files: Attached) -> None:
    services.tell(Letter(Stranger("Budi", "budi@example.test"), "test", subject, subject, body, attached=files))
    send_waiting()


def test_a_mail_is_listed_and_read_as_it_would_have_arrived(db: None, client: Client) -> None:
    send("Undangan — Rakor", "Buka http://127.0.0.1:8000/a/ sebelum “Jumat”", INVITATION)

    (found,) = trial.kept_mails()
    listed = client.get(LIST).content.decode()
    shown = client.get(f"{LIST}{found.name}/").content.decode()
    file = client.get(f"{LIST}{found.name}/files/1/")

    assert (found.to, found.subject) == ("budi@example.test", "Undangan — Rakor")
    assert "1 surel percobaan" in listed
    assert f'href="{LIST}{found.name}/"' in listed
    assert 'href="http://127.0.0.1:8000/a/"' in shown
    assert "sebelum “Jumat”" in shown
    assert (file.content, file["Content-Type"]) == (b"BEGIN:VCALENDAR", "text/calendar")
    assert "undangan rapat.ics" in file["Content-Disposition"]
    assert client.get(f"{LIST}{found.name}/files/2/").status_code == 404


def test_mails_of_every_app_are_kept_the_last_one_first(db: None, client: Client) -> None:
    send("Pertama")
    mail.send_mail("Kedua", "Isi", None, ["sari@example.test"])

    assert [one.subject for one in trial.kept_mails()] == ["Kedua", "Pertama"]


def test_a_mail_is_text_and_never_markup(db: None, client: Client) -> None:
    send("<b>x</b>", "<script>alert(1)</script>")
    (found,) = trial.kept_mails()

    for text in (client.get(LIST).content.decode(), client.get(f"{LIST}{found.name}/").content.decode()):
        assert "<script>alert" not in text
        assert "<b>x</b>" not in text


@pytest.mark.parametrize("name", ["none", "20260101-000000-000000-00000000", "trial-secret-key"])
def test_nothing_but_a_mail_is_shown(db: None, client: Client, tmp_path: Path, name: str) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "trial-secret-key.eml").write_text("Subject: secret\n\nsecret")

    assert client.get(f"{LIST}{name}/").status_code == 404
    assert "Belum ada surel" in client.get(LIST).content.decode()


def test_other_machines_see_no_mailbox(db: None, client: Client) -> None:
    send()
    (found,) = trial.kept_mails()

    for address in (LIST, f"{LIST}{found.name}/", f"{LIST}{found.name}/files/1/"):
        assert client.get(address, REMOTE_ADDR="192.168.1.20").status_code == 404
    assert client.post(f"{LIST}remind/", REMOTE_ADDR="192.168.1.20").status_code == 404


def test_people_are_reminded_at_night_when_asked_for_and_told_once(
    cast: Cast, client: Client, items: list[DueItem], item: Callable[..., DueItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    items.append(item("a", 1, cast.oka.pk))
    night = at(TUESDAY, 23)
    monkeypatch.setattr(timezone, "now", lambda: night)
    assert remind().asleep
    assert not Message.objects.exists()

    first = client.post(f"{LIST}remind/", follow=True).content.decode()
    second = client.post(f"{LIST}remind/", follow=True).content.decode()

    assert "1 orang diingatkan." in first
    assert "Sekarang tidak ada yang perlu diingatkan" in second
    assert [one.to for one in trial.kept_mails()] == [cast.oka.email]
    assert client.get(f"{LIST}remind/").status_code in {404, 405}
