"""What the secretary writes for the documents of a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.queries import organization_choices
from serambi.apps.meetings.models import Meeting, Paper
from serambi.apps.meetings.services import PaperFacts
from serambi.exchange.documents.office import Office
from serambi.exchange.papers.report import RECIPIENT
from serambi.ui.widgets import PlainSelect

_NUMBER = _("As the register of letters gives it.")


def _long(label: Any, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=10_000, widget=widget, **kwargs)


def _day() -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=pgettext_lazy("paper", "Date"), required=False, widget=widget)


class AgreementForm(forms.Form):
    """What a record of an agreement says besides the minutes."""

    number = forms.CharField(label=_("Number"), required=False, max_length=100, help_text=_NUMBER)
    day = _day()
    subject = forms.CharField(label=_("What the agreement is about"), required=False, max_length=200)
    parties = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=pgettext_lazy("paper", "Parties"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who signs it, each in a place of its own."),
    )
    opening = _long(_("What it rests on"), help_text=_("Left empty, the meeting and what its decisions rest on."))
    points = _long(
        _("What is agreed, one point a line"),
        rows=8,
        help_text=_(
            "Left empty, the decisions and actions of the meeting, without what the reader may not see. What is "
            "written here is seen by everybody who may read the document."
        ),
    )
    closing = _long(_("Closing"), rows=2)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, meeting: Meeting, paper: Paper | None, today: dt.date) -> None:
        super().__init__(data, initial=_initial(paper, meeting))
        self.fields["parties"].queryset = organization_choices(today=today)  # type: ignore[attr-defined]  # the field above

    @property
    def facts(self) -> PaperFacts:
        return _facts(self.cleaned_data)


class ReportForm(forms.Form):
    """What the report to the head of the regency says besides the minutes."""

    number = forms.CharField(label=_("Number"), required=False, max_length=100, help_text=_NUMBER)
    day = _day()
    recipient = forms.CharField(
        label=pgettext_lazy("paper", "To"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"placeholder": RECIPIENT}),
    )  # fmt: skip
    subject = forms.CharField(label=pgettext_lazy("paper", "Subject"), required=False, max_length=200)
    opening = _long(pgettext_lazy("paper", "Introduction"))
    closing = _long(
        _("Conclusion and proposals"), rows=5, help_text=_("What the head of the regency is asked to decide.")
    )
    signatory = forms.ChoiceField(label=_("Signed by"), required=False, widget=PlainSelect)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, meeting: Meeting, paper: Paper | None, office: Office) -> None:
        super().__init__(data, initial=_initial(paper, meeting))
        signing = [(key, f"{one.title}, {one.name}") for key, one in office.signatories.items()]
        self.fields["signatory"].choices = signing  # type: ignore[attr-defined]  # the field above

    @property
    def facts(self) -> PaperFacts:
        return _facts(self.cleaned_data)


class PhotographForm(forms.Form):
    """What a photograph shows."""

    caption = forms.CharField(
        label=_("What it shows"), max_length=200, help_text=_("Its caption, and what people hear who do not see it.")
    )


def _initial(paper: Paper | None, meeting: Meeting) -> dict[str, Any]:
    if paper is None:
        agencies = meeting.actions.order_by().values_list("agency_id", flat=True).distinct()
        return {"seen": 0, "parties": list(agencies)}
    names = ("number", "day", "subject", "recipient", "opening", "points", "closing", "signatory")
    kept = {name: getattr(paper, name) for name in names}
    return {**kept, "parties": [one.pk for one in paper.parties.all()], "seen": paper.version}


def _facts(given: Mapping[str, Any]) -> PaperFacts:
    written = {name: value for name, value in given.items() if name not in {"seen", "parties"}}
    return PaperFacts(**written, parties=list(given.get("parties") or ()))
