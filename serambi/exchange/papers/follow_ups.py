"""Actions as a line of an official document."""

from __future__ import annotations

from collections.abc import Mapping

from serambi.apps.meetings.models import Action, ActionState
from serambi.exchange.documents import kinds

_PRIORITIES = {"high": kinds.Priority.HIGH, "medium": kinds.Priority.MEDIUM, "low": kinds.Priority.LOW}
# What its agency calls done is under way until somebody else has seen it.
_PROGRESS = {
    ActionState.OPEN: kinds.Progress.OPEN,
    ActionState.DONE: kinds.Progress.RUNNING,
    ActionState.VERIFIED: kinds.Progress.DONE,
}
_WAITS = "Menurut perangkat daerah selesai, menunggu pemeriksaan."


def as_agreed(action: Action) -> kinds.Action:
    """Return an action as the meeting agreed on it, without what became of it."""
    return kinds.Action(
        action=action.text,
        owner=owner_of(action),
        due=action.due_on,
        topic=topic_of(action),
        decision=action.decision.text if action.decision else "",
        priority=_PRIORITIES.get(action.priority),
    )


def as_it_stands(action: Action, evidence: Mapping[int, int]) -> kinds.Action:
    """Return an action with what became of it. evidence: how many files prove it, by its number."""
    said = action.outcome if action.state != ActionState.OPEN else ""
    waits = _WAITS if action.state == ActionState.DONE else ""
    return kinds.Action(
        action=action.text,
        owner=owner_of(action),
        due=action.due_on,
        topic=topic_of(action),
        response=" ".join(filter(None, (said, waits))),
        decision=action.decision.name if action.decision else "",
        priority=_PRIORITIES.get(action.priority),
        progress=_PROGRESS[ActionState(action.state)],
        evidence=evidence_of(action, evidence.get(action.pk, 0)),
    )


def owner_of(action: Action) -> str:
    """Return who does it: the agency, and the person where one is named."""
    return f"{action.agency.name} ({action.person.name})" if action.person else action.agency.name


def topic_of(action: Action) -> str:
    if action.item is not None:
        return action.item.title
    return action.program.name if action.program is not None else ""


def evidence_of(action: Action, files: int) -> str:
    """Return in words what proves that it was done; nothing while it is open."""
    if action.state == ActionState.OPEN:
        return ""
    return f"{files} berkas" if files else f"Tanpa berkas: {action.without_evidence}" if action.without_evidence else ""
