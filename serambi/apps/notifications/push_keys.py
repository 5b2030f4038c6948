"""The key pair by which push services know this installation (VAPID, RFC 8292), made when there is none."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

_NAMES = ("private.pem", "public.pem", "browser-key.txt")


def folder() -> Path:
    return Path(settings.STATE) / "push-keys"


def files() -> tuple[Path, Path]:
    """Return the files of the private and the public key."""
    _made()
    return folder() / _NAMES[0], folder() / _NAMES[1]


def browser_key() -> str:
    """Return the public key as browsers want it (base64url of the point), to subscribe with."""
    _made()
    return (folder() / _NAMES[2]).read_text().strip()


def _made() -> None:
    """Make the keys beside the others and move them there whole, so that two processes end with the same ones."""
    target = folder()
    if target.exists():
        return
    from webpush.vapid import VAPID  # noqa: PLC0415 - keys are made once; every process would carry the library

    private, public, key = VAPID.generate_keys()
    fresh = target.with_name(f"push-keys-{os.getpid()}")
    fresh.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in zip(_NAMES, (private, public, key.encode()), strict=True):
        (fresh / name).write_bytes(content)
        (fresh / name).chmod(0o600)
    try:
        fresh.rename(target)
    except OSError:  # another process was quicker
        for name in _NAMES:
            (fresh / name).unlink()
        fresh.rmdir()
