"""The versions of the plan: the list, one of them as it read, whether it is whole, and a program over all of them."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import texts, version_tables
from serambi.apps.plans.forms.versions import VersionFilter
from serambi.apps.plans.models import PlanVersion, VersionProgram
from serambi.apps.plans.permissions import can_edit_plan, can_see_people
from serambi.apps.plans.program_texts import program_text
from serambi.apps.plans.queries import current_plan_for, get_plan_for, get_program_for
from serambi.apps.plans.queries.versions import (
    TextInVersion,
    check_version,
    get_adopted_version_for,
    get_program_in,
    leads_in,
    picture_parts,
    plan_text,
    programs_in,
    sees_open_versions,
    totals_in,
    versions_for,
    versions_of_program,
)
from serambi.apps.plans.version_words import (
    DifferenceText,
    Naming,
    basis_text,
    difference_texts,
    naming_of,
    version_name,
    versions_sentence,
)
from serambi.apps.plans.views.answering import plan_crumbs, program_address, program_crumbs
from serambi.apps.plans.views.narrowing import file_name
from serambi.ui.doors import csv_query
from serambi.ui.downloads import table_download, workbook_download

PAGE_SIZE = 50
TEXTS_ON_PAGE = 25


def version_crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [*plan_crumbs(), (_("Versions"), reverse("plans:version_list")), *more]


def version_address(version: PlanVersion) -> str:
    return reverse("plans:version_detail", args=[version.position])


@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    """Show which version stands and which came before."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    versions = versions_for(request.user, plan)
    rows = [{"version": version, "basis": basis_text(version)} for version in versions]
    context = {
        "plan": plan,
        "sentence": versions_sentence(versions),
        "crumbs": plan_crumbs(),
        "rows": rows,
        "open_version": next((one for one in versions if not one.is_adopted), None),
        "has_adopted": any(one.is_adopted for one in versions),
        "can_edit": can_edit_plan(request.user),
        "can_see_people": can_see_people(request.user),
        "sees_now": sees_open_versions(request.user),
    }
    return render(request, "plans/version_list.html", context)


