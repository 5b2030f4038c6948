"""What became of a meeting, in sentences: after it, which is not because of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.meetings.queries.effect import Kept
from serambi.apps.meetings.queries.movements import Movement
from serambi.apps.plans.models import Stage
from serambi.ui import formats


def kept_in_words(kept: Kept) -> str:
    """Return how many of the actions were done by the next meeting, or so far."""
    if not kept.agreed:
        return _("It agreed on no action.")
    words = {"verified": formats.number(kept.verified, 0), "agreed": formats.number(kept.agreed, 0)}
    if kept.following is None or kept.following.began_at is None:
        text = ngettext(
            "%(verified)s of %(agreed)s action is done and verified so far; the body has not met since.",
            "%(verified)s of %(agreed)s actions are done and verified so far; the body has not met since.",
            kept.agreed,
        )
        return text % words
    text = ngettext(
        "%(verified)s of %(agreed)s action was done and verified by the next meeting on %(day)s.",
        "%(verified)s of %(agreed)s actions were done and verified by the next meeting on %(day)s.",
        kept.agreed,
    )
    return text % {**words, "day": formats.day(timezone.localtime(kept.following.began_at).date())}


def moved_in_words(movements: Sequence[Movement]) -> str:
    """Return how many of the programs it dealt with have moved since; "" where it dealt with none."""
    if not movements:
        return ""
    text = ngettext(
        "%(moved)s of %(all)s program it dealt with has moved since.",
        "%(moved)s of %(all)s programs it dealt with have moved since.",
        len(movements),
    )
    moved = sum(one.has_moved for one in movements)
    return text % {"moved": formats.number(moved, 0), "all": formats.number(len(movements), 0)}


def movement_lines(movements: Sequence[Movement]) -> list[dict[str, Any]]:
    """Return each program with what changed about it, before → now."""
    return [{"program": one.program, "changes": changes_in_words(one)} for one in movements]


def changes_in_words(movement: Movement) -> list[str]:
    """Return what changed about a program, each thing in a few words."""
    found = []
    if movement.stage.has_moved:
        before, now = str(Stage(movement.stage.before).label), str(Stage(movement.stage.now).label)
        found.append(_("stage: %(before)s → %(now)s") % {"before": before, "now": now})
    for label, change in ((_("physical progress"), movement.physical), (_("attainment"), movement.attainment)):
        if change.has_moved:
            before, now = formats.percent(change.before), formats.percent(change.now)
            found.append(_("%(what)s: %(before)s → %(now)s") % {"what": label, "before": before, "now": now})
    return found
