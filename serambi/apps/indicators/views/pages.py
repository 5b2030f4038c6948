"""The page of one indicator, why its value is what it is, and its charts as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.indicators import charts, permissions, sentences
from serambi.apps.indicators.models import Indicator, Target
from serambi.apps.indicators.queries import detail, objects, standings
from serambi.apps.indicators.queries.definitions import Definitions, definitions
from serambi.apps.indicators.queries.detail import AreaLine, ValuePoint
from serambi.apps.indicators.queries.explanations import Explained, explained
from serambi.apps.indicators.queries.objects import RegionAreas
from serambi.apps.indicators.queries.scale import scale
from serambi.apps.indicators.queries.standings import Basis, Due
from serambi.apps.indicators.trees import reason_text, tree_of
from serambi.apps.indicators.views.doors import crumbs_to
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import Program
from serambi.apps.regions.models import Area, AreaLevel
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import Period
from serambi.ui.charts.files import csv_response, svg_response
from serambi.ui.charts.maps import AreaMap

MOST_PARTS = 3


@dataclass(slots=True)
class Shown:
    """What one page is about: an indicator for an area and a period, as the person may see it."""

    known: Definitions
    indicator: Indicator
    places: RegionAreas
    area: Area
    basis: Basis
    points: list[ValuePoint]
    targets: list[Target]
    period: Period
    now: ValuePoint
    due: Due | None
    programs: list[Program] = field(default_factory=list)

    @property
    def is_region(self) -> bool:
        return self.area.pk == self.places.region.pk

    @property
    def query(self) -> str:
        """Return the area and period as a query, for links to the same place."""
        parts = [] if self.is_region else [f"area={self.area.code}"]
        return "&".join([*parts, f"period={self.period}"])


@require_safe
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator: how it stands, its trend, its areas, and why."""
    today = timezone.localdate()
    shown = _shown(request, code, today=today)
    why = _why(shown)
    lines, chart = _areas(shown, why)
    context = {
        **_common(shown, why, today=today),
        "trend": charts.trend_of(
            shown.indicator, shown.area, shown.points, shown.targets, today=today, pillar=_pillar(shown.programs)
        ),
        "movement": _movement(shown),
        "lines": lines,
        "part_heads": _part_heads(why),
        "lines_title": sentences.areas_title(
            shown.indicator,
            [(line.area.name, line.value) for line in lines],
            missing=sum(line.value is None for line in lines),
        ),
        "map": chart,
        "branches": tree_of(why, shown.indicator, depth=1) if why else [],
        "sources": detail.sources(why) if why else None,
        "using": detail.using(shown.known, shown.indicator, request.user),
        "baselines": list(detail.baselines_of(shown.indicator).filter(area=shown.area)),
        "is_overdue": bool(shown.points)
        and standings.is_overdue(shown.points[-1].period, shown.indicator.reporting_days, today),
        "may_manage": permissions.can_manage_indicators(request.user),
        "may_describe": permissions.can_describe(request.user, shown.indicator),
    }
    return render(request, "indicators/indicator_detail.html", context)


@require_safe
def indicator_why(request: HttpRequest, code: str) -> HttpResponse:
    """Show why the value of an area and a period is what it is, down to every observation."""
    today = timezone.localdate()
    shown = _shown(request, code, today=today)
    why = _why(shown)
    trail = [*crumbs_to(shown.indicator), (_("Why?"), "")]
    context = {
        **_common(shown, why, today=today),
        "crumbs": trail,
        "branches": tree_of(why, shown.indicator, depth=3) if why else [],
        "sources": detail.sources(why) if why else None,
    }
    return render(request, "indicators/indicator_why.html", context)


@require_safe
def trend_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Send the trend as a drawing or as a table."""
    today = timezone.localdate()
    shown = _shown(request, code, today=today)
    chart = charts.trend_of(shown.indicator, shown.area, shown.points, shown.targets, today=today)
    name = f"{shown.indicator.code} {shown.area.name}"
    return svg_response(chart, name) if kind == "svg" else csv_response(chart, name)


@require_safe
def areas_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Send the map as a drawing, or its areas as a table."""
    shown = _shown(request, code, today=timezone.localdate())
    lines = detail.area_lines(shown.indicator, areas=_small_areas(shown), period=shown.period, basis=shown.basis)
    chart = _map(shown, lines)
    if chart is None:
        raise Http404(code)
    name = f"{shown.indicator.code} {shown.period}"
    return svg_response(chart, name) if kind == "svg" else csv_response(chart, name)


# What the pages have in common ----------------------------------------------------------------------------------------


def _shown(request: HttpRequest, code: str, *, today: dt.date) -> Shown:
    """Return what is asked for; without a period the newest one that is over and has a value."""
    indicator = objects.get_indicator_for(request.user, code)
    known = definitions()
    places = objects.region_areas(known.region)
    area = places.with_code(request.GET.get("area", ""))
    basis = standings.basis_for(request.user)
    points = detail.trend(indicator, area=area, basis=basis)
    period = objects.period_of_request(request.GET.get("period", ""))
    if period is None:
        period = _newest(indicator, points, today)
    now = next((point for point in points if point.period == period), None)
    now = now or detail.value_at(indicator, area=area, period=period, basis=basis)
    targets = list(detail.targets_of(indicator, area=area))
    programs = list(detail.programs_of(indicator, request.user))
    due = _due(indicator, targets, period, now, basis, area=area, today=today)
    return Shown(known, indicator, places, area, basis, points, targets, period, now, due, programs)


