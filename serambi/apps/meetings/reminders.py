"""What is due from decisions, for whoever reminds people of it and for the page of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.agencies.models import Role
from serambi.apps.meetings import queries
from serambi.apps.meetings.models import Action, ActionState
from serambi.apps.meetings.workflow import UNSETTLED
from serambi.apps.notifications.services import DueItem
from serambi.apps.progress.queries import DueLine, People
from serambi.ui import formats

# How long a verification may take before it counts as late.
DAYS_TO_ANSWER = dt.timedelta(days=5)
_LANGUAGES = ("id", "en")


def due_items(today: dt.date) -> Iterator[DueItem]:
    """Yield every action that waits for somebody: to be done, or to be verified. Three queries."""
    people = People(today)
    for action in Action.objects.filter(state__in=UNSETTLED).select_related("agency", "item", "decision__item"):
        item = _open(action, people) if action.state == ActionState.OPEN else _to_verify(action, people)
        if item.owners:
            yield item


def _open(action: Action, people: People) -> DueItem:
    heads = people.at(Role.HEAD, action.agency_id)
    named = frozenset({action.person_id} & people.users.keys()) if action.person_id is not None else frozenset()
    owners = named or people.at(Role.OFFICER, action.agency_id) or heads or people.anywhere(Role.COORDINATOR)
    return DueItem(
        key=f"action-{action.pk}",
        due_on=action.due_on,
        subject=_subject(action),
        link=action.get_absolute_url(),
        owners=frozenset(owners),
        heads=heads,
        coordinators=people.anywhere(Role.COORDINATOR),
    )


def _to_verify(action: Action, people: People) -> DueItem:
    coordinators = people.anywhere(Role.COORDINATOR)
    others = frozenset({action.finished_by_id})
    # Verifiers are no members of the body; of what is confidential its coordinators take care.
    verifiers = frozenset() if _is_confidential(action) else people.anywhere(Role.VERIFIER) - others
    return DueItem(
        key=f"action-done-{action.pk}",
        due_on=timezone.localtime(action.state_since).date() + DAYS_TO_ANSWER,
        subject=_subject(action),
        link=action.get_absolute_url(),
        owners=verifiers or (coordinators - others),
        coordinators=coordinators,
    )


def _is_confidential(action: Action) -> bool:
    decided = action.decision.item if action.decision is not None else None
    return any(item is not None and item.is_confidential for item in (action.item, decided))


def _subject(action: Action) -> dict[str, str]:
    """Return what is to be done with which action, in both languages."""
    found = {}
    for language in _LANGUAGES:
        with translation.override(language):
            sentence = _("%(agency)s: %(action)s")
            if action.state == ActionState.DONE:
                sentence = _("%(agency)s: %(action)s (waits for verification)")
            found[language] = sentence % {"agency": action.agency.abbreviation, "action": action}
    return found


def due_lines(user: Any, today: dt.date) -> list[DueLine]:
    """Return the actions that wait for a person, as lines of the page of what is due."""
    lines = []
    for action in queries.actions_waiting_for(user, today=today):
        late = action.days_late_on(today)
        is_open = action.state == ActionState.OPEN
        when = _("Due on %(day)s") % {"day": formats.day(action.due_on)} if is_open else _("Waits for verification")
        lines.append(DueLine(str(action), action.get_absolute_url(), action.agency.abbreviation, when, late > 0))
    return lines
