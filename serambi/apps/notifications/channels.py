"""The ways out: mail by SMTP, Web Push, and gateways that take a message by a webhook.

Each message has a name of its own that goes with it (Message-ID, Topic, Idempotency-Key): where a worker is killed
after it handed a message over and before it wrote that down, the message is sent once more under the same name, and
whoever receives it can tell.
"""

from __future__ import annotations

import base64
import hashlib
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.notifications import push_keys
from serambi.apps.notifications.errors import Gone, Undelivered
from serambi.apps.notifications.models import Channel, Delivery, Device, Enclosure, Message, Preferences
from serambi.apps.notifications.sealed import opened

if TYPE_CHECKING:
    import requests

PATIENCE_S = 10
# A push service must keep a message for somebody whose phone is off: four weeks is what they allow (RFC 8030).
KEEP_S = 28 * 24 * 3600
TAKEN = range(200, 300)
GONE = frozenset({404, 410})
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)

Send = Callable[[Delivery], None]


@contextmanager
def open_channels() -> Iterator[dict[str, Send]]:
    """Yield what sends over each channel; mail keeps one connection for all of them."""
    import requests  # noqa: PLC0415 - only workers send, and a web process need not carry it

    with get_connection() as mail, requests.Session() as web:

        def by_mail(delivery: Delivery) -> None:
            send_mail(delivery.message, mail)

        def by_push(delivery: Delivery) -> None:
            send_push(delivery.message, web)

        def by_gateway(delivery: Delivery) -> None:
            send_to_gateway(delivery, web)

        yield {
            Channel.MAIL: by_mail,
            Channel.PUSH: by_push,
            Channel.TELEGRAM: by_gateway,
            Channel.WHATSAPP: by_gateway,
        }


def channels_of(preferences: Preferences | None, *, has_device: bool) -> list[Channel]:
    """Return over which channels somebody is told; with no choice, or none that is left, by e-mail."""
    chosen = preferences or Preferences()
    ways = {
        Channel.MAIL: chosen.by_mail,
        Channel.PUSH: has_device,
        Channel.TELEGRAM: bool(chosen.telegram and settings.TELEGRAM_GATEWAY),
        Channel.WHATSAPP: bool(chosen.whatsapp and settings.WHATSAPP_GATEWAY),
    }
    return [channel for channel, wanted in ways.items() if wanted] or [Channel.MAIL]


# Mail ---------------------------------------------------------------------------------------------------------------


