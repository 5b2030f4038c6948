"""What people look for in the lists; what cannot be read does not narrow anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.indicators.labels import CONDITIONS
from serambi.apps.indicators.queries import lists, standards
from serambi.ui.widgets import PlainSelect


def search_box() -> forms.CharField:
    return forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )


def choice(label: Any, empty: Any, choices: Sequence[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=PlainSelect, choices=[("", empty), *choices])


class IndicatorFilter(forms.Form):
    """The filters above the list of indicators."""

    q = search_box()
    state = choice(_("State"), _("All states"), CONDITIONS)
    illustration = choice(
        _("Illustration"), _("Real and illustration"), [("none", _("Real only")), ("only", _("Illustration only"))]
    )

    def __init__(self, data: Any, *, choices: lists.FilterChoices, sees_archived: bool) -> None:
        super().__init__(data)
        first = {
            "q": self.fields["q"],
            "pillar": choice(_("Pillar"), _("All pillars"), choices.pillars),
            "owner": choice(_("Owner"), _("All owners"), choices.owners),
            "state": self.fields["state"],
            "standard": choice(_("Standard"), _("All standards"), choices.frameworks),
            "illustration": self.fields["illustration"],
        }
        if sees_archived:
            first["archive"] = choice(_("Archive"), _("In use"), [("archived", _("Archived"))])
        self.fields.clear()
        self.fields.update(first)

    def wanted(self, sort: str) -> lists.Wanted:
        """Return what the person looks for; a filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        return lists.Wanted(
            text=given.get("q", ""),
            pillar=_id(given.get("pillar")),
            owner=_id(given.get("owner")),
            condition=given.get("state", ""),
            framework=_id(given.get("standard")),
            illustration=given.get("illustration", ""),
            archived=given.get("archive") == "archived",
            sort=sort,
        )


class StandardFilter(forms.Form):
    """The filters above the list of standard indicators."""

    q = search_box()
    answered = choice(_("Answered"), _("All"), [("yes", _("Answered by ours")), ("no", _("Not answered"))])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        fields = {
            "q": self.fields["q"],
            "framework": choice(_("Standard"), _("All standards"), lists.framework_choices()),
            "group": choice(_("Group"), _("All groups"), [(group, group) for group in standards.groups()]),
            "answered": self.fields["answered"],
        }
        self.fields.clear()
        self.fields.update(fields)

    def wanted(self, sort: str) -> standards.WantedStandards:
        """Return what the person looks for; a filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        return standards.WantedStandards(
            text=given.get("q", ""),
            framework=_id(given.get("framework")),
            group=given.get("group", ""),
            answered=given.get("answered", ""),
            sort=sort,
        )


def _id(text: Any) -> int | None:
    return int(text) if text else None
