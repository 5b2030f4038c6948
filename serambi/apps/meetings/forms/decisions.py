"""What is written down of a decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.meetings.forms.fields import DecisionField, ProgramField, day, long_text, meeting
from serambi.apps.meetings.models import Decision
from serambi.apps.meetings.services import DecisionFacts

_CORRECTED = ("text", "basis", "decided_by", "decided_on", "effective_from")


class DecisionForm(forms.Form):
    """A new decision, or with an instance the correction of one: then a reason is asked for."""

    text = long_text(
        _("Decision"), rows=5, limit=10_000, help_text=_("Whole sentences, as they should be read years from now.")
    )
    basis = long_text(_("Basis"), required=False, help_text=_("The regulation, figure or document that it rests on."))
    decided_by = forms.CharField(
        label=_("Decided by"), max_length=200, help_text=_("The body or the office, for example Tim Pelaksana.")
    )
    decided_on = day(_("Decided on"))
    effective_from = day(
        _("In effect from"), required=False, help_text=_("Leave it empty when it holds from that day on.")
    )
    program = ProgramField(label=_("Program"), required=False, max_length=30, help_text=_("Its code in the register."))
    supersedes = DecisionField(
        label=_("Supersedes"), required=False, max_length=12, help_text=_("The number of the earlier decision.")
    )
    reason = long_text(_("Why it is corrected"), limit=1000)
    meeting = meeting()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, user: Any, today: dt.date, instance: Decision | None = None, initial: Any = None
    ) -> None:
        given = {"decided_on": today, **(initial or {})}
        if instance is not None:
            given = {name: getattr(instance, name) for name in _CORRECTED} | {"seen": instance.version}
            given["program"] = instance.program.code if instance.program else ""
        super().__init__(data, initial=given)
        self.fields["program"].user = user  # type: ignore[attr-defined]  # it is the field above
        del self.fields["reason" if instance is None else "supersedes"]

    @property
    def facts(self) -> DecisionFacts:
        given = self.cleaned_data
        return DecisionFacts(
            program=given["program"], meeting=given["meeting"], **{name: given[name] for name in _CORRECTED}
        )
