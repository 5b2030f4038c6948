"""What minutes say as one text that is always written the same way, and whether they still say what was signed off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from serambi.apps.audit.services import snapshot
from serambi.apps.meetings.models import Ballot, Meeting, MeetingState, SealedMinutes

# Told apart by these names; what a person can be told differs is one row of one of them.
_MEETING = (
    "title", "starts_at", "ends_at", "place", "began_at", "ended_at", "chair", "chair_position", "note_taker",
    "note_taker_position",
)  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    "agenda_items": (
        "position", "title", "notes", "reason", "presenter", "presenter_name", "is_confidential", "began_at",
        "ended_at", "picture",
    ),
    "minute_entries": ("item", "text", "author", "at"),
    "decisions": ("year", "number", "text", "basis", "decided_by", "decided_on", "effective_from", "item", "program"),
    "actions": ("text", "agency", "person", "due_on", "priority", "origin", "decision", "item", "program"),
    "attendances": ("organization", "user", "name", "position", "instance", "at"),
    "votes": ("item", "question", "opened_at", "closed_at"),
}  # fmt: skip
# An action goes on after the meeting; that its day or its person was changed since is told, and is no breach.
_LIVES_ON = frozenset({"actions"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the minutes that is not as it was signed off. kind: a name of `_COLUMNS`, `ballots` or `meeting`."""

    kind: str
    pk: str
    is_breach: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """Whether minutes are as they were signed off. is_whole: what was kept of them has the digest of that day."""

    digest: str
    is_whole: bool
    differences: list[Difference]

    @property
    def holds(self) -> bool:
        return self.is_whole and not any(one.is_breach for one in self.differences)


def content_of(meeting: Meeting) -> dict[str, dict[str, Any]]:
    """Return everything that minutes say, by kind and row. Eight queries."""
    found: dict[str, dict[str, Any]] = {"meeting": {str(meeting.pk): snapshot(meeting, _MEETING)}}
    for kind, columns in _COLUMNS.items():
        found[kind] = _rows(getattr(meeting, kind).all(), columns)
    ballots = Ballot.objects.filter(vote__meeting=meeting)
    found["ballots"] = _rows(ballots, ("vote", "organization", "user", "choice", "given_by", "at"))
    return found


def canonical(content: dict[str, dict[str, Any]]) -> str:
    """Return the one way to write it: keys in order, no space, every letter as itself."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(meeting: Meeting) -> Seal | None:
    """Compare minutes that were signed off with what they say today; None before they are."""
    if meeting.state != MeetingState.SIGNED_OFF:
        return None
    kept = SealedMinutes.objects.filter(meeting=meeting).values_list("content", flat=True).first() or ""
    is_whole = bool(kept) and digest_of(kept) == meeting.minutes_digest
    today = canonical(content_of(meeting))
    if digest_of(today) == meeting.minutes_digest:
        return Seal(meeting.minutes_digest, is_whole, [])
    return Seal(meeting.minutes_digest, is_whole, list(_differences(json.loads(kept or "{}"), json.loads(today))))


def _differences(then: dict[str, Any], now: dict[str, Any]) -> Iterable[Difference]:
    for kind in sorted(then.keys() | now.keys()):
        before, after = then.get(kind, {}), now.get(kind, {})
        for pk in sorted(before.keys() | after.keys()):
            if before.get(pk) != after.get(pk):
                yield Difference(kind, pk, is_breach=kind not in _LIVES_ON or pk not in after)


def _rows(rows: Iterable[Model], columns: tuple[str, ...]) -> dict[str, Any]:
    return {str(row.pk): snapshot(row, columns) for row in rows}
