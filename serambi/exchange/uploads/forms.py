"""What is typed and chosen on the pages of imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.plans.models import FundSource
from serambi.apps.plans.queries import RegisterChoices
from serambi.exchange.errors import ExchangeError, FileAndText, NothingSent
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.uploads import matches
from serambi.exchange.uploads.changes import LISTS
from serambi.exchange.uploads.findings import ACCEPTED, AGAINST, NOTE, OPEN, Kind, Wanted
from serambi.exchange.uploads.matches import INDICATOR, PROGRAM
from serambi.ui.doors import show_error
from serambi.ui.widgets import PlainSelect

ANY = ("", "–")
ALL = [ANY]
STATE_WORDS = {
    AGAINST: _("stands against loading"),
    OPEN: _("open doubt"),
    ACCEPTED: _("accepted"),
    NOTE: _("to be known"),
}
LIST_WORDS = dict(
    zip(
        LISTS,
        (
            _("what would be changed"),
            _("new programs"),
            _("new activities"),
            _("new indicators"),
            _("new targets and baselines"),
            _("new budget lines"),
        ),
        strict=True,
    )
)


MATCH_KINDS = {PROGRAM: _("programs"), INDICATOR: _("indicators")}
MATCH_STATES = {
    matches.OPEN: _("resembles one of the register"),
    matches.CHOSEN: _("chosen"),
    matches.KNOWN: _("in the register already"),
    matches.NEW: pgettext_lazy("row", "new"),
}


def _search(hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": hint}),
    )


class SendForm(forms.Form):
    """A file or a pasted block, and what it is."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("XLSX, XLS, ODS, CSV or TSV, at most 50 MB, as it is: titles and merged headings may stay."),
    )
    text = forms.CharField(
        label=_("Or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "pasted"}),
        help_text=_("Mark the table in the spreadsheet with its headings, copy it, and paste it here."),
    )
    name = forms.CharField(
        label=_("What the table is"),
        required=False,
        max_length=120,
        help_text=_("For example RPJMD 2025–2029. It becomes the source of the programs that are loaded."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For you and your colleagues: from whom it came, what still has to be asked."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        given: dict[str, Any] = super().clean() or {}
        has_file, has_text = given.get("file") is not None, bool(given.get("text", "").strip())
        if not has_file and not has_text and "file" not in self.errors:
            show_error(self, NothingSent())
        if has_file and has_text:
            show_error(self, FileAndText())
        return given

    def refuse(self, error: ExchangeError | UnreadableTable) -> None:
        """Put what was refused beside the field that it came from."""
        is_text = self.cleaned_data.get("file") is None
        show_error(self, error, fields={"": "text" if is_text else "file"})


class LoadFilter(forms.Form):
    """What the list of loads is narrowed to."""

    q = _search(_("File, layout, person"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        widget=PlainSelect,
        choices=[ANY, ("standing", _("loaded")), ("undone", _("taken back"))],
    )


class FindingFilter(forms.Form):
    """What the list of problems is narrowed to; what an address says wrongly is left open."""

    q = _search(_("Sentence, value, cell"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        widget=PlainSelect,
        choices=[ANY, ("todo", _("still to be done")), *STATE_WORDS.items()],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=PlainSelect)
    sheet = forms.ChoiceField(label=pgettext_lazy("table", "Sheet"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, kinds: Iterable[Kind], sheets: Sequence[str]) -> None:
        super().__init__(data)
        counts: dict[str, int] = {}
        labels: dict[str, str] = {}
        for kind in kinds:
            counts[kind.code] = counts.get(kind.code, 0) + kind.count
            labels[kind.code] = kind.label
        chosen = sorted(labels, key=lambda code: labels[code])
        _offer(self, "kind", [(code, f"{labels[code]} ({counts[code]})") for code in chosen])
        _offer(self, "sheet", [(name, name) for name in sheets])
        if len(sheets) < 2:
            del self.fields["sheet"]

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(given.get("state", ""), given.get("kind", ""), given.get("sheet", ""), given.get("q", ""))


class ChangeFilter(forms.Form):
    """Which changes are listed."""

    q = _search(_("Code, program, field"))
    show = forms.ChoiceField(label=_("Show"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, counts: dict[str, int]) -> None:
        super().__init__(data)
        _offer(self, "show", [(name, f"{LIST_WORDS[name]} ({counts[name]})") for name in LISTS if counts[name]])


class ReasonFilter(forms.Form):
    """Which of the cells that are not loaded are listed."""

    q = _search(_("Cell, value"))
    reason = forms.ChoiceField(label=_("Reason"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, reasons: Iterable[tuple[str, int]]) -> None:
        super().__init__(data)
        _offer(self, "reason", [(reason, f"{reason} ({count})") for reason, count in reasons])


class RowFilter(forms.Form):
    """Which rows are set beside the register."""

    q = _search(_("Name, code, program"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(label=_("State"), required=False, widget=PlainSelect)

    def __init__(self, data: Any, *, counts: Mapping[tuple[str, str], int]) -> None:
        super().__init__(data)
        for name, words, place in (("kind", MATCH_KINDS, 0), ("state", MATCH_STATES, 1)):
            numbers = {key: sum(count for of, count in counts.items() if of[place] == key) for key in words}
            _offer(self, name, [(key, f"{label} ({numbers[key]})") for key, label in words.items()])


class RegisterSearch(forms.Form):
    """What of the register a row may be; row: the control of the row, kept while one searches."""

    q = _search(_("Name or code in the register"))
    row = forms.CharField(widget=forms.HiddenInput, required=False)


class PlacesForm(forms.Form):
    """Where new programs go, and whose money it is; the headings of the table come beside it."""

    placing = forms.ChoiceField(
        label=_("New programs go to"),
        required=False,
        widget=PlainSelect,
        help_text=_("Where nothing else is said below. Programs of the register stay where they are."),
    )
    fund_source = forms.ChoiceField(label=_("Source of fund"), choices=FundSource.choices, widget=PlainSelect)
    source = forms.CharField(
        label=_("Source"), required=False, max_length=300,
        help_text=_("The document that the table is from. New programs, targets and amounts name it."),
    )  # fmt: skip
    baseline_year = forms.IntegerField(
        label=_("Year of the baselines"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("Empty: the year before the first year of the table."),
    )

    def __init__(self, data: Any = None, *, places: list[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        _offer(self, "placing", places)


class LayoutNameForm(forms.Form):
    name = forms.CharField(label=_("Name of the layout"), max_length=200, required=False)


def place_options(choices: RegisterChoices) -> list[Any]:
    """Return pillars and their sub-dimensions for a select, as `answers.written` writes them."""
    return [
        (pillar.name, [(pillar.code, pillar.name), *((f"{pillar.code}/{code}", name) for code, name in pillar.parts)])
        for pillar in choices.pillars
    ]


def _offer(form: forms.Form, name: str, options: Sequence[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = [*ALL, *options]
