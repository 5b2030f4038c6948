"""Whose page a browser shows, told by a name that says nothing about the person."""

from __future__ import annotations

from typing import Any, Final

from django.utils.crypto import salted_hmac

PERSON_HEADER: Final = "X-Person"
# A page that the browser may keep and show without a line.
KEEP_HEADER: Final = "X-Keep"


def person_key(user: Any) -> str:
    """Return what a browser calls the person by, the same on each of their devices; "" for nobody."""
    return salted_hmac("serambi.person", str(user.pk)).hexdigest()[:20] if user.is_authenticated else ""
