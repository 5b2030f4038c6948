"""What is typed and chosen on the pages of forms that say what was spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.exchange.budgets.rows import State
from serambi.exchange.uploads.forms import ANY, STATE_WORDS
from serambi.exchange.uploads.kinds import kind_label
from serambi.ui.widgets import PlainSelect

ROW_STATES = {
    State.OPEN: _("to be chosen"),
    State.FOUND: _("found by code or name"),
    State.CHOSEN: _("chosen"),
    State.UNKNOWN: _("not in the register"),
    State.OTHERS: _("of another agency"),
    State.OUT: _("left out by you"),
}


def _search(hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": hint}),
    )


class SendFormForm(forms.Form):
    """A form that says what was spent, and of which year where it does not say so itself."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file of the form.")},
        help_text=_("Form E.81 or the monthly export of e-Monev, as XLSX, XLS, ODS or CSV, at most 50 MB, as it is."),
    )
    year = forms.TypedChoiceField(
        label=_("Year of the budget"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=PlainSelect,
        help_text=_("Form E.81 names it. The monthly export does not: choose it here, or when you are asked."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For you and your colleagues: from whom it came, what still has to be asked."),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, years: Sequence[int], **more: Any) -> None:
        super().__init__(data, files, **more)
        _offer(self, "year", [("", _("as the file says")), *((str(year), str(year)) for year in years)])


class YearForm(forms.Form):
    """Which year a form is about."""

    year = forms.TypedChoiceField(
        label=_("Year of the budget"),
        coerce=int,
        widget=PlainSelect,
        error_messages={"required": _("Choose the year that the form is about.")},
    )

    def __init__(self, data: Any = None, *, years: Iterable[int], **more: Any) -> None:
        super().__init__(data, **more)
        _offer(self, "year", [("", _("to be chosen")), *((str(year), str(year)) for year in years)])


class FormRowFilter(forms.Form):
    """Which rows are set beside the register."""

    q = _search(_("Code, name"))
    state = forms.ChoiceField(label=_("State"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, counts: Mapping[str, int]) -> None:
        super().__init__(data)
        _offer(self, "state", [ANY, *((key, f"{word} ({counts.get(key, 0)})") for key, word in ROW_STATES.items())])


class FormProblemFilter(forms.Form):
    """Which problems are listed."""

    q = _search(_("Sentence, value, cell"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        widget=PlainSelect,
        choices=[ANY, ("todo", _("still to be done")), *STATE_WORDS.items()],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, counts: Mapping[str, int]) -> None:
        super().__init__(data)
        kinds = sorted((kind_label(code), code) for code in counts)
        _offer(self, "kind", [ANY, *((code, f"{label} ({counts[code]})") for label, code in kinds)])


class WordsFilter(forms.Form):
    """Which lines of a list are shown."""

    q = _search(_("Code, name, cell"))


class BudgetSearch(forms.Form):
    """What of the register a row may be; row: the row, kept while one searches."""

    q = _search(_("Name or code in the register"))
    row = forms.CharField(widget=forms.HiddenInput, required=False)


def _offer(form: forms.Form, name: str, options: Sequence[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = options
