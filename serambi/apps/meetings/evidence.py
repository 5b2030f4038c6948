"""What can have files here: actions their evidence, meetings the photographs of the day; who may see and send them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.attachments.permissions import Belonging, Owner
from serambi.apps.meetings.models import Action, ActionState, Meeting, MeetingState
from serambi.apps.meetings.permissions import can_arrange, can_check, can_read, can_take_minutes, can_work_on
from serambi.apps.meetings.queries.confidential import actions_open_to


def owners() -> tuple[Owner, ...]:
    """Return how actions answer for their evidence, and meetings for their photographs."""
    meetings = Owner(
        table=Meeting,
        find=_find_meetings,
        may_read=_may_read,
        may_attach=_may_photograph,
        may_verify=_may_publish,
        describe=_describe_meeting,
    )
    return _actions(), meetings


def _actions() -> Owner:
    return Owner(
        table=Action,
        find=_find,
        may_read=_may_read,
        may_attach=_may_attach,
        may_verify=_may_verify,
        describe=_describe,
    )


def _find(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    if not can_read(user):
        return {}
    found = Action.objects.filter(pk__in=ids).select_related("agency")
    return {one.pk: one for one in actions_open_to(user, today=timezone.localdate(), found=found)}


def _may_read(user: Any, action: Any) -> bool:
    return can_read(user)


def _may_attach(user: Any, action: Action) -> bool:
    """Tell whether the person may add evidence: to an action that is not settled, whoever does it."""
    is_going_on = action.state in {ActionState.OPEN, ActionState.DONE}
    return is_going_on and can_work_on(user, action, today=timezone.localdate())


def _may_verify(user: Any, action: Any) -> bool:
    return can_check(user, today=timezone.localdate())


def _describe(action: Action) -> Belonging:
    return Belonging(
        name=str(action),
        page=action.get_absolute_url(),
        shows_files=True,
        crumbs=((_("Actions"), reverse("meetings:action_list")), (str(action), action.get_absolute_url())),
        organization=action.agency.abbreviation,
        first_day=timezone.localtime(action.recorded_at).date(),
    )


def _find_meetings(user: Any, ids: Collection[int]) -> Mapping[int, Model]:
    if not can_read(user):
        return {}
    return {one.pk: one for one in Meeting.objects.filter(pk__in=ids).select_related("body")}


def _may_photograph(user: Any, meeting: Meeting) -> bool:
    """Tell whether the person may add photographs: who takes the minutes, until the meeting is called off."""
    return meeting.state != MeetingState.CANCELLED and can_take_minutes(user, meeting)


def _may_publish(user: Any, meeting: Any) -> bool:
    return can_arrange(user)


def _describe_meeting(meeting: Meeting) -> Belonging:
    day = timezone.localtime(meeting.starts_at).date()
    return Belonging(
        name=str(meeting),
        page=reverse("papers:of", args=[meeting.pk]),
        shows_files=True,
        crumbs=(
            (_("Meetings"), reverse("meetings:meeting_list")),
            (str(meeting), meeting.get_absolute_url()),
            (_("Documents"), reverse("papers:of", args=[meeting.pk])),
        ),
        first_day=day,
        last_day=timezone.localtime(meeting.ends_at).date(),
    )
