"""What people look for among the areas, and what the coordinator says about one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.regions.models import Area, AreaKind


class AreaFilter(forms.Form):
    """The filters above the list of areas."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "placeholder": _("Name or code")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *AreaKind.choices])
    ended = forms.BooleanField(label=_("Ended ones, too"), required=False)

    def wanted(self) -> dict[str, Any]:
        """Return what the person looks for; a filter that cannot be read is left out."""
        self.is_valid()
        given = self.cleaned_data
        kind = given.get("kind", "")
        return {"text": given.get("q", ""), "kinds": [kind] if kind else [], "with_ended": given.get("ended", False)}


class SuccessorChoice(forms.ModelChoiceField[Area]):
    """A choice of areas by name and code, since names repeat."""

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.name} ({obj.code})"


class AreaForm(forms.Form):
    """An area's name and its place in time; its code, kind and parent come with the list of codes."""

    name = forms.CharField(label=_("Name"), max_length=120)
    valid_from = forms.DateField(
        label=_("Exists since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("Existed until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only when it was divided, merged or renamed into another area. Its figures stay."),
    )
    successor = SuccessorChoice(
        label=_("Taken over by"), required=False, queryset=Area.objects.none(), empty_label=_("Nobody")
    )

    def __init__(self, data: Any, *, area: Area) -> None:
        names = ("name", "valid_from", "valid_until", "successor")
        super().__init__(data, initial={name: getattr(area, name) for name in names})
        others = Area.objects.filter(level=area.level).exclude(pk=area.pk).order_by("name", "code")
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]  # a model choice
