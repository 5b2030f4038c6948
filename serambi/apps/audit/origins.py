"""Who acts and from where: the request that is answered, and the row of the record that says so."""

from __future__ import annotations

import re
import time
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from serambi.apps.audit import chain
from serambi.apps.audit.addresses import CURRENT, client_address
from serambi.apps.audit.models import PROGRAM_NAME, Origin

_USER_AGENT_LENGTH = 300
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request tells of itself beside its network address."""

    user_agent: str = ""
    request_id: str = ""


REQUEST: ContextVar[Asked] = ContextVar("request_that_is_answered", default=Asked())  # noqa: B039 - it is frozen


def asked(request: HttpRequest) -> Asked:
    """Return what is written down about a request; its number is a new one unless our own proxy gave it one."""
    agent = request.META.get("HTTP_USER_AGENT", "").replace("\x00", "")[:_USER_AGENT_LENGTH]
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.PROXIES else ""
    return Asked(agent, given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)


__all__ = ["CURRENT", "REQUEST", "Asked", "asked", "client_address", "origin_of"]


def origin_of(by: Any, *, address: str | None) -> Origin | None:
    """Return the row for this person at this place, made when there is none; None for the program by itself.

    Two who come at once may make two rows, which does no harm; waiting for one another would.
    """
    number, agent = getattr(by, "pk", None), REQUEST.get().user_agent
    where = address or CURRENT.get()
    name = str(by)[:200] if by is not None else PROGRAM_NAME
    if by is None and not where and not agent:
        return None
    known = (number, name, where, agent, chain.keys()[0])
    kept = _kept.get(known)
    if kept is not None and kept.until > time.monotonic():
        return kept.origin
    values = [number, name, where, agent]
    key = chain.look_up_key(values)
    found = Origin.objects.filter(look_up=key, erased_by=None).first()
    if found is not None:
        transaction.on_commit(partial(_keep, known, found))
        return found
    salt = chain.new_salt()
    made = Origin.objects.create(
        actor_id=number,
        actor_name=name,
        address=where,
        user_agent=agent,
        look_up=key,
        salt=salt,
        commitment=chain.commitment(salt, values),
    )
    transaction.on_commit(partial(_keep, known, made))
    return made


# Rows that were committed, so that most entries ask nothing. Not for long: another process may erase one, and then the
# person's next entries get a new row.
_KEPT_SECONDS = 60
_KEPT_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class _Kept:
    origin: Origin
    until: float


# By who, from where, with which program, and the key under which the row was found.
_Known = tuple[int | None, str, str | None, str, bytes]
_kept: dict[_Known, _Kept] = {}


def _keep(key: _Known, origin: Origin) -> None:
    if len(_kept) >= _KEPT_AT_MOST:
        _kept.clear()
    _kept[key] = _Kept(origin, time.monotonic() + _KEPT_SECONDS)


def forget_origins() -> None:
    """Ask the database again for every origin, because it was emptied or somebody was erased."""
    _kept.clear()
