"""What is agreed about an action, and what is said with a move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.meetings.forms.fields import DecisionField, ProgramField, day, long_text, meeting
from serambi.apps.meetings.models import Action, Origin, Priority
from serambi.apps.meetings.services import ActionFacts
from serambi.apps.meetings.workflow import FINISH, Move
from serambi.ui.widgets import PlainSelect

_PLAIN = ("text", "due_on", "priority", "origin", "source_year")


class ActionForm(forms.Form):
    """A new action, or with an instance the change of one: then a reason is asked for."""

    text = long_text(_("What is to be done"), limit=2000, help_text=_("One thing that somebody can say is done."))
    agency = forms.ModelChoiceField(
        Organization.objects.none(), label=pgettext_lazy("action", "Agency"), empty_label="–", widget=PlainSelect
    )
    person = forms.ChoiceField(
        label=_("Person"),
        required=False,
        widget=PlainSelect,
        help_text=_("Leave it empty where the agency decides itself who does it."),
    )
    due_on = day(_("Due"))
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Priority.choices, initial=Priority.MEDIUM, widget=forms.RadioSelect
    )
    origin = forms.ChoiceField(
        label=_("Origin"), choices=Origin.choices, initial=Origin.DECISION, widget=forms.RadioSelect
    )
    decision = DecisionField(
        label=_("Decision"), required=False, max_length=12, help_text=_("Its number, for example 2026/17.")
    )
    source_year = forms.IntegerField(
        label=_("Year of the evaluation"),
        required=False,
        min_value=2015,
        max_value=2100,
        help_text=_("For a recommendation of the assessors."),
    )
    program = ProgramField(label=_("Program"), required=False, max_length=30, help_text=_("Its code in the register."))
    reason = long_text(_("Why it is changed"), limit=1000)
    meeting = meeting()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, user: Any, today: dt.date, instance: Action | None = None, initial: Any = None
    ) -> None:
        given = initial or {}
        if instance is not None:
            given = {name: getattr(instance, name) for name in _PLAIN} | {
                "agency": instance.agency_id,
                "person": instance.person_id,
                "decision": instance.decision.name if instance.decision else "",
                "program": instance.program.code if instance.program else "",
                "seen": instance.version,
            }
        super().__init__(data, initial=given)
        self._today = today
        self.fields["agency"].queryset = Organization.objects.valid_on(today)  # type: ignore[attr-defined]  # above
        self.fields["person"].choices = people_by_agency(today)  # type: ignore[attr-defined]  # likewise
        self.fields["program"].user = user  # type: ignore[attr-defined]  # likewise
        if instance is None:
            del self.fields["reason"]

    @property
    def facts(self) -> ActionFacts:
        given = self.cleaned_data
        return ActionFacts(
            agency=given["agency"],
            person=User.objects.get(pk=given["person"]) if given["person"] else None,
            decision=given["decision"],
            program=given["program"],
            meeting=given["meeting"],
            **{name: given[name] for name in _PLAIN},
        )


def people_by_agency(today: dt.date) -> list[tuple[str, Any]]:
    """Return everybody who works somewhere today, by agency; who works at two stands in both."""
    members = Membership.objects.valid_on(today).filter(user__is_active=True).select_related("user", "organization")
    groups: dict[str, dict[str, str]] = {}
    for one in members.order_by("organization__abbreviation", "user__name"):
        groups.setdefault(one.organization.abbreviation, {})[str(one.user_id)] = str(one.user)
    return [("", "–"), *((place, list(people.items())) for place, people in groups.items())]


class MoveForm(forms.Form):
    """What is said with a move. seen: the version of the action that the person looked at."""

    said = long_text(_("Reason"), limit=4000)
    without_evidence = long_text(
        _("Why there is no evidence"), rows=2, limit=1000, required=False,
        help_text=_("Evidence is added on the page of the action. Write here only why there can be none."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, move: Move, has_evidence: bool, seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        if move.asks:
            self.fields["said"].label = str(move.asks)
        else:
            del self.fields["said"]
        if move.name != FINISH or has_evidence:
            del self.fields["without_evidence"]
