"""A line of a message that only its mail carries, such as a link with a secret in it.

It waits encrypted with a key made from the installation's own (Fernet: AES-128-CBC with HMAC-SHA256), so that whoever
reads the database or a backup of it, and not the key, cannot use the link; once the mail is sent it is gone.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

_SALT = "serambi.notifications.sealed"


def sealed(text: str) -> str:
    """Return a text as it may be kept; "" stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def opened(kept: str) -> str | None:
    """Return what was sealed; None when the installation has another key since."""
    try:
        return _box().decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken:
        return None


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(_SALT, "key", algorithm="sha256").digest()))
