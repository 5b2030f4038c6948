"""Where people are signed in, and ending that."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from serambi.apps.accounts.models import OpenSession, User, Way
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record

# How exact "last seen" is: a session is written down again no more often than this.
SEEN_EVERY = dt.timedelta(minutes=10)
_KEY, _SEEN = "open_session", "seen_at"


def keep_session(session: SessionBase, user: User, *, way: Way, address: str | None, agent: str) -> None:
    """Write down that the person is signed in with this session from now on."""
    now = timezone.now()
    opened = OpenSession.objects.create(
        user=user, session_key=session.session_key or "", way=way, seen_at=now, address=address, agent=agent[:300]
    )
    session[_KEY], session[_SEEN] = opened.pk, now.timestamp()


def saw_session(session: SessionBase) -> None:
    """Write down that the session is used, once in ten minutes."""
    pk, seen = session.get(_KEY), session.get(_SEEN, 0)
    now = timezone.now()
    if pk is None or now.timestamp() - seen < SEEN_EVERY.total_seconds():
        return
    OpenSession.objects.filter(pk=pk).update(seen_at=now)
    session[_SEEN] = now.timestamp()


def move_session(session: SessionBase) -> None:
    """Write down the new key of a session that was given one, as Django does when a password changes."""
    OpenSession.objects.filter(pk=session.get(_KEY, 0)).update(session_key=session.session_key)


@transaction.atomic
def end_session(opened: OpenSession, *, by: User) -> None:
    """Sign the person out in that browser."""
    _store(opened.session_key).delete()
    record(Verb.SIGNED_OUT, opened.user, by=by, after={"session": opened.pk, "browser": opened.agent})
    opened.delete()


@transaction.atomic
def end_others(user: User, *, but: str | None, by: User | None) -> int:
    """Sign the person out everywhere but in the session with that key, and return in how many places."""
    others = list(OpenSession.objects.filter(user=user).exclude(session_key=but or ""))
    for opened in others:
        _store(opened.session_key).delete()
    OpenSession.objects.filter(pk__in=[opened.pk for opened in others]).delete()
    if others:
        record(Verb.SIGNED_OUT, user, by=by, after={"sessions": len(others)})
    return len(others)


def _store(key: str) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store
