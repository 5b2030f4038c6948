"""What changed between two versions of the plan, or since the last one: on a page and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.agencies.queries import reading_of
from serambi.apps.plans import version_tables, version_words
from serambi.apps.plans.forms.versions import NOW, ComparisonFilter
from serambi.apps.plans.models import MasterPlan, PlanVersion
from serambi.apps.plans.queries import get_plan_for
from serambi.apps.plans.queries.comparisons import (
    ChangeKind,
    Comparison,
    ProgramChange,
    compare_versions,
    compare_with_now,
    total_money,
)
from serambi.apps.plans.queries.pictures import kept_picture
from serambi.apps.plans.queries.versions import sees_open_versions, versions_for
from serambi.apps.plans.views.narrowing import file_name
from serambi.apps.plans.views.versions import version_crumbs
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared. after: None for the register as it is now. names: how a sentence calls the two."""

    plan: MasterPlan
    found: Comparison
    form: ComparisonFilter
    naming: version_words.Naming
    before: PlanVersion
    after: PlanVersion | None
    names: tuple[str, str]

    @property
    def chosen(self) -> list[ProgramChange]:
        return self.found.chosen(self.form.wanted())


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what differs, narrowed as the address says; without two sides, what could be compared."""
    plan = get_plan_for(request.user)
    sides = _sides(request, plan)
    if sides is None:
        return render(request, "plans/comparison_empty.html", {"plan": plan, "crumbs": version_crumbs()})
    chosen, wanted = sides.chosen, sides.form.wanted()
    page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("page"))
    counts, money = sides.found.counts(), sides.found.money(wanted)
    before, after = sides.names
    context = {
        "plan": plan,
        "sides": sides,
        "sentence": version_words.comparison_sentence(sides.found, before=before, after=after),
        "crumbs": version_crumbs(),
        "form": sides.form,
        "page": page,
        "changes": [_shown(one, sides.naming) for one in page.object_list],
        "chosen_count": len(chosen),
        "plan_changes": version_words.difference_texts(sides.found.plan, sides.naming),
        "counts": [(version_words.kind_label(kind), counts[kind]) for kind in ChangeKind if counts[kind]],
        "money": money,
        "total": total_money(money, label=_("Total")),
        "is_narrowed": any((wanted.words, wanted.pillar, wanted.lead, wanted.kind)),
        "csv_query": csv_query(request),
        "xlsx_query": csv_query(request, "xlsx"),
    }
    return render(request, "plans/comparison.html", context)


@require_safe
def comparison_table(request: HttpRequest) -> FileResponse | StreamingHttpResponse:
    """Return every difference that the page shows, on all its pages, as CSV or, with `?format=xlsx`, as a workbook."""
    plan = get_plan_for(request.user)
    sides = _sides(request, plan)
    if sides is None:
        raise Http404
    rows = version_tables.comparison_table(sides.found, sides.chosen, sides.naming)
    title = _("What changed")
    name = file_name(f"{title} {' '.join(sides.names)}", timezone.localdate())
    if request.GET.get("format") != "xlsx":
        return table_download(name, version_tables.comparison_heads(), rows)
    about: list[tuple[str, object]] = [(_("Master plan"), plan.display_name)]
    for label, version in ((_("Earlier"), sides.before), (_("Later"), sides.after)):
        about.append((label, version_words.version_name(version) if version else _("the register now")))
        if version is not None:
            about.append((_("SHA-256 of the picture"), version.sha256))
    about += [(_("Rows"), len(rows)), (_("As of"), timezone.localdate()), (_("Address"), request.build_absolute_uri())]
    return workbook_download(
        name, version_tables.comparison_heads(), rows, title=title, about_title=_("About"), about=about
    )


def _sides(request: HttpRequest, plan: MasterPlan) -> Sides | None:
    """Return the two sides that the address names, else the last two there are; None where there are not two."""
    adopted = {str(one.position): one for one in versions_for(request.user, plan) if one.is_adopted}
    now = [NOW] if sees_open_versions(request.user) else []
    order = [*now, *adopted]  # newest first
    if not adopted or len(order) < 2:
        return None
    after = _named(request, "after", order) or order[0]
    later = order[order.index(after) + 1 :]
    before = _named(request, "before", list(adopted)) or (later[0] if later else next(iter(adopted)))
    return _compared(request, plan, adopted, before, after)


def _named(request: HttpRequest, name: str, possible: list[str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in possible else ""


def _compared(
    request: HttpRequest, plan: MasterPlan, adopted: dict[str, PlanVersion], before: str, after: str
) -> Sides:
    versions = PlanVersion.objects.select_related("text").in_bulk(
        [adopted[key].pk for key in (before, after) if key in adopted]
    )
    left = versions[adopted[before].pk]
    right = versions[adopted[after].pk] if after != NOW else None
    if right is not None:
        found = compare_versions(left, right)
    else:
        reading = reading_of(request.user, today=timezone.localdate())
        state = reading and reading.state
        found = compare_with_now(left, kept_picture(plan, state), state=state)
    naming = version_words.naming_of(*found.plan_names())
    data = request.GET.copy()
    data["before"], data["after"] = before, after
    offered = [(NOW, _("the register now"))] if sees_open_versions(request.user) else []
    offered += [(key, version_words.version_name(one)) for key, one in adopted.items()]
    leads = sorted({one.lead for picture in (found.before, found.after) for one in picture.programs if one.lead})
    form = ComparisonFilter(data, sides=offered, naming=naming, leads=leads)
    names = dict(offered)
    return Sides(plan, found, form, naming, left, right, (names[before], names[after]))


def _shown(change: ProgramChange, naming: version_words.Naming) -> dict[str, object]:
    shown = change.shown
    kinds = [kind for kind in ChangeKind if kind in change.kinds]
    return {
        "program": shown,
        "pillar_name": naming.pillars.get(shown.pillar, shown.pillar),
        "kinds": [version_words.kind_label(kind) for kind in kinds],
        "is_dropped": change.after is None,
        "is_added": change.before is None,
        "differences": version_words.difference_texts(change.differences, naming),
        "ceilings": [(year, Decimal(amount)) for year, amount in shown.ceilings.items()]
        if not change.differences
        else [],
    }
