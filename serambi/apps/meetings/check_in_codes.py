"""The code on the screen in the room: it changes all the time, so that a photograph of it sent home is worthless.

A code is a keyed hash of the meeting and of the window of time it is shown in, with the installation's own key
(`salted_hmac`); nothing about it is stored. The one before is taken too, so that whoever scans as it changes gets in.
Scanning gives the browser a signed permission, so that the form can be filled in after the code has changed.
"""

from __future__ import annotations

import datetime as dt

from django.utils.crypto import constant_time_compare, salted_hmac

WINDOW = dt.timedelta(seconds=25)
# The code shown now and so many before it are taken: a scanned one works for 25 to 50 seconds.
WINDOWS_BEFORE = 1
# How long the form may be filled in once the code was scanned.
PERMISSION = dt.timedelta(minutes=10)
_SALT = "serambi.meetings.check_in"
_LENGTH = 20


def code_at(meeting: int, now: dt.datetime) -> str:
    """Return the code of a meeting that is shown at a moment."""
    return _code(meeting, _window(now))


def is_current(meeting: int, code: str, now: dt.datetime) -> bool:
    """Tell whether a code of this meeting is shown at a moment, or was shown in the window before it."""
    window = _window(now)
    taken = (_code(meeting, window - back) for back in range(WINDOWS_BEFORE + 1))
    return any(constant_time_compare(code, one) for one in taken)


def _window(now: dt.datetime) -> int:
    return int(now.timestamp()) // int(WINDOW.total_seconds())


def _code(meeting: int, window: int) -> str:
    return salted_hmac(f"{_SALT}.{meeting}", str(window), algorithm="sha256").hexdigest()[:_LENGTH]
