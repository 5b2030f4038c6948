"""What is typed while a meeting is held, and about its minutes afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.meetings.forms.actions import people_by_agency
from serambi.apps.meetings.forms.fields import day, long_text
from serambi.apps.meetings.models import AgendaItem, Choice, Decision, Meeting, Minute, Origin
from serambi.apps.meetings.services import ActionFacts, DecisionFacts
from serambi.ui.widgets import PlainSelect

# An item may be talked about for a whole day, and not longer.
MOST_MINUTES = 480


class MinuteForm(forms.Form):
    """A paragraph. key: of the screen it was typed on; seen: the version that was changed."""

    text = long_text(_("What was said"), rows=4, limit=10_000)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemoveForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NewItemForm(forms.Form):
    """Something that came up in the room."""

    title = forms.CharField(label=_("What is to be talked about"), max_length=300)
    minutes = forms.IntegerField(
        label=pgettext_lazy("time", "Minutes"), min_value=1, max_value=MOST_MINUTES, initial=10
    )


class PeopleForm(forms.Form):
    """Who chairs and who takes the minutes, as the minutes name them."""

    chair = forms.CharField(label=_("Chaired by"), max_length=200, required=False)
    chair_position = forms.CharField(label=_("Position of the chair"), max_length=200, required=False)
    note_taker = forms.CharField(label=_("Minutes taken by"), max_length=200, required=False)
    note_taker_position = forms.CharField(label=_("Position of the note-taker"), max_length=200, required=False)


class QuickDecisionForm(forms.Form):
    """A decision while the room waits: the rest is known from the meeting and its item."""

    text = long_text(
        _("Decision"), rows=4, limit=10_000, help_text=_("Whole sentences, as they should be read years from now.")
    )
    basis = forms.CharField(
        label=_("Basis"), max_length=1000, required=False,
        help_text=_("The regulation, figure or document that it rests on."),
    )  # fmt: skip
    effective_from = day(
        _("In effect from"), required=False, help_text=_("Leave it empty when it holds from that day on.")
    )

    def facts_for(self, meeting: Meeting, item: AgendaItem | None, *, today: dt.date) -> DecisionFacts:
        given = self.cleaned_data
        return DecisionFacts(
            text=given["text"],
            basis=given["basis"],
            effective_from=given["effective_from"],
            decided_by=meeting.body.name,
            decided_on=today,
            program=item.program if item is not None else None,
            meeting=meeting,
            item=item,
        )


class QuickActionForm(forms.Form):
    """An action while the room waits."""

    text = long_text(
        _("What is to be done"), rows=3, limit=2000, help_text=_("One thing that somebody can say is done.")
    )
    agency = forms.ModelChoiceField(Organization.objects.none(), label=_("Agency"), empty_label="–", widget=PlainSelect)
    person = forms.ChoiceField(label=_("Person"), required=False, widget=PlainSelect)
    due_on = day(_("Due"))
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label=_("Follows from the decision"), required=False, widget=PlainSelect,
        empty_label="–",
    )  # fmt: skip

    def __init__(self, data: Any, *, meeting: Meeting, item: AgendaItem | None, today: dt.date) -> None:
        decisions = meeting.decisions.order_by("-year", "-number")
        latest = decisions.filter(item=item).first() if item is not None else None
        super().__init__(data, initial={"agency": _agency_of(item), "decision": latest})
        self.fields["agency"].queryset = Organization.objects.valid_on(today)  # type: ignore[attr-defined]  # above
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]  # likewise
        self.fields["person"].choices = people_by_agency(today)  # type: ignore[attr-defined]  # likewise

    def facts_for(self, meeting: Meeting, item: AgendaItem | None) -> ActionFacts:
        given = self.cleaned_data
        decision = given["decision"]
        return ActionFacts(
            text=given["text"],
            agency=given["agency"],
            person=User.objects.get(pk=given["person"]) if given["person"] else None,
            due_on=given["due_on"],
            origin=Origin.DECISION if decision is not None else Origin.AGREEMENT,
            decision=decision,
            program=item.program if item is not None else None,
            meeting=meeting,
            item=item,
        )


def _agency_of(item: AgendaItem | None) -> int | None:
    """Return the agency that an item is most likely to ask something of."""
    if item is None:
        return None
    lead = item.program.lead_id if item.program is not None else None
    return lead or item.organization_id or item.presenter_id


class VoteForm(forms.Form):
    question = forms.CharField(
        label=_("Question"), max_length=300, help_text=_("So that it can be answered with for or against.")
    )


class BallotForm(forms.Form):
    seat = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=_("Answer"), choices=Choice, widget=forms.RadioSelect)


class CorrectionForm(forms.Form):
    text = long_text(_("Correction"), rows=4, limit=4000, help_text=_("What is wrong, and how it should read."))


class AnswerForm(forms.Form):
    """What becomes of a correction. text: how the paragraph reads with it, where it is about one."""

    text = long_text(_("The paragraph, corrected"), rows=5, limit=10_000, required=False)
    answer = long_text(_("Answer"), rows=2, limit=1000, required=False, help_text=_("Who asked reads it."))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, minute: Minute | None) -> None:
        given = {"text": minute.text, "seen": minute.version} if minute is not None else {}
        super().__init__(data, initial=given)
        if minute is None:
            del self.fields["text"]
