"""What people look for among their jobs."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from serambi.apps.jobs.models import State
from serambi.apps.jobs.queries import Wanted
from serambi.ui.widgets import PlainSelect


class JobFilter(forms.Form):
    """The filters above the list; whose jobs is asked of those only who may see the jobs of others."""

    state = forms.ChoiceField(label=_("State"), required=False, widget=PlainSelect)
    whose = forms.ChoiceField(
        label=_("Person"),
        required=False,
        choices=[("", _("My own")), ("all", _("Everybody"))],
        widget=PlainSelect,
    )

    def __init__(self, *args: object, everybody: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        states = [("", _("All")), *((state.value, capfirst(str(state.label))) for state in State)]
        self.fields["state"].choices = states  # type: ignore[attr-defined]  # the field above
        if not everybody:
            del self.fields["whose"]

    def wanted(self) -> Wanted:
        """Return what the person looks for; what cannot be read does not narrow anything."""
        self.is_valid()
        return Wanted(self.cleaned_data.get("state", ""), self.cleaned_data.get("whose") == "all")
