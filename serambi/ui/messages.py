"""Messages after something was done, with a way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

_UNDO = "undo:"


def done(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the person that it is done; undo: the address that takes it back when posted to."""
    messages.success(request, text, extra_tags=f"{_UNDO}{undo}" if undo else "")


def undo_address(message: object) -> str:
    """Return the address that takes back what a message tells, or ""."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
