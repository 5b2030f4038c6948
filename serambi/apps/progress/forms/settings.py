"""What the coordinator configures, and what is said with a move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Membership, Organization
from serambi.apps.progress.models import ReportingCycle, ReportingPeriod
from serambi.apps.progress.services import PeriodDays
from serambi.ui.widgets import PlainSelect


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MoveForm(forms.Form):
    """What is said with a move. seen: the version of the report that the person looked at."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class CorrectionForm(forms.Form):
    """Which items of a verified report are corrected, and why."""

    items = forms.MultipleChoiceField(
        label=_("What is corrected"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one item.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays beside the earlier figure for whoever asks."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = choices  # type: ignore[attr-defined]  # it is the field above


class CycleForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs make forms generic, Django does not
    """What is reported how often; the rules are kept by the services."""

    class Meta:
        model = ReportingCycle
        fields = [
            "code", "name", "name_en", "frequency", "asks_programs", "asks_money", "asks_figures", "proves_programs",
            "proves_milestones", "proves_money", "proves_figures", "open_days",
            "due_working_days", "grace_working_days", "late_entry", "late_working_days", "accepting_organization",
            "is_active",
        ]  # fmt: skip
        widgets = {"frequency": PlainSelect, "late_entry": PlainSelect, "accepting_organization": PlainSelect}
        help_texts = {
            "code": _("It stands in the address of every report and cannot be changed later."),
            "open_days": _("1 is the day after the period ends. A negative number opens it before the end."),
            "proves_milestones": _("What has no evidence is counted and may be explained; it stops nobody."),
            "due_working_days": _("National holidays, joint leave and your own corrections are not working days."),
            "accepting_organization": _("For example the planning agency. Leave it empty where verifying is enough."),
        }

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        else:
            frequency = self.fields["frequency"]
            frequency.choices = [("", _("Choose one")), *frequency.choices[1:]]  # type: ignore[attr-defined]  # likewise
        accepting = self.fields["accepting_organization"]
        accepting.queryset = Organization.objects.valid_on(today)  # type: ignore[attr-defined]  # a choice of rows
        accepting.required = False
        accepting.empty_label = "–"  # type: ignore[attr-defined]  # likewise


class YearForm(forms.Form):
    """Which year of periods to add."""

    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)


class PeriodDaysForm(forms.Form):
    """The days of one period, set by hand."""

    opens_on = _day(_("Opens"))
    due_on = _day(_("Due"), help_text=_("The last day on time."))
    grace_until = _day(_("Grace until"), help_text=_("The last day that is late without consequence."))
    closes_on = _day(_("Closes"), help_text=_("The last day on which a report may be sent in."))

    @classmethod
    def for_period(cls, data: Any, period: ReportingPeriod) -> PeriodDaysForm:
        return cls(data, initial={name: getattr(period, name) for name in cls.base_fields})

    @property
    def days(self) -> PeriodDays:
        return PeriodDays(**self.cleaned_data)


class ReopenForm(forms.Form):
    """Until when a closed period is open again, and why."""

    until = _day(_("Open until"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class HolidayForm(forms.Form):
    """A day on which the office differs from the published calendar."""

    day = _day(_("Day"))
    is_off = forms.TypedChoiceField(
        label=_("Off or worked"),
        choices=[
            ("off", _("Off, against the published calendar")),
            ("worked", _("Worked, against the published calendar")),
        ],
        coerce=lambda text: text == "off",
        widget=forms.RadioSelect,
        initial="off",
    )
    name = forms.CharField(label=_("Occasion"), max_length=150)


class DelegationForm(forms.Form):
    """Who stands in for whom, in which role, from when until when."""

    lent = forms.ChoiceField(label=_("Role of the absent person"), widget=PlainSelect)
    receiver = forms.ChoiceField(label=_("Stands in"), widget=PlainSelect)
    first_day = _day(_("From"))
    last_day = _day(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(
        self, data: Any, *, lendable: Sequence[Membership], members: Sequence[Membership], today: dt.date
    ) -> None:
        super().__init__(data, initial={"first_day": today})
        self._lendable = {str(one.pk): one for one in lendable}
        self._members = {str(one.pk): one for one in members}
        roles = [
            (pk, f"{one.organization.abbreviation}: {one.user}, {one.get_role_display()}")
            for pk, one in self._lendable.items()
        ]
        people = [(pk, f"{one.organization.abbreviation}: {one.user}") for pk, one in self._members.items()]
        # Nobody is named by having been the first in a list; a single role of one's own is no choice.
        nobody = [("", _("Choose one"))]
        self.fields["lent"].choices = roles if len(roles) == 1 else nobody + roles  # type: ignore[attr-defined]  # it is the field above
        self.fields["receiver"].choices = nobody + people  # type: ignore[attr-defined]  # likewise

    @property
    def membership(self) -> Membership:
        return self._lendable[self.cleaned_data["lent"]]

    @property
    def stands_in(self) -> Membership:
        return self._members[self.cleaned_data["receiver"]]
