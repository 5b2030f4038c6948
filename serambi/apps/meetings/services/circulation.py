"""Sending minutes out: to members and to whoever was there, and to absent agencies what concerns them.

What belongs to confidential items is in no message: a message is passed on more easily than a page. It stands in the
minutes, for whoever may see it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization, Role
from serambi.apps.meetings.models import Action, BodyMember, Decision, Meeting
from serambi.apps.meetings.queries.minutes import corrections_until, open_to
from serambi.apps.notifications.services import Letter, tell
from serambi.apps.plans.models import Participation
from serambi.apps.progress.queries import People
from serambi.ui import formats

_ROLES = (Role.HEAD, Role.OFFICER)


@dataclass(frozen=True, slots=True)
class Sending:
    """One circulation of minutes: when, and until when corrections are asked for."""

    meeting: Meeting
    now: dt.datetime
    until: dt.date


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a meeting decided and agreed on, but for what is confidential."""

    decisions: list[Decision]
    actions: list[Action]
    participants: dict[int, frozenset[int]]

    def concern(self, organization: int) -> tuple[list[Decision], list[Action]]:
        """Return what concerns an agency: its actions, and decisions about no program or one it leads or supports."""
        return (
            [one for one in self.decisions if self._is_about(one, organization)],
            [one for one in self.actions if one.agency_id == organization],
        )

    def _is_about(self, decision: Decision, organization: int) -> bool:
        program = decision.program
        if program is None or program.lead_id == organization:
            return True
        asked = any(one.decision_id == decision.pk and one.agency_id == organization for one in self.actions)
        return asked or organization in self.participants.get(program.pk, frozenset())


def circulate(meeting: Meeting, *, now: dt.datetime) -> int:
    """Tell members and attendants where the minutes are, and absent agencies what concerns them; return to how many.

    Called in the transaction in which the minutes become circulated, so each person is told once.
    """
    people = People(timezone.localdate(now))
    sending = Sending(meeting, now, corrections_until(now))
    absent = absent_organizations(meeting)
    outcomes = outcomes_of(meeting)
    letters: dict[int, Letter] = {}
    for organization in absent:
        for user_id in people.at(Role.HEAD, organization.pk) or people.at(Role.OFFICER, organization.pk):
            letters.setdefault(user_id, _to_absent(sending, people.users[user_id], organization, outcomes))
    for user in _receivers(meeting, people):
        letters.setdefault(user.pk, _to_receiver(sending, user))
    return tell(*letters.values())


def absent_organizations(meeting: Meeting) -> list[Organization]:
    """Return the members, those invited and those with an action of the meeting from whom nobody was there."""
    wanted = _some(BodyMember.objects.filter(body=meeting.body_id).values_list("organization_id", flat=True))
    wanted |= _some(meeting.invitations.values_list("organization_id", flat=True))
    wanted |= _some(meeting.actions.values_list("agency_id", flat=True))
    there = _some(meeting.attendances.values_list("organization_id", flat=True))
    there |= _some(meeting.attendances.values_list("invitation__organization_id", flat=True))
    return list(Organization.objects.filter(pk__in=wanted - there).order_by("abbreviation"))


def _some(ids: Iterable[int | None]) -> set[int]:
    return {pk for pk in ids if pk is not None}


def outcomes_of(meeting: Meeting) -> Outcomes:
    """Return what may be told of a meeting's outcomes in a message. Three queries."""
    decisions = list(open_to(meeting.decisions.select_related("program"), confidential=False))
    actions = list(open_to(meeting.actions.select_related("agency"), confidential=False))
    programs = {one.program_id for one in decisions if one.program_id is not None}
    found: dict[int, set[int]] = {}
    for program, organization in Participation.objects.filter(program__in=programs).values_list(
        "program_id", "organization_id"
    ):
        found.setdefault(program, set()).add(organization)
    return Outcomes(decisions, actions, {program: frozenset(ids) for program, ids in found.items()})


def _receivers(meeting: Meeting, people: People) -> Iterator[User]:
    """Yield members and attendants who have an account; of organizations their heads and officers."""
    members = BodyMember.objects.filter(body=meeting.body_id)
    there = meeting.attendances
    persons = _some(members.values_list("user_id", flat=True)) | _some(there.values_list("user_id", flat=True))
    places = _some(members.values_list("organization_id", flat=True))
    places |= _some(there.filter(user__isnull=True).values_list("organization_id", flat=True))
    persons |= {user for place in places for role in _ROLES for user in people.at(role, place)}
    yield from (people.users[pk] for pk in sorted(persons & people.users.keys()))


def _to_receiver(sending: Sending, user: User) -> Letter:
    with translation.override(user.language):
        subject = _("Minutes of %(meeting)s") % {"meeting": sending.meeting.title}
        body = _("The minutes of %(day)s can be read. Corrections can be asked for until %(until)s.") % {
            "day": formats.weekday(sending.meeting.starts_at),
            "until": formats.day(sending.until),
        }
        return _letter(sending, user, subject, body)


def _to_absent(sending: Sending, user: User, organization: Organization, outcomes: Outcomes) -> Letter:
    with translation.override(user.language):
        subject = _("What %(meeting)s means for %(agency)s") % {
            "meeting": sending.meeting.title,
            "agency": organization.abbreviation,
        }
        decisions, actions = outcomes.concern(organization.pk)
        lines = [
            _("Nobody from %(agency)s was there on %(day)s.")
            % {"agency": organization.abbreviation, "day": formats.weekday(sending.meeting.starts_at)}
        ]
        for decision in decisions:
            lines.append(_("Decision %(number)s: %(text)s") % {"number": decision.name, "text": decision.text})
        for action in actions:
            sentence = _("To be done by %(agency)s until %(day)s: %(text)s")
            facts = {"agency": organization.abbreviation, "day": formats.day(action.due_on), "text": action.text}
            lines.append(sentence % facts)
        if not decisions and not actions:
            lines.append(_("No decision and no action concerns it."))
        lines.append(
            _("Corrections of the minutes can be asked for until %(until)s.") % {"until": formats.day(sending.until)}
        )
        return _letter(sending, user, subject, "\n\n".join(lines))


def _letter(sending: Sending, user: User, subject: str, body: str) -> Letter:
    meeting, now = sending.meeting, sending.now
    key = f"minutes:{meeting.pk}:{now:%Y%m%d%H%M%S%f}:{user.pk}"
    return Letter(user, "minutes", key, subject, body, f"{meeting.get_absolute_url()}minutes/")
