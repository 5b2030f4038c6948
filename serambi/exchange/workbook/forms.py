"""What is sent and chosen on the pages of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.exchange.workbook.shown import CHANGED, NEW
from serambi.exchange.workbook.undone import ARCHIVED, REMOVED, RESTORED, STAYS
from serambi.ui.widgets import PlainSelect

_ANY = ("", "–")
UNDO_WORDS = {
    RESTORED: _("returns to its earlier value"),
    REMOVED: _("goes"),
    ARCHIVED: _("is archived"),
    STAYS: _("stays as it is now"),
}


class SendWorkbookForm(forms.Form):
    """A workbook that was filled in."""

    file = forms.FileField(
        label=_("Filled-in workbook"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the workbook that was filled in.")},
        help_text=_("The file that was downloaded here, as XLSX, XLS or ODS, at most 50 MB. Also a marked copy of it."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For you and your colleagues: who filled it in, what it is about."),
    )  # fmt: skip


class _OfSheet(forms.Form):
    sheet = forms.ChoiceField(label=pgettext_lazy("table", "Sheet"), required=False, widget=PlainSelect)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        field.choices = [_ANY, *((one, one) for one in sheets)]  # type: ignore[attr-defined]  # a choice field has them


class LineFilter(_OfSheet):
    """What the list of changes is narrowed to; what an address says wrongly is left open."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Code, value, cell")}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        widget=PlainSelect,
        choices=[_ANY, (CHANGED, _("changed cells")), (NEW, _("new rows"))],
    )


class ProblemFilter(_OfSheet):
    """What the list of problems is narrowed to."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        widget=PlainSelect,
        choices=[_ANY, ("against", _("stands against loading")), ("left_out", _("not loaded"))],
    )


class UndoFilter(forms.Form):
    """Which lines of what taking back does are shown."""

    show = forms.ChoiceField(label=_("Show"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, counts: Mapping[str, int]) -> None:
        super().__init__(data)
        field = self.fields["show"]
        field.choices = [  # type: ignore[attr-defined]  # a choice field has them
            _ANY,
            *((kind, f"{UNDO_WORDS[kind]} ({count})") for kind, count in counts.items() if count),
        ]
