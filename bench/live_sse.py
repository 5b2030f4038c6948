"""What server-sent events would cost: the program with one address more that is held open for each follower.

Only for `bench/live.py`, which measures it beside the way that was built. A WSGI server gives every open answer a
thread; the thread looks at the pulse four times a second, one query on the primary key, and sends the picture when it
has grown.
"""

# ruff: noqa: PLC0415 - Django is set up before anything that needs it is imported

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from serambi.config.wsgi import application as program

_ADDRESS = re.compile(r"^/sse/(\d+)/$")
LOOK_SECONDS = 0.25


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    found = _ADDRESS.match(environ["PATH_INFO"])
    if found is None:
        return program(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return follow(int(found[1]), environ.get("HTTP_COOKIE", ""))


def follow(pk: int, cookies: str) -> Iterator[bytes]:
    """Yield an event with the picture whenever there is something new, for as long as somebody listens."""
    from http.cookies import SimpleCookie

    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone, translation

    from serambi.apps.accounts.models import User
    from serambi.apps.meetings import queries
    from serambi.apps.meetings.views.live import written

    session = SessionStore(SimpleCookie(cookies)["sessionid"].value)
    user = User.objects.get(pk=session[SESSION_KEY])
    last = None
    while True:
        pulse = queries.pulse_of(pk)
        if pulse != last:
            last = pulse
            with translation.override("id"):
                picture = written(queries.get_meeting_for(user, pk), "room", user=user, now=timezone.now())
            lines = "".join(f"data: {line}\n" for line in picture.splitlines())
            yield f"event: picture\n{lines}\n".encode()
        else:
            yield b": \n\n"  # so that the server notices whoever left
        time.sleep(LOOK_SECONDS)
