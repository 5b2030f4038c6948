"""What people do to the list of those who support a program."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.errors import LeadsAlready, TakesPartAlready
from serambi.apps.plans.models import Participation, Program, Support
from serambi.apps.plans.services.audited import changed, created, locked, removed
from serambi.apps.plans.services.rules import open_for_edits


@transaction.atomic
def add_participation(
    program: Program, *, by: Any, organization: Organization, support: str = Support.SUPPORTING, note: str = ""
) -> Participation:
    """Let an organization take part in a program.

    Raises NotACoordinator, ProgramArchived, LeadsAlready, TakesPartAlready.
    """
    current = open_for_edits(program, by=by)
    if organization.pk == current.lead_id:
        raise LeadsAlready(organization=organization.abbreviation)
    if current.participations.filter(organization=organization).exists():
        raise TakesPartAlready(organization=organization.abbreviation)
    return created(Participation(program=current, organization=organization, support=support, note=note), by=by)


@transaction.atomic
def change_participation(participation: Participation, *, by: Any, support: str, note: str) -> Participation:
    """Change in what role an organization takes part. Raises NotACoordinator, ProgramArchived."""
    open_for_edits(participation.program, by=by)
    current = locked(participation)
    changed(current, {"support": support, "note": note}, by=by)
    return current


@transaction.atomic
def remove_participation(participation: Participation, *, by: Any) -> None:
    """Let an organization take part no longer. Raises NotACoordinator, ProgramArchived."""
    open_for_edits(participation.program, by=by)
    removed(participation, by=by)
