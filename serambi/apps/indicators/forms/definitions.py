"""What the coordinator types about an indicator, and what its owner may add."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import Indicator, Polarity, ProgramIndicator, ResultLevel, StandardIndicator
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.indicators.services import IndicatorFacts
from serambi.apps.observations.models import AreaLevel, FrequencyChoice, validate_code
from serambi.apps.plans.models import Program
from serambi.methods.formula.errors import FormulaError
from serambi.ui.fields import NumberField
from serambi.ui.widgets import PlainSelect

BLANK_LINKS = 2


class IndicatorForm(forms.Form):
    """Everything that is said about an indicator itself."""

    name = forms.CharField(label=_("Name"), max_length=250)
    name_en = forms.CharField(label=_("Name in English"), max_length=250, required=False)
    code = forms.CharField(
        label=_("Code in formulas"),
        max_length=80,
        validators=[validate_code],
        help_text=_("Small letters, digits and _, for example waste_handled_share."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    description = forms.CharField(label=_("What it says"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    formula = forms.CharField(
        label=_("Formula"),
        max_length=4000,
        strip=False,
        help_text=_(
            "Names of series and indicators with + - * / and functions: 100 * waste.handled / waste.generated."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none"}),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=40, required=False, help_text=_("Left empty, it is taken from the formula.")
    )
    polarity = forms.ChoiceField(label=_("Direction"), choices=Polarity.choices, widget=forms.RadioSelect)
    level = forms.ChoiceField(label=_("Kind of result"), choices=ResultLevel.choices, widget=PlainSelect)
    frequency = forms.ChoiceField(label=_("Frequency"), choices=FrequencyChoice.choices, widget=PlainSelect)
    area_level = forms.TypedChoiceField(
        label=_("Computed down to"),
        choices=[choice for choice in AreaLevel.choices if choice[0] != AreaLevel.PROVINCE],
        coerce=int,
        widget=PlainSelect,
    )
    decimals = forms.IntegerField(
        label=_("Decimals"), validators=[MinValueValidator(0), MaxValueValidator(6)], min_value=0, max_value=6
    )
    reporting_days = forms.IntegerField(
        label=_("Figures come within (days)"),
        min_value=0,
        max_value=730,
        help_text=_("After so many days without a new figure the indicator counts as not updated."),
    )
    owner = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody yet"), widget=PlainSelect
    )
    is_published = forms.BooleanField(label=_("Published"), required=False)
    standards = forms.MultipleChoiceField(
        label=_("Standard indicators that it answers"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl to choose several."),
    )

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, **{"initial": _initial(indicator), **kwargs})
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 - declared above
        owner.queryset = Organization.objects.all()
        standards = self.fields["standards"]
        assert isinstance(standards, forms.MultipleChoiceField)  # noqa: S101 - declared above
        standards.choices = _standard_choices()

    def clean(self) -> dict[str, Any]:
        """Take the unit from the formula where none was written."""
        given = super().clean() or {}
        if given.get("formula") and not given.get("unit"):
            try:
                unit = definitions().check(given["formula"]).unit
            except FormulaError:
                return given  # the service says what is wrong
            given["unit"] = (unit.text if unit else "")[:40]
        return given

    def facts(self, programs: dict[int, Decimal]) -> IndicatorFacts:
        """Return what was typed, for the service."""
        given = dict(self.cleaned_data)
        standards = frozenset(int(number) for number in given.pop("standards"))
        return IndicatorFacts(**{**given, "formula": given["formula"].strip()}, standards=standards, programs=programs)


def _initial(indicator: Indicator | None) -> dict[str, Any]:
    if indicator is None:
        return {
            "polarity": Polarity.HIGHER,
            "level": ResultLevel.OUTCOME,
            "frequency": FrequencyChoice.QUARTER,
            "area_level": AreaLevel.REGENCY,
            "decimals": 1,
            "reporting_days": 45,
            "is_published": True,
        }
    found = {name: getattr(indicator, name) for name in IndicatorForm.base_fields if name not in {"standards", "owner"}}
    found["owner"] = indicator.owner_id
    found["standards"] = [str(number) for number in indicator.standards.values_list("pk", flat=True)]
    return found


def _standard_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = StandardIndicator.objects.order_by("framework__name", "code")
    for pk, framework, code, name in rows.values_list("pk", "framework__name", "code", "name"):
        found[framework].append((str(pk), f"{code} {name}"))
    return list(found.items())


class LinkForm(forms.Form):
    """One program that the indicator speaks for, and its weight among the program's indicators."""

    program = forms.ChoiceField(label=_("Program"), required=False, widget=PlainSelect)
    weight = NumberField(label=_("Weight"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["program"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "–"), *choices]

    def clean_weight(self) -> Decimal:
        weight = self.cleaned_data.get("weight")
        if weight is None:
            return Decimal(1)
        if not 0 <= weight < 10_000:
            raise forms.ValidationError(_("A weight lies between 0 and 9,999."))
        return Decimal(weight)


class Links(BaseFormSet):  # type: ignore[type-arg]  # the stubs make formsets generic, Django does not
    """The programs of an indicator; a row whose program is emptied goes."""

    def clean(self) -> None:
        """Refuse a program that is named twice."""
        chosen = [form.cleaned_data.get("program") for form in self.forms if form.is_valid()]
        several = [program for program in chosen if program]
        if len(several) != len(set(several)):
            raise forms.ValidationError(_("A program is named twice."))

    def programs(self) -> dict[int, Decimal]:
        """Return the weight in each program, by the program's id."""
        return {
            int(form.cleaned_data["program"]): form.cleaned_data["weight"]
            for form in self.forms
            if form.cleaned_data.get("program")
        }


def links_form(data: Any, *, indicator: Indicator | None) -> Links:
    """Return the rows of programs with some blank ones behind them."""
    stored = ProgramIndicator.objects.filter(indicator=indicator) if indicator else ProgramIndicator.objects.none()
    initial: list[dict[str, Any]] = [
        {"program": str(program), "weight": weight.normalize()}
        for program, weight in stored.order_by("program__code").values_list("program_id", "weight")
    ]
    kept = [row["program"] for row in initial]
    programs = Program.objects.filter(archived_at__isnull=True, plan__is_current=True) | Program.objects.filter(
        pk__in=kept
    )
    choices = [
        (str(pk), f"{code} {name}") for pk, code, name in programs.order_by("code").values_list("pk", "code", "name")
    ]
    factory = formset_factory(LinkForm, formset=Links, extra=BLANK_LINKS, max_num=100)
    found = factory(data, initial=initial, prefix="programs", form_kwargs={"choices": choices})
    assert isinstance(found, Links)  # noqa: S101 - the formset was named above
    return found


class DescriptionForm(forms.Form):
    """What the owner of an indicator may change."""

    name_en = IndicatorForm.base_fields["name_en"]
    description = IndicatorForm.base_fields["description"]
    reporting_days = IndicatorForm.base_fields["reporting_days"]


class ReasonForm(forms.Form):
    """Why something goes."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)
