"""Who is invited beside the members, and what whoever is invited answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.meetings.forms.fields import long_text
from serambi.apps.meetings.models import Answer, Invitation
from serambi.apps.meetings.services import AnswerFacts, Guest
from serambi.ui.widgets import PlainSelect

_ANSWERS = [(value, label) for value, label in Answer.choices if value != Answer.NONE]


class InvitationForm(forms.Form):
    """How the letter names a receiver, and where it goes."""

    name = forms.CharField(
        label=_("Name in the letter"), max_length=200, required=False,
        help_text=_("For example Kepala Dinas Kesehatan. Empty: the name of the organization or person."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Place after “di”"), max_length=100, required=False, help_text=_("Empty: Tempat.")
    )
    email = forms.EmailField(
        label=_("Mail"),
        required=False,
        help_text=_("For whoever has no account; whoever has one gets it anyway."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_invitation(cls, data: Any, invitation: Invitation) -> InvitationForm:
        kept = {name: getattr(invitation, name) for name in ("name", "address", "email")}
        return cls(data, initial={**kept, "seen": invitation.version})

    @property
    def guest(self) -> Guest:
        given = self.cleaned_data
        return Guest(name=given["name"], address=given["address"], email=given["email"])


class GuestForm(InvitationForm):
    """Somebody who is invited beside the members of the body."""

    who = forms.ChoiceField(label=_("Organization or person"), required=False, widget=PlainSelect)

    field_order = ("who", "name", "address", "email")

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        organizations = {f"organization-{one.pk}": one for one in Organization.objects.valid_on(today)}
        working = Membership.objects.valid_on(today).filter(user__is_active=True).values("user_id")
        people = {f"person-{one.pk}": one for one in User.objects.filter(pk__in=working).order_by("name")}
        self._known: dict[str, User | Organization] = {**organizations, **people}
        self.fields["who"].choices = [  # type: ignore[attr-defined]  # it is the field above
            ("", _("Somebody else, named below")),
            (_("Organizations"), [(key, f"{one.abbreviation} – {one.name}") for key, one in organizations.items()]),
            (_("People"), [(key, str(one)) for key, one in people.items()]),
        ]

    @property
    def guest(self) -> Guest:
        given = self.cleaned_data
        who = self._known.get(given["who"])
        return Guest(who=who, name=given["name"], address=given["address"], email=given["email"])


class AnswerForm(forms.Form):
    """Whether somebody comes, who it is, or why nobody does."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("invitation", "Do you come?"), choices=_ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who comes"), max_length=200, required=False, help_text=_("Needed when somebody is sent.")
    )
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    reason = long_text(_("Reason"), rows=2, limit=500, required=False, help_text=_("Needed when nobody comes."))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_invitation(cls, data: Any, invitation: Invitation) -> AnswerForm:
        kept = {name: getattr(invitation, name) for name in ("who", "position", "reason")}
        answered = invitation.answer if invitation.answer != Answer.NONE else None
        return cls(data, initial={**kept, "answer": answered, "seen": invitation.version})

    @property
    def facts(self) -> AnswerFacts:
        given = self.cleaned_data
        return AnswerFacts(given["answer"], given["who"], given["position"], given["reason"])
