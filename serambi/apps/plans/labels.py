"""The words of the plan that are not the name of a field: delays, severity, time in a stage."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.apps.plans.delays import Delay, DelayReason
from serambi.ui import formats

# Severity is likelihood times impact, 1 to 25; the usual matrix of five by five, from its highest class down.
SEVERITY: tuple[tuple[int, str | Promise], ...] = (
    (15, gettext_lazy("Very high")),
    (10, gettext_lazy("High")),
    (5, gettext_lazy("Medium")),
    (1, gettext_lazy("Low")),
)
SCALE: dict[int, str | Promise] = {
    1: gettext_lazy("1 – very low"),
    2: gettext_lazy("2 – low"),
    3: gettext_lazy("3 – medium"),
    4: gettext_lazy("4 – high"),
    5: gettext_lazy("5 – very high"),
}


def severity_word(severity: int) -> str:
    """Return the class of a severity in words, from 1 to 25."""
    return str(next(word for least, word in SEVERITY if severity >= least))


def days_text(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": formats.number(count, 0)}


def delay_text(delay: Delay, *, today: dt.date) -> str:
    """Return one reason for being late as a sentence with the day that was missed and how long ago it was."""
    facts = {"day": formats.day(delay.since), "days": days_text(delay.days(today)), "name": delay.name}
    if delay.reason is DelayReason.MILESTONE:
        return _("The milestone “%(name)s” was due on %(day)s, %(days)s ago.") % facts
    if delay.reason is DelayReason.NOT_STARTED:
        return _("It should have started on %(day)s, %(days)s ago.") % facts
    if not delay.reported:
        return _("It should have ended on %(day)s, %(days)s ago, and nobody has reported how it stands.") % facts
    return _("It should have ended on %(day)s, %(days)s ago.") % facts


def duration_text(days: int) -> str:
    """Return how long something has lasted: in days for the first two months, then in months, then in years.

    >>> from django.utils import translation
    >>> with translation.override("en"):
    ...     duration_text(1), duration_text(75), duration_text(800)
    ('1 day', '2 months', '2 years')
    """
    if days < 1:
        return _("since today")
    if days < 61:
        return days_text(days)
    if days < 730:
        months = int(days / 30.44)
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = int(days / 365.25)
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
