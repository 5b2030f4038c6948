"""Recording, changing, withdrawing figures and making them final."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.audit import services as audit
from serambi.apps.audit.models import Verb
from serambi.apps.observations import errors, permissions
from serambi.apps.observations.labels import figure
from serambi.apps.observations.models import Observation, Origin, Quality, Revision, Series
from serambi.apps.observations.services.changes import Cell, announce
from serambi.apps.observations.services.rules import check_cell, check_value
from serambi.apps.regions.models import Area
from serambi.apps.regions.queries import home_regions
from serambi.methods.periods import Period

CONTENT = ("value", "quality", "origin", "source", "source_url", "note")
STATE = (*CONTENT, "is_final", "revision", "recorded_by_id", "recorded_at")


@transaction.atomic
def record_value(
    series: Series,
    *,
    area: Area,
    period: Period,
    value: Decimal,
    by: Any,
    is_final: bool,
    quality: Quality | str,
    origin: Origin | str,
    source: str = "",
    source_url: str = "",
    note: str = "",
    reason: str = "",
    expected_revision: int | None = None,
    today: dt.date | None = None,
) -> Observation:
    """Record a figure, or change the one that is there; the earlier one becomes a revision.

    value: in the unit of the series, at most 15 digits that count, 6 of them decimals.
    by: the person, or None when the program does it. is_final: only a verifier or the coordinator may say True; what
    an officer changes is preliminary again. reason: why an earlier figure changes, needed when one is there.
    expected_revision: the revision that the person saw, 0 for none; when it is another by now nothing is changed.
    today: the day on which a period must have begun; the present day when left out.
    Raises an ObservationError that says which rule the figure breaks.
    """
    check_person(series, by=by, is_final=is_final)
    today = today or timezone.localdate()
    check_cell(series, area=area, period=period, regions=home_regions(today=today), today=today)
    check_value(series, value)
    content = {
        "value": value,
        "quality": Quality(quality),
        "origin": Origin(origin),
        "source": source.strip(),
        "source_url": source_url.strip(),
        "note": note.strip(),
    }
    existing = _locked(Observation.objects.filter(series=series, area=area, period=period)).first()
    _check_revision(existing, expected_revision)
    if existing is None:
        observation = _create(series, area, period, content, by=by, is_final=is_final)
    else:
        observation = _revise(existing, content, by=by, is_final=is_final, reason=reason.strip())
    announce((Cell(series.pk, area.pk, period),))
    return observation


def check_person(series: Series, *, by: Any, is_final: bool) -> None:
    """Raise an error unless the person may record the series, and make final what they want to be final."""
    if by is not None and not permissions.can_record(by, series):
        if series.producer is None:
            raise errors.NobodysSeries(series=series)
        raise errors.NotYourSeries(series=series, producer=series.producer)
    if is_final and not _may_finalize(by):
        raise errors.NotAVerifier
    if series.archived_at is not None:
        raise errors.SeriesArchived(series=series)


def _may_finalize(by: Any) -> bool:
    return by is None or permissions.can_finalize(by)


def _locked(observations: Any) -> Any:
    return observations.select_related("series", "area", "recorded_by").select_for_update(of=("self",))


def _check_revision(existing: Observation | None, expected: int | None) -> None:
    if expected is None or (existing.revision if existing else 0) == expected:
        return
    person = existing.recorded_by if existing and existing.recorded_by else _("Somebody")
    value = figure(existing.value, existing.series.unit) if existing else figure(None)
    raise errors.ChangedMeanwhile(person=person, value=value)


def _create(
    series: Series, area: Area, period: Period, content: Mapping[str, Any], *, by: Any, is_final: bool
) -> Observation:
    observation = Observation(
        series=series,
        area=area,
        period=period,
        is_final=is_final,
        is_illustration=series.is_illustration or content["origin"] == Origin.ILLUSTRATION,
        recorded_by=by,
        recorded_at=timezone.now(),
        **content,
    )
    try:
        with transaction.atomic():
            observation.save()
    except IntegrityError:
        # Somebody recorded the same cell between our look and our write; PostgreSQL alone lets that happen.
        other = Observation.objects.select_related("series", "recorded_by").get(series=series, area=area, period=period)
        _check_revision(other, 0)
        raise
    audit.record(Verb.CREATED, observation, by=by, after=audit.snapshot(observation))
    return observation


def _revise(
    observation: Observation, content: Mapping[str, Any], *, by: Any, is_final: bool, reason: str
) -> Observation:
    """Put new content in the place of the old, which becomes a revision."""
    is_same = all(getattr(observation, name) == value for name, value in content.items())
    if is_same and (is_final == observation.is_final or not _may_finalize(by)):
        raise errors.NothingChanged
    if not reason and not (is_same and is_final):
        raise errors.ReasonMissing
    before = audit.snapshot(observation)
    _keep(observation, by=by, reason=reason)
    for name, value in content.items():
        setattr(observation, name, value)
    observation.is_final = is_final
    observation.is_illustration = observation.series.is_illustration or content["origin"] == Origin.ILLUSTRATION
    if not is_same:
        observation.recorded_by, observation.recorded_at = by, timezone.now()
    observation.revision += 1
    observation.save()
    audit.record(Verb.REVISED, observation, by=by, before=before, after=audit.snapshot(observation), reason=reason)
    return observation


def _keep(observation: Observation, *, by: Any, reason: str) -> None:
    earlier_as_revision(observation, by=by, reason=reason).save()


def earlier_as_revision(observation: Observation, *, by: Any, reason: str) -> Revision:
    """Return the revision, not yet saved, that keeps what the observation says now."""
    state = {name: getattr(observation, name) for name in STATE}
    return Revision(observation=observation, replaced_because=reason, replaced_by=by, **state)


@transaction.atomic
def withdraw(observation: Observation, *, by: Any, reason: str, expected_revision: int | None = None) -> Observation:
    """Take a figure back: its value is missing from now on, and what it was stays among its revisions.

    When an officer withdraws a final figure, that too is preliminary until a verifier makes it final.
    Raises an ObservationError when the person may not, no reason is given, or there is no value.
    """
    observation = _locked(Observation.objects.filter(pk=observation.pk)).get()
    check_person(observation.series, by=by, is_final=False)
    _check_revision(observation, expected_revision)
    if observation.value is None:
        raise errors.AlreadyWithdrawn
    if not reason.strip():
        raise errors.ReasonMissing
    before = audit.snapshot(observation)
    _keep(observation, by=by, reason=reason.strip())
    observation.value = None
    observation.is_final = observation.is_final and _may_finalize(by)
    observation.recorded_by, observation.recorded_at = by, timezone.now()
    observation.revision += 1
    observation.save()
    after = audit.snapshot(observation)
    audit.record(Verb.WITHDRAWN, observation, by=by, before=before, after=after, reason=reason.strip())
    announce((Cell(observation.series_id, observation.area_id, observation.period),))
    return observation


@transaction.atomic
def finalize(
    observations: Iterable[Observation], *, by: Any, expected_revisions: Mapping[int, int] | None = None
) -> list[Observation]:
    """Make preliminary figures final, withdrawn ones too, and return those that were preliminary.

    Those that are final already are left as they are. expected_revisions: the revision of each that the person saw,
    by id; when one of them is another by now, none is made final. Five queries and one per series for the record,
    however many figures there are.
    """
    if not _may_finalize(by):
        raise errors.NotAVerifier
    ids = [observation.pk for observation in observations]
    found: list[Observation] = []
    for start in range(0, len(ids), 5000):
        some = _locked(Observation.objects.filter(pk__in=ids[start : start + 5000], is_final=False))
        found.extend(some.order_by("pk"))
    for observation in found:
        _check_revision(observation, (expected_revisions or {}).get(observation.pk))
    Revision.objects.bulk_create(
        [earlier_as_revision(observation, by=by, reason="") for observation in found], batch_size=2000
    )
    for start in range(0, len(found), 5000):
        some_ids = [observation.pk for observation in found[start : start + 5000]]
        Observation.objects.filter(pk__in=some_ids).update(is_final=True, revision=F("revision") + 1)
    for observation in found:
        observation.is_final = True
        observation.revision += 1
    _record_finalized(found, by=by)
    announce(tuple(Cell(found_.series_id, found_.area_id, found_.period) for found_ in found))
    return found


def _record_finalized(observations: Sequence[Observation], *, by: Any) -> None:
    if len(observations) == 1:
        audit.record(Verb.FINALIZED, observations[0], by=by, before={"is_final": False}, after={"is_final": True})
        return
    by_series: dict[Series, list[int]] = {}
    for observation in observations:
        by_series.setdefault(observation.series, []).append(observation.pk)
    for series, ids in by_series.items():
        audit.record(Verb.FINALIZED, series, by=by, after={"count": len(ids), "observations": ids})
