"""What is doubtful about an answer: not wrong, so it may stay, but somebody has to say why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from serambi.apps.observations import queries as observations
from serambi.apps.observations.labels import figure
from serambi.apps.progress.models import Answer, Kind, ReportItem
from serambi.ui import formats

if TYPE_CHECKING:
    from serambi.apps.progress.queries.lines import Last


def doubts_of(item: ReportItem, last: Last, usual: Decimal | None) -> tuple[str, ...]:
    """Return what is doubtful about an item's answer, a sentence each; none while nothing is answered.

    last: what was known before. usual: the median of the figures before, as `observations.queries.usual` finds it.
    """
    if item.answer in {Answer.NONE, Answer.UNAVAILABLE}:
        return ()
    match item.kind:
        case Kind.PROGRAM:
            return tuple(_of_program(item, last))
        case Kind.MONEY:
            return tuple(_of_money(item, last))
        case Kind.FIGURE:
            return tuple(_of_figure(item, usual))
    return ()


def _of_program(item: ReportItem, last: Last) -> list[str]:
    if item.number is not None and last.number is not None and item.number < last.number:
        facts = {"now": formats.percent(item.number, None), "before": formats.percent(last.number, None)}
        return [_("Physical progress went back from %(before)s to %(now)s.") % facts]
    return []


def _of_money(item: ReportItem, last: Last) -> list[str]:
    line, amount = item.budget_line, item.amount
    if line is None or amount is None:
        return []
    found = []
    if amount > line.ceiling:
        facts = {"amount": formats.rupiah(amount), "ceiling": formats.rupiah(line.ceiling)}
        found.append(_("%(amount)s is more than the ceiling of %(ceiling)s.") % facts)
    if last.amount is not None and amount < last.amount:
        facts = {"amount": formats.rupiah(amount), "before": formats.rupiah(last.amount)}
        found.append(_("%(amount)s is less than the %(before)s of last time, and the amount is cumulative.") % facts)
    return found


def _of_figure(item: ReportItem, usual: Decimal | None) -> list[str]:
    if item.series is None or item.number is None:
        return []
    leap = observations.leap(item.series, item.number, usual)
    if leap is None:
        return []
    facts = {"value": figure(item.number, item.series.unit), "usual": figure(leap.median, item.series.unit)}
    return [_("%(value)s is far from what is usual here, %(usual)s.") % facts]
