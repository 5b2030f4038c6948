"""Where reports pile up, one pile, and which program takes care of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.citizen_reports import queries, services
from serambi.apps.citizen_reports.forms import ClusterFilter, ProgramForm
from serambi.apps.citizen_reports.models import CitizenReport, ReportCategory
from serambi.apps.citizen_reports.permissions import can_link_program
from serambi.apps.citizen_reports.queries.clusters import A_WEEK, AT_LEAST, MOST_WEEKS, OF_EACH, WITHIN_DAYS
from serambi.apps.citizen_reports.views.doors import for_readers_of_clusters, tabs
from serambi.apps.regions.models import AreaLevel
from serambi.apps.regions.queries import areas_inside, home_regions
from serambi.ui import formats
from serambi.ui.doors import refuse_unless
from serambi.ui.messages import done

RULE = {"at_least": AT_LEAST, "within": WITHIN_DAYS, "each": OF_EACH, "week": A_WEEK, "weeks": MOST_WEEKS}
_SHOWN = 50


@for_readers_of_clusters
@require_safe
def cluster_list(request: HttpRequest) -> HttpResponse:
    """Show where reports pile up, the heaviest first, with the rule by which they were found."""
    today = timezone.localdate()
    areas = areas_inside(home_regions(today=today), today=today, deepest=AreaLevel.DISTRICT)
    form = ClusterFilter(
        request.GET,
        categories=[(one.code, one.display_name) for one in ReportCategory.objects.all()],
        districts=[(one.code, one.name) for one in areas if one.level == AreaLevel.DISTRICT],
    )
    found = queries.clusters(today, form.wanted)
    context = {
        "title": headline(len(found)) if found or not form.has_changed() else _("No pile fits"),
        "tabs": tabs(request.user, "clusters"),
        "form": form,
        "clusters": found,
        "rule": RULE,
    }
    return render(request, "citizen_reports/clusters.html", context)


def headline(count: int) -> str:
    if not count:
        return _("Reports pile up nowhere")
    text = ngettext("Reports pile up in %(count)s place", "Reports pile up in %(count)s places", count)
    return text % {"count": formats.number(count, 0)}


@for_readers_of_clusters
@require_http_methods(["GET", "HEAD", "POST"])
def cluster(request: HttpRequest, category: str, village: str) -> HttpResponse:
    """Show what is open of a category in a village; the coordinator says which program takes care of it."""
    found = queries.get_cluster_for(request.user, category, village, today=timezone.localdate())
    reports = list(queries.reports_of_cluster(found))
    programs = {one.program for one in reports if one.program is not None}
    may_link = can_link_program(request.user)
    first = next(iter(sorted(programs, key=lambda one: one.code)), None)
    form = ProgramForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial={"program": first.code if first is not None else ""},
    )
    if request.method == "POST":
        refuse_unless(may_link)
        if form.is_valid():
            count = services.link_program(reports, form.cleaned_data["program"], by=actor(request))
            text = ngettext("%(count)s report was changed.", "%(count)s reports were changed.", count)
            done(request, text % {"count": formats.number(count, 0)})
            return redirect(found.address)
    mine = set(CitizenReport.objects.visible_to(request.user).filter(pk__in=[one.pk for one in reports[:_SHOWN]])
               .values_list("pk", flat=True))  # fmt: skip
    context = {
        "title": _title(found),
        "crumbs": [(_("Where they pile up"), reverse("citizen_reports:clusters"))],
        "cluster": found,
        "rows": [{"report": one, "is_mine": one.pk in mine} for one in reports[:_SHOWN]],
        "more": max(len(reports) - _SHOWN, 0),
        "programs": sorted(programs, key=lambda one: one.code),
        "may_link": may_link,
        "form": form,
        "rule": RULE,
        "pillar": found.category.sub_dimension.pillar.code if found.category.sub_dimension is not None else "",
    }
    return render(request, "citizen_reports/cluster.html", context, status=422 if form.is_bound else 200)


def _title(found: queries.Cluster) -> str:
    facts = {"category": found.category.display_name, "village": found.village.name,
             "count": formats.number(found.count, 0)}  # fmt: skip
    if not found.count:
        return _("%(category)s in %(village)s: nothing is open") % facts
    text = ngettext("%(category)s in %(village)s: %(count)s open report",
                    "%(category)s in %(village)s: %(count)s open reports", found.count)  # fmt: skip
    return text % facts
