"""What people do to the risks of a program."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from django.db import transaction

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.errors import OutOfScale
from serambi.apps.plans.models import Program, Risk
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import open_for_reports


class RiskDetails(TypedDict, total=False):
    """What can be said about a risk besides what it is and how severe."""

    owner: Organization | None
    response: str
    is_closed: bool


class RiskFields(RiskDetails, total=False):
    description: str
    likelihood: int
    impact: int


@transaction.atomic
def add_risk(
    program: Program, *, by: Any, description: str, likelihood: int, impact: int, **details: Unpack[RiskDetails]
) -> Risk:
    """Add a risk; likelihood and impact run from 1 to 5. Raises NotYourProgram, ProgramArchived, OutOfScale."""
    current = open_for_reports(program, by=by)
    _check(likelihood, impact)
    risk = Risk(
        program=current,
        description=description,
        likelihood=likelihood,
        impact=impact,
        is_illustration=current.is_illustration,
        **details,
    )
    return created(risk, by=by)


@transaction.atomic
def change_risk(risk: Risk, *, by: Any, **fields: Unpack[RiskFields]) -> Risk:
    """Change or close a risk and return it as it is now; what is not named stays. Raises what add_risk raises."""
    open_for_reports(risk.program, by=by)
    current = locked(risk)
    _check(fields.get("likelihood", current.likelihood), fields.get("impact", current.impact))
    changed(current, {**fields}, by=by)
    return current


@transaction.atomic
def remove_risk(risk: Risk, *, by: Any) -> None:
    """Delete a risk; one that has passed is better closed. Raises NotYourProgram, ProgramArchived."""
    open_for_reports(risk.program, by=by)
    removed(risk, by=by)


def _check(likelihood: int, impact: int) -> None:
    if not (1 <= likelihood <= 5 and 1 <= impact <= 5):
        raise OutOfScale
