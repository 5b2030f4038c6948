"""What is done with suggestions: taken over, parked for later, or left out with a reason; and the rule that ranks them.

What is written down is written in the regency's language, for it stands in an agenda that everybody reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import create_recorded, record, snapshot
from serambi.apps.meetings import errors
from serambi.apps.meetings.models import (
    AgendaItem,
    AgendaSection,
    Dismissal,
    ItemKind,
    Meeting,
    Receives,
    SuggestionRule,
)
from serambi.apps.meetings.permissions import can_arrange
from serambi.apps.meetings.queries.agenda import sections_of
from serambi.apps.meetings.queries.suggested import Suggestion
from serambi.apps.meetings.queries.suggestions import Suggestions, rules, suggestions_for
from serambi.apps.meetings.services.agenda import ItemFacts, columns_of, held, renumber, shortened
from serambi.apps.meetings.services.pulse import beat


def proposed(meeting: Meeting, *, today: dt.date) -> Suggestions:
    """Return what is proposed for a meeting, in the words that are written into its agenda."""
    with translation.override(settings.LANGUAGE_CODE):
        return suggestions_for(meeting, today=today)


@transaction.atomic
def take_suggestion(meeting: Meeting, key: str, *, by: Any, today: dt.date) -> AgendaItem:
    """Put a suggestion on the agenda, and return the item. Raises NotACoordinator, AgendaFixed, SuggestionGone."""
    current = held(meeting, by=by)
    return put_suggestions(current, [_named(current, key, today)], by=by)[0]


@transaction.atomic
def take_all_suggestions(meeting: Meeting, *, by: Any, today: dt.date) -> list[AgendaItem]:
    """Put everything that is proposed on the agenda, in its order. Raises NotACoordinator, AgendaFixed."""
    current = held(meeting, by=by)
    return put_suggestions(current, [one.suggestion for one in proposed(current, today=today).ranked], by=by)


@transaction.atomic
def park_suggestion(meeting: Meeting, key: str, *, by: Any, today: dt.date) -> AgendaItem:
    """Put a suggestion into the backlog of the body, and return the item.

    Raises NotACoordinator, AgendaFixed, SuggestionGone.
    """
    current = held(meeting, by=by)
    facts = facts_of(_named(current, key, today))
    made = AgendaItem.objects.create(body_id=current.body_id, added_by=by, **columns_of(facts))
    record(Verb.CREATED, made, by=by, after=snapshot(made))
    return made


@transaction.atomic
def dismiss_suggestion(meeting: Meeting, key: str, *, reason: str, by: Any, today: dt.date) -> Dismissal:
    """Leave a suggestion out of this meeting, with the reason; the next one may have it proposed again.

    Raises NotACoordinator, AgendaFixed, WhyDismissed, SuggestionGone.
    """
    current = held(meeting, by=by)
    if not reason.strip():
        raise errors.WhyDismissed
    suggestion = _named(current, key, today)
    made = Dismissal.objects.create(
        meeting=current, suggestion=key, title=shortened(suggestion.title), reason=reason.strip(), by=by,
        at=timezone.now(),
    )  # fmt: skip
    record(Verb.CREATED, made, by=by, after=snapshot(made), reason=reason.strip())
    return made


@transaction.atomic
def take_back_dismissal(dismissal: Dismissal, *, by: Any) -> None:
    """Let a suggestion be proposed again; that it was left out stays in the record.

    Raises NotACoordinator, AgendaFixed.
    """
    held(dismissal.meeting, by=by)
    record(Verb.WITHDRAWN, dismissal, by=by, before=snapshot(dismissal))
    dismissal.delete()


@transaction.atomic
def set_rules(values: Mapping[str, tuple[Decimal, int]], *, by: Any) -> int:
    """Let other weights and numbers hold for kinds of suggestions; return how many changed.

    values: weight and at most, by the code of the kind. Raises NotACoordinator.
    """
    if not can_arrange(by):
        raise errors.NotACoordinator
    changed = 0
    for rule in rules():
        weight, at_most = values.get(rule.kind.code, (rule.weight, rule.at_most))
        if (weight, at_most) == (rule.weight, rule.at_most):
            continue
        row = SuggestionRule.objects.filter(code=rule.kind.code).first() or SuggestionRule(code=rule.kind.code)
        row.weight, row.at_most = weight, at_most
        row.full_clean(exclude=["code"])
        row.save()
        before = {"weight": str(rule.weight), "at_most": rule.at_most}
        record(Verb.CHANGED, row, by=by, before=before, after=snapshot(row, ["weight", "at_most"]))
        changed += 1
    return changed


# What they share ----------------------------------------------------------------------------------------------------


def facts_of(suggestion: Suggestion, *, section: AgendaSection | None = None) -> ItemFacts:
    """Return a suggestion as an item that keeps from where it came and why."""
    return ItemFacts(
        title=suggestion.title,
        kind=suggestion.kind,
        minutes=suggestion.minutes,
        section=section,
        program=suggestion.program,
        indicator=suggestion.indicator,
        action=suggestion.action,
        organization=suggestion.organization,
        presenter=suggestion.presenter,
        is_confidential=suggestion.is_confidential,
        is_illustration=suggestion.is_illustration,
        about=suggestion.about,
        suggestion=suggestion.key,
        reason=suggestion.reason,
    )


def section_for(kind: str, sections: Iterable[AgendaSection]) -> AgendaSection | None:
    """Return the first section that takes in proposals of a kind; None where there is none."""
    wanted = Receives.ACTIONS if kind == ItemKind.ACTION else Receives.FIGURES
    return next((one for one in sections if one.receives == wanted), None)


def _named(meeting: Meeting, key: str, today: dt.date) -> Suggestion:
    found = proposed(meeting, today=today).named(key)
    if found is None:
        raise errors.SuggestionGone
    return found.suggestion


def put_suggestions(meeting: Meeting, suggestions: Iterable[Suggestion], *, by: Any) -> list[AgendaItem]:
    """Put suggestions on the agenda of a meeting that is held, each in the section that takes in its kind."""
    sections = sections_of(meeting)
    last = meeting.agenda_items.count()
    made = [
        AgendaItem(
            body_id=meeting.body_id,
            meeting=meeting,
            position=place,
            added_by=by,
            **columns_of(facts_of(one, section=section_for(one.kind, sections))),
        )
        for place, one in enumerate(suggestions, start=last + 1)
    ]
    if made:
        create_recorded(made, by=by)
        renumber(meeting)
        beat(meeting.pk)
    return made
