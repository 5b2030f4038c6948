"""For which activity another one waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.forms.fields import PartForm
from serambi.apps.plans.models import Activity, Dependency
from serambi.ui.widgets import PlainSelect


class DependencyForm(PartForm):
    """predecessor: the id of one of the activities that are offered, or of one that was offered before."""

    predecessor = forms.TypedChoiceField(label=_("Waits for"), coerce=int, widget=PlainSelect)

    class Meta:
        model = Dependency
        fields = ["lag_days"]
        help_texts = {"lag_days": _("How many days have to pass after it has ended; 0 for none.")}

    field_order = ["predecessor", "lag_days"]

    def __init__(self, data: Any = None, *, activity: Activity, offered: list[Activity]) -> None:
        super().__init__(data, initial={"lag_days": 0})
        field = self.fields["predecessor"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", "–"), *_groups(offered, activity)]


def _groups(offered: list[Activity], activity: Activity) -> list[Any]:
    """Return the activities under the names of their programs, this program's own first."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in offered:
        own = one.program_id == activity.program_id
        heading = str(_("This program")) if own else f"{one.program.code} – {one.program.display_name}"
        groups.setdefault(heading, []).append((one.pk, one.name))
    return list(groups.items())