@require_safe
def version_detail(request: HttpRequest, position: int) -> HttpResponse:
    """Show the programs of a version as it read then; `?texts=on` with all that it says of each."""
    version = get_adopted_version_for(request.user, position)
    naming = naming_of(plan_text(version))
    form = VersionFilter(request.GET, naming=naming, leads=leads_in(version))
    wanted = form.wanted()
    programs = programs_in(version, wanted)
    with_texts = request.GET.get("texts") == "on"
    paginator = Paginator(programs.select_related("text"), TEXTS_ON_PAGE if with_texts else PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    newest = versions_for(request.user, version.plan)[0]
    context = {
        "plan": version.plan,
        "version": version,
        "title": _("The plan as it read in version %(number)s") % {"number": version.number},
        "crumbs": version_crumbs(),
        "basis": basis_text(version),
        "head": plan_text(version),
        "form": form,
        "page": page,
        "count": paginator.count,
        "rows": [{"program": row, "pillar": naming.pillars.get(row.pillar, row.pillar)} for row in page.object_list],
        "with_texts": with_texts,
        "texts": [_read(row, naming) for row in page.object_list] if with_texts else [],
        "query": _query(request, "texts"),
        "file_query": csv_query(request, "csv"),
        "xlsx_query": csv_query(request, "xlsx"),
        "illustrations": programs.filter(is_illustration=True).count(),
        "totals": list(totals_in(version).items()),
        "can_take_back": can_edit_plan(request.user) and newest.pk == version.pk,
        "can_see_people": can_see_people(request.user),
        "sees_now": sees_open_versions(request.user),
    }
    return render(request, "plans/version_detail.html", context)


def _query(request: HttpRequest, without: str) -> str:
    query = request.GET.copy()
    for name in (without, "page"):
        query.pop(name, None)
    return query.urlencode()


def _read(row: VersionProgram, naming: Naming) -> dict[str, object]:
    return {"row": row, "text": program_text(json.loads(row.text.body), naming)}


@require_safe
def version_table(request: HttpRequest, position: int) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """Return the programs that the page shows, on all its pages, as CSV or, with `?format=xlsx`, as a workbook."""
    version = get_adopted_version_for(request.user, position)
    naming = naming_of(plan_text(version))
    wanted = VersionFilter(request.GET, naming=naming, leads=leads_in(version)).wanted()
    rows = version_tables.version_table(programs_in(version, wanted).select_related("text"), naming)
    title = _("Version %(number)s") % {"number": version.number}
    name = file_name(f"{version.plan.display_name} {title}", timezone.localdate())
    if request.GET.get("format") != "xlsx":
        return table_download(name, version_tables.version_heads(), rows)
    about = [
        (_("Master plan"), version.plan.display_name),
        (_("Version"), version.number),
        (_("Legal basis"), basis_text(version)),
        (_("Adopted"), version.adopted_at),
        (_("SHA-256 of the picture"), version.sha256),
        (_("Address"), request.build_absolute_uri()),
    ]
    return workbook_download(
        name, version_tables.version_heads(), rows, title=title, about_title=_("About"), about=about
    )


@require_safe
def version_file(request: HttpRequest, position: int) -> StreamingHttpResponse:
    """Return the whole picture as it was adopted; the SHA-256 of the file is the one that the page names."""
    version = get_adopted_version_for(request.user, position)
    answer = StreamingHttpResponse(picture_parts(version), content_type="application/json; charset=utf-8")
    name = slugify(f"{version.plan.name} {version.number}") or "plan"
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@require_safe
def version_check(request: HttpRequest, position: int) -> HttpResponse:
    """Work out the SHA-256 anew and say whether the picture is what was adopted."""
    version = get_adopted_version_for(request.user, position)
    check = check_version(version)
    title = (
        _("Version %(number)s is what was adopted")
        if check.is_whole
        else _("Version %(number)s is not what was adopted")
    ) % {"number": version.number}
    context = {
        "version": version,
        "title": title,
        "crumbs": version_crumbs((version.number, version_address(version))),
        "check": check,
    }
    return render(request, "plans/version_check.html", context)


@require_safe
def version_program(request: HttpRequest, position: int, key: int) -> HttpResponse:
    """Show everything that a version says about one program."""
    version = get_adopted_version_for(request.user, position)
    row = get_program_in(version, key)
    context = {
        "version": version,
        "row": row,
        "text": program_text(json.loads(row.text.body), naming_of(plan_text(version))),
        "title": row.name,
        "pillar": row.pillar,
        "crumbs": version_crumbs((version_name(version).capitalize(), version_address(version))),
        "basis": basis_text(version),
    }
    return render(request, "plans/version_program.html", context)


@require_safe
def program_versions(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a program said in each version, and what each changed."""
    program = get_program_for(request.user, code)
    get_plan_for(request.user)
    found = versions_of_program(program)
    steps = [_step(before, after) for before, after in zip([None, *found], found, strict=False)]
    steps.reverse()
    context = {
        "program": program,
        "title": _("%(program)s over the versions of the plan") % {"program": program.display_name},
        "pillar": program.pillar.code,
        "crumbs": program_crumbs(program),
        "back": program_address(program),
        "steps": steps,
        "sees_now": sees_open_versions(request.user),
    }
    return render(request, "plans/program_versions.html", context)


def _step(before: TextInVersion | None, after: TextInVersion) -> dict[str, object]:
    """Return what a version changed in a program."""
    changes: list[DifferenceText] = []
    earlier = before.row if before is not None else None
    if earlier is not None and after.row is not None and earlier.text_id != after.row.text_id:
        old, new = (texts.flat_program(json.loads(row.text.body)) for row in (earlier, after.row))
        plans = [plan_text(one.version) for one in (before, after) if one is not None]
        changes = difference_texts(texts.differences(old, new), naming_of(*plans))
    return {
        "version": after.version,
        "row": after.row,
        "basis": basis_text(after.version),
        "is_first": earlier is None,
        "changes": changes,
    }
