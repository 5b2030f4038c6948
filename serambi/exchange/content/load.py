"""Loading a content folder: what is not there yet is added, what is there stays as people left it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from serambi.apps.agencies.models import Organization, OrganizationKind, Sector
from serambi.apps.audit.models import Verb
from serambi.apps.audit.services import record
from serambi.apps.evaluation.models import Band
from serambi.apps.indicators.models import (
    Framework,
    Indicator,
    Polarity,
    ProgramIndicator,
    ResultLevel,
    StandardIndicator,
    Target,
)
from serambi.apps.observations.models import FrequencyChoice, Origin, Overall, Quality, Series, ValueType
from serambi.apps.observations.services import LoadedValue, load_observations
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
from serambi.apps.regions.models import LEVEL_OF, Area, AreaKind
from serambi.exchange.content.folder import ContentRefused, Row, rows, settings

LEVELS = {"province": 1, "regency": 2, "district": 3, "village": 4}


@dataclass
class Loaded:
    """How many objects of each kind were added."""

    added: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, number: int) -> None:
        if number:
            self.added[kind] = self.added.get(kind, 0) + number


@transaction.atomic
def load_standards(folder: Path) -> Loaded:
    """Add the catalogues of standard indicators and the attainment bands that are not there yet."""
    loaded = Loaded()
    known = {framework.name: framework for framework in Framework.objects.all()}
    have = set(StandardIndicator.objects.values_list("framework__name", "code", "name"))
    new = []
    for row in rows(folder, "standard_indicators.csv"):
        name = row.needed("framework")
        if name not in known:
            known[name] = Framework.objects.create(name=name)
            loaded.count("frameworks", 1)
        if (name, row.needed("code"), row.needed("name")) not in have:
            texts = {part: row.text(part) for part in STANDARD_TEXTS}
            new.append(StandardIndicator(framework=known[name], **texts))
    StandardIndicator.objects.bulk_create(new)
    loaded.count("standard indicators", len(new))
    for row in rows(folder, "bands.csv"):
        _, created = Band.objects.get_or_create(
            code=row.needed("code"),
            defaults={
                "name": row.needed("name"),
                "name_en": row.text("name_en"),
                "lower_bound": row.number_or_none("lower_bound"),
                "includes_bound": row.yes("includes_bound"),
                "source": row.text("source"),
            },
        )
        loaded.count("bands", int(created))
    return loaded


STANDARD_TEXTS = (
    "code", "name", "group", "type", "unit", "note", "direction", "bands", "weight", "source", "confidence",
)  # fmt: skip


@transaction.atomic
def load_region(folder: Path, *, standards: Path) -> Loaded:
    """Add a regency's areas, organizations, plan, programs, series, figures, indicators and targets.

    standards: the folder with pillars.csv, whose pillars and sub-dimensions the plan gets.
    Raises ContentRefused at the first cell that cannot be read; nothing is added then.
    """
    loaded = Loaded()
    about = settings(folder)
    _load_areas(folder, loaded)
    _load_organizations(folder, loaded)
    plan = _load_plan(about, standards, loaded)
    _load_missions(folder, plan, loaded)
    load_programs(folder, plan, loaded, illustration=False)
    load_series(folder, loaded, illustration=False)
    load_values(folder, loaded)
    load_indicators(folder, plan, loaded, illustration=False)
    load_targets(folder, loaded)
    if loaded.added:
        record(Verb.LOADED, plan, by=None, after={"folder": folder.name, **loaded.added})
    return loaded


def by_code(model: type[models.Model], column: str = "code") -> dict[str, Any]:
    return {getattr(thing, column): thing for thing in model._default_manager.all()}


def _load_areas(folder: Path, loaded: Loaded) -> None:
    known = {area.code: area for area in Area.objects.filter(valid_until__isnull=True)}
    for row in rows(folder, "areas.csv"):
        code = row.needed("code")
        if code in known:
            continue
        latitude, longitude = row.number_or_none("centroid_latitude"), row.number_or_none("centroid_longitude")
        kind = row.choice("kind", AreaKind)
        known[code] = Area.objects.create(
            code=code,
            name=row.needed("name"),
            kind=kind,
            level=LEVEL_OF[kind],
            parent=row.found_or_none("parent", known),
            centroid_latitude=None if latitude is None else float(latitude),
            centroid_longitude=None if longitude is None else float(longitude),
            source=row.text("source"),
        )
        loaded.count("areas", 1)


def _load_organizations(folder: Path, loaded: Loaded) -> None:
    areas = by_code(Area)
    known = by_code(Organization, "abbreviation")
    for row in rows(folder, "organizations.csv"):
        if row.needed("abbreviation") in known:
            continue
        Organization.objects.create(
            abbreviation=row.needed("abbreviation"),
            name=row.needed("name"),
            sector=row.choice("sector", Sector, Sector.GOVERNMENT),
            kind=row.choice("kind", OrganizationKind, OrganizationKind.OTHER),
            government_function_codes=row.text("government_function_codes"),
            area=row.found_or_none("area", areas),
            website=row.text("website"),
            source=row.text("source"),
            needs_confirmation=row.yes("needs_confirmation"),
        )
        loaded.count("organizations", 1)


def _load_plan(about: dict[str, Any], standards: Path, loaded: Loaded) -> MasterPlan:
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


def _load_missions(folder: Path, plan: MasterPlan, loaded: Loaded) -> None:
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


def load_series(folder: Path, loaded: Loaded, *, illustration: bool) -> list[tuple[Series, Row]]:
    """Add the series of series.csv and return them with their rows, those that were there already too."""
    organizations = by_code(Organization, "abbreviation")
    known = by_code(Series)
    found = []
    for row in rows(folder, "series.csv"):
        code = row.needed("code")
        series = known.get(code)
        if series is None:
            series = Series.objects.create(
                code=code,
                name=row.needed("name"),
                name_en=row.text("name_en"),
                unit=row.text("unit"),
                value_type=row.choice("value_type", ValueType, ValueType.NUMBER),
                frequency=row.choice("frequency", FrequencyChoice, FrequencyChoice.MONTH),
                area_level=_level(row),
                over_time=row.choice("over_time", Overall, Overall.SUM),
                over_area=row.choice("over_area", Overall, Overall.SUM),
                producer=row.found_or_none("producer", organizations),
                concept=row.text("concept"),
                definition=row.text("definition"),
                method=row.text("method"),
                source=row.text("source"),
                is_illustration=illustration,
            )
            loaded.count("series", 1)
        found.append((series, row))
    return found


def load_values(folder: Path, loaded: Loaded) -> None:
    """Add the figures of observations.csv as final values; those already there are left alone."""
    series, areas = by_code(Series), by_code(Area)
    loaded.count("observations", load_new(_value(row, series, areas) for row in rows(folder, "observations.csv")))


def load_new(values: Iterable[LoadedValue]) -> int:
    """Add values, and return how many were new."""
    return load_observations(values, by=None)


def _value(row: Row, series: dict[str, Series], areas: dict[str, Area]) -> LoadedValue:
    value = row.number_or_none("value")
    if value is None:
        raise row.refuse("value", "this cell must not be empty.")
    return LoadedValue(
        series_id=row.found("series", series).pk,
        area_id=row.found("area", areas).pk,
        period=row.period("period"),
        value=value,
        is_final=True,
        quality=row.choice("quality", Quality, Quality.UNKNOWN),
        origin=row.choice("origin", Origin, Origin.PUBLICATION),
        source=row.text("source"),
        source_url=row.text("source_url"),
        note=row.text("note"),
    )


def load_indicators(
    folder: Path,
    plan: MasterPlan,
    loaded: Loaded,
    *,
    illustration: bool,
    after: Callable[[Indicator, Row], None] | None = None,
) -> None:
    """Add the indicators of indicators.csv and join them to their programs."""
    organizations = by_code(Organization, "abbreviation")
    programs = {program.code: program for program in plan.programs.all()}
    standards = {standard.code: standard for standard in StandardIndicator.objects.all()}
    known = by_code(Indicator)
    for row in rows(folder, "indicators.csv"):
        if row.needed("code") in known:
            continue
        indicator = Indicator.objects.create(
            code=row.needed("code"),
            name=row.needed("name"),
            name_en=row.text("name_en"),
            formula=row.needed("formula"),
            unit=row.text("unit"),
            polarity=row.choice("polarity", Polarity, Polarity.HIGHER),
            level=row.choice("level", ResultLevel, ResultLevel.OUTCOME),
            area_level=_level(row),
            frequency=row.choice("frequency", FrequencyChoice, FrequencyChoice.QUARTER),
            decimals=row.whole_or_none("decimals") or 0,
            owner=row.found_or_none("owner", organizations),
            description=row.text("description"),
            is_illustration=illustration,
        )
        for code in row.several("programs"):
            if code not in programs:
                raise row.refuse("programs", f"“{code}” is not known.")
            ProgramIndicator.objects.create(program=programs[code], indicator=indicator, is_illustration=illustration)
        indicator.standards.set([standards[code] for code in row.several("standards") if code in standards])
        loaded.count("indicators", 1)
        if after is not None:
            after(indicator, row)


def load_targets(folder: Path, loaded: Loaded) -> None:
    """Add the targets of targets.csv."""
    indicators, areas = by_code(Indicator), by_code(Area)
    for row in rows(folder, "targets.csv"):
        value = row.number_or_none("value")
        if value is None:
            raise row.refuse("value", "this cell must not be empty.")
        _, created = Target.objects.get_or_create(
            indicator=row.found("indicator", indicators),
            area=row.found("area", areas),
            period=row.period("period"),
            defaults={"value": value, "source": row.text("source")},
        )
        loaded.count("targets", int(created))


def _level(row: Row) -> int:
    name = row.text("area_level") or "regency"
    if name not in LEVELS:
        raise row.refuse("area_level", f"“{name}” is not one of: {', '.join(LEVELS)}.")
    return LEVELS[name]
