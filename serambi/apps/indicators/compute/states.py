"""The newest value of each indicator for the region, kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from serambi.apps.audit.services import put_columns
from serambi.apps.indicators.compute.spans import Span
from serambi.apps.indicators.models import IndicatorState, IndicatorValue
from serambi.apps.indicators.queries.definitions import Definitions, Problem
from serambi.methods.periods import Frequency, Period

# Told how many indicators of how many are done.
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Latest:
    """What an indicator shows for the region: the stretch computed, and its newest values."""

    span: Span | None = None
    period: Period | None = None
    value: float | None = None
    marks: int = 0
    final_period: Period | None = None
    final_value: float | None = None


def write_states(found: Mapping[int, Latest], problems: Mapping[int, Problem]) -> None:
    """Store the state of each of these indicators; a problem stands for one that cannot be computed."""
    now, nothing = timezone.now(), Latest()
    rows = [
        {"indicator_id": identity, **columns(latest), "problem": "", "problem_en": ""}
        for identity, latest in found.items()
    ]
    rows += [
        {
            "indicator_id": identity,
            **columns(nothing),
            "problem": problem.indonesian,
            "problem_en": problem.english,
        }
        for identity, problem in problems.items()
    ]
    if rows:
        given = {name: [row[name] for row in rows] for name in rows[0]}
        put_columns(IndicatorState, {**given, "computed_at": [now] * len(rows)}, key=["indicator_id"])


def columns(latest: Latest) -> dict[str, object]:
    return {
        "latest_period": latest.period,
        "latest_end": latest.period and latest.period.end,
        "latest_value": latest.value,
        "latest_marks": latest.marks,
        "final_period": latest.final_period,
        "final_end": latest.final_period and latest.final_period.end,
        "final_value": latest.final_value,
        "first_period": latest.span and latest.span.first,
        "last_period": latest.span and latest.span.last,
    }


def stored_span(state: IndicatorState) -> Span | None:
    if state.first_period is None or state.last_period is None:
        return None
    return Span(state.first_period, state.last_period)


def latest_of(known: Definitions, spans: Mapping[int, Span | None]) -> dict[int, Latest]:
    """Return what these indicators show for the region, from their stored values: one query."""
    found = {identity: Latest(reach) for identity, reach in spans.items()}
    if known.region is None:
        return found
    rows = (
        IndicatorValue.objects.filter(indicator_id__in=list(spans), area_id=known.region)
        .order_by()
        .values_list("indicator_id", "period", "value", "final_value", "marks")
    )
    for identity, period, value, final, marks in rows:
        latest, reach = found[identity], spans[identity]
        if reach is None or not _counts(period, reach, known.frequency(identity)):
            continue
        if value is not None and (latest.period is None or latest.period < period):
            latest.period, latest.value, latest.marks = period, value, marks
        if final is not None and (latest.final_period is None or latest.final_period < period):
            latest.final_period, latest.final_value = period, final
    return found


def _counts(period: Period, reach: Span, frequency: Frequency) -> bool:
    return period.frequency is frequency and reach.holds(period)


def forget_states(indicators: Iterable[int]) -> None:
    IndicatorState.objects.filter(indicator_id__in=list(indicators)).delete()