def send_mail(message: Message, connection: object) -> None:
    """Send a message with the files that go with it. Raises Undelivered."""
    secret = opened(message.sealed)
    if secret is None:
        raise Undelivered("it was written under another key of this installation", lasting=True)
    body = "\n\n".join(part for part in (message.body, secret, _where(message)) if part)
    mail = EmailMessage(
        message.subject,
        f"{body}\n",
        None,
        [message.mail_address],
        headers={"Message-ID": f"<{name_of(message)}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        connection=connection,  # type: ignore[arg-type]  # Django's backends have no common type
    )
    for one in message.enclosures.all():
        mail.attach(_part(one))
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise Undelivered(_answer(error), lasting=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(_answer(error)) from error


def _where(message: Message) -> str:
    """Return the line with the page that the message is about, in its reader's language; empty where it says it."""
    if not message.link or address_of(message) in message.body:
        return ""
    with translation.override(message.user.language if message.user is not None else settings.LANGUAGE_CODE):
        return _("Open it in Serambi: %(address)s") % {"address": address_of(message)}


def _part(enclosure: Enclosure) -> MIMEBase:
    """Return a file as a part of a mail that keeps the parameters of its type: calendars ask for `method`."""
    part = MIMEBase("application", "octet-stream")
    part.replace_header("Content-Type", enclosure.media_type)
    part.set_payload(bytes(enclosure.content))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=enclosure.name)
    return part


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


# Web Push -----------------------------------------------------------------------------------------------------------


def is_push_service(endpoint: str) -> bool:
    """Tell whether an address is one of a browser's message service; nothing is sent to others, whoever asks."""
    parts = urlsplit(endpoint)
    hosts = (*PUSH_SERVICES, *settings.PUSH_SERVICES)
    host = parts.hostname or ""
    return parts.scheme == "https" and any(host == known or host.endswith(f".{known}") for known in hosts)


def send_push(message: Message, web: requests.Session) -> None:
    """Show a message in every browser of the person. Raises Undelivered when none took it."""
    import requests  # noqa: PLC0415 - as above

    problems = []
    devices = list(Device.objects.filter(user=message.user_id))
    for device in devices:
        try:
            _push(device, message, web)
        except Gone:
            device.delete()
        except (Undelivered, requests.RequestException) as error:
            problems.append(_answer(error))
    if problems and len(problems) == len(devices):
        raise Undelivered(problems[0])


def _push(device: Device, message: Message, web: requests.Session) -> None:
    from webpush import WebPush  # noqa: PLC0415 - with pydantic it is the largest library of all
    from webpush.types import WebPushKeys, WebPushSubscription  # noqa: PLC0415 - likewise

    private, public = push_keys.files()
    subscription = WebPushSubscription(
        endpoint=device.endpoint, keys=WebPushKeys(auth=device.auth, p256dh=device.p256dh)
    )
    content = {"title": message.subject, "body": message.body[:400], "link": address_of(message), "tag": message.key}
    sealed = WebPush(private, public, subscriber=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], ttl=KEEP_S).get(
        content, subscription
    )
    headers = {**sealed.headers, "Topic": name_of(message)[:32], "Urgency": "normal"}
    answer = web.post(
        device.endpoint, data=sealed.encrypted, headers=headers, timeout=PATIENCE_S, allow_redirects=False
    )
    if answer.status_code in GONE:
        raise Gone
    if answer.status_code not in TAKEN:
        raise Undelivered(f"HTTP {answer.status_code}")


# Gateways -----------------------------------------------------------------------------------------------------------


def send_to_gateway(delivery: Delivery, web: requests.Session) -> None:
    """Hand a message to the gateway of its channel, which knows how to reach the person. Raises Undelivered.

    POST of JSON: `to`, `text`, `subject`, `body`, `link`; 2xx is taken, 4xx (but 408 and 429) will not be tried again.
    """
    import requests  # noqa: PLC0415 - as above

    message = delivery.message
    preferences = Preferences.objects.filter(user=message.user_id).first() or Preferences()
    address, token, to = {
        Channel.TELEGRAM: (settings.TELEGRAM_GATEWAY, settings.TELEGRAM_TOKEN, preferences.telegram),
        Channel.WHATSAPP: (settings.WHATSAPP_GATEWAY, settings.WHATSAPP_TOKEN, preferences.whatsapp),
    }[Channel(delivery.channel)]
    if not address or not to:
        raise Undelivered("the gateway or the number was taken away", lasting=True)
    link = address_of(message) if message.link else ""
    text = "\n\n".join(part for part in (message.subject, message.body, link) if part)
    content = {"to": to, "text": text, "subject": message.subject, "body": message.body, "link": link}
    headers = {"Idempotency-Key": name_of(message)} | ({"Authorization": f"Bearer {token}"} if token else {})
    try:
        answer = web.post(address, json=content, headers=headers, timeout=PATIENCE_S, allow_redirects=False)
    except requests.RequestException as error:
        raise Undelivered(_answer(error)) from error
    if answer.status_code not in TAKEN:
        lasting = 400 <= answer.status_code < 500 and answer.status_code not in {408, 429}
        raise Undelivered(f"HTTP {answer.status_code}", lasting=lasting)


# Names and addresses ------------------------------------------------------------------------------------------------


def name_of(message: Message) -> str:
    """Return the message's own name outside, the same however often it is sent (32 letters fit a push Topic)."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{message.key}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:32].replace("_", "-")


def address_of(message: Message) -> str:
    return f"{site_address()}{message.link}"


def site_address() -> str:
    """Return scheme and host by which people reach this installation, without a slash at the end."""
    return str(settings.SITE_ADDRESS).rstrip("/")


def _answer(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
