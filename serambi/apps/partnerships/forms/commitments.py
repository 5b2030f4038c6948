"""What a partner promised, as the coordinator writes it down, and in which parts it is to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.partnerships.forms.fields import AmountField, ProgramField, day, long_text, seen
from serambi.apps.partnerships.models import Commitment, CommitmentKind
from serambi.apps.partnerships.services import CommitmentFacts, Part
from serambi.apps.plans.models import Activity
from serambi.ui.widgets import PlainSelect

_PLAIN = (
    "title", "kind", "promise", "promised", "unit", "promised_on", "due_on", "contact_name", "email", "phone",
)  # fmt: skip
_NO_SUCH = "–"


class CommitmentForm(forms.Form):
    """A new commitment, or with an instance the change of one: then a reason is asked for."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("In a few words, for example: ten Wi-Fi points in villages.")
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Partner"), empty_label=_NO_SUCH, widget=PlainSelect,
        help_text=_("From the private sector, academia, communities or media. New ones are added under Organizations."),
    )  # fmt: skip
    promise = long_text(_("What is promised"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CommitmentKind.choices, widget=forms.RadioSelect)
    promised = AmountField(
        label=_("How much"),
        required=False,
        help_text=_("Rupiah for money, else so many of the unit. Leave it empty where nobody said how much."),
    )
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=40,
        help_text=_("Of what there are so many: units, days, people. Not for money."),
    )  # fmt: skip
    program = ProgramField(label=_("Program"), required=False, max_length=30, help_text=_("Its code in the register."))
    activity = forms.CharField(
        label=_("Activity"), required=False, max_length=250,
        help_text=_("Code or name of an activity of that program, where it serves one alone."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Agency that receives it"), empty_label=_NO_SUCH, widget=PlainSelect,
        help_text=_("It looks after the commitment and is reminded of it."),
    )  # fmt: skip
    promised_on = day(_("Promised on"))
    due_on = day(_("Due"), required=False, help_text=_("Leave it empty where no day was agreed."))
    contact_name = forms.CharField(label=_("Contact person"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    reason = long_text(_("Why it is changed"), rows=2, limit=1000)
    seen = seen()

    def __init__(
        self, data: Any, *, user: Any, today: dt.date, instance: Commitment | None = None, initial: Any = None
    ) -> None:
        given = initial or {}
        if instance is not None:
            given = {name: getattr(instance, name) for name in _PLAIN} | {
                "organization": instance.organization_id,
                "agency": instance.agency_id,
                "program": instance.program.code if instance.program is not None else "",
                "activity": instance.activity.name if instance.activity is not None else "",
                "seen": instance.version,
            }
        super().__init__(data, initial=given)
        existing = Organization.objects.valid_on(today)
        partners, agencies = existing.exclude(sector=Sector.GOVERNMENT), existing.filter(sector=Sector.GOVERNMENT)
        if instance is not None:  # what has ended since stays as it was
            partners |= Organization.objects.filter(pk=instance.organization_id)
            agencies |= Organization.objects.filter(pk=instance.agency_id)
        self.fields["organization"].queryset = partners  # type: ignore[attr-defined]  # a choice of rows, above
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # likewise
        self.fields["program"].user = user  # type: ignore[attr-defined]  # likewise
        if instance is None:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        text, program = str(given.get("activity") or "").strip(), given.get("program")
        given["activity"] = None
        if text and program is not None:
            found = list(Activity.objects.filter(program=program))
            named = [one for one in found if text.casefold() in {one.code.casefold(), one.name.casefold()}]
            if len(named) != 1:
                told = gettext("The program has no single activity “%(text)s”. Write its code or its whole name.")
                self.add_error("activity", ValidationError(told % {"text": text}))
            else:
                given["activity"] = named[0]
        elif text and "program" not in self.errors:
            self.add_error("activity", gettext("Write the program first: an activity belongs to one."))
        return given

    @property
    def facts(self) -> CommitmentFacts:
        given = self.cleaned_data
        rows = {name: given[name] for name in ("organization", "agency", "program", "activity")}
        return CommitmentFacts(**rows, **{name: given[name] for name in _PLAIN})


class PartForm(forms.Form):
    """One part of what is promised; a row that is left empty is none."""

    due_on = day(_("Due"), required=False)
    amount = AmountField(label=pgettext_lazy("commitment", "How much"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        due_on, amount = given.get("due_on"), given.get("amount")
        if due_on is None and (amount is not None or given.get("note")):
            self.add_error("due_on", gettext("Choose the day by which this part is due."))
        if amount is None and (due_on is not None or given.get("note")):
            self.add_error("amount", gettext("Write how much comes by that day."))
        return given

    @property
    def part(self) -> Part | None:
        given = self.cleaned_data
        if given.get("due_on") is None or given.get("amount") is None:
            return None
        return Part(given["due_on"], given["amount"], given.get("note", ""))


PartFormSet = forms.formset_factory(PartForm, extra=3, max_num=60, validate_max=True)


def parts_in(rows: Iterable[Any]) -> list[Part]:
    """Return what was written in the rows of a checked set of parts, the first day first."""
    found = [form.part for form in rows if form.part is not None]
    return sorted(found, key=lambda part: part.due_on)
