"""Computing all values, or all values of some indicators."""

from __future__ import annotations

from collections.abc import Iterable

from serambi.apps.indicators.compute.cells import named_cells
from serambi.apps.indicators.compute.locking import one_at_a_time
from serambi.apps.indicators.compute.states import Latest, Progress, forget_states, write_states
from serambi.apps.indicators.models import Indicator, IndicatorState, IndicatorValue
from serambi.apps.indicators.queries.definitions import Definitions, definitions
from serambi.apps.observations.models import Observation
from serambi.methods.formula.catalog import Aggregation
from serambi.methods.formula.dataflow import Leaf

# Indicators whose formulas and values are in memory at once, where many are computed after a load.
TOGETHER = 5000


def compute_everything(*, progress: Progress | None = None) -> int:
    """Compute every value anew and put it in the place of what was there; return how many values there are.

    Call it inside a transaction: readers see the old values until it ends, writers wait.
    """
    one_at_a_time()
    known = definitions()
    count = _compute(known, list(known.indicators), everything=True, progress=progress)
    IndicatorState.objects.exclude(indicator_id__in=Indicator.objects.active().values("id")).delete()
    return count


def compute_indicators(indicators: Iterable[int]) -> list[int]:
    """Compute these indicators and all that are made from them, whole; return the ids of all of them.

    Those that are archived lose their values. Call it inside a transaction.
    """
    one_at_a_time()
    known = definitions()
    given = set(indicators)
    wanted = known.with_users(given)
    gone = given - set(wanted)
    if gone:
        forget_states(gone)
        _forget_values(sorted(gone))
    for start in range(0, len(wanted), TOGETHER):
        _compute(known, wanted[start : start + TOGETHER], everything=False)
        if len(wanted) > TOGETHER:
            known.forget()
    return sorted({*wanted, *gone})


def _compute(
    known: Definitions,
    indicators: list[int],
    *,
    everything: bool,
    progress: Progress | None = None,
) -> int:
    problems = {identity: found for identity in indicators if (found := known.problem(identity))}
    sound = [identity for identity in indicators if identity not in problems]
    silent = frozenset() if everything else _silent(known, sound)
    heard = [identity for identity in sound if identity not in silent]
    if not everything and not heard:
        _forget_values(indicators)
        write_states({identity: Latest() for identity in silent}, problems)
        return 0
    # The engine takes 60 MB, which a load of a table that brings no figures does not need.
    from serambi.apps.indicators.compute.figures import AllFigures  # noqa: PLC0415
    from serambi.apps.indicators.compute.grid import Grid  # noqa: PLC0415
    from serambi.apps.indicators.compute.store import replace_values  # noqa: PLC0415

    series = {leaf.series for identity in heard for leaf in known.leaves(identity)}
    named = named_cells(None if everything else heard)
    grid = Grid(known, AllFigures(known, series), named, heard, progress)
    count = replace_values(grid.values(), indicators=None if everything else indicators)
    write_states({**grid.latest, **{identity: Latest() for identity in silent}}, problems)
    return count


def _silent(known: Definitions, indicators: list[int]) -> frozenset[int]:
    """Return the indicators that are a series in which nothing was ever recorded, so that every value is missing.

    New indicators are, thousands at a time. A series that is counted has values without figures.
    """
    named: dict[int, int] = {}
    for identity in indicators:
        flow = known.flow(identity)
        if isinstance(flow, Leaf) and Aggregation.COUNT not in {flow.over_time, flow.over_area}:
            row = known.series.get(flow.series)
            if row is not None:
                named[identity] = row.id
    wanted = set(named.values())
    recorded = set(Observation.objects.filter(series_id__in=wanted).order_by().values_list("series_id").distinct())
    return frozenset(identity for identity, series in named.items() if (series,) not in recorded)


def _forget_values(indicators: list[int]) -> None:
    stored = IndicatorValue.objects.filter(indicator_id__in=indicators)
    stored._raw_delete(stored.db)  # nothing refers to a value, so none is fetched
