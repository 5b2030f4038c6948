"""What the register can be narrowed to, and what a program can be given, for the plan at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import BudgetLine, MasterPlan, Mission, Pillar
from serambi.apps.regions.models import Area

_SEPARATOR = "\x1f"  # stands between two texts that travel as one, and in neither


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
    """Return what the register of a plan can be narrowed to, with two queries; areas as (code, name, level)."""
    found = _lists(plan)
    return RegisterChoices(
        pillars=_pillars(plan),
        organizations=tuple((key, name) for key, name, _ in found["organization"]),
        years=tuple(sorted(number for _, _, number in found["year"])),
        missions=tuple((int(key), _mission(name, number)) for key, name, number in found["mission"]),
        areas=tuple(found["area"]),
    )


def _lists(plan: MasterPlan) -> dict[str, list[tuple[str, str, int]]]:
    """Return four short lists read at once: a page that is asked for often pays for every question to the database."""
    areas = Area.objects.inside(plan.region).filter(valid_until__isnull=True)
    missions = Mission.objects.filter(plan=plan)
    rows = _listed("organization", Organization.objects.all(), key=F("abbreviation"), name=F("name")).union(
        _listed("area", areas, key=F("code"), name=F("name"), number=F("level")),
        _listed("year", BudgetLine.objects.all(), key=Value(""), name=Value(""), number=F("year")),
        _listed(
            "mission",
            missions,
            key=F("pk"),
            name=Concat("development_plan", Value(_SEPARATOR), "text", output_field=TextField()),
            number=F("number"),
        ),
    )
    found: dict[str, list[tuple[str, str, int]]] = {"organization": [], "area": [], "mission": [], "year": []}
    for kind, key, name, number in sorted(rows):
        found[kind].append((key, name, number))
    found["mission"].sort(key=lambda row: (row[1].partition(_SEPARATOR)[0], row[2]))
    return found


def _listed(kind: str, rows: QuerySet[Any], *, key: Any, name: Any, number: Any = None) -> QuerySet[Any, Any]:
    """Return rows in the one shape that all the lists share."""
    return rows.order_by().values_list(
        Value(kind, TextField()),
        Cast(key, TextField()),
        Cast(name, TextField()),
        Cast(Value(0) if number is None else number, IntegerField()),
    )


def _mission(name: str, number: int) -> str:
    series, _, text = name.partition(_SEPARATOR)
    return f"{series} – {number}. {text}"


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
