"""Loading series, their figures, the indicators computed from them, and targets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from serambi.apps.agencies.models import Organization
from serambi.apps.indicators.models import (
    Indicator,
    Polarity,
    ProgramIndicator,
    ResultLevel,
    StandardIndicator,
    Target,
)
from serambi.apps.observations.models import FrequencyChoice, Origin, Overall, Quality, Series, ValueType
from serambi.apps.observations.services import LoadedValue, load_observations
from serambi.apps.plans.models import MasterPlan
from serambi.apps.regions.models import Area
from serambi.exchange.content.folder import Row, rows
from serambi.exchange.content.loaded import Loaded, by_code, level


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
                area_level=level(row),
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
    loaded.count(
        "observations",
        load_observations((_value(row, series, areas) for row in rows(folder, "observations.csv")), by=None),
    )


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
            area_level=level(row),
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
