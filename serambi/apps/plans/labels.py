"""The words of the plan that are not the name of a field: delays, severity, time in a stage."""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.apps.plans.delays import Delay, DelayReason
from serambi.apps.plans.spans import Span, Stretch
from serambi.ui import formats, locales

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


def wait_text(name: str, lag_days: int, *, stopped: bool = False) -> str:
    """Return for what an activity waits, and how long after it."""
    facts = {"name": name, "days": days_text(lag_days)}
    if stopped:
        return _("waits for “%(name)s”, which was stopped") % facts
    return _("waits for “%(name)s”, then %(days)s") % facts if lag_days else _("waits for “%(name)s”") % facts


def broken_wait_text(name: str, predecessor: str, ends_on: dt.date, lag_days: int) -> str:
    """Return that an activity is planned to start before that for which it waits."""
    facts = {"name": name, "predecessor": predecessor, "day": formats.day(ends_on), "days": days_text(lag_days)}
    if lag_days:
        return _("“%(name)s” starts before “%(predecessor)s” ends (%(day)s) and %(days)s have passed.") % facts
    return _("“%(name)s” starts before “%(predecessor)s” ends (%(day)s).") % facts


def push_text(days: int, predecessor: str) -> str:
    """Return the delay that a late predecessor passes on."""
    facts = {"days": days_text(days), "predecessor": predecessor}
    return _("Starts at least %(days)s later than planned, because “%(predecessor)s” is late.") % facts


def activities_text(count: int) -> str:
    return ngettext("%(count)s activity", "%(count)s activities", count) % {"count": formats.number(count, 0)}


def broken_count_text(count: int) -> str:
    """Return in how many places the planned dates contradict the order of the work."""
    text = ngettext(
        "%(count)s activity starts before what it waits for",
        "%(count)s activities start before what they wait for",
        count,
    )
    return text % {"count": formats.number(count, 0)}


def pushed_count_text(count: int) -> str:
    """Return how many activities are held up by what comes before them."""
    text = ngettext(
        "%(count)s activity is held up by a late one", "%(count)s activities are held up by late ones", count
    )
    return text % {"count": formats.number(count, 0)}


def span_text(span: Span | None, years: tuple[int, int]) -> str:
    """Return a stretch of time in words: a quarter, a year, or all years of the plan."""
    if span is None:
        return f"{years[0]}–{years[1]}" if years[0] != years[1] else str(years[0])
    if span.quarter is None:
        return str(span.year)
    return _quarter(span.year, span.quarter)


def stretch_text(stretch: Stretch) -> str:
    """Return the name of a part of the axis: a year, a quarter or a month."""
    if not stretch.span:
        return locales.current().months_short[stretch.first.month - 1]
    year, _dash, quarter = stretch.span.partition("-")
    return _quarter(int(year), int(quarter)) if quarter else year


def _quarter(year: int, quarter: int) -> str:
    return locales.current().quarter_short.format(number=quarter, roman=locales.ROMAN[quarter], year=year)


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
