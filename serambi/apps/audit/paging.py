"""Pages of the record that begin where another one ended, so that the last is as fast as the first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from serambi.apps.audit.halves import Found
from serambi.apps.audit.models import Entry

PAGE = 50
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of entries, latest first. newer, older: where the pages beside it begin; empty where there is none."""

    entries: list[Entry]
    newer: str = ""
    older: str = ""


def stretch(found: Found, *, older: str = "", newer: str = "") -> Stretch:
    """Return the entries after a place (older), before it (newer), or the latest ones; a place is what a page gave.

    A place that cannot be read is the beginning.
    """
    place = _read(older or newer)
    if place is None:
        rows = found.latest(PAGE + 1)
        return _page(rows[:PAGE], has_newer=False, has_older=len(rows) > PAGE)
    at, number = place
    if older:
        rows = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at).latest(PAGE + 1)
        return _page(rows[:PAGE], has_newer=True, has_older=len(rows) > PAGE)
    rows = found.filter(Q(at__gt=at) | Q(at=at, pk__gt=number), at__gte=at).earliest(PAGE + 1)
    return _page(rows[:PAGE][::-1], has_newer=len(rows) > PAGE, has_older=True)


def _page(rows: list[Entry], *, has_newer: bool, has_older: bool) -> Stretch:
    if not rows:
        return Stretch([])
    return Stretch(rows, _place(rows[0]) if has_newer else "", _place(rows[-1]) if has_older else "")


def _place(entry: Entry) -> str:
    return f"{(entry.at - _EPOCH) // dt.timedelta(microseconds=1)}-{entry.pk}"


def _read(place: str) -> tuple[dt.datetime, int] | None:
    moment, _, number = place.partition("-")
    try:
        return _EPOCH + dt.timedelta(microseconds=int(moment)), int(number)
    except (ValueError, OverflowError):
        return None
