"""Forms of the rules by which attainment is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.evaluation.models import Band
from serambi.apps.evaluation.services import BandValues


class BandsForm(forms.Form):
    """The bands from the highest to the lowest; the lowest has no beginning."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The regulation or decision that sets the bands."),
    )

    def __init__(self, bands: Sequence[Band], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bands = bands
        self.fields["source"].initial = bands[0].source if bands else ""
        for band in bands:
            self._add(band, is_lowest=band is bands[-1])

    def _add(self, band: Band, *, is_lowest: bool) -> None:
        self.fields[f"{band.code}_name"] = forms.CharField(label=_("Name"), max_length=60, initial=band.name)
        self.fields[f"{band.code}_name_en"] = forms.CharField(
            label=_("Name in English"), max_length=60, required=False, initial=band.name_en
        )
        if is_lowest:
            return
        self.fields[f"{band.code}_bound"] = forms.DecimalField(
            label=_("From (percent)"), max_digits=7, decimal_places=3, localize=True, initial=_plain(band.lower_bound)
        )
        self.fields[f"{band.code}_includes"] = forms.BooleanField(
            label=_("The number itself belongs to the band"), required=False, initial=band.includes_bound
        )

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield each band's name and its fields, for a fieldset each."""
        for band in self.bands:
            names = (f"{band.code}_{part}" for part in ("name", "name_en", "bound", "includes"))
            yield band.display_name, [self[name] for name in names if name in self.fields]

    def values(self) -> list[BandValues]:
        """Return what was written, for `services.change_bands`."""
        data = self.cleaned_data
        return [
            BandValues(
                code=band.code,
                name=data[f"{band.code}_name"],
                name_en=data[f"{band.code}_name_en"],
                lower_bound=data.get(f"{band.code}_bound"),
                includes_bound=data.get(f"{band.code}_includes", True),
            )
            for band in self.bands
        ]


class LimitsForm(forms.Form):
    """How much an attainment counts at most and at least when it is joined with others."""

    ceiling = forms.DecimalField(
        label=gettext_lazy("Counts at most (percent)"),
        required=False,
        max_digits=7,
        decimal_places=3,
        localize=True,
        help_text=gettext_lazy("Usually 100: what goes beyond its target cannot hide what does not reach it."),
    )
    floor = forms.DecimalField(
        label=gettext_lazy("Counts at least (percent)"),
        required=False,
        max_digits=7,
        decimal_places=3,
        localize=True,
        help_text=gettext_lazy("Usually 0. Empty means no limit."),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """Return the number without the zeros of its column: 91 and not 91,000."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
