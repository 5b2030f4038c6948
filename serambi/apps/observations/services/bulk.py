"""Many series at once: created, and removed where nothing was recorded in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors, permissions
from serambi.apps.observations.models import Observation, Series
from serambi.apps.observations.queries import taken_codes
from serambi.apps.observations.services.series import SeriesFields, check_fields


@transaction.atomic
def create_many_series(wanted: Sequence[SeriesFields], *, by: Any) -> list[Series]:
    """Create series. Raises what `create_series` raises at the first that cannot be; nothing is created then."""
    if by is not None and not permissions.can_manage_series(by):
        raise errors.NotACoordinator
    rows = [Series(**fields) for fields in wanted]
    seen: set[str] = set()
    for series in rows:
        if series.code in seen:
            raise errors.CodeTaken(code=series.code)
        seen.add(series.code)
        check_fields(series)
    taken = taken_codes(Series, seen)
    if taken:
        raise errors.CodeTaken(code=min(taken))
    audit.create_recorded(rows, by=by)
    return rows


@transaction.atomic
def remove_series(wanted: Iterable[Series], *, by: Any) -> None:
    """Delete series in which nothing was ever recorded; for taking back what was created by mistake.

    Whoever calls has removed the indicators made from them. Raises NotACoordinator, and FiguresThere at the first that
    has a figure, a withdrawn one too; nothing is removed then.
    """
    if by is not None and not permissions.can_manage_series(by):
        raise errors.NotACoordinator
    rows = list(wanted)
    ids = [series.pk for series in rows]
    held = Observation.objects.filter(series_id__in=ids).select_related("series").first()
    if held is not None:
        raise errors.FiguresThere(series=held.series)
    audit.record_many(Verb.DELETED, ((series, audit.snapshot(series), {}) for series in rows), by=by)
    audit.delete_rows(Series, ids)
