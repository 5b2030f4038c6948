"""Series, and the values observed for an area and a period. Values are revised, never overwritten."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import IntFlag
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import can_see_preliminary, is_coordinator
from serambi.apps.observations.fields import PeriodField
from serambi.apps.regions.models import Area, AreaLevel
from serambi.methods.periods import Frequency

__all__ = [
    "AreaLevel",
    "FrequencyChoice",
    "Mark",
    "Observation",
    "Origin",
    "Overall",
    "PeriodField",
    "Quality",
    "Revision",
    "Series",
    "SheetReceipt",
    "ValueType",
    "validate_code",
]

CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
validate_code = RegexValidator(
    rf"\A{CODE_PATTERN.pattern}\Z",
    _("Write small letters, digits and _, with dots between the parts, for example waste.handled."),
)


class Mark(IntFlag):
    """What a number carries with it wherever it counts. The engines join the marks of all that goes into a value."""

    PRELIMINARY = 1
    ILLUSTRATION = 2


class FrequencyChoice(models.TextChoices):
    DAY = Frequency.DAY.value, _("Daily")
    MONTH = Frequency.MONTH.value, _("Monthly")
    QUARTER = Frequency.QUARTER.value, _("Quarterly")
    SEMESTER = Frequency.SEMESTER.value, _("Every semester")
    YEAR = Frequency.YEAR.value, _("Yearly")


class Overall(models.TextChoices):
    """How several numbers become one, over time or over areas; the words of the formula language."""

    SUM = "sum", _("Sum")
    MEAN = "mean", _("Mean")
    MIN = "min", _("Lowest")
    MAX = "max", _("Highest")
    COUNT = "count", _("Count")
    FIRST = "first", _("First")
    LAST = "last", _("Last")


class ValueType(models.TextChoices):
    NUMBER = "number", _("Plain number")
    COUNT = "count", _("Count (whole number)")
    PERCENTAGE = "percentage", _("Percentage")
    MONEY = "money", _("Money (Rp)")
    INDEX = "index", _("Index or score")


class Quality(models.TextChoices):
    """How good a figure is, from the best; the grades of U4SSC's verification manual."""

    MEASURED = "measured", _("Measured")
    SURVEYED = "surveyed", _("Surveyed")
    HIGHER_LEVEL = "higher_level", _("Derived from a higher level")
    ESTIMATED = "estimated", _("Estimated")
    PERSONAL_ESTIMATE = "personal", _("Personal estimate")
    UNKNOWN = "unknown", _("Unknown")


class Origin(models.TextChoices):
    AGENCY = "agency", _("Agency's own count")
    REGISTER = "register", _("Administrative register")
    SURVEY = "survey", _("Survey")
    SENSOR = "sensor", _("Sensor or system")
    PUBLICATION = "publication", _("Publication")
    ILLUSTRATION = "illustration", _("Illustration")
    OTHER = "other", _("Other")


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: Any) -> SeriesQuerySet:
        """Return what the person may see: archived series for the coordinator only, internal ones after sign-in."""
        if is_coordinator(user):
            return self
        series = self.filter(archived_at__isnull=True)
        return series if getattr(user, "is_authenticated", False) else series.filter(is_public=True)


