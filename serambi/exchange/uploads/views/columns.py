"""What each column of a table on the way is: shown as it stands in the file, changed, and kept under a name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.exchange.errors import AnswerUnknown, ExchangeError
from serambi.exchange.models import KeptLayout
from serambi.exchange.queries import find_layout_named
from serambi.exchange.tables.book import Sheet
from serambi.exchange.tables.layouts import layout_problems
from serambi.exchange.tables.notation import Notation
from serambi.exchange.uploads import services
from serambi.exchange.uploads.columns import ROLE_GROUPS, ROLES, changed_sheet, column_rows
from serambi.exchange.uploads.forms import LayoutNameForm
from serambi.exchange.uploads.mapping import FileMapping, SheetMapping, mapping_from_json
from serambi.exchange.uploads.prepared import book_of, figures_if_quick, sketches_of
from serambi.exchange.uploads.sketches import SheetSketch
from serambi.exchange.uploads.views.doors import OnTheWay, crumbs, for_upload
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@for_upload
def columns(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    """Show the columns of every sheet; change one sheet, or keep the layout, when that is sent."""
    name_form = LayoutNameForm(initial={"name": mapping_from_json(way.upload.mapping).known or way.upload.name})
    if request.method != "POST":
        return _page(request, way, name_form)
    if "keep" in request.POST:
        return _keep(request, way)
    try:
        _change(request, way)
    except ExchangeError as error:
        return _page(request, way, name_form, refused=(request.POST.get("sheet", ""), str(error)), status=422)
    here = reverse("imports:columns", args=[way.upload.pk])
    return redirect(reverse("imports:preview", args=[way.upload.pk]) if "onward" in request.POST else here)


def _keep(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    form = LayoutNameForm(request.POST)
    if form.is_valid():
        try:
            kept = services.keep_mapping(way.upload, form.cleaned_data["name"], by=request.user)
        except ExchangeError as error:
            show_error(form, error)
        else:
            done(request, _("The layout is kept as “%(name)s”. The next table with these headings gets it by itself.")
                 % {"name": kept.name})  # fmt: skip
            return redirect("imports:columns", pk=way.upload.pk)
    return _page(request, way, form, status=422)


def _change(request: HttpRequest, way: OnTheWay) -> None:
    """Change one sheet as its form says."""
    given = request.POST.dict()
    name = given.get("sheet", "")
    mapping = mapping_from_json(way.upload.mapping)
    here = mapping.sheet(name)
    if here is None:
        raise AnswerUnknown
    rows = given.get("first"), given.get("last")
    known = here.layout and (str(here.layout.first_header_row), str(here.layout.last_header_row))
    sheet = book_of(way.upload).sheet(name) if all(rows) and rows != known else None

    def change(current: FileMapping) -> FileMapping:
        found = current.sheet(name)
        return current if found is None else current.with_sheet(changed_sheet(found, given, sheet))

    services.change_mapping(way.upload, change, by=request.user)


def _page(
    request: HttpRequest,
    way: OnTheWay,
    name_form: LayoutNameForm,
    *,
    refused: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    mapping = mapping_from_json(way.upload.mapping)
    sketches = {one.name: one for one in sketches_of(way.upload)}
    figures = figures_if_quick(way.upload)
    sheets = [_sheet(sheet, sketches[sheet.name], refused) for sheet in mapping.sheets if sheet.name in sketches]
    kept: KeptLayout | None = find_layout_named(request.user, mapping.known) if mapping.known else None
    context = {
        "crumbs": crumbs(way.upload),
        "upload": way.upload,
        "sheets": sheets,
        "figures": figures,
        "sentence": _sentence(sum(row.asks for sheet in sheets for row in sheet["rows"])),
        "known": kept,
        "name_form": name_form,
        "role_groups": [(label, [(str(role), ROLES[role]) for role in roles]) for label, roles in ROLE_GROUPS],
        "notations": (
            ("", _("not said yet")), (str(Notation.POINT), _("point: 1.5 is one and a half")),
            (str(Notation.COMMA), _("comma: 1,5 is one and a half")),
        ),
    }  # fmt: skip
    return render(request, "imports/columns.html", context, status=status)


def _sentence(asked: int) -> str:
    if not asked:
        return _("What each column of the table is")
    told = ngettext(
        "%(count)s column can be read in two ways: say which",
        "%(count)s columns can be read in two ways: say which",
        asked,
    )
    return told % {"count": asked}


def _sheet(mapping: SheetMapping, sketch: SheetSketch, refused: tuple[str, str]) -> dict[str, Any]:
    problems: dict[int, list[str]] = defaultdict(list)
    general: list[str] = [refused[1]] if refused[0] == mapping.name else []
    if mapping.layout is not None and mapping.is_on:
        for problem in layout_problems(mapping.layout, Sheet(mapping.name, [])):
            (problems[problem.place.column] if problem.place.column else general).append(problem.message)
    return {
        "mapping": mapping,
        "layout": mapping.layout,
        "sketch": sketch,
        "rows": column_rows(mapping.layout, sketch, problems) if mapping.layout is not None else [],
        "problems": general,
        "beyond": max(0, sketch.width - len(sketch.columns)) if mapping.layout is not None else 0,
    }
