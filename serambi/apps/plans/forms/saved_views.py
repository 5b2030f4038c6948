"""What is typed about a view of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.models import SavedView
from serambi.ui.widgets import PlainSelect


class _ViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), required=False, max_length=80)
    is_shared = forms.BooleanField(
        label=_("Share it"), required=False, help_text=_("Everybody who has signed in is offered it.")
    )

    def __init__(self, data: Any = None, *, can_share: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if not can_share:
            del self.fields["is_shared"]

    @property
    def shares(self) -> bool:
        return bool(self.cleaned_data.get("is_shared"))


class NewViewForm(_ViewForm):
    """A view to keep, under a new name or in place of another."""

    replace = forms.ChoiceField(
        label=_("Replace a view"), required=False, widget=PlainSelect,
        help_text=_("Its name and link stay; it then shows this. The name above is not used."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, can_share: bool, own: list[SavedView]) -> None:
        super().__init__(data, can_share=can_share)
        field = self.fields["replace"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((view.slug, view.name) for view in own)]
        if not own:
            del self.fields["replace"]
            self.fields["name"].required = True


class ViewNameForm(_ViewForm):
    """The name of a view and whether it is shared."""

    def __init__(self, data: Any = None, *, can_share: bool, initial: Any = None) -> None:
        super().__init__(data, can_share=can_share, initial=initial)
        self.fields["name"].required = True
