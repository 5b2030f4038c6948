"""Mails of a trial: kept in a folder instead of being sent, and read back for whoever tries the program."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

# So many of the latest are listed; the others are in the folder.
LISTED = 100
_NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it would have been sent. name: of its file, without the ending."""

    name: str
    at: dt.datetime
    to: str
    subject: str
    text: str = ""
    files: tuple[KeptFile, ...] = ()


class KeepMails(BaseEmailBackend):
    """Write each mail into the folder of the trial as a file that mail programs open (`.eml`); none leaves it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            # Whoever reads the folder meanwhile sees whole mails only.
            half = folder / f"{name}.part"
            half.write_bytes(message.message().as_bytes())
            half.replace(folder / f"{name}.eml")
        return len(email_messages)


def mail_folder() -> Path:
    return Path(settings.STATE) / "mails"


def kept_mails() -> list[KeptMail]:
    """Return the latest mails, the last one first, without their texts."""
    return [_read(path, headers_only=True) for path in sorted(_paths(), reverse=True)[:LISTED]]


def kept_mail(name: str) -> KeptMail | None:
    """Return one mail with its text and files; None where there is none of that name."""
    path = mail_folder() / f"{name}.eml"
    return _read(path, headers_only=False) if _NAME.fullmatch(name) and path.is_file() else None


def _paths() -> Iterator[Path]:
    return (path for path in mail_folder().glob("*.eml") if _NAME.fullmatch(path.stem))


def _read(path: Path, *, headers_only: bool) -> KeptMail:
    with path.open("rb") as file:
        mail = BytesParser(policy=policy.default).parse(file, headersonly=headers_only)
    at = dt.datetime.strptime(path.stem[:22], "%Y%m%d-%H%M%S-%f").replace(tzinfo=dt.UTC)
    kept = KeptMail(path.stem, at, to=str(mail["To"]), subject=str(mail["Subject"]))
    return kept if headers_only else replace(kept, text=_text(mail), files=tuple(_files(mail)))


def _text(mail: Parsed) -> str:
    body = mail.get_body(("plain",))
    return body.get_content().strip() if body is not None else ""


def _files(mail: Parsed) -> Iterator[KeptFile]:
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield KeptFile(part.get_filename() or "lampiran", part.get_content_type(), content)
