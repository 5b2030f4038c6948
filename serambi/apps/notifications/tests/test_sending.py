"""Sending: over which channels, again when it failed, never twice by two workers."""

from __future__ import annotations

import base64
import datetime as dt
import json
import smtplib
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from serambi.apps.accounts.models import User
from serambi.apps.notifications import channels, push_keys, services
from serambi.apps.notifications.models import Channel, Delivery, DeliveryState, Device, Message, Preferences
from serambi.apps.notifications.outbox import Letter
from serambi.apps.notifications.sending import AGAIN_AFTER, LEASE, send_waiting
from tests.cast import Cast

NOW = timezone.now()


def letter(user: User, key: str = "k1") -> Letter:
    return Letter(user, "test", key, "Laporan terlambat", "Isi pesan", "/data/")


def tell(user: User, key: str = "k1") -> Message:
    services.tell(letter(user, key))
    return Message.objects.get(key=key)


def test_a_mail_says_it_all_and_has_a_name_of_its_own(cast: Cast, settings: Settings) -> None:
    settings.SITE_ADDRESS = "https://smartcity.example"
    message = tell(cast.oka)

    assert send_waiting() == (1, 0)

    (sent,) = mail.outbox
    assert sent.to == [cast.oka.email]
    assert sent.subject == "Laporan terlambat"
    assert "https://smartcity.example/data/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{channels.name_of(message)}@localhost>"
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert send_waiting() == (0, 0)


def test_the_same_key_is_the_same_message(cast: Cast) -> None:
    assert services.tell(letter(cast.oka), letter(cast.oka)) == 1
    assert services.tell(letter(cast.oka)) == 0
    assert Delivery.objects.count() == 1


def test_what_failed_is_tried_again_later_and_given_up_at_last(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(message: Message, connection: object) -> None:
        raise channels.Undelivered("the server is away")

    monkeypatch.setattr(channels, "send_mail", broken)
    tell(cast.oka)
    now = timezone.now()
    for wait in AGAIN_AFTER:
        assert send_waiting(now) == (0, 1)
        assert send_waiting(now + wait - dt.timedelta(seconds=1)) == (0, 0)
        now += wait
    assert send_waiting(now) == (0, 1)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.problem) == (DeliveryState.FAILED, "the server is away")
    assert send_waiting(now + dt.timedelta(days=30)) == (0, 0)


def test_an_address_that_is_refused_is_not_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, fail_silently: bool = False) -> int:
        raise smtplib.SMTPRecipientsRefused({cast.oka.email: (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    tell(cast.oka)

    send_waiting()

    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_a_message_of_a_killed_worker_is_sent_after_a_while_under_the_same_name(cast: Cast) -> None:
    message = tell(cast.oka)
    taken = timezone.now()
    Delivery.objects.update(state=DeliveryState.SENDING, attempts=1, began_at=taken)

    assert send_waiting(taken + LEASE / 2) == (0, 0)
    assert send_waiting(taken + LEASE * 2) == (1, 0)
    assert channels.name_of(message) in mail.outbox[0].extra_headers["Message-ID"]


def test_one_broken_message_does_not_keep_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = channels.send_mail

    def some(message: Message, connection: object) -> None:
        if message.key == "k1":
            raise RuntimeError("cannot be made")
        real(message, connection)

    monkeypatch.setattr(channels, "send_mail", some)
    tell(cast.oka)
    tell(cast.hadi, "k2")

    assert send_waiting() == (1, 1)


def test_a_closed_account_gets_nothing_more(cast: Cast) -> None:
    tell(cast.oka)
    User.objects.filter(pk=cast.oka.pk).update(is_active=False)

    assert send_waiting() == (0, 1)
    assert mail.outbox == []


# Gateways -----------------------------------------------------------------------------------------------------------


class Gateway(HTTPServer):
    """A gateway that keeps what it gets and answers as it is told."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.got: list[tuple[dict[str, str], dict[str, str]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"


class _Answering(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    server = Gateway()
    settings.WHATSAPP_GATEWAY, settings.WHATSAPP_TOKEN = server.address, "rahasia"
    settings.TELEGRAM_GATEWAY = settings.TELEGRAM_TOKEN = ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def by_whatsapp(cast: Cast) -> User:
    Preferences.objects.create(user=cast.oka, by_mail=False, whatsapp="+6281234567890", telegram="12345")
    return cast.oka


def test_a_gateway_gets_the_number_the_text_and_the_name(by_whatsapp: User, gateway: Gateway) -> None:
    message = tell(by_whatsapp)

    assert send_waiting() == (1, 0)

    # No gateway for Telegram, so it is no way although a number is there.
    ((headers, body),) = gateway.got
    assert body["to"] == "+6281234567890"
    assert body["text"].startswith("Laporan terlambat\n\nIsi pesan\n\nhttp")
    assert headers["Authorization"] == "Bearer rahasia"
    assert headers["Idempotency-Key"] == channels.name_of(message)


@pytest.mark.parametrize(("status", "state"), [(500, "waiting"), (429, "waiting"), (400, "failed"), (302, "waiting")])
def test_what_a_gateway_answers_decides(by_whatsapp: User, gateway: Gateway, status: int, state: str) -> None:
    gateway.status = status
    tell(by_whatsapp)

    assert send_waiting() == (0, 1)
    assert Delivery.objects.get().state == state


def test_a_gateway_that_is_away_is_tried_again(by_whatsapp: User, settings: Settings) -> None:
    settings.WHATSAPP_GATEWAY = "http://127.0.0.1:9/send"
    tell(by_whatsapp)

    send_waiting()

    assert Delivery.objects.get().state == DeliveryState.WAITING


# Web Push -----------------------------------------------------------------------------------------------------------


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE = tmp_path
    return tmp_path


class Browser:
    """A browser's side of Web Push: its keys, and reading what was sealed for it (RFC 8291, written out again)."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.public = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.auth = bytes(range(16))

    def open(self, sealed: bytes) -> dict[str, str]:
        salt, (_size, length) = sealed[:16], struct.unpack("!LB", sealed[16:21])
        server = sealed[21 : 21 + length]
        secret = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), server))
        info = b"WebPush: info\x00" + self.public + server
        key = HKDF(hashes.SHA256(), 32, self.auth, info).derive(secret)
        content = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(key)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(key)
        plain = AESGCM(content).decrypt(nonce, sealed[21 + length :], None)
        return dict(json.loads(plain.rstrip(b"\x02")))


