"""Words of the evaluation that stand in more than one place."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serambi.apps.audit.models import Verb
from serambi.methods.scoring import DeviationStatus

# The bands of Permendagri 86/2017 in Indonesian and English; a regency may write its own over them.
BAND_NAMES = {
    "very_high": ("Sangat tinggi", "Very high"),
    "high": ("Tinggi", "High"),
    "medium": ("Sedang", "Medium"),
    "low": ("Rendah", "Low"),
    "very_low": ("Sangat rendah", "Very low"),
}


class IndicatorState(models.TextChoices):
    """What is wrong with the figures of an indicator; several can be true at once."""

    STALE = "stale", _("Not updated")
    MISSING = "missing", _("No value")
    NO_OWNER = "no_owner", _("No owner")
    NO_TARGET = "no_target", _("No target")


# How a deviation from the even pace is called where money and work are monitored.
DEVIATIONS: Mapping[DeviationStatus, str | Promise] = {
    DeviationStatus.NOT_STARTED: pgettext_lazy("deviation", "not begun"),
    DeviationStatus.SAFE: pgettext_lazy("deviation", "safe"),
    DeviationStatus.ATTENTION: pgettext_lazy("deviation", "attention"),
    DeviationStatus.CRITICAL: pgettext_lazy("deviation", "critical"),
}

# What was done to a program or a figure, as news tells it.
DEEDS: dict[str, str | Promise] = {
    Verb.CREATED: pgettext_lazy("news", "new"),
    Verb.CHANGED: pgettext_lazy("news", "changed"),
    Verb.REVISED: pgettext_lazy("news", "revised"),
    Verb.FINALIZED: pgettext_lazy("news", "verified"),
    Verb.WITHDRAWN: pgettext_lazy("news", "withdrawn"),
    Verb.ARCHIVED: pgettext_lazy("news", "archived"),
    Verb.RESTORED: pgettext_lazy("news", "restored"),
    Verb.LOADED: pgettext_lazy("news", "loaded"),
}


class LeftOut(models.TextChoices):
    """Why something does not count in a joined value."""

    NO_TARGET = "no_target", _("no target")
    NOT_DUE = "not_due", _("no target has come due yet")
    NO_VALUE = "no_value", _("no value for the target that is due")
    NOT_FINAL = "not_final", _("the figure is not verified yet")
    NO_INDICATOR = "no_indicator", _("no indicator")
    NOTHING_BELOW = "nothing_below", _("nothing below it has a value yet")
    NO_PROGRAM = "no_program", _("no program")
    NO_WEIGHT = "no_weight", _("its weight is 0")