def _newest(indicator: Indicator, points: Sequence[ValuePoint], today: dt.date) -> Period:
    """Return the newest period with a value that is over; else the newest with a value; else the last that is over."""
    known = [point.period for point in points if point.value is not None]
    over = [period for period in known if not standings.is_running(period, today)]
    return (over or known or [Period.of(today, detail.own_frequency(indicator)).previous()])[-1]


def _due(
    indicator: Indicator,
    targets: Sequence[Target],
    period: Period,
    now: ValuePoint,
    basis: Basis,
    *,
    area: Area,
    today: dt.date,
) -> Due | None:
    """Return the target for the very period shown; else the last one that had come due when it ended."""
    same = next((target for target in targets if target.period == period), None)
    if same is not None:
        aim = standings.Aim(same.period, same.value, same.upper, indicator.polarity)
        return standings.judged(aim, value=now.value, marks=now.marks, bands=scale())
    return standings.due_target(indicator, area=area.pk, basis=basis, today=min(today, period.end))


def _why(shown: Shown) -> Explained | None:
    if shown.indicator.pk not in shown.known.indicators:
        return None
    try:
        return explained(
            shown.known,
            shown.indicator,
            area=shown.area,
            period=shown.period,
            basis=shown.basis,
            areas=shown.places.areas,
        )
    except FormulaError:
        return None


def _common(shown: Shown, why: Explained | None, *, today: dt.date) -> dict[str, Any]:
    indicator, now, due = shown.indicator, shown.now, shown.due
    error = detail.formula_error(shown.known, indicator)
    same = due is not None and due.period == shown.period
    return {
        "shown": shown,
        "indicator": indicator,
        "title": sentences.headline(
            indicator,
            value=now.value,
            target=due.target if due and same else None,
            upper=due.upper if due and same else None,
            area="" if shown.is_region else shown.area.name,
        ),
        "value_text": sentences.figure_of(indicator, now.value),
        "due": due,
        "due_is_for_this_period": same,
        "is_running": standings.is_running(shown.period, today),
        "is_preliminary": bool(now.marks & int(Mark.PRELIMINARY)),
        "is_illustration": indicator.is_illustration or bool(now.marks & int(Mark.ILLUSTRATION)),
        "problem": error.in_language(get_language() or "id") if error else "",
        "missing": _missing(shown, why),
        "say": why.sentence(get_language() or "id") if why else "",
        "crumbs": _crumbs(shown),
        "pillar": _pillar(shown.programs),
        "periods": [point.period for point in shown.points][::-1][:24],
        "final_only": shown.basis is Basis.FINAL,
    }


def _missing(shown: Shown, why: Explained | None) -> str:
    """Return why there is no value, "" when there is one."""
    if shown.now.value is not None:
        return ""
    if why is None or why.explanation.reason is None:
        return ""
    return reason_text(why, why.explanation.reason)


def _crumbs(shown: Shown) -> list[tuple[Any, str]]:
    """Return the way down: pillar and program where there is one, else the list of indicators."""
    trail = crumbs_to()
    if shown.programs:
        program = shown.programs[0]
        trail = [
            (program.pillar.display_name, reverse("evaluation:pillar", args=[program.pillar.code])),
            (program.display_name, reverse("evaluation:program", args=[program.code])),
        ]
    if shown.is_region:
        return [*trail, (shown.indicator.display_name, "")]
    return [
        *trail,
        (shown.indicator.display_name, reverse("indicators:indicator_detail", args=[shown.indicator.code])),
        (shown.area.name, ""),
    ]


def _pillar(programs: Sequence[Program]) -> str:
    codes = {program.pillar.code for program in programs}
    return codes.pop() if len(codes) == 1 else ""


def _movement(shown: Shown) -> str:
    before = detail.year_before(shown.indicator, shown.period, shown.points)
    return sentences.movement(shown.indicator, shown.now.value, before)


# Over areas -----------------------------------------------------------------------------------------------------------


def _areas(shown: Shown, why: Explained | None) -> tuple[list[AreaLine], AreaMap | None]:
    """Return the table of the areas directly inside, and the map of the region's smallest areas."""
    inner = shown.places.inside(shown.area, deepest=shown.indicator.area_level)
    small = _small_areas(shown)
    every = detail.area_lines(shown.indicator, areas=[*inner, *small], period=shown.period, basis=shown.basis)
    lines, chart = every[: len(inner)], _map(shown, every[len(inner) :])
    if why is not None:
        lines = detail.with_parts(lines, _part_codes(why), why, shown.period)
    return lines, chart


def _small_areas(shown: Shown) -> list[Area]:
    level = shown.indicator.area_level
    return shown.places.of_level(level) if level > AreaLevel.REGENCY else []


def _map(shown: Shown, lines: Sequence[AreaLine]) -> AreaMap | None:
    return charts.map_of(shown.indicator, lines, period=shown.period, selected=shown.area) if lines else None


def _part_codes(why: Explained) -> list[str]:
    """Return the series that stand in the formula itself, in the order in which they are written."""
    direct = [code for code in why.checked.direct if code in why.known.catalog.series]
    return sorted(direct, key=why.checked.text.find)[:MOST_PARTS]


def _part_heads(why: Explained | None) -> list[tuple[str, str]]:
    """Return the name and unit of each series in the table of areas."""
    if why is None:
        return []
    series = why.known.catalog.series
    return [(_upper(why.names.get(code, code)), series[code].unit or "") for code in _part_codes(why)]


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]
