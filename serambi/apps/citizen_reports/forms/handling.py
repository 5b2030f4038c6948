"""What is said with a move, who gets many reports at once, and the list of categories."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as now_gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.queries import organization_choices
from serambi.apps.citizen_reports import errors
from serambi.apps.citizen_reports.models import CitizenReport, Clock, ReportCategory
from serambi.apps.citizen_reports.queries import report_with_code
from serambi.apps.citizen_reports.services import CategoryFacts, MoveFacts
from serambi.apps.citizen_reports.workflow import ACCEPT, ASSIGN, Asks, Move
from serambi.apps.plans.models import Program, SubDimension
from serambi.apps.plans.queries import current_plan, get_program_for
from serambi.ui.widgets import PlainSelect


def _words(label: Any, *, rows: int = 4, limit: int = 4000, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _agency(label: Any, **kwargs: Any) -> forms.ModelChoiceField[Organization]:
    return forms.ModelChoiceField(
        Organization.objects.none(), label=label, to_field_name="abbreviation", empty_label="–", widget=PlainSelect,
        **kwargs,
    )  # fmt: skip


class MoveForm(forms.Form):
    """What goes with a move. seen: the version of the report that the person looked at."""

    agency = _agency(_("Agency in charge"))
    original = forms.CharField(label=_("Code of the earlier report"), max_length=20)
    passed_to = forms.CharField(
        label=_("Passed on to"), max_length=120, help_text=_("For example: SP4N-LAPOR!, or an office of the province.")
    )
    words = _words(_("Words to the resident"))
    clock = forms.ChoiceField(label=_("Time for an answer"), choices=Clock.choices, widget=PlainSelect)
    note = _words(_("Note for colleagues"), rows=2, required=False, help_text=_("The resident does not see it."))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, move: Move, report: CitizenReport, user: Any, today: dt.date) -> None:
        initial = {"seen": report.version, "clock": report.clock, "agency": _abbreviation(report)}
        super().__init__(data, initial=initial)
        self._user = user
        self.fields["agency"].queryset = organization_choices(today=today)  # type: ignore[attr-defined]  # above
        wanted = {Asks.AGENCY: "agency", Asks.ORIGINAL: "original", Asks.RECEIVER: "passed_to"}.get(move.asks)
        for name in {"agency", "original", "passed_to"} - {wanted}:
            del self.fields[name]
        if move.words:
            self.fields["words"].label = str(move.words)
        else:
            del self.fields["words"]
        if move.name not in {ACCEPT, ASSIGN}:
            del self.fields["clock"]
        self.fields["note"].required = move.needs_note

    def clean_original(self) -> CitizenReport:
        code = self.cleaned_data["original"]
        found = report_with_code(self._user, code)
        if found is None:
            raise ValidationError(str(errors.OriginalUnknown(code=code)))
        return found

    @property
    def facts(self) -> MoveFacts:
        given = self.cleaned_data
        names = ("words", "note", "agency", "clock", "passed_to", "original")
        return MoveFacts(**{name: given[name] for name in names if name in given})


def _abbreviation(report: CitizenReport) -> str:
    return report.agency.abbreviation if report.agency is not None else ""


class NoteForm(forms.Form):
    note = _words(_("Note for colleagues"), rows=3, limit=2000)


class AssignForm(forms.Form):
    """Who takes over many reports, and what all their residents are told."""

    agency = _agency(_("Agency in charge"))
    words = _words(_("What happens now, in words to all these residents"))

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = organization_choices(today=today)  # type: ignore[attr-defined]  # above


class CategoryForm(forms.Form):
    """A line of the list that residents choose from; its code stays as it was made."""

    code = forms.SlugField(
        label=_("Code"), max_length=30, help_text=_("Short, in small letters, for example roads. It stays for ever.")
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    hint = forms.CharField(label=_("Examples"), max_length=160, required=False)
    hint_en = forms.CharField(label=_("Examples in English"), max_length=160, required=False)
    agency = _agency(
        _("Agency in charge"), required=False, help_text=_("Leave it empty where the coordinator decides each time.")
    )
    sub_dimension = forms.ModelChoiceField(
        SubDimension.objects.none(), label=_("Sub-dimension of the plan"), required=False, empty_label="–",
        widget=PlainSelect,
    )  # fmt: skip
    clock = forms.ChoiceField(label=_("Time for an answer"), choices=Clock.choices, widget=forms.RadioSelect)
    position = forms.IntegerField(label=pgettext_lazy("order", "Position"), min_value=0, max_value=999, initial=0)
    is_offered = forms.BooleanField(label=_("Residents can choose it"), required=False)

    def __init__(self, data: Any, *, today: dt.date, instance: ReportCategory | None = None) -> None:
        names = ("name", "name_en", "hint", "hint_en", "clock", "position")
        given: dict[str, Any] = {"clock": Clock.ORDINARY}
        if instance is not None:
            given = {name: getattr(instance, name) for name in names} | {
                "agency": instance.agency.abbreviation if instance.agency is not None else "",
                "sub_dimension": instance.sub_dimension_id,
                "is_offered": instance.archived_at is None,
            }
        super().__init__(data, initial=given)
        self.fields["agency"].queryset = organization_choices(today=today)  # type: ignore[attr-defined]  # above
        plan = current_plan()
        parts = SubDimension.objects.filter(pillar__plan=plan).select_related("pillar")
        self.fields["sub_dimension"].queryset = parts.order_by("pillar__position", "position")  # type: ignore[attr-defined]  # likewise
        del self.fields["is_offered" if instance is None else "code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).lower()
        if code == "new":  # the address of this page
            raise ValidationError(str(errors.CodeTaken(code=code)))
        return code

    @property
    def facts(self) -> CategoryFacts:
        names = ("name", "name_en", "hint", "hint_en", "agency", "sub_dimension", "clock", "position")
        return CategoryFacts(**{name: self.cleaned_data[name] for name in names})


class ProgramForm(forms.Form):
    """The program that takes care of a pile of reports, by its code."""

    program = forms.CharField(
        label=_("Program"), max_length=30, required=False,
        help_text=_("Its code in the register; empty when no program takes care of it."),
    )  # fmt: skip

    def __init__(self, data: Any, *, user: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._user = user

    def clean_program(self) -> Program | None:
        code = str(self.cleaned_data["program"] or "").strip()
        if not code:
            return None
        try:
            return get_program_for(self._user, code)
        except Http404 as error:
            message = now_gettext("There is no program “%(code)s”. Write the code as the register has it.")
            raise ValidationError(message % {"code": code}) from error
