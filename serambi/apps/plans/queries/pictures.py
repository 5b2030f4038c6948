"""The plan as it reads now, as documents that can be kept and compared: the text, not how the work goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from serambi.apps.agencies.models import Organization
from serambi.apps.plans import texts
from serambi.apps.plans.models import (
    Activity,
    BudgetLine,
    Dependency,
    Goal,
    MasterPlan,
    Milestone,
    Mission,
    Participation,
    Pillar,
    Program,
    Strategy,
)
from serambi.apps.regions.models import Area
from serambi.ui.shelf import Shelf

_MILLI = Decimal("0.001")

IndicatorReader = Callable[[MasterPlan], Mapping[int, list[dict[str, Any]]]]
_indicators: list[IndicatorReader] = []


def describe_indicators_by(reader: IndicatorReader) -> None:
    """Let the app of indicators say which of them a program has, with their targets; the last one named is asked.

    reader: returns, for each program's id, documents with code, name, unit, weight and targets by period.
    """
    _indicators[:] = [reader]


@dataclass(frozen=True, slots=True)
class PictureProgram:
    """One program of a picture. key: its number in the register. body: its canonical text, "" where it was not read."""

    key: int
    code: str
    name: str
    pillar: str
    lead: str
    is_illustration: bool
    digest: str
    ceilings: Mapping[str, str]
    body: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A plan as it read at one time. plan: the canonical text of what stands above the programs."""

    plan: str
    programs: tuple[PictureProgram, ...]


_present: Shelf[Picture] = Shelf(2)


def kept_picture(plan: MasterPlan, state: Hashable | None) -> Picture:
    """Return the plan as it reads now, read once until something is written. state: of the data; None keeps nothing."""
    return _present.get(state and (plan.pk, state), lambda: picture_of(plan))


def picture_of(plan: MasterPlan) -> Picture:
    """Return the plan as it reads now: every program of its register, in the plan's order; at most eighteen queries.

    Left out are archived programs, what was reported (stages, realization, reached milestones, risks), the names of
    persons, and indicators that are not published: a picture is read by everybody.
    """
    programs = list(
        Program.objects.filter(plan=plan, archived_at__isnull=True)
        .select_related("pillar", "sub_dimension", "strategy__goal__pillar", "lead")
        .order_by("pillar__position", "sub_dimension__position", "code")
    )
    parts = _Parts.of(plan)
    found = [_program(program, parts) for program in programs]
    return Picture(texts.canonical(_plan(plan, parts)), tuple(found))


def _program(program: Program, parts: _Parts) -> PictureProgram:
    lead = program.lead.abbreviation if program.lead is not None else ""
    document = {
        "key": program.pk,
        "code": program.code,
        "name": program.name,
        "name_en": program.name_en,
        "description": program.description,
        "pillar": program.pillar.code,
        "sub_dimension": f"{program.pillar.code}/{program.sub_dimension.code}" if program.sub_dimension else "",
        "strategy": _strategy_key(program.strategy) if program.strategy is not None else "",
        "missions": parts.missions.get(program.pk, []),
        "lead": lead,
        "participations": parts.participations.get(program.pk, []),
        "locations": parts.locations.get(program.pk, []),
        "horizon": program.horizon,
        "is_quick_win": program.is_quick_win,
        "starts_on": _day(program.starts_on),
        "ends_on": _day(program.ends_on),
        "weight": _weight(program.weight),
        "sipd_year": program.sipd_year,
        "sipd_code": program.sipd_code,
        "source": program.source,
        "is_illustration": program.is_illustration,
        "budget": parts.budget.get(program.pk, []),
        "activities": parts.activities.get(program.pk, []),
        "indicators": parts.indicators.get(program.pk, []),
    }
    body = texts.canonical(document)
    return PictureProgram(
        key=program.pk,
        code=program.code,
        name=program.name,
        pillar=program.pillar.code,
        lead=lead,
        is_illustration=program.is_illustration,
        digest=texts.digest_of(body),
        ceilings=texts.ceilings_of(document),
        body=body,
    )


def _plan(plan: MasterPlan, parts: _Parts) -> dict[str, Any]:
    """Return what stands above the programs, with the names that their texts refer to by code."""
    return {
        "name": plan.name,
        "name_en": plan.name_en,
        "region": plan.region.name,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "vision": plan.vision,
        "source": plan.source,
        "pillars": _pillars(plan),
        "missions": [
            {"key": _mission_key(mission.development_plan, mission.number), "text": mission.text}
            for mission in Mission.objects.filter(plan=plan)
        ],
        "organizations": parts.organizations,
        "areas": parts.areas,
    }


def _pillars(plan: MasterPlan) -> list[dict[str, Any]]:
    goals: dict[int, list[dict[str, Any]]] = {}
    found = Goal.objects.filter(pillar__plan=plan).select_related("sub_dimension").prefetch_related("strategies")
    for goal in found:
        strategies = [{"code": one.code, "text": one.text} for one in goal.strategies.all()]
        part = goal.sub_dimension.code if goal.sub_dimension is not None else ""
        document = {"code": goal.code, "text": goal.text, "sub_dimension": part, "strategies": strategies}
        goals.setdefault(goal.pillar_id, []).append(document)
    return [
        {
            **_named(pillar),
            "sub_dimensions": [_named(part) for part in pillar.sub_dimensions.all()],
            "goals": goals.get(pillar.pk, []),
        }
        for pillar in Pillar.objects.filter(plan=plan).prefetch_related("sub_dimensions")
    ]


