"""Loading the plan, its pillars and missions, and its programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from serambi.apps.agencies.models import Organization
from serambi.apps.plans.models import (
    Horizon,
    LegalBasis,
    MasterPlan,
    Mission,
    Participation,
    Pillar,
    Program,
    Stage,
    SubDimension,
)
from serambi.apps.regions.models import Area
from serambi.exchange.content.folder import ContentRefused, Row, rows
from serambi.exchange.content.loaded import Loaded, by_code


def load_plan(about: dict[str, Any], standards: Path, loaded: Loaded) -> MasterPlan:
    given = dict(about.get("plan", {}))
    region = Area.objects.filter(code=given.pop("region", ""), valid_until__isnull=True).first()
    if region is None:
        raise ContentRefused("about.toml, [plan], region: no area has this code.")
    if given.get("legal_basis", LegalBasis.NONE_YET) not in LegalBasis.values:
        raise ContentRefused(f"about.toml, [plan], legal_basis: write one of {', '.join(LegalBasis.values)}.")
    plan, created = MasterPlan.objects.get_or_create(
        region=region,
        start_year=given.pop("start_year"),
        defaults={**given, "is_current": not MasterPlan.objects.filter(is_current=True).exists()},
    )
    if created:
        loaded.count("plans", 1)
        _load_pillars(standards, plan, loaded)
    return plan


def _load_pillars(standards: Path, plan: MasterPlan, loaded: Loaded) -> None:
    pillars: dict[str, Pillar] = {}
    for row in rows(standards, "pillars.csv"):
        code = row.needed("pillar")
        if code not in pillars:
            pillars[code] = Pillar.objects.create(
                plan=plan, code=code, name=row.needed("name"), name_en=row.text("name_en"), position=len(pillars) + 1
            )
            loaded.count("pillars", 1)
        SubDimension.objects.create(
            pillar=pillars[code],
            code=row.needed("sub_dimension"),
            name=row.needed("sub_dimension_name"),
            name_en=row.text("sub_dimension_name_en"),
            position=pillars[code].sub_dimensions.count() + 1,
        )
        loaded.count("sub-dimensions", 1)


def load_missions(folder: Path, plan: MasterPlan, loaded: Loaded) -> None:
    for row in rows(folder, "missions.csv"):
        _, created = Mission.objects.get_or_create(
            plan=plan,
            development_plan=row.needed("development_plan"),
            number=row.whole_or_none("number") or 0,
            defaults={"text": row.needed("text"), "source": row.text("source")},
        )
        loaded.count("missions", int(created))


def load_programs(
    folder: Path,
    plan: MasterPlan,
    loaded: Loaded,
    *,
    illustration: bool,
    after: Callable[[Program, Row], None] | None = None,
) -> None:
    """Add the programs of programs.csv; after is called with each one added and its row."""
    pillars = {pillar.code: pillar for pillar in plan.pillars.all()}
    subs = {sub.code: sub for sub in SubDimension.objects.filter(pillar__plan=plan)}
    organizations = by_code(Organization, "abbreviation")
    known = set(plan.programs.values_list("code", flat=True))
    for row in rows(folder, "programs.csv"):
        if row.needed("code") in known:
            continue
        program = Program.objects.create(
            plan=plan,
            code=row.needed("code"),
            name=row.needed("name"),
            name_en=row.text("name_en"),
            pillar=row.found("pillar", pillars),
            sub_dimension=row.found_or_none("sub_dimension", subs),
            lead=row.found_or_none("lead", organizations),
            horizon=row.choice("horizon", Horizon) if row.text("horizon") else "",
            is_quick_win=row.yes("quick_win"),
            stage=row.choice("stage", Stage, Stage.UNREPORTED),
            stage_note=row.text("stage_note"),
            starts_on=row.day_or_none("starts_on"),
            ends_on=row.day_or_none("ends_on"),
            description=row.text("description"),
            source=row.text("source"),
            is_illustration=illustration,
        )
        for abbreviation in row.several("supporting"):
            if abbreviation not in organizations:
                raise row.refuse("supporting", f"“{abbreviation}” is not known.")
            Participation.objects.create(program=program, organization=organizations[abbreviation])
        loaded.count("programs", 1)
        if after is not None:
            after(program, row)
