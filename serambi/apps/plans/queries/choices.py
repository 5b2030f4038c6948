"""What the register can be narrowed to, and what a program can be given, for the plan at hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import BudgetLine, MasterPlan, Mission, Pillar
from serambi.apps.regions.models import Area


@dataclass(frozen=True, slots=True)
class PillarChoice:
    """A pillar with the codes and names of its sub-dimensions, in the plan's order."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """Pairs of what stands in the address and what a person reads."""

    pillars: tuple[PillarChoice, ...] = ()
    organizations: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()
    missions: tuple[tuple[int, str], ...] = ()
    areas: tuple[tuple[str, str, int], ...] = field(default=())


def register_choices(plan: MasterPlan) -> RegisterChoices:
    """Return what the register of a plan can be narrowed to, with five queries; areas as (code, name, level)."""
    region = plan.region
    areas = Area.objects.inside(region).filter(valid_until__isnull=True).order_by("code")
    missions = Mission.objects.filter(plan=plan).values_list("pk", "development_plan", "number", "text")
    years = BudgetLine.objects.order_by("year").values_list("year", flat=True).distinct()
    return RegisterChoices(
        pillars=_pillars(plan),
        organizations=tuple(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name")),
        years=tuple(years),
        missions=tuple((pk, f"{series} – {number}. {text}") for pk, series, number, text in missions),
        areas=tuple(areas.values_list("code", "name", "level")),
    )


def _pillars(plan: MasterPlan) -> tuple[PillarChoice, ...]:
    rows = Pillar.objects.filter(plan=plan).order_by("position", "sub_dimensions__position")
    names: dict[str, str] = {}
    parts: dict[str, list[tuple[str, str]]] = {}
    for code, name, name_en, part, part_name, part_name_en in rows.values_list(
        "code", "name", "name_en", "sub_dimensions__code", "sub_dimensions__name", "sub_dimensions__name_en"
    ):
        names[code] = _display(name, name_en)
        if part is not None:
            parts.setdefault(code, []).append((part, _display(part_name, part_name_en)))
    return tuple(PillarChoice(code, name, tuple(parts.get(code, ()))) for code, name in names.items())


def _display(name: str, name_en: str) -> str:
    return Pillar(name=name, name_en=name_en).display_name
