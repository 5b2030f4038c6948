"""What a reader of the record may look for."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.audit import labels, queries
from serambi.apps.audit.agencies import agency_choices
from serambi.apps.audit.models import Verb


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RecordFilter(forms.Form):
    """The filters above the record."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    actor = forms.ChoiceField(label=_("Person"), required=False)
    verb = forms.ChoiceField(label=_("Action"), required=False)
    agency = forms.ChoiceField(label=_("Agency of the person"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    kind = forms.ChoiceField(label=_("Kind of object"), required=False)
    object = forms.CharField(label=_("Object number"), required=False, max_length=60)
    since = _day(_("From"))
    until = _day(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words: dict[str, dict[str, Any]] = {}
        anybody, anything = [("", _("Everybody"))], [("", _("All"))]
        self._choose("actor", [*anybody, (queries.PROGRAM, _("the program itself")), *queries.actors()])
        self._choose("verb", [*anything, *((verb.value, capfirst(str(verb.label))) for verb in Verb)])
        self._choose("agency", [*anything, *agency_choices()])
        outcomes = [("done", pgettext_lazy("audit", "Done")), ("refused", pgettext_lazy("audit", "Refused"))]
        self._choose("outcome", [*anything, *outcomes])
        self._choose("kind", [*anything, *labels.object_types()])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices
        self._words[name] = dict(choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(_("The first day is after the last."))
        return cleaned

    def wanted(self) -> queries.Wanted:
        """Return what the person looks for; a filter that cannot be read is left out, its message is on the page."""
        self.is_valid()
        given = self.cleaned_data
        return queries.Wanted(
            text=given.get("q", ""),
            actor=given.get("actor", ""),
            verb=given.get("verb", ""),
            object_type=given.get("kind", ""),
            object_id=given.get("object", ""),
            since=given.get("since"),
            until=given.get("until"),
            agency=given.get("agency", ""),
            outcome=given.get("outcome", ""),
        )

    def told(self) -> list[tuple[str, str | dt.date]]:
        """Return the filters that are set, label and choice, for the sheet that says what a file holds."""
        self.is_valid()
        found: list[tuple[str, str | dt.date]] = []
        for name, value in self.cleaned_data.items():
            if value:
                words = self._words.get(name, {}).get(value, value)
                found.append((str(self.fields[name].label), words if isinstance(words, dt.date) else str(words)))
        return found


class ErasureForm(forms.Form):
    """Why a person is erased from the record."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the record, so write it without the person's name: who asked for it and when."),
    )
