"""Fields of more than one form: a day, a long text, and things named by what people call them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.objects import get_indicator_for
from serambi.apps.meetings.models import Decision, Meeting
from serambi.apps.meetings.queries import decision_named
from serambi.apps.plans.models import Program
from serambi.apps.plans.queries import get_program_for


def day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def long_text(label: Any, *, rows: int = 3, limit: int = 4000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def meeting() -> forms.ModelChoiceField[Meeting]:
    """Return the field of the meeting for which something is recorded, filled by the link that led here."""
    return forms.ModelChoiceField(Meeting.objects.all(), required=False, widget=forms.HiddenInput)


class ProgramField(forms.CharField):
    """A program by its code, as everybody calls it; the value is the program. user: who asks."""

    user: Any = None

    def clean(self, value: Any) -> Program | None:
        code = str(super().clean(value) or "").strip()
        if not code:
            return None
        try:
            return get_program_for(self.user, code)
        except Http404 as error:
            message = _("There is no program “%(code)s”. Write the code as the register has it.") % {"code": code}
            raise ValidationError(message) from error


class IndicatorField(forms.CharField):
    """An indicator by its code; the value is the indicator. user: who asks."""

    user: Any = None

    def clean(self, value: Any) -> Indicator | None:
        code = str(super().clean(value) or "").strip()
        if not code:
            return None
        try:
            return get_indicator_for(self.user, code)
        except Http404 as error:
            message = _("There is no indicator “%(code)s”. Write the code as the list of indicators has it.")
            raise ValidationError(message % {"code": code}) from error


class DecisionField(forms.CharField):
    """A decision by its number; the value is the decision."""

    def clean(self, value: Any) -> Decision | None:
        name = str(super().clean(value) or "").strip()
        if not name:
            return None
        found = decision_named(name)
        if found is None:
            message = _("There is no decision “%(name)s”. Write year and number, for example 2026/17.")
            raise ValidationError(message % {"name": name})
        return found
