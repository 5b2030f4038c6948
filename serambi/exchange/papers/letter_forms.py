"""What the coordinator writes in a letter of invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.models import InvitationLetter, Meeting, Sifat
from serambi.apps.meetings.services import LetterFacts
from serambi.exchange.documents.office import Office
from serambi.exchange.papers.letters import CLOSING, OPENING
from serambi.ui.widgets import PlainSelect

KEPT = ("number", "day", "sifat", "lampiran", "hal", "opening", "closing", "dress", "copies", "signatory")


class LetterForm(forms.Form):
    """The letter beside when and where, which are the meeting's own."""

    number = forms.CharField(
        label=_("Number of the letter"), max_length=100, required=False,
        help_text=_("As your register gives it, for example 000.1.5/117/DISKOMINFO/2026. Needed before it is sent."),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Date of the letter"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    sifat = forms.ChoiceField(label=_("Sifat"), choices=Sifat.choices, initial=Sifat.IMPORTANT, widget=PlainSelect)
    lampiran = forms.CharField(
        label=_("Lampiran"), max_length=100, required=False, help_text=_("Empty: a dash, as offices write it.")
    )
    hal = forms.CharField(label=_("Hal"), max_length=200)
    opening = forms.CharField(
        label=_("Opening"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Before day, time and place. In Indonesian, as the whole letter."),
    )  # fmt: skip
    closing = forms.CharField(
        label=_("Closing"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    dress = forms.CharField(label=_("Dress"), max_length=100, required=False)
    copies = forms.CharField(
        label=_("Tembusan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One receiver a line."),
    )  # fmt: skip
    signatory = forms.ChoiceField(label=_("Signed by"), required=False, widget=PlainSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, meeting: Meeting, letter: InvitationLetter | None, office: Office) -> None:
        if letter is None:
            given = {"hal": f"Undangan {meeting.title}", "opening": OPENING, "closing": CLOSING}
        else:
            given = {name: getattr(letter, name) for name in KEPT} | {"seen": letter.version}
        super().__init__(data, initial=given)
        signing = [(key, f"{one.title} – {one.name}") for key, one in office.signatories.items()]
        self.fields["signatory"].choices = signing  # type: ignore[attr-defined]  # it is the field above

    @property
    def facts(self) -> LetterFacts:
        given = self.cleaned_data
        return LetterFacts(**{name: given[name] for name in KEPT})
