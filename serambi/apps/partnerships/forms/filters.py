"""What people look for; what cannot be read does not narrow anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Sector
from serambi.apps.partnerships.models import CommitmentKind, CommitmentState
from serambi.apps.partnerships.queries import WantedCommitments
from serambi.ui.widgets import PlainSelect

Choices = Sequence[tuple[str, Any]]
_NAMES = ("whose", "state", "kind", "sector", "partner", "agency", "program", "pillar")


def _choice(label: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=PlainSelect)


class CommitmentFilter(forms.Form):
    """The filters above the ledger of commitments."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.SearchInput(attrs={"autocomplete": "off"})
    )
    state = _choice(
        _("State"),
        [
            ("", pgettext_lazy("commitment", "Not cancelled")),
            ("overdue", pgettext_lazy("commitment", "Overdue")),
            ("open", pgettext_lazy("commitment", "Still to come")),
            *CommitmentState.choices,
            ("all", _("All states")),
        ],
    )
    sector = _choice(
        _("Sector"), [("", _("All sectors")), *(one for one in Sector.choices if one[0] != Sector.GOVERNMENT)]
    )
    partner = _choice(_("Partner"), [])
    pillar = _choice(_("Pillar"), [])
    program = _choice(_("Program"), [])
    agency = _choice(pgettext_lazy("commitment", "Agency"), [])
    kind = _choice(_("Kind"), [("", _("All kinds")), *CommitmentKind.choices])
    whose = _choice(
        pgettext_lazy("commitment", "Whose"),
        [
            ("", pgettext_lazy("whose", "Everybody's")),
            ("mine", pgettext_lazy("whose", "My organization's")),
            ("check", pgettext_lazy("whose", "For me to verify")),
        ],
    )

    def __init__(self, data: Any, *, partners: Choices, agencies: Choices, programs: Choices, pillars: Choices) -> None:
        super().__init__(data)
        for name, every, choices in (
            ("partner", _("All partners"), partners),
            ("agency", _("All agencies"), agencies),
            ("program", _("All programs"), programs),
            ("pillar", _("All pillars"), pillars),
        ):
            self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]  # a field above

    @property
    def wanted(self) -> WantedCommitments:
        self.is_valid()
        given = self.cleaned_data
        return WantedCommitments(
            text=given.get("q", "").strip(),
            sort=str(self.data.get("sort", "")),
            **{name: given.get(name, "") for name in _NAMES},
        )
