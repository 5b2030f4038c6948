"""What is true of an indicator now, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.indicators.models import Indicator, Polarity
from serambi.apps.observations.models import Quality
from serambi.methods.periods import Period
from serambi.ui import formats


def figure_of(indicator: Indicator, value: float | Decimal | None) -> str:
    """Return a value of the indicator with its unit, in its own number of decimals."""
    return formats.with_unit(value, indicator.decimals, indicator.unit)


def target_figure(indicator: Indicator, target: Decimal, upper: Decimal | None) -> str:
    """Return a target with its unit, as many decimals as it was set with; a range as “70–80 %”."""
    decimals = max(_decimals(target), _decimals(upper))
    if upper is None:
        return formats.with_unit(target, decimals, indicator.unit)
    return f"{formats.number(target, decimals)}–{formats.with_unit(upper, decimals, indicator.unit)}"


def _decimals(value: Decimal | None) -> int:
    if value is None:
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def headline(
    indicator: Indicator, *, value: float | None, target: Decimal | None, upper: Decimal | None, area: str = ""
) -> str:
    """Return the indicator, its value, and how that stands to the target: “Waste handled 78.4%, below …”."""
    facts = {
        "name": f"{indicator.display_name}, {area}" if area else indicator.display_name,
        "value": figure_of(indicator, value),
        "target": "" if target is None else target_figure(indicator, target, upper),
    }
    if value is None:
        return _("%(name)s: no value") % facts
    if target is None:
        return _("%(name)s %(value)s") % facts
    return _sentence(_way(indicator, value, target, upper)) % facts


def _sentence(way: str) -> str:
    return {
        "below": _("%(name)s %(value)s, below the target of %(target)s"),
        "above": _("%(name)s %(value)s, above the target of %(target)s"),
        "on": _("%(name)s %(value)s, on the target of %(target)s"),
        "inside": _("%(name)s %(value)s, within the target of %(target)s"),
        "at_most": _("%(name)s %(value)s, under the limit of %(target)s"),
        "over": _("%(name)s %(value)s, over the limit of %(target)s"),
    }[way]


def _way(indicator: Indicator, value: float, target: Decimal, upper: Decimal | None) -> str:
    """Return where the value lies, as exactly as it is shown: 82.04 shown as 82.0 is on a target of 82."""
    shown = round(Decimal(repr(value)), max(indicator.decimals, _decimals(target), _decimals(upper)))
    if indicator.polarity == Polarity.RANGE and upper is not None:
        return "inside" if target <= shown <= upper else "below" if shown < target else "above"
    if shown == target:
        return "on"
    if indicator.polarity == Polarity.LOWER:
        return "at_most" if shown < target else "over"
    return "below" if shown < target else "above"


def movement(indicator: Indicator, now: float | None, before: float | None) -> str:
    """Return how the value moved since a year ago, "" where one of the two is missing."""
    if now is None or before is None:
        return ""
    change = Decimal(repr(now)) - Decimal(repr(before))
    points = _("points") if indicator.unit == "%" else indicator.unit
    amount = formats.with_unit(abs(change), indicator.decimals, points)
    if not round(change, indicator.decimals):
        return _("As a year ago.")
    return (_("Up %(amount)s on a year ago.") if change > 0 else _("Down %(amount)s on a year ago.")) % {
        "amount": amount
    }


def trend_title(indicator: Indicator, values: Sequence[tuple[Period, float | None]]) -> str:
    """Return the finding of a trend: where it began and where it is, and whether it rose all the way."""
    known = [(period, value) for period, value in values if value is not None]
    if not known:
        return _("No values yet")
    if len(known) == 1:
        return _("One value: %(value)s in %(period)s") % {
            "value": figure_of(indicator, known[0][1]),
            "period": formats.period(known[0][0]),
        }
    (first_period, first), (_last_period, last) = known[0], known[-1]
    facts = {
        "first": figure_of(indicator, first),
        "last": figure_of(indicator, last),
        "period": formats.period(first_period),
    }
    steps = [after[1] - before[1] for before, after in pairwise(known)]
    if facts["first"] == facts["last"]:
        return _("%(last)s, as in %(period)s") % facts
    rose = last > first
    steady = all(step >= 0 for step in steps) if rose else all(step <= 0 for step in steps)
    sentence = {
        (True, True): _("Rising steadily, from %(first)s in %(period)s to %(last)s"),
        (True, False): _("Risen from %(first)s in %(period)s to %(last)s"),
        (False, True): _("Falling steadily, from %(first)s in %(period)s to %(last)s"),
        (False, False): _("Fallen from %(first)s in %(period)s to %(last)s"),
    }[rose, steady]
    return sentence % facts


def areas_title(indicator: Indicator, values: Iterable[tuple[str, float | None]], *, missing: int) -> str:
    """Return the finding of a table of areas: which one lags, which leads, or that they agree."""
    known = [(name, value) for name, value in values if value is not None]
    if not known:
        return _("No area has a value yet")
    lowest, highest = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
    if figure_of(indicator, lowest[1]) == figure_of(indicator, highest[1]):
        title = _("The same in every area: %(value)s") % {"value": figure_of(indicator, lowest[1])}
    elif indicator.polarity == Polarity.RANGE:
        title = _("From %(lowest)s to %(highest)s") % {"lowest": lowest[0], "highest": highest[0]}
    else:
        worst = lowest if indicator.polarity == Polarity.HIGHER else highest
        title = _("%(area)s lags behind") % {"area": worst[0]}
    if not missing:
        return title
    more = ngettext("%(count)s area has no value", "%(count)s areas have no value", missing)
    return f"{title}; " + more % {"count": formats.number(missing, 0)}


def map_title(indicator: Indicator, values: Iterable[tuple[str, float | None]]) -> str:
    """Return the finding of a map: where the value is highest and where lowest."""
    known = [(name, value) for name, value in values if value is not None]
    if not known:
        return _("No area has a value yet")
    lowest, highest = min(known, key=lambda one: one[1]), max(known, key=lambda one: one[1])
    if figure_of(indicator, lowest[1]) == figure_of(indicator, highest[1]):
        return _("The same in every area: %(value)s") % {"value": figure_of(indicator, lowest[1])}
    return _("Highest in %(highest)s, lowest in %(lowest)s") % {"highest": highest[0], "lowest": lowest[0]}


_QUALITIES = dict(Quality.choices)


def quality_words(quality: str, *, silent: int) -> str:
    """Return how good the figures of an area are, by their worst, and how many areas in it have none."""
    words = [str(_QUALITIES[quality])] if quality else []
    if silent:
        more = ngettext("%(count)s area without figures", "%(count)s areas without figures", silent)
        words.append(more % {"count": formats.number(silent, 0)})
    return ", ".join(words)


def list_title(count: int, *, behind: int, stale: int, broken: int) -> str:
    """Return how many indicators there are and what is wrong with them."""
    title = ngettext("%(count)s indicator", "%(count)s indicators", count) % {"count": formats.number(count, 0)}
    parts = []
    if behind:
        parts.append(_("%(count)s below target") % {"count": formats.number(behind, 0)})
    if stale:
        parts.append(_("%(count)s not updated") % {"count": formats.number(stale, 0)})
    if broken:
        parts.append(
            ngettext("%(count)s cannot be computed", "%(count)s cannot be computed", broken)
            % {"count": formats.number(broken, 0)}
        )
    return ", ".join([title, *parts])
