"""Who hears of whose changes: a figure moves its indicators, an indicator moves its scores, in one transaction.

A lower app does not know the higher ones. It calls whoever was named here, in this order and nowhere else, so that
what follows from a write can be read in one place.
"""

from __future__ import annotations

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.evaluation import services as evaluation
from serambi.apps.evaluation.queries import bands
from serambi.apps.indicators import services as indicators
from serambi.apps.indicators.queries.scale import take_scale_from
from serambi.apps.jobs import permissions as jobs
from serambi.apps.observations import services as observations
from serambi.apps.plans import services as plans
from serambi.apps.regions import permissions as regions


def connect() -> None:
    """Name the listeners, and who may do what in an app that cannot know; called once when the program starts."""
    observations.on_change(indicators.refresh_after)
    indicators.on_change(evaluation.refresh_after_values)
    plans.on_change(evaluation.refresh_after_plan)
    indicators.on_links_change(evaluation.refresh_after_plan)
    # Attainments are named by the regency's own bands wherever they are shown.
    take_scale_from(bands.scale)
    # Roles belong to organizations, which stand above areas; so areas are told who may change them.
    regions.editors_are(is_coordinator)
    jobs.overseers_are(is_coordinator)
