"""Areas with Kemendagri codes, and their boundaries."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")
    URBAN_VILLAGE = "urban_village", _("Urban village")


class AreaLevel(models.IntegerChoices):
    """How deep an area stands; regencies and cities share a level, villages and urban villages too."""

    PROVINCE = 1, _("Province")
    REGENCY = 2, _("Regency or city")
    DISTRICT = 3, _("District")
    VILLAGE = 4, _("Village")


LEVEL_OF: dict[str, AreaLevel] = {
    AreaKind.PROVINCE: AreaLevel.PROVINCE,
    AreaKind.REGENCY: AreaLevel.REGENCY,
    AreaKind.CITY: AreaLevel.REGENCY,
    AreaKind.DISTRICT: AreaLevel.DISTRICT,
    AreaKind.VILLAGE: AreaLevel.VILLAGE,
    AreaKind.URBAN_VILLAGE: AreaLevel.VILLAGE,
}


class AreaQuerySet(models.QuerySet["Area"]):
    def valid_on(self, day: dt.date) -> AreaQuerySet:
        """Return the areas that exist on that day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )

    def inside(self, area: Area) -> AreaQuerySet:
        """Return the area itself and everything below it, by the hierarchy of codes."""
        return self.filter(Q(code=area.code) | Q(code__startswith=f"{area.code}."))


class Area(models.Model):
    """A province, regency, city, district or village, for as long as it exists.

    code: Kemendagri code with dots (`64.09.01.1001`); a code returns to use only after its area has ended.
    centroid_latitude, centroid_longitude: degrees, WGS 84, for a map without boundaries.
    successor: the area that took this one over when it ended.
    """

    code = models.CharField(_("code"), max_length=13)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=15, choices=AreaKind)
    level = models.PositiveSmallIntegerField(_("level"), choices=AreaLevel, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    centroid_latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    centroid_longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_until = models.DateField(_("existed until"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_until__isnull=True), name="area_code_in_use_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lte=F("valid_until")),
                name="area_validity_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.level = LEVEL_OF[self.kind]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged


class Boundary(models.Model):
    """The shape of an area as GeoJSON (Polygon or MultiPolygon, WGS 84), for display and never for area statistics."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    source = models.CharField(max_length=300, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.area)
