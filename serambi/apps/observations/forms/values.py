"""What a person says about one figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.apps.observations import errors, queries
from serambi.apps.observations.labels import figure, for_input
from serambi.apps.observations.models import Observation, Origin, Quality, Series, ValueType
from serambi.apps.observations.numbers import read_number
from serambi.apps.observations.permissions import can_finalize
from serambi.apps.regions.models import Area
from serambi.methods.periods import Period
from serambi.ui import formats
from serambi.ui.fields import NumberField


class RecordForm(forms.Form):
    """A figure with its grade and source, and the reason when there is one already.

    It asks back twice and guesses never: which number is meant when a text can be two, and whether a figure is right
    that leaps away from those before it or would be counted together with those of the areas inside.
    """

    value = NumberField(label=gettext_lazy("Value"))
    reading = forms.ChoiceField(
        label=gettext_lazy("Which number do you mean?"), required=False, widget=forms.RadioSelect
    )
    is_right = forms.BooleanField(label=gettext_lazy("Yes, the figure is right"), required=False)
    doubted = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=1000,
        error_messages={"required": errors.ReasonMissing.sentence},
        help_text=gettext_lazy("It stays beside the earlier figure for whoever asks."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    quality = forms.ChoiceField(label=gettext_lazy("Quality"), choices=Quality.choices)
    origin = forms.ChoiceField(
        label=gettext_lazy("Origin"), choices=[choice for choice in Origin.choices if choice[0] != Origin.ILLUSTRATION]
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example the name of the register, the letter or the publication with its page."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Link to the source"), required=False, max_length=500, assume_scheme="https"
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_final = forms.BooleanField(
        label=gettext_lazy("Final"),
        required=False,
        help_text=gettext_lazy("Verified; from now on it enters what is published."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Any,
        *,
        series: Series,
        area: Area,
        period: Period,
        existing: Observation | None,
        history: Sequence[Observation],
        user: Any,
    ) -> None:
        last = existing or (history[-1] if history else None)
        initial: dict[str, Any] = {"revision": existing.revision if existing else 0}
        if last is not None:
            initial |= {"quality": last.quality, "origin": last.origin, "source": last.source}
        if existing is not None:
            initial |= {
                "value": existing.value,
                "source_url": existing.source_url,
                "note": existing.note,
                "is_final": existing.is_final,
            }
        super().__init__(data, initial={"quality": Quality.MEASURED, **initial})
        self.series, self.area, self.period, self.history = series, area, period, history
        self.doubts: list[str] = []
        value = self.fields["value"]
        if isinstance(value, NumberField):
            value.whole = self._is_whole
        if existing is None:
            del self.fields["reason"]
        else:
            # Who opened the form on another state is told of that first, not asked for a reason.
            self.fields["reason"].required = data is None or data.get("revision") == str(existing.revision)
        if not can_finalize(user):
            del self.fields["is_final"]
        if series.is_illustration:
            origin = self.fields["origin"]
            origin.choices = Origin.choices  # type: ignore[attr-defined]  # a choice field
        self._offer_readings(data)

    @property
    def _is_whole(self) -> bool:
        """Whether a point before three digits can only part thousands: things counted, and whole rupiah."""
        return self.series.value_type == ValueType.COUNT or self.series.unit in {"Rp", "rupiah"}

    def _offer_readings(self, data: Any) -> None:
        """Take the question which number is meant out of the form unless the text can be two."""
        try:
            read_number((data or {}).get(self.add_prefix("value"), "") or "0", whole=self._is_whole)
        except errors.AmbiguousNumber as error:
            large, small = error.facts["large"], error.facts["small"]
            self.readings = {str(large): large, str(small): small}
            reading = self.fields["reading"]
            reading.choices = [  # type: ignore[attr-defined]  # a choice field
                (str(large), _("%(number)s, a whole number") % {"number": for_input(large)}),
                (str(small), _("%(number)s, with decimals") % {"number": for_input(small)}),
            ]
        except errors.NotANumber:
            del self.fields["reading"]
        else:
            del self.fields["reading"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("reading") and "value" in self.errors:
            # The person chose: the text that can be two numbers is no error any more.
            del self.errors["value"]
            given["value"] = self.readings[given["reading"]]
        value = given.get("value")
        if isinstance(value, Decimal):
            self.doubts = self._doubts(value)
            if self.doubts and not (given.get("is_right") and given.get("doubted") == str(value)):
                self._ask_to_confirm(value)
        return given

    def _ask_to_confirm(self, value: Decimal) -> None:
        """Show the question with an empty box; a tick holds for this very figure and for no other."""
        kept = {name: self.data.get(name) for name in self.data if name != self.add_prefix("is_right")}
        self.data = {**kept, self.add_prefix("doubted"): str(value)}
        self.add_error("is_right", ValidationError(_("Look at the figure again and confirm it."), code="confirm"))

    def _doubts(self, value: Decimal) -> list[str]:
        doubts = []
        leap = queries.jump(self.series, value, self.history)
        if leap is not None:
            facts = {
                "value": figure(value, self.series.unit),
                "median": figure(leap.median, self.series.unit),
                "area": self.area.name,
                "times": formats.number(leap.times, 0 if leap.times >= 10 else 2),
            }
            doubts.append(
                _(
                    "%(value)s is %(times)s times what is usual in %(area)s: "
                    "the middle of its last figures is %(median)s."
                )
                % facts
            )
        beside = queries.counted_beside(self.series, area=self.area, period=self.period)
        if beside:
            doubts.append(
                ngettext(
                    "%(count)s figure inside %(area)s exists for this period. A figure of %(area)s itself counts "
                    "together with it.",
                    "%(count)s figures inside %(area)s exist for this period. A figure of %(area)s itself counts "
                    "together with them.",
                    beside,
                )
                % {"count": formats.number(beside, 0), "area": self.area.name}
            )
        return doubts

    @property
    def has_doubts(self) -> bool:
        return bool(self.doubts)

    @property
    def content(self) -> dict[str, Any]:
        """Return what was said, for the service."""
        given = self.cleaned_data
        names = ("value", "quality", "origin", "source", "source_url", "note")
        return {
            **{name: given[name] for name in names},
            "reason": given.get("reason", ""),
            "is_final": given.get("is_final", False),
            "expected_revision": given["revision"],
        }


class ReasonForm(forms.Form):
    """Why a figure is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For example: counted twice, wrong unit. It stays beside the figure for whoever asks."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
