"""What people look for; what cannot be read does not narrow anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.meetings.models import ActionState, MeetingBody, MeetingState, Origin
from serambi.apps.meetings.queries import WantedActions, WantedDecisions, WantedMeetings
from serambi.apps.meetings.queries.effect import WantedEffect
from serambi.ui.widgets import PlainSelect


def _search() -> forms.CharField:
    return forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=PlainSelect)


class DecisionFilter(forms.Form):
    """The filters above the register of decisions."""

    q = _search()
    year = _choice(_("Year"), [])
    validity = _choice(
        _("Validity"),
        [
            ("", _("All")),
            ("valid", pgettext_lazy("decision", "In effect")),
            ("superseded", pgettext_lazy("decision", "Superseded")),
            ("coming", pgettext_lazy("decision", "Not in effect yet")),
        ],
    )

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]  # it is the field above

    @property
    def wanted(self) -> WantedDecisions:
        self.is_valid()
        given = self.cleaned_data
        return WantedDecisions(
            text=given.get("q", "").strip(),
            year=int(given["year"]) if given.get("year") else None,
            validity=given.get("validity", ""),
            sort=str(self.data.get("sort", "")),
        )


class ActionFilter(forms.Form):
    """The filters above the tracker of actions."""

    q = _search()
    whose = _choice(
        pgettext_lazy("action", "Whose"),
        [
            ("", pgettext_lazy("whose", "Everybody's")),
            ("mine", pgettext_lazy("whose", "Mine")),
            ("agency", pgettext_lazy("whose", "My agency's")),
            ("check", pgettext_lazy("whose", "For me to verify")),
        ],
    )
    state = _choice(
        _("State"),
        [
            ("", pgettext_lazy("action", "Not settled")),
            ("overdue", pgettext_lazy("action", "Overdue")),
            *ActionState.choices,
            ("all", _("All states")),
        ],
    )
    agency = _choice(pgettext_lazy("action", "Agency"), [])
    origin = _choice(_("Origin"), [("", _("All")), *Origin.choices])

    def __init__(self, data: Any, *, agencies: Sequence[str]) -> None:
        super().__init__(data)
        choices = [("", _("All agencies")), *((name, name) for name in agencies)]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]  # it is the field above

    @property
    def wanted(self) -> WantedActions:
        self.is_valid()
        given = self.cleaned_data
        return WantedActions(
            text=given.get("q", "").strip(),
            whose=given.get("whose", ""),
            state=given.get("state", "") or "unsettled",
            agency=given.get("agency", ""),
            origin=given.get("origin", ""),
            sort=str(self.data.get("sort", "")),
        )


class EffectFilter(forms.Form):
    """Whose meetings, and of which year."""

    body = _choice(_("Body"), [])
    year = _choice(_("Year"), [])

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["body"].choices = body_choices()  # type: ignore[attr-defined]  # it is the field above
        self.fields["year"].choices = _years(years)  # type: ignore[attr-defined]  # likewise

    @property
    def wanted(self) -> WantedEffect:
        self.is_valid()
        given = self.cleaned_data
        return WantedEffect(given.get("body", ""), int(given["year"]) if given.get("year") else None)


class MeetingFilter(forms.Form):
    """The filters above the list of meetings."""

    q = _search()
    body = _choice(_("Body"), [])
    state = _choice(_("State"), [("", _("All states")), *MeetingState.choices])
    year = _choice(_("Year"), [])

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["body"].choices = body_choices()  # type: ignore[attr-defined]  # it is the field above
        self.fields["year"].choices = _years(years)  # type: ignore[attr-defined]  # likewise

    @property
    def wanted(self) -> WantedMeetings:
        self.is_valid()
        given = self.cleaned_data
        return WantedMeetings(
            text=given.get("q", "").strip(),
            body=given.get("body", ""),
            state=given.get("state", ""),
            year=int(given["year"]) if given.get("year") else None,
        )


def body_choices() -> list[tuple[str, Any]]:
    bodies = MeetingBody.objects.order_by("name").values_list("code", "name")
    return [("", _("All bodies")), *bodies]


def _years(years: Sequence[int]) -> list[tuple[str, Any]]:
    return [("", _("All years")), *((str(year), str(year)) for year in years)]
