"""The register over time: programs, their activities and milestones, on one axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import gantt
from serambi.apps.plans.labels import activities_text, broken_count_text, pushed_count_text, span_text, stretch_text
from serambi.apps.plans.permissions import can_edit_plan
from serambi.apps.plans.queries import Chosen, current_plan_for
from serambi.apps.plans.queries.saved_views import kept_views
from serambi.apps.plans.queries.timeline import (
    ActivityLine,
    TimelineRow,
    timeline_page,
)
from serambi.apps.plans.sentences import register_sentence
from serambi.apps.plans.spans import Axis, Span, axis_of, lines_between, read_span, stretches, years_between
from serambi.apps.plans.views.answering import program_root
from serambi.apps.plans.views.narrowing import Narrowed, narrowed

EVERY = "all"


@dataclass(frozen=True, slots=True)
class DrawnActivity:
    """An activity of a program that is open. drawing: draws its bar; a row that is kept does not ask."""

    line: ActivityLine
    drawing: Callable[[], SafeString]


@dataclass(frozen=True, slots=True)
class DrawnProgram:
    """A program as its row shows it. url: opens or closes it in place; "" where all are open."""

    row: TimelineRow
    drawing: Callable[[], SafeString]
    activities: list[DrawnActivity]
    is_open: bool
    url: str
    count_text: str
    broken_text: str
    pushed_text: str


@dataclass(frozen=True, slots=True)
class Zoom:
    """A link that shows another stretch of time."""

    name: str
    url: str
    current: bool


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show the programs of the register on a common axis, narrowed, sorted, zoomed and opened as the address says."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    found = narrowed(request, plan)
    shown = timeline_page(
        found.programs, found.chosen, sort=found.sort, number=found.number, today=found.today, key=found.key
    )
    summary, page = shown.summary, shown.page
    years = years_between(summary.first, summary.last, start_year=plan.start_year, end_year=plan.end_year)
    span = read_span(request.GET.get("span", ""))
    axis = axis_of(span, years)
    opened = set(request.GET.getlist("open"))
    parts = stretches(axis, span)
    context = {
        "plan": plan,
        "saved_views": kept_views(request.user, found.reading),
        "form": found.form,
        "is_narrowed": found.chosen != Chosen(),
        "summary": summary.register,
        "sentence": register_sentence(summary.register, found.chosen),
        "page": page,
        "rows": [_drawn(request.GET, row, axis, opened, found) for row in page.object_list],
        "grid": gantt.grid(
            axis, strong=[part.left for part in parts], fine=lines_between(axis, span), today=found.today
        ),
        "parts": [(part.left, stretch_text(part)) for part in parts],
        "axis": axis,
        "axis_text": span_text(span, years),
        "zooms": [zooms for zooms in (_zooms(request.GET, span, years), _quarters(request.GET, span, years)) if zooms],
        "today": found.today,
        "all_open": EVERY in opened,
        "open_url": _with(request.GET, "open", [] if EVERY in opened else [EVERY]),
        "query": request.GET.urlencode(),
        "program_root": program_root(),
        "rows_key": found.rows_key,
    }
    return render(request, "plans/timeline.html", context)


def _drawn(query: QueryDict, row: TimelineRow, axis: Axis, opened: set[str], found: Narrowed) -> DrawnProgram:
    code, today = row.program.code, found.today
    is_open = bool(row.activities) and (code in opened or EVERY in opened)
    url = ""
    if row.activities and EVERY not in opened:
        url = _with(query, "open", sorted(opened ^ {code}))
    return DrawnProgram(
        row=row,
        drawing=partial(gantt.program_drawing, row, axis, today=today),
        activities=[
            DrawnActivity(line, partial(gantt.activity_drawing, line, axis, today=today))
            for line in row.activities
            if is_open
        ],
        is_open=is_open,
        url=url,
        count_text=activities_text(len(row.activities)) if row.activities else "",
        broken_text=broken_count_text(row.broken) if row.broken else "",
        pushed_text=pushed_count_text(row.pushed) if row.pushed else "",
    )


def _zooms(query: QueryDict, span: Span | None, years: tuple[int, int]) -> list[Zoom]:
    """Return the ways to the whole plan and to each of its years."""
    whole = Zoom(_("Whole plan"), _zoomed(query, ""), span is None)
    shown = sorted({*range(years[0], years[1] + 1), *([span.year] if span else [])})
    return [whole, *(Zoom(str(year), _zoomed(query, str(year)), span == Span(year)) for year in shown)]


def _quarters(query: QueryDict, span: Span | None, years: tuple[int, int]) -> list[Zoom]:
    """Return the ways to the quarters of the year that is shown."""
    if span is None:
        return []
    quarters = [Span(span.year, quarter) for quarter in (1, 2, 3, 4)]
    return [Zoom(span_text(one, years), _zoomed(query, str(one)), span == one) for one in quarters]


def _zoomed(query: QueryDict, span: str) -> str:
    return _with(query, "span", [span] if span else [])


def _with(query: QueryDict, name: str, values: list[str]) -> str:
    """Return the address of this page with these values under a name, in place of those that it has."""
    changed = query.copy()
    changed.setlist(name, values)
    if not values:
        changed.pop(name, None)
    return f"?{changed.urlencode()}"
