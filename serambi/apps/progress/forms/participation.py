"""Which participation somebody looks at, by which rule it is counted, and who joins a working group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import Pillar
from serambi.apps.progress.models import Criterion, Duty, ReportingCycle, Side
from serambi.apps.progress.queries.tallies import Span
from serambi.methods.periods import NotAPeriod, Period
from serambi.ui import formats
from serambi.ui.widgets import PlainSelect


class ParticipationFilter(forms.Form):
    """The filters above a league; what cannot be read does not narrow anything."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    since = forms.ChoiceField(label=_("From"), required=False, widget=PlainSelect)
    until = forms.ChoiceField(label=_("Until"), required=False, widget=PlainSelect)
    pillar = forms.ChoiceField(label=_("Pillar"), required=False, widget=PlainSelect)
    cycle = forms.ChoiceField(label=_("Cycle"), required=False, widget=PlainSelect)

    def __init__(
        self,
        data: Any,
        *,
        quarters: Sequence[Period],
        pillars: Iterable[Pillar],
        cycles: Iterable[ReportingCycle],
        today: dt.date,
    ) -> None:
        super().__init__(data)
        self._quarters = list(quarters)
        self._today = today
        self._pillars = {one.code: one for one in pillars}
        self._cycles = {one.code: one for one in cycles}
        times = [(str(one), formats.period(one)) for one in self._quarters]
        self._choose("since", [("", _("Beginning of the year")), *times])
        self._choose("until", [("", _("Today")), *times])
        self._choose("pillar", [("", _("All pillars")), *((code, str(one)) for code, one in self._pillars.items())])
        self._choose("cycle", [("", _("All cycles")), *((code, str(one)) for code, one in self._cycles.items())])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # each is a choice field above

    @property
    def span(self) -> Span:
        """Return the span that is looked at: without a choice, the year of the last quarter that counts."""
        given = self._given()
        latest = self._quarters[0] if self._quarters else None
        until = _period(given.get("until", ""))
        last = until.end if until else self._today  # a period that counts ended before today
        since = _period(given.get("since", ""))
        year = (until or latest).year if until or latest else self._today.year  # type: ignore[union-attr]  # one is
        first = since.start if since else dt.date(year, 1, 1)
        return Span(
            first=first,
            last=last,
            cycle=self._cycles.get(given.get("cycle", "")),
            pillar=self._pillars.get(given.get("pillar", "")),
        )

    @property
    def text(self) -> str:
        return str(self._given().get("q", "")).strip()

    @property
    def sort(self) -> str:
        return str(self.data.get("sort", ""))

    def _given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except NotAPeriod:
        return None


class RuleForm(forms.Form):
    """The weight of each criterion, and how strongly small members are drawn to the overall rate."""

    strength = forms.IntegerField(
        label=_("Strength of the overall rate"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_(
            "So many items of an agency's own weigh as much as the overall rate. Empty: estimated from the figures, "
            "which is recommended. 0: agencies are ranked by their raw shares."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in Criterion:
            self.fields[one.value] = forms.IntegerField(label=one.label, min_value=0, max_value=100)
        self.order_fields([*Criterion.values, "strength", "reason"])

    @property
    def weights(self) -> dict[str, int]:
        return {one.value: self.cleaned_data[one.value] for one in Criterion}


class GroupMemberForm(forms.Form):
    """Who joins the working group of which pillar."""

    pillar = forms.ModelChoiceField(
        label=_("Pillar"), queryset=Pillar.objects.none(), widget=PlainSelect, empty_label=_("Choose one")
    )
    side = forms.ChoiceField(label=_("Working group"), choices=Side.choices, widget=forms.RadioSelect)
    organization = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        widget=PlainSelect,
        empty_label=_("Choose one"),
    )
    user = forms.ModelChoiceField(
        label=_("Person with an account"),
        queryset=User.objects.none(),
        required=False,
        widget=PlainSelect,
        empty_label="–",
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("For somebody without an account, such as a lecturer or the head of a community."),
    )
    duty = forms.ChoiceField(
        label=pgettext_lazy("working group", "Duty"), choices=Duty.choices, initial=Duty.MEMBER, widget=PlainSelect
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "pillar": Pillar.objects.filter(plan__is_current=True),
            "organization": Organization.objects.valid_on(today),
            "user": User.objects.filter(is_active=True).order_by("name"),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]  # each is a choice of rows
