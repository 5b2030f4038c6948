"""Words of the evaluation that stand in more than one place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Lateness(models.TextChoices):
    """Why a program is late; the first that is true is told."""

    END_PASSED = "end_passed", _("planned end has passed")
    START_PASSED = "start_passed", _("planned start has passed")
    MILESTONE_PASSED = "milestone_passed", _("a milestone has passed")


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
