"""What the coordinator says about a series."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.observations import errors
from serambi.apps.observations.models import Series
from serambi.apps.observations.services.series import SeriesFields
from serambi.ui.fields import NumberField

GROUPS = (
    (_("What is counted"), ("code", "name", "name_en", "unit", "value_type", "minimum", "maximum")),
    (_("Where and when"), ("frequency", "area_level", "over_time", "over_area")),
    (_("Who answers for it"), ("producer", "is_public")),
    (
        _("Metadata of Satu Data Indonesia"),
        ("concept", "definition", "classification", "measure", "method", "source"),
    ),
)


class SeriesForm(forms.ModelForm[Series]):
    """A series; its code is asked once and never changes."""

    minimum = NumberField(
        label=_("Lowest believable value"), required=False, help_text=_("What lies below is refused. May stay empty.")
    )
    maximum = NumberField(
        label=_("Highest believable value"), required=False, help_text=_("What lies above is refused. May stay empty.")
    )

    class Meta:
        model = Series
        fields = [name for _title, names in GROUPS for name in names]
        help_texts = {
            "code": _("What formulas call it: small letters, for example waste.handled. It cannot be changed later."),
            "unit": _("For example ton, orang, m3, Rp, %. Leave it empty for a plain number."),
            "area_level": _("The smallest areas for which it is observed."),
            "over_time": _("How several figures become one for a longer period."),
            "over_area": _("How the figures of several areas become one for a larger area."),
            "producer": _("Its officers record the figures (produsen data)."),
            "is_public": _("Its final figures can be read without signing in."),
            "concept": _("What idea the figure stands for."),
            "definition": _("What exactly is counted and what is not."),
            "classification": _("The standard by which it is divided, if there is one."),
            "measure": _("What kind of quantity it is: a count, a share, a duration."),
        }
        widgets = {
            "concept": forms.Textarea(attrs={"rows": 2}),
            "definition": forms.Textarea(attrs={"rows": 3}),
            "method": forms.Textarea(attrs={"rows": 2}),
            "source": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        producers = Organization.objects.filter(valid_until__isnull=True)
        if self.instance.producer_id is not None:
            producers |= Organization.objects.filter(pk=self.instance.producer_id)
        producer = cast("forms.ModelChoiceField[Organization]", self.fields["producer"])
        producer.queryset = producers
        producer.empty_label = str(_("Nobody yet"))
        if self.instance.pk is not None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        lowest, highest = given.get("minimum"), given.get("maximum")
        if lowest is not None and highest is not None and lowest > highest:
            # Said here already, before the database's own constraint says it in its words.
            self.add_error("minimum", str(errors.BoundsReversed()))
        return given

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields as they stand on the page, under their headings."""
        return [(str(title), [self[name] for name in names if name in self.fields]) for title, names in GROUPS]

    @property
    def given(self) -> SeriesFields:
        """Return what was typed, for the service."""
        return cast("SeriesFields", dict(self.cleaned_data))
