"""What the coordinator types about targets, baselines and constants."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.indicators.forms.fields import AreaField, PeriodField
from serambi.apps.indicators.models import Baseline, Indicator, Polarity, Target
from serambi.apps.indicators.services import TargetValue
from serambi.apps.observations.models import validate_code
from serambi.apps.regions.models import Area
from serambi.methods.periods import Frequency, Period
from serambi.ui.fields import NumberField

_PERIODS = _("2024, 2024-S1, 2024-Q1 or 2024-03")


def _source() -> forms.CharField:
    return forms.CharField(label=_("Source"), max_length=300, required=False)


def _areas(region: Area, indicator: Indicator) -> Any:
    """Return the areas that may have a target: the region, and what the indicator is computed for in it."""
    return Area.objects.inside(region).filter(level__lte=max(indicator.area_level, region.level)).order_by("code")


class TargetForm(forms.Form):
    """One target. For an indicator that is best within a range the upper end is asked for too."""

    period = PeriodField(label=_("Period"), help_text=_PERIODS)
    area = AreaField(Area.objects.none(), label=_("Area"), empty_label=None)
    value = NumberField(label=_("Target"))
    upper = NumberField(label=_("Upper end"), required=False)
    source = _source()

    def __init__(self, data: Any, *, indicator: Indicator, region: Area, target: Target | None = None) -> None:
        initial: dict[str, Any] = {"area": region.pk}
        if target is not None:
            initial = {name: getattr(target, name) for name in ("period", "value", "upper", "source")}
            initial["area"] = target.area_id
        super().__init__(data, initial=initial)
        area = self.fields["area"]
        assert isinstance(area, AreaField)  # noqa: S101 - declared above
        area.queryset = _areas(region, indicator)
        if indicator.polarity == Polarity.RANGE:
            self.fields["value"].label = _("Lower end")
            self.fields["upper"].required = True
        else:
            del self.fields["upper"]

    def target(self) -> TargetValue:
        """Return what was typed, for the service."""
        given = self.cleaned_data
        return TargetValue(given["area"], given["period"], given["value"], given.get("upper"), given["source"])


class YearTargetsForm(forms.Form):
    """The region's targets of several years at once; a year left empty is left as it is."""

    source = _source()

    def __init__(self, data: Any, *, indicator: Indicator, region: Area, years: range) -> None:
        # Beside the form for one target, whose fields have some of the same names.
        super().__init__(data, auto_id="id_years_%s")
        self.region = region
        self.years = years
        self.is_range = indicator.polarity == Polarity.RANGE
        stored = {
            target.period: target
            for target in Target.objects.filter(indicator=indicator, area=region)
            if target.period.frequency is Frequency.YEAR
        }
        source = self.fields.pop("source")
        for year in years:
            target = stored.get(Period.parse(str(year)))
            self.fields[f"value_{year}"] = NumberField(
                label=str(year), required=False, initial=target.value if target else None
            )
            if self.is_range:
                self.fields[f"upper_{year}"] = NumberField(
                    label=_("%(year)s, upper end") % {"year": year},
                    required=False,
                    initial=target.upper if target else None,
                )
        self.fields["source"] = source

    def targets(self) -> list[TargetValue]:
        """Return the targets of the years that were filled in and are not what they were."""
        found = []
        for year in self.years:
            value = self.cleaned_data.get(f"value_{year}")
            upper = self.cleaned_data.get(f"upper_{year}")
            is_new = any(name in self.changed_data for name in (f"value_{year}", f"upper_{year}"))
            if value is not None and is_new:
                period = Period.parse(str(year))
                found.append(TargetValue(self.region, period, value, upper, self.cleaned_data["source"]))
        return found


class BaselineForm(forms.Form):
    """Where the indicator stood before the plan."""

    period = PeriodField(label=_("Period"), help_text=_PERIODS)
    area = AreaField(Area.objects.none(), label=_("Area"), empty_label=None)
    value = NumberField(label=_("Baseline"))
    source = _source()

    def __init__(self, data: Any, *, indicator: Indicator, region: Area, baseline: Baseline | None = None) -> None:
        initial: dict[str, Any] = {"area": region.pk}
        if baseline is not None:
            initial = {name: getattr(baseline, name) for name in ("period", "value", "source")}
            initial["area"] = baseline.area_id
        super().__init__(data, initial=initial, prefix="baseline")
        area = self.fields["area"]
        assert isinstance(area, AreaField)  # noqa: S101 - declared above
        area.queryset = _areas(region, indicator)


class ConstantForm(forms.Form):
    """A number with a name. The code of one that is there stays."""

    code = forms.CharField(label=_("Code in formulas"), max_length=80, validators=[validate_code])
    name = forms.CharField(label=_("Name"), max_length=200)
    value = NumberField(label=_("Value"))
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    source = _source()

    def __init__(self, *args: Any, keeps_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps_code:
            del self.fields["code"]

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        exponent = value.normalize().as_tuple().exponent
        if abs(value) >= Decimal(10) ** 15 or not isinstance(exponent, int) or -exponent > 9:
            raise forms.ValidationError(_("At most fifteen digits before the decimals and nine of them are kept."))
        return value
