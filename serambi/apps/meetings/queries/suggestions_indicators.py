"""Indicators that miss their target at the pace so far, as suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.apps.indicators.models import Indicator
from serambi.apps.meetings.models import ItemKind
from serambi.apps.meetings.queries.outlooks import Outlook, read_outlooks
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Candidate, Kind, Scope, Suggestion
from serambi.apps.observations.models import Mark
from serambi.ui import formats

_MINUTES = 5


def _find(scope: Scope) -> list[Candidate]:
    indicators = Indicator.objects.active()
    if not scope.is_everything:
        indicators = indicators.filter(pk__in=scope.programs.order_by().values("program_indicators__indicator_id"))
    found = []
    for pk, outlook in read_outlooks(indicators, region=scope.region, today=scope.today).items():
        if outlook.gap:
            urgency = min(outlook.gap, MOST_URGENT)
            found.append(Candidate(f"indicator:{pk}", urgency, (not outlook.is_coming, outlook.ratio, pk), outlook))
    return found


def _describe(scope: Scope, chosen: Sequence[Candidate]) -> list[Suggestion]:
    indicators = Indicator.objects.select_related("owner").in_bulk([one.facts.indicator for one in chosen])
    return [_suggestion(one, indicators[one.facts.indicator]) for one in chosen]


def _suggestion(candidate: Candidate, indicator: Indicator) -> Suggestion:
    outlook: Outlook = candidate.facts
    return Suggestion(
        key=candidate.key,
        kind=ItemKind.INDICATOR,
        title=indicator.name,
        reason=_reason(outlook, indicator),
        number=_("%(ratio)s of the target") % {"ratio": formats.percent(outlook.ratio)},
        why=_("100 less %(ratio)s of the target, at most 100: %(urgency)s")
        % {"ratio": formats.percent(outlook.ratio), "urgency": formats.number(candidate.urgency, 1)},
        urgency=candidate.urgency,
        address=reverse("indicators:indicator_detail", args=[indicator.code]),
        minutes=_MINUTES,
        indicator=indicator,
        presenter=indicator.owner,
        is_illustration=indicator.is_illustration or bool(outlook.marks & Mark.ILLUSTRATION),
    )


def _reason(outlook: Outlook, indicator: Indicator) -> str:
    facts = {
        "ratio": formats.percent(outlook.ratio),
        "target": _range(outlook, indicator),
        "period": formats.period(outlook.aim.period),
    }
    if outlook.first is None or outlook.last is None:
        return _("It reached %(ratio)s of the target %(target)s of %(period)s.") % facts
    facts |= {
        "first": _measure(outlook.first.value, indicator),
        "first_period": formats.period(outlook.first.period),
        "last": _measure(outlook.last.value, indicator),
        "last_period": formats.period(outlook.last.period),
        "expected": _measure(outlook.expected, indicator),
        "pace": formats.signed(outlook.pace, indicator.decimals),
        "needed": formats.signed(outlook.needed, indicator.decimals),
    }
    text = _(
        "From %(first)s (%(first_period)s) to %(last)s (%(last_period)s); at this pace %(expected)s in %(period)s, "
        "%(ratio)s of the target %(target)s. It moved by %(pace)s a period and would have to by %(needed)s."
    )
    sentence = text % facts
    if outlook.marks & Mark.PRELIMINARY:
        sentence += " " + _("The figures are preliminary.")
    return sentence


def _measure(value: Decimal | None, indicator: Indicator) -> str:
    return formats.with_unit(value, indicator.decimals, indicator.unit)


def _range(outlook: Outlook, indicator: Indicator) -> str:
    aim = outlook.aim
    if aim.upper is None:
        return _measure(aim.value, indicator)
    return f"{formats.number(aim.value, indicator.decimals)}–{_measure(aim.upper, indicator)}"


UNLIKELY = Kind(
    code="indicator",
    heading=gettext_lazy("Indicators that miss their target at this pace"),
    explains=gettext_lazy(
        "A straight line through the last value and the one a year before, both of periods as long as the target's, is "
        "carried on to the next target. 100 less its attainment of the target. Without two values the attainment of "
        "the last target counts; without any value nothing is said."
    ),
    find=_find,
    describe=_describe,
    at_most=4,
)
