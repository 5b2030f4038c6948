"""What somebody writes who is at a meeting."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.models import BodyMember, Invitation
from serambi.apps.meetings.services import Arrival
from serambi.apps.meetings.signatures import LONGEST
from serambi.ui.widgets import PlainSelect

KEY = r"^[A-Za-z0-9_-]{16,40}$"


class ArrivalForm(forms.Form):
    """Somebody who is there, by an invitation, as a member of a body that invited nobody, or by neither."""

    invitation = forms.ChoiceField(label=_("Invited as"), required=False, widget=PlainSelect)
    member = forms.ChoiceField(label=_("Here for"), required=False, widget=PlainSelect)
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    position = forms.CharField(
        label=_("Position"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    instance = forms.CharField(
        label=_("Office or organization"), max_length=200, required=False,
        help_text=_("Only when you are not on the list above."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip

    def __init__(
        self, data: Any, *, invited: Sequence[Invitation], members: Sequence[BodyMember] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._invited = {str(one.pk): one for one in invited}
        self._members = {str(one.pk): one for one in members}
        self._offer("invitation", self._invited)
        self._offer("member", self._members)
        if not invited and not members:
            self.fields["instance"].help_text = ""

    def _offer(self, name: str, seats: Mapping[str, Invitation | BodyMember]) -> None:
        """Let one of these be chosen; without any the question is not asked."""
        if not seats:
            del self.fields[name]
            return
        choices = [(key, str(one)) for key, one in seats.items()]
        self.fields[name].choices = [("", _("Not on the list")), *choices]  # type: ignore[attr-defined]  # a ChoiceField above

    @property
    def arrival(self) -> Arrival:
        given = self.cleaned_data
        return Arrival(
            name=given["name"],
            position=given["position"],
            instance=given["instance"],
            invitation=self._invited.get(given.get("invitation", "")),
            member=self._members.get(given.get("member", "")),
            signature=given.get("signature", ""),
            client_key=given.get("client_key", ""),
        )


class CheckInForm(ArrivalForm):
    """The same on a phone in the room: with a signature, and with a key that makes a repeated sending harmless."""

    signature = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    client_key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        initial = {"client_key": secrets.token_urlsafe(18), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
