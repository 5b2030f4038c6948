"""The register: the list of programs, and the same as a table to download."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import exporters
from serambi.apps.plans.permissions import can_carry_out_anything, can_create_programs, can_edit_plan
from serambi.apps.plans.queries import Chosen, current_plan_for, register_page, register_rows
from serambi.apps.plans.queries.saved_views import kept_views
from serambi.apps.plans.register_columns import LABELS, PARAMETER, chosen_columns, shown_columns
from serambi.apps.plans.sentences import register_sentence
from serambi.apps.plans.views.answering import address_of, program_root
from serambi.apps.plans.views.narrowing import file_name, narrowed
from serambi.apps.plans.views.saved_views import shown_address
from serambi.ui.downloads import table_download


@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """Show the register, narrowed and sorted as the address says."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    found = narrowed(request, plan)
    views = kept_views(request.user, found.reading)
    default = next((one for one in views if one.is_default), None)  # type: ignore[attr-defined]  # set by kept_views
    if default is not None and not request.GET:
        return redirect(shown_address(default))
    shown = register_page(
        found.programs, found.chosen, sort=found.sort, number=found.number, today=found.today, key=found.key
    )
    context = {
        "plan": plan,
        "form": found.form,
        "chosen": found.chosen,
        "is_narrowed": found.chosen != Chosen(),
        "summary": shown.summary,
        "sentence": register_sentence(shown.summary, found.chosen),
        "page": shown.page,
        "rows_key": found.rows_key,
        "page_key": found.page_key,
        "today": found.today,
        "query": request.GET.urlencode(),
        "can_create": can_create_programs(request.user),
        "saved_views": views,
        **_columns(request),
        **_selecting(request, shown.summary.count),
        "program_root": program_root(),
        "import_url": address_of("imports:start") if can_create_programs(request.user) else "",
        "spending_url": address_of("budgets:form_start") if can_carry_out_anything(request.user) else "",
        "workbook_url": address_of("workbook:download") if request.user.is_authenticated else "",
        "workbook_page_url": address_of("workbook:start") if can_create_programs(request.user) else "",
    }
    return render(request, "plans/program_list.html", context)


def _columns(request: HttpRequest) -> dict[str, object]:
    """Return which columns the list shows, and what the address says besides, for the form that chooses them."""
    columns = shown_columns(request.GET.getlist(PARAMETER))
    rest = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in (PARAMETER, "page", "view")
        for value in values
    ]
    return {
        "columns": columns,
        "column_choices": [(name, label, name in columns) for name, label in LABELS.items()],
        "column_rest": rest,
    }


def _selecting(request: HttpRequest, count: int) -> dict[str, object]:
    """Return whether programs are chosen in the list, to change them at once, and the addresses that go with it."""
    if not can_edit_plan(request.user):
        return {"selecting": ""}
    query = request.GET.copy()
    selecting = query.pop("select", [""])[-1]
    rest = query.urlencode()
    query.pop("page", None)
    return {
        "selecting": selecting if selecting in ("on", "page") else "",
        "select_url": f"?{rest}&select=on" if rest else "?select=on",
        "select_page_url": f"?{rest}&select=page" if rest else "?select=page",
        "select_end_url": f"?{rest or 'view=all'}",
        "select_all_url": f"{reverse('plans:bulk_edit')}?all=on&{query.urlencode()}",
        "select_count": count,
    }


@require_safe
def program_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return every program that the same address of the list shows, on all its pages, as CSV."""
    plan = current_plan_for(request.user)
    found = None if plan is None else narrowed(request, plan)
    rows = [] if found is None else register_rows(found.programs, found.chosen, sort=found.sort, today=found.today)
    name = file_name(_("Programs"), timezone.localdate())
    columns = chosen_columns(request.GET.getlist(PARAMETER))
    return table_download(name, exporters.register_heads(columns), exporters.register_table(rows, columns))
