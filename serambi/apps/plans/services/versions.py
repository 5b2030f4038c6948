"""What the coordinator does to the versions of the plan: prepare one, adopt it, take the adoption back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record, snapshot
from serambi.apps.plans import texts
from serambi.apps.plans.errors import LegalBasisIncomplete
from serambi.apps.plans.models import LegalBasis, MasterPlan, PlanVersion, Program, VersionProgram, VersionText
from serambi.apps.plans.queries.pictures import Picture, picture_of
from serambi.apps.plans.queries.versions import head_of, last_position
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import check_name, require_coordinator
from serambi.apps.plans.version_errors import (
    NewerVersion,
    NothingToAdopt,
    VersionAdopted,
    VersionNotAdopted,
    VersionNumberTaken,
    VersionOpen,
    VersionReasonMissing,
)

_BATCH = 500
# What the plan says of its version, and how the version calls it.
_OF_PLAN = {
    "version": "number",
    "legal_basis": "legal_basis",
    "legal_basis_number": "legal_basis_number",
    "legal_basis_date": "legal_basis_date",
}


class VersionFields(TypedDict, total=False):
    """What can be said about a version."""

    number: str
    legal_basis: str
    legal_basis_number: str
    legal_basis_date: dt.date | None
    effective_on: dt.date | None
    reason: str


@transaction.atomic
def open_version(plan: MasterPlan, *, by: Any, **fields: Unpack[VersionFields]) -> PlanVersion:
    """Begin to prepare the next version; the register goes on being edited.

    Raises NotACoordinator, VersionOpen, VersionNumberTaken, VersionReasonMissing (for all but the first),
    LegalBasisIncomplete, NameMissing.
    """
    require_coordinator(by)
    locked(plan)
    if PlanVersion.objects.filter(plan=plan, adopted_at__isnull=True).exists():
        raise VersionOpen
    version = PlanVersion(plan=plan, position=last_position(plan) + 1, opened_at=timezone.now(), **fields)
    _check(version)
    return created(version, by=by)


@transaction.atomic
def change_version(version: PlanVersion, *, by: Any, **fields: Unpack[VersionFields]) -> PlanVersion:
    """Change what is said about an open version. Raises what `open_version` raises, and VersionAdopted."""
    require_coordinator(by)
    current = _open(version)
    columns: dict[str, Any] = {**fields}
    proposed = PlanVersion(plan=current.plan, pk=current.pk, position=current.position)
    for name in VersionFields.__annotations__:
        setattr(proposed, name, columns.get(name, getattr(current, name)))
    _check(proposed)
    changed(current, columns, by=by)
    return current


@transaction.atomic
def discard_version(version: PlanVersion, *, by: Any) -> None:
    """Give up preparing a version; the register stays as it is. Raises NotACoordinator, VersionAdopted."""
    require_coordinator(by)
    removed(_open(version), by=by)


@transaction.atomic
def adopt_version(version: PlanVersion, *, by: Any) -> PlanVersion:
    """Keep the whole text of the plan as it reads now under this version, for good.

    The plan itself says the version's number and legal basis from then on. Raises NotACoordinator, VersionAdopted,
    NothingToAdopt.
    """
    require_coordinator(by)
    plan = locked(version.plan)
    # Whoever changes a program meanwhile waits, so that the picture is of one moment.
    list(Program.objects.select_for_update().filter(plan=plan).values_list("pk", flat=True))
    current = _open(version)
    picture = picture_of(plan)
    if not picture.programs:
        raise NothingToAdopt
    before = snapshot(current)
    current.adopted_at = timezone.now()
    current.adopted_by = by
    current.adopted_name = str(by)[:200] if by is not None else ""
    current.replaced = snapshot(plan, _OF_PLAN)
    current.program_count = len(picture.programs)
    _keep(current, picture)
    head = texts.canonical(head_of(current))
    current.sha256 = texts.sum_of(texts.picture(head, picture.plan, (one.body for one in picture.programs)))
    current.save()
    _keep_programs(current, picture)
    record(Verb.FINALIZED, current, by=by, before=before, after=snapshot(current), reason=current.reason)
    changed(plan, {column: getattr(current, name) for column, name in _OF_PLAN.items()}, by=by)
    return current


@transaction.atomic
def take_back_adoption(version: PlanVersion, *, by: Any, reason: str = "") -> PlanVersion:
    """Make an adopted version open again; its picture is gone, and what it alone said.

    What the plan says of its version returns to what it was, unless somebody changed it since. Raises NotACoordinator,
    VersionNotAdopted, and NewerVersion where a newer one stands.
    """
    require_coordinator(by)
    plan = locked(version.plan)
    current = locked(version)
    if not current.is_adopted:
        raise VersionNotAdopted(version=current.number)
    newer = PlanVersion.objects.filter(plan=plan, position__gt=current.position).first()
    if newer is not None:
        raise NewerVersion(version=current.number, newer=newer.number)
    before = snapshot(current)
    given_back = _given_back(plan, current)
    current.adopted_at, current.adopted_by, current.adopted_name = None, None, ""
    current.sha256, current.program_count, current.text, current.replaced = "", 0, None, {}
    current.save()
    VersionProgram.objects.filter(version=current).delete()
    _drop_unused_texts()
    record(Verb.WITHDRAWN, current, by=by, before=before, after=snapshot(current), reason=reason.strip())
    changed(plan, given_back, by=by)
    return current


def _given_back(plan: MasterPlan, version: PlanVersion) -> dict[str, Any]:
    """Return what the plan said before, of what it still says as the version does."""
    replaced: Mapping[str, Any] = version.replaced
    found: dict[str, Any] = {}
    for column, name in _OF_PLAN.items():
        if column in replaced and getattr(plan, column) == getattr(version, name):
            value = replaced[column]
            is_day = column == "legal_basis_date" and value is not None
            found[column] = dt.date.fromisoformat(value) if is_day else value
    return found


def _check(version: PlanVersion) -> None:
    check_name(version.number)
    others = PlanVersion.objects.filter(plan=version.plan, number__iexact=version.number).exclude(pk=version.pk)
    if others.exists():
        raise VersionNumberTaken(version=version.number)
    if version.legal_basis != LegalBasis.NONE_YET and not version.legal_basis_number.strip():
        raise LegalBasisIncomplete
    if version.position > 1 and not version.reason.strip():
        raise VersionReasonMissing


def _open(version: PlanVersion) -> PlanVersion:
    current = locked(version)
    if current.is_adopted:
        raise VersionAdopted(version=current.number)
    return current


def _keep(version: PlanVersion, picture: Picture) -> None:
    """Save the texts that no earlier version has."""
    head = VersionText(digest=texts.digest_of(picture.plan), body=picture.plan)
    wanted = {head.digest: head}
    for one in picture.programs:
        wanted[one.digest] = VersionText(digest=one.digest, body=one.body, ceilings=dict(one.ceilings))
    VersionText.objects.bulk_create(wanted.values(), batch_size=_BATCH, ignore_conflicts=True)
    version.text_id = head.digest


def _keep_programs(version: PlanVersion, picture: Picture) -> None:
    VersionProgram.objects.bulk_create(
        (
            VersionProgram(
                version=version,
                program_key=one.key,
                place=place,
                code=one.code,
                name=one.name,
                pillar=one.pillar,
                lead=one.lead,
                is_illustration=one.is_illustration,
                text_id=one.digest,
            )
            for place, one in enumerate(picture.programs, start=1)
        ),
        batch_size=_BATCH,
    )


def _drop_unused_texts() -> None:
    used = VersionProgram.objects.values("text_id")
    heads = PlanVersion.objects.filter(text__isnull=False).values("text_id")
    VersionText.objects.exclude(pk__in=used).exclude(pk__in=heads).delete()
