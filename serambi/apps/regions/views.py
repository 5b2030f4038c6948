"""The list of areas, the page of one, and changing one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.regions import queries, services
from serambi.apps.regions.errors import RegionError
from serambi.apps.regions.forms import AreaFilter, AreaForm
from serambi.apps.regions.labels import counted
from serambi.apps.regions.maps import area_drawing
from serambi.apps.regions.models import Area, AreaKind
from serambi.apps.regions.permissions import can_edit_areas
from serambi.ui.downloads import table_download
from serambi.ui.messages import done

PAGE = 100
_CRUMB = "regions:area_list"


@require_safe
def area_list(request: HttpRequest) -> HttpResponseBase:
    """Show the areas as a tree, or those that a search finds; with ?format=csv as a table."""
    today = timezone.localdate()
    form = AreaFilter(request.GET)
    found = queries.area_list(**form.wanted(), today=today)
    if request.GET.get("format") == "csv":
        return table_download(_("Areas"), _heads(), _rows(found))
    kinds = Counter(found.order_by().values_list("kind", flat=True))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "nodes": queries.flattened(queries.area_tree(page.object_list)),
        "title": counted(kinds) or _("No areas"),
        "today": today,
        "csv_query": _csv_query(request),
    }
    return render(request, "regions/area_list.html", context)


def _csv_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    return query.urlencode()


def _heads() -> list[str]:
    return [_("Code"), _("Name"), _("Kind"), _("Part of"), _("Latitude"), _("Longitude"), _("Exists since"),
            _("Existed until"), _("Boundary"), _("Source")]  # fmt: skip


def _rows(found: Iterable[Area]) -> Iterator[list[object]]:
    for area in found:
        yield [area.code, area.name, area.get_kind_display(), area.parent.code if area.parent else "",
               area.centroid_latitude, area.centroid_longitude, area.valid_from, area.valid_until,
               _("yes") if getattr(area, "has_boundary", False) else _("no"), area.source]  # fmt: skip


@require_safe
def area_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area: what it is part of, what lies in it, where it is, and who works there."""
    area = queries.get_area_for(request.user, code)
    today = timezone.localdate()
    parts = list(area.children.valid_on(today).order_by("code"))
    kinds = Counter(part.kind for part in parts)
    context = {
        "area": area,
        "title": _title(area, kinds),
        "crumbs": [(_("Areas"), reverse(_CRUMB)), *_above(area)],
        "parts": parts,
        "map": _map(area, parts, today=today),
        "boundary_source": _boundary_source(area),
        "organizations": area.organizations.valid_on(today).order_by("abbreviation"),
        "predecessors": area.predecessors.order_by("code"),
        "may_edit": can_edit_areas(request.user),
        "today": today,
    }
    return render(request, "regions/area_detail.html", context)


def _above(area: Area) -> list[tuple[str, str]]:
    return [(above.name, reverse("regions:area_detail", args=[above.code])) for above in queries.ancestors(area)]


def _title(area: Area, kinds: Counter[str]) -> str:
    facts = {"area": area.name, "kind": str(AreaKind(area.kind).label).lower(), "parts": counted(kinds),
             "parent": area.parent.name if area.parent else ""}  # fmt: skip
    if kinds:
        return _("%(area)s: %(parts)s") % facts
    if area.parent is not None:
        return _("%(area)s: %(kind)s in %(parent)s") % facts
    return area.name


def _map(area: Area, parts: list[Area], *, today: Any) -> Any:
    """Return the map of the area's parts, or of the area among its neighbors when it has none."""
    shown = parts
    if not parts and area.parent is not None:
        neighbors = list(area.parent.children.valid_on(today).order_by("code"))
        shown = neighbors if any(other.pk == area.pk for other in neighbors) else [*neighbors, area]
    outlines = queries.outlines_for(shown)
    if outlines is None:
        return None
    whole = area if parts or area.parent is None else area.parent
    label = _("Map of %(area)s: each area is a link.") % {"area": whole.name}
    return area_drawing(outlines, shown, label=label, chosen="" if parts else area.code)


def _boundary_source(area: Area) -> str:
    boundary = getattr(area, "boundary", None)
    return boundary.source if boundary is not None else ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an area's name, its validity and who took it over."""
    area = queries.get_area_for(request.user, code)
    if not can_edit_areas(request.user):
        raise PermissionDenied
    form = AreaForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_area(area, by=request.user, **form.cleaned_data)
        except RegionError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            done(request, _("%(area)s was changed.") % {"area": form.cleaned_data["name"]})
            return redirect("regions:area_detail", code=code)
    address = reverse("regions:area_detail", args=[code])
    context = {
        "form": form,
        "title": _("Change %(area)s") % {"area": area.name},
        "crumbs": [(_("Areas"), reverse(_CRUMB)), *_above(area), (area.name, address)],
        "cancel_url": address,
    }
    return render(request, "regions/area_form.html", context)
