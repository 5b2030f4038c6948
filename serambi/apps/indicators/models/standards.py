"""Catalogues of standard indicators (U4SSC, ISO 37120, Pemdi, …), as reference data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """A published set of indicators, in one of its versions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self) -> str:
        return self.name


class StandardIndicator(models.Model):
    """One indicator of a framework, as published; text where the source has text."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="indicators")
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=400)
    group = models.CharField(_("group"), max_length=200, blank=True)
    type = models.CharField(_("type"), max_length=80, blank=True)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    note = models.TextField(_("formula or note"), blank=True)
    direction = models.CharField(_("direction"), max_length=120, blank=True)
    bands = models.TextField(_("bands"), blank=True)
    weight = models.CharField(_("weight"), max_length=60, blank=True)
    source = models.TextField(_("source"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=200, blank=True)

    class Meta:
        ordering = ["framework__name", "code"]
        verbose_name = _("standard indicator")
        verbose_name_plural = _("standard indicators")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code", "name"], name="standard_indicator_once_per_framework")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
