"""What somebody writes who is at a meeting."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.models import Invitation
from serambi.apps.meetings.services import Arrival
from serambi.apps.meetings.signatures import LONGEST
from serambi.ui.widgets import PlainSelect

KEY = r"^[A-Za-z0-9_-]{16,40}$"


class ArrivalForm(forms.Form):
    """Somebody who is there, by an invitation or without one."""

    invitation = forms.ChoiceField(label=_("Invited as"), required=False, widget=PlainSelect)
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

    def __init__(self, data: Any, *, invited: list[Invitation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._invited = {str(one.pk): one for one in invited}
        choices = [(key, one.receiver) for key, one in self._invited.items()]
        self.fields["invitation"].choices = [("", _("Not on the list")), *choices]  # type: ignore[attr-defined]  # the field above

    @property
    def arrival(self) -> Arrival:
        given = self.cleaned_data
        return Arrival(
            name=given["name"],
            position=given["position"],
            instance=given["instance"],
            invitation=self._invited.get(given["invitation"]),
            signature=given.get("signature", ""),
            client_key=given.get("client_key", ""),
        )


class CheckInForm(ArrivalForm):
    """The same on a phone in the room: with a signature, and with a key that makes a repeated sending harmless."""

    signature = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    client_key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, invited: list[Invitation], **kwargs: Any) -> None:
        initial = {"client_key": secrets.token_urlsafe(18), **kwargs.pop("initial", {})}
        super().__init__(data, invited=invited, initial=initial, **kwargs)
