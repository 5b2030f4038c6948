"""Computing all values, or all values of some indicators."""

from __future__ import annotations

from collections.abc import Iterable

from serambi.apps.indicators.compute.cells import named_cells
from serambi.apps.indicators.compute.figures import AllFigures
from serambi.apps.indicators.compute.grid import Grid
from serambi.apps.indicators.compute.locking import one_at_a_time
from serambi.apps.indicators.compute.states import Progress, forget_states, write_states
from serambi.apps.indicators.compute.store import replace_values
from serambi.apps.indicators.models import Indicator, IndicatorState
from serambi.apps.indicators.queries.definitions import Definitions, definitions

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
    if gone:
        replace_values((), indicators=sorted(gone))
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
    series = {leaf.series for identity in sound for leaf in known.leaves(identity)}
    named = named_cells(None if everything else sound)
    grid = Grid(known, AllFigures(known, series), named, sound, progress)
    count = replace_values(grid.values(), indicators=None if everything else indicators)
    write_states(grid.latest, problems)
    return count
