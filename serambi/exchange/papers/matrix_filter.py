"""Which actions stand in the matrix over all meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.meetings.models import Action, ActionState, MeetingBody
from serambi.apps.meetings.queries.confidential import actions_open_to
from serambi.apps.meetings.workflow import UNSETTLED
from serambi.ui.widgets import PlainSelect


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=PlainSelect)


class MatrixFilter(forms.Form):
    """Body, agency, state and the year in which an action is due; what cannot be read does not narrow anything."""

    body = _choice(_("Body"), [])
    agency = _choice(pgettext_lazy("action", "Agency"), [])
    state = _choice(
        _("State"),
        [
            ("", pgettext_lazy("matrix", "All but cancelled")),
            ("unsettled", pgettext_lazy("action", "Not settled")),
            ("overdue", pgettext_lazy("action", "Overdue")),
            *((value, label) for value, label in ActionState.choices if value != ActionState.CANCELLED),
        ],
    )
    year = _choice(_("Due in"), [])

    def __init__(self, data: Any, *, user: Any, today: dt.date) -> None:
        super().__init__(data)
        self._today = today
        self._all = actions_open_to(user, today=today)
        agencies = self._all.order_by().values_list("agency__abbreviation", flat=True).distinct()
        years = [day.year for day in self._all.dates("due_on", "year", order="DESC")]
        bodies = MeetingBody.objects.order_by("name").values_list("code", "name")
        self._choose("body", [("", _("All bodies")), *bodies])
        self._choose("agency", [("", _("All agencies")), *((one, one) for one in sorted(agencies))])
        self._choose("year", [("", _("All years")), *((str(year), str(year)) for year in years)])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # all of them are choices

    def found(self) -> QuerySet[Action]:
        """Return the actions that fit, the earliest due first."""
        self.is_valid()
        given = self.cleaned_data
        found = self._all.exclude(state=ActionState.CANCELLED)
        match given.get("state", ""):
            case "unsettled":
                found = found.filter(state__in=UNSETTLED)
            case "overdue":
                found = found.filter(state=ActionState.OPEN, due_on__lt=self._today)
            case state if state:
                found = found.filter(state=state)
        if given.get("body"):
            found = found.filter(meeting__body__code=given["body"])
        if given.get("agency"):
            found = found.filter(agency__abbreviation=given["agency"])
        if given.get("year"):
            found = found.filter(due_on__year=int(given["year"]))
        related = ("agency", "person", "decision", "meeting__body", "program", "item")
        return found.select_related(*related).order_by("due_on", "pk")

    def in_words(self) -> list[tuple[str, str]]:
        """Return what was chosen, label and value, for a file and for print."""
        shown = []
        self.is_valid()
        for name, field in self.fields.items():
            chosen = self.cleaned_data.get(name, "")
            if chosen:
                labels = {str(key): label for key, label in field.choices}  # type: ignore[attr-defined]  # as above
                shown.append((str(field.label), str(labels[chosen])))
        return shown