def _named(one: Any) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "name_en": one.name_en, "weight": _weight(one.weight)}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What programs have several of, by the program's id; and the names of what they refer to, by code."""

    missions: dict[int, list[str]]
    locations: dict[int, list[str]]
    participations: dict[int, list[dict[str, Any]]]
    budget: dict[int, list[dict[str, Any]]]
    activities: dict[int, list[dict[str, Any]]]
    indicators: Mapping[int, list[dict[str, Any]]]
    organizations: dict[str, str]
    areas: dict[str, str]

    @classmethod
    def of(cls, plan: MasterPlan) -> _Parts:
        missions = _links(Program.missions.through, plan, "mission__development_plan", "mission__number")
        locations = _links(Program.locations.through, plan, "area__code")
        activities = _activities(plan)
        placed = {code for codes in locations.values() for (code,) in codes}
        placed |= {code for many in activities.values() for one in many for code in one["locations"]}
        return cls(
            missions={program: [_mission_key(*one) for one in many] for program, many in missions.items()},
            locations={program: [code for (code,) in many] for program, many in locations.items()},
            participations=_participations(plan),
            budget=_budget(plan),
            activities=activities,
            indicators=_indicators[0](plan) if _indicators else {},
            organizations=dict(Organization.objects.order_by("abbreviation").values_list("abbreviation", "name")),
            areas={
                code: name for code, name in Area.objects.order_by("code").values_list("code", "name") if code in placed
            },
        )


def _links(through: Any, plan: MasterPlan, *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    rows = through.objects.filter(program__plan=plan, program__archived_at__isnull=True).order_by(*columns)
    for program, *values in rows.values_list("program_id", *columns):
        found.setdefault(program, []).append(tuple(values))
    return found


def _participations(plan: MasterPlan) -> dict[int, list[dict[str, Any]]]:
    rows = Participation.objects.filter(program__plan=plan).order_by("support", "organization__abbreviation")
    columns = rows.values_list("program_id", "organization__abbreviation", "support", "note")
    return _grouped((pk, {"organization": who, "support": how, "note": note}) for pk, who, how, note in columns)


def _budget(plan: MasterPlan) -> dict[int, list[dict[str, Any]]]:
    rows = BudgetLine.objects.filter(program__plan=plan).order_by("year", "fund_source", "activity__position", "pk")
    columns = rows.values_list("program_id", "year", "fund_source", "ceiling", "activity__name", "sipd_code")
    return _grouped(
        (pk, {"year": year, "fund_source": fund, "ceiling": str(amount), "activity": name or "", "sipd_code": code})
        for pk, year, fund, amount, name, code in columns
    )


def _activities(plan: MasterPlan) -> dict[int, list[dict[str, Any]]]:
    milestones = _grouped(
        (activity, {"key": pk, "name": name, "due_on": _day(due)})
        for activity, pk, name, due in Milestone.objects.filter(activity__program__plan=plan)
        .order_by("due_on", "pk")
        .values_list("activity_id", "pk", "name", "due_on")
    )
    through: Any = Activity.locations.through
    places = _grouped(
        through.objects.filter(activity__program__plan=plan)
        .order_by("area__code")
        .values_list("activity_id", "area__code")
    )
    waits = _grouped(
        (activity, f"{code}: {name}" + (f" +{lag}" if lag else ""))
        for activity, code, name, lag in Dependency.objects.filter(activity__program__plan=plan)
        .order_by("predecessor__program__code", "predecessor__position", "pk")
        .values_list("activity_id", "predecessor__program__code", "predecessor__name", "lag_days")
    )
    rows = (
        Activity.objects.filter(program__plan=plan, program__archived_at__isnull=True)
        .order_by("position", "pk")
        .values_list("program_id", "pk", "code", "name", "organization__abbreviation", "starts_on", "ends_on",
                     "sipd_year", "sipd_code")
    )  # fmt: skip
    return _grouped(
        (
            program,
            {
                "key": pk,
                "code": code,
                "name": name,
                "organization": who or "",
                "starts_on": _day(first),
                "ends_on": _day(last),
                "sipd_year": year,
                "sipd_code": sipd,
                "locations": places.get(pk, []),
                "waits_for": waits.get(pk, []),
                "milestones": milestones.get(pk, []),
            },
        )
        for program, pk, code, name, who, first, last, year, sipd in rows
    )


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _mission_key(development_plan: str, number: int) -> str:
    return f"{development_plan} – {number}"


def _strategy_key(strategy: Strategy) -> str:
    return f"{strategy.goal.pillar.code}/{strategy.goal.code}/{strategy.code}"


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day is not None else ""


def _weight(weight: Decimal) -> str:
    return str(weight.quantize(_MILLI))
