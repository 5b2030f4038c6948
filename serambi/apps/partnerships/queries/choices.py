"""What the ledger can be narrowed to: only what there are commitments of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from serambi.apps.agencies.models import Organization, Sector
from serambi.apps.partnerships.models import Commitment
from serambi.apps.plans.models import Program


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """Pairs of what stands in the address and what a person reads."""

    partners: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]
    programs: tuple[tuple[str, str], ...]
    pillars: tuple[tuple[str, str], ...]


def ledger_choices(user: Any) -> LedgerChoices:
    """Return the partners, agencies, programs and pillars of the commitments that the person may see; two queries."""
    seen = Commitment.objects.visible_to(user).order_by()
    sides = Q(pk__in=seen.values("organization")) | Q(pk__in=seen.values("agency"))
    places = list(Organization.objects.filter(sides).order_by("name", "pk"))
    programs = list(
        Program.objects.filter(pk__in=seen.values("program"))
        .select_related("pillar")
        .order_by("pillar__position", "code", "pk")
    )
    pillars = {one.pillar.code: one.pillar.display_name for one in programs}
    return LedgerChoices(
        partners=tuple((one.abbreviation, one.name) for one in places if one.sector != Sector.GOVERNMENT),
        agencies=tuple((one.abbreviation, one.abbreviation) for one in places if one.sector == Sector.GOVERNMENT),
        programs=tuple((one.code, f"{one.code} {one.display_name}") for one in programs),
        pillars=tuple(pillars.items()),
    )