class Series(models.Model):
    """One thing that is counted or measured again and again, for areas and periods.

    code: what formulas call it (`waste.handled`). unit: as in `methods.units`; empty for a bare number.
    over_time, over_area: how several values become one for a longer period or a larger area.
    area_level: the level at which values are observed. frequency: the length of the periods observed.
    producer: the agency that answers for it (produsen data). concept, definition, classification, measure and method
    are the metadata that Satu Data Indonesia asks for (Perpres 39/2019).
    minimum, maximum: bounds of a believable value, both included.
    """

    code = models.CharField(_("code"), max_length=80, unique=True, validators=[validate_code])
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    value_type = models.CharField(_("kind of value"), max_length=12, choices=ValueType, default=ValueType.NUMBER)
    frequency = models.CharField(_("frequency"), max_length=10, choices=FrequencyChoice, default=FrequencyChoice.MONTH)
    area_level = models.PositiveSmallIntegerField(_("area level"), choices=AreaLevel, default=AreaLevel.REGENCY)
    over_time = models.CharField(_("over time"), max_length=5, choices=Overall, default=Overall.SUM)
    over_area = models.CharField(_("over areas"), max_length=5, choices=Overall, default=Overall.SUM)
    producer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("producing agency")
    )
    concept = models.TextField(_("concept"), blank=True)
    definition = models.TextField(_("definition"), blank=True)
    classification = models.CharField(_("classification"), max_length=200, blank=True)
    measure = models.CharField(_("measure"), max_length=100, blank=True)
    method = models.TextField(_("how it is collected"), blank=True)
    source = models.TextField(_("source"), blank=True)
    minimum = models.DecimalField(_("lowest believable value"), max_digits=24, decimal_places=6, null=True, blank=True)
    maximum = models.DecimalField(_("highest believable value"), max_digits=24, decimal_places=6, null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_illustration = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="series_bounds_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class ObservationQuerySet(models.QuerySet["Observation"]):
    def visible_to(self, user: Any) -> ObservationQuerySet:
        """Return final values of visible series, and preliminary ones too for people with a role."""
        found = self.filter(series__in=Series.objects.visible_to(user))
        return found if can_see_preliminary(user) else found.filter(is_final=True)


class ObservedValue(models.Model):
    """What is known of a value at one moment; the current one and every earlier one have these columns.

    value: in the series' unit, exact to fifteen digits; None when it was withdrawn, which is missing and not zero.
    is_final: verified; a preliminary value never enters what is published.
    """

    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True, blank=True)
    is_final = models.BooleanField(_("final"), default=False)
    quality = models.CharField(_("quality"), max_length=12, choices=Quality, default=Quality.UNKNOWN)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin, default=Origin.AGENCY)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Observation(ObservedValue):
    """The current value of a series for an area and a period; earlier ones are its revisions."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations")
    period = PeriodField(_("period"))
    period_start = models.DateField(editable=False)
    period_end = models.DateField(editable=False)
    is_illustration = models.BooleanField(default=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "area__code"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(fields=["series", "area", "period"], name="one_value_per_series_area_period")
        ]
        indexes = [
            models.Index(fields=["series", "period_start"], name="observation_series_start"),
            # What waits to be verified is little beside what was verified, and is asked for on every visit.
            models.Index(
                fields=["series", "period_start"], condition=Q(is_final=False), name="observation_preliminary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series.code} · {self.area} · {self.period}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.period_start, self.period_end = self.period.start, self.period.end
        super().save(*args, **kwargs)

    @property
    def marks(self) -> Mark:
        found = Mark(0)
        if not self.is_final:
            found |= Mark.PRELIMINARY
        if self.is_illustration:
            found |= Mark.ILLUSTRATION
        return found


class Revision(ObservedValue):
    """An earlier value of an observation, and why it was replaced."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="revisions")
    replaced_because = models.TextField(_("reason for the change"), blank=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-revision"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["observation", "revision"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.observation} · {self.revision}"


class SheetReceipt(models.Model):
    """That a sheet of figures was saved, so that a browser which did not hear the answer may send it again.

    key: of the page from which it was sent. digest: of what was sent. The same key with the same digest is the same
    save and is answered with `result`; old receipts go with later saves.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt of a sheet")
        verbose_name_plural = _("receipts of sheets")
        constraints = [models.UniqueConstraint(fields=["user", "key", "digest"], name="sheet_saved_once")]
        indexes = [models.Index(fields=["saved_at"], name="sheet_receipt_saved_at")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.key}"


def exact(value: Decimal | float | None) -> Decimal | None:
    """Return the number without the zeros that a fixed number of decimals adds."""
    if value is None:
        return None
    number = Decimal(str(value)).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral() else number
