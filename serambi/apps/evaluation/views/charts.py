"""The trend of a score as a chart, on its page and as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.evaluation.models import Node
from serambi.apps.evaluation.queries.asked import Asked
from serambi.apps.evaluation.queries.bands import Scale, scale
from serambi.apps.evaluation.queries.scores import Scores, read_scores
from serambi.apps.evaluation.queries.why import explain
from serambi.apps.evaluation.views.doors import asked
from serambi.apps.observations.models import Mark
from serambi.ui import formats
from serambi.ui.charts.files import csv_response, svg_response
from serambi.ui.charts.trend import Line, Point, TrendChart


def score_chart(
    page: Asked, node: Node, pk: int, *, name: str, pillar: str, bands: Scale, scores: Scores
) -> TrendChart:
    """Return the chart of a node's score over the quarters of the plan that are over. scores: with those in it."""
    quarters = [quarter for quarter in reversed(page.choices) if quarter.end < page.today]
    rows = [(quarter, scores.value(node, pk, quarter), scores.marks(node, pk, quarter)) for quarter in quarters]
    points = tuple(Point(quarter, value, preliminary=Mark.PRELIMINARY in marks) for quarter, value, marks in rows)
    bound = bands.on_plan_from
    note = "" if bound is None else _("On plan from %(bound)s.") % {"bound": formats.percent(bound, 0)}
    return TrendChart(
        title=_finding(points),
        lines=(Line(name, points, colour=pillar),),
        unit="%",
        source=page.source,
        note=note,
        illustration=any(Mark.ILLUSTRATION in marks for *_rest, marks in rows),
    )


def _finding(points: tuple[Point, ...]) -> str:
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return _("Attainment by quarter")
    first, last = known[0], known[-1]
    moved = float(last.value or 0) - float(first.value or 0)
    words = {"points": formats.number(abs(moved), 1), "quarter": formats.period(first.period)}
    if abs(moved) < 0.05:
        return _("Unchanged since %(quarter)s") % words
    return (
        _("Up %(points)s points since %(quarter)s") if moved > 0 else _("Down %(points)s points since %(quarter)s")
    ) % words


@require_safe
def trend_file(request: HttpRequest, node: str, pk: int, kind: str) -> HttpResponse:
    """Send the chart of a node's score as svg or csv; Http404 for a node that the person may not see."""
    if node not in Node.values:
        raise Http404(node)
    page = asked(request)
    subject = explain(page.plan, request.user, Node(node), pk, quarter=page.quarter, basis=page.basis)
    scores = read_scores(page.plan, [page.quarter], basis=page.basis, along=(node, pk))
    chart = score_chart(page, subject.node, pk, name=subject.name, pillar=subject.pillar, bands=scale(), scores=scores)
    answer = svg_response if kind == "svg" else csv_response
    return answer(chart, f"{subject.name} {page.quarter}")
