"""The filters of the register, as its address has them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models import Horizon, Stage
from serambi.apps.plans.queries import Chosen, RegisterChoices
from serambi.apps.plans.queries.register import ONLY_ILLUSTRATION, WITHOUT_ILLUSTRATION
from serambi.apps.regions.models import AreaLevel
from serambi.ui.widgets import PlainSelect

ANY = [("", "–")]
_INDENT = "\u2003"


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=PlainSelect)


class RegisterFilter(forms.Form):
    """What the register is narrowed to; what an address says wrongly is left open."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, code, description, agency")}),
    )
    pillar = _choice(_("Pillar"))
    sub = _choice(_("Sub-dimension"))
    lead = _choice(_("Lead"))
    participant = _choice(_("Takes part"))
    stage = _choice(_("Stage"))
    horizon = _choice(_("Horizon"))
    year = _choice(_("Budget year"))
    mission = _choice(_("RPJMD mission"))
    location = _choice(_("Location"))
    illustration = _choice(_("Illustration"))
    quick = forms.BooleanField(label=_("Quick win"), required=False)
    late = forms.BooleanField(label=_("Late"), required=False)
    no_owner = forms.BooleanField(label=_("No owner"), required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)

    def __init__(self, data: Any, *, choices: RegisterChoices, with_archived: bool) -> None:
        super().__init__(data)
        for name, options in _options(choices).items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*ANY, *options]
        if not choices.missions:
            del self.fields["mission"]
        if not with_archived:
            del self.fields["archived"]

    def gone(self) -> list[tuple[str, str]]:
        """Return the filters of the address that mean nothing here any more, by label and value; they are left open."""
        self.is_valid()
        names = [*self.errors, *(("mission",) if "mission" not in self.fields else ())]
        found = [(str(self.base_fields[name].label), str(self.data.get(name, ""))[:80]) for name in names]
        return [(label, value) for label, value in found if value]

    def chosen(self) -> Chosen:
        """Return what the person has narrowed the register to."""
        self.is_valid()
        given = self.cleaned_data
        number = {name: int(given[name]) for name in ("year", "mission") if given.get(name)}
        return Chosen(
            words=given.get("q", ""),
            pillar=given.get("pillar", ""),
            sub_dimension=given.get("sub", ""),
            lead=given.get("lead", ""),
            participant=given.get("participant", ""),
            stage=given.get("stage", ""),
            horizon=given.get("horizon", ""),
            year=number.get("year"),
            mission=number.get("mission"),
            location=given.get("location", ""),
            illustration=given.get("illustration", ""),
            quick_win=bool(given.get("quick")),
            late=bool(given.get("late")),
            no_owner=bool(given.get("no_owner")),
            archived=bool(given.get("archived")),
        )


def _options(choices: RegisterChoices) -> dict[str, list[Any]]:
    organizations = [(abbreviation, f"{abbreviation} – {name}") for abbreviation, name in choices.organizations]
    return {
        "pillar": [(pillar.code, pillar.name) for pillar in choices.pillars],
        "sub": [
            (pillar.name, [(f"{pillar.code}/{code}", name) for code, name in pillar.parts])
            for pillar in choices.pillars
        ],
        "lead": organizations,
        "participant": organizations,
        "stage": list(Stage.choices),
        "horizon": list(Horizon.choices),
        "year": [(str(year), str(year)) for year in choices.years],
        "mission": [(str(pk), text) for pk, text in choices.missions],
        "location": [
            (code, f"{_INDENT * max(level - AreaLevel.REGENCY, 0)}{name}") for code, name, level in choices.areas
        ],
        "illustration": [
            (ONLY_ILLUSTRATION, _("Illustration only")),
            (WITHOUT_ILLUSTRATION, _("Without illustration")),
        ],
    }