def subscribe(user: User, browser: Browser, name: str = "a") -> Device:
    return services.add_device(
        user,
        endpoint=f"https://fcm.googleapis.com/fcm/send/{name}",
        p256dh=b64(browser.public),
        auth=b64(browser.auth),
        name="Chrome, Android",
    )


def answering(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> list[dict[str, object]]:
    """Answer posts with these, one after the other, and keep what was posted."""
    got: list[dict[str, object]] = []
    waiting = list(statuses)

    def post(self: requests.Session, url: str, **options: object) -> requests.Response:
        got.append({"url": url, **options})
        answer = requests.Response()
        answer.status_code = waiting.pop(0)
        return answer

    monkeypatch.setattr(requests.Session, "post", post)
    return got


def test_a_browser_reads_what_was_sealed_for_it(cast: Cast, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser()
    subscribe(cast.oka, browser)
    got = answering(monkeypatch, 201)
    message = tell(cast.oka)

    assert send_waiting() == (2, 0)

    told = browser.open(got[0]["data"])  # type: ignore[arg-type]
    assert (told["title"], told["tag"]) == ("Laporan terlambat", message.key)
    headers = got[0]["headers"]
    assert headers["authorization"].startswith("vapid ")  # type: ignore[index]
    assert got[0]["allow_redirects"] is False


def test_a_device_that_is_gone_is_forgotten(cast: Cast, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(cast.oka, Browser(), "gone")
    subscribe(cast.oka, Browser(), "there")
    answering(monkeypatch, 201, 410)
    tell(cast.oka)

    assert send_waiting() == (2, 0)
    assert Device.objects.count() == 1


def test_a_push_service_that_fails_for_all_devices_is_tried_again(
    cast: Cast, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(cast.oka, Browser())
    answering(monkeypatch, 503)
    tell(cast.oka)

    assert send_waiting() == (1, 1)
    assert Delivery.objects.get(channel=Channel.PUSH).state == DeliveryState.WAITING


def test_the_keys_are_made_once_and_only_their_owner_reads_them(state: Path) -> None:
    first = push_keys.browser_key()

    assert push_keys.browser_key() == first
    assert all(path.stat().st_mode & 0o077 == 0 for path in (state / "push-keys").iterdir())
    assert [path.name for path in state.iterdir()] == ["push-keys"]


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://db5p.notify.windows.com/w/?token=x", True),
        ("http://fcm.googleapis.com/fcm/send/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://127.0.0.1/x", False),
        ("https://evilnotify.windows.com.example/x", False),
        ("", False),
    ],
)
def test_nothing_is_sent_but_to_the_services_of_browsers(endpoint: str, known: bool) -> None:
    assert channels.is_push_service(endpoint) is known
