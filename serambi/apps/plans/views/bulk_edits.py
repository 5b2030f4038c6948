"""Changing many programs at once: choose, look at what would become of each, do it, look back, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.plans import services
from serambi.apps.plans.bulk_words import Names, column_changes
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.forms.bulk_edits import BulkEditForm
from serambi.apps.plans.models import MasterPlan, Program
from serambi.apps.plans.queries import get_plan_for
from serambi.apps.plans.queries.bulk_edits import (
    bulk_edits_of,
    chosen_programs,
    get_bulk_edit_for,
    names_of_references,
)
from serambi.apps.plans.register_errors import PreviewOutdated
from serambi.apps.plans.sentences import count_programs
from serambi.apps.plans.services import PlannedChange, Preview
from serambi.apps.plans.views.answering import Crumbs, for_coordinator
from serambi.apps.plans.views.narrowing import narrowed
from serambi.ui.doors import show_error
from serambi.ui.messages import done

PAGE_SIZE = 50


def _crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Plan"), reverse("plans:program_list")), *more]


@for_coordinator
def bulk_edit(request: HttpRequest) -> HttpResponse:
    """Ask what to set in the chosen programs; then show it; then do it.

    The programs come from the list: `p` for each, or `all` with the list's own filters.
    """
    plan = get_plan_for(request.user)
    today = timezone.localdate()
    if request.method != "POST":
        programs = _asked(request, plan)
        form = BulkEditForm(plan=plan, today=today, programs=",".join(str(one.pk) for one in programs))
        return _choose(request, form, programs)
    form = BulkEditForm(request.POST, plan=plan, today=today)
    chosen = chosen_programs(request.user, plan, form.program_ids())
    if request.POST.get("step") == "choose" or not form.is_valid():
        return _choose(request, form, list(chosen))
    try:
        preview = services.preview_bulk_edit(chosen, form.settings(), today=today)
    except PlanError as error:
        show_error(form, error)
        return _choose(request, form, list(chosen))
    return _go_on(request, form, preview, plan) if preview.changes else _choose(request, form, [])


def _go_on(request: HttpRequest, form: BulkEditForm, preview: Preview, plan: MasterPlan) -> HttpResponse:
    """Show what would become of the programs, without those that cannot where that is asked; or do it."""
    if request.POST.get("step") == "leave_out":
        refused = {one.program.pk for one in preview.refused}
        left = [one.program for one in preview.changes if one.program.pk not in refused]
        preview = services.preview_bulk_edit(left, form.settings(), today=timezone.localdate())
        return _show(request, form, preview, plan)
    if request.POST.get("step") != "apply":
        return _show(request, form, preview, plan)
    return _apply(request, form, [one.program for one in preview.changes], preview, plan)


def _asked(request: HttpRequest, plan: MasterPlan) -> list[Program]:
    if request.GET.get("all"):
        return list(narrowed(request, plan).programs.order_by("code", "pk").only("code", "name", "name_en"))
    ids = [int(value) for value in request.GET.getlist("p") if value.isdecimal() and len(value) < 19]
    return list(chosen_programs(request.user, plan, ids))


def _choose(request: HttpRequest, form: BulkEditForm, programs: list[Program]) -> HttpResponse:
    is_wrong = request.method == "POST" and request.POST.get("step") != "choose"
    if request.POST.get("step") == "choose":  # the way back from the preview: what was chosen, without complaints
        form = BulkEditForm(plan=get_plan_for(request.user), today=timezone.localdate())
        form.initial = {name: request.POST.get(name, "") for name in form.fields}
    context = {
        "title": _("Change %(programs)s at once") % {"programs": count_programs(len(programs))},
        "crumbs": _crumbs(),
        "form": form,
        "programs": programs[:PAGE_SIZE],
        "further": max(0, len(programs) - PAGE_SIZE),
    }
    return render(request, "plans/bulk_edit.html", context, status=422 if is_wrong else 200)


def _show(request: HttpRequest, form: BulkEditForm, preview: Preview, plan: MasterPlan) -> HttpResponse:
    """Show a page of what would become of the programs; the numbers are of all of them."""
    names = names_of_references(plan)
    different, refused = preview.different, preview.refused
    page, refused_page = _turned(request, different, "page"), _turned(request, refused, "refused_page")
    context = {
        "title": _("%(programs)s will change") % {"programs": count_programs(len(different))},
        "crumbs": _crumbs(),
        "summary": form.summary(),
        "hidden": _hidden(form, preview),
        "page": page,
        "pages": _numbers(page),
        "changes": [_line(one, names) for one in page.object_list],
        "refused": len(refused),
        "refused_page": refused_page,
        "refused_pages": _numbers(refused_page),
        "same": preview.same,
        "can_apply": bool(different) and not refused,
        "can_leave_out": bool(refused) and bool(different),
    }
    return render(request, "plans/bulk_preview.html", context)


def _turned(request: HttpRequest, rows: Sequence[PlannedChange], name: str) -> Page[PlannedChange]:
    """Return the page of a list that was asked for with what was chosen, which is sent and stands in no address."""
    return Paginator(rows, PAGE_SIZE).get_page(request.POST.get(name))


def _numbers(page: Page[PlannedChange]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def _hidden(form: BulkEditForm, preview: Preview) -> list[tuple[str, str]]:
    """Return everything that was chosen, to be sent again with the fingerprint of what was shown."""
    fields = [(name, str(form.data.get(name, ""))) for name in form.fields if name not in ("programs", "fingerprint")]
    programs = ",".join(str(one.program.pk) for one in preview.changes)
    return [
        ("programs", programs),
        ("fingerprint", preview.fingerprint),
        *((name, value) for name, value in fields if value),
    ]


def _line(change: PlannedChange, names: Names) -> dict[str, Any]:
    return {"program": change.program, "columns": column_changes(change.before, change.after, names)}


def _apply(
    request: HttpRequest, form: BulkEditForm, programs: list[Program], preview: Preview, plan: MasterPlan
) -> HttpResponse:
    try:
        edit = services.apply_bulk_edit(
            plan,
            programs,
            form.settings(),
            by=request.user,
            today=timezone.localdate(),
            fingerprint=form.cleaned_data["fingerprint"],
            summary=form.summary(),
            reason=form.cleaned_data["reason"],
        )
    except PreviewOutdated as error:
        messages.error(request, str(error))
        return _show(request, form, preview, plan)
    except PlanError as error:
        show_error(form, error)
        return _choose(request, form, programs)
    text = ngettext("%(count)s program was changed.", "%(count)s programs were changed.", edit.program_count)
    undo = reverse("plans:bulk_edit_take_back", args=[edit.pk])
    done(request, text % {"count": edit.program_count}, undo=undo)
    return redirect("plans:bulk_edit_detail", pk=edit.pk)


@require_safe
@for_coordinator
def bulk_edit_list(request: HttpRequest) -> HttpResponse:
    """Show what was changed in many programs at once, and by whom."""
    plan = get_plan_for(request.user)
    page = Paginator(bulk_edits_of(plan), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"title": _("Bulk edits"), "crumbs": _crumbs(), "page": page}
    return render(request, "plans/bulk_edit_list.html", context)


@require_safe
@for_coordinator
def bulk_edit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what one bulk edit changed in each program."""
    edit = get_bulk_edit_for(request.user, pk)
    page = Paginator(edit.rows.select_related("program"), PAGE_SIZE).get_page(request.GET.get("page"))
    names = names_of_references(edit.plan)
    context = {
        "title": _("Bulk edit #%(number)s: %(programs)s changed")
        % {"number": edit.pk, "programs": count_programs(edit.program_count)},
        "crumbs": _crumbs((_("Bulk edits"), reverse("plans:bulk_edit_list"))),
        "edit": edit,
        "page": page,
        "changes": [
            {"program": row.program, "columns": column_changes(row.before, row.after, names)}
            for row in page.object_list
        ],
    }
    return render(request, "plans/bulk_edit_detail.html", context)


@for_coordinator
def bulk_edit_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a bulk edit is taken back; show what was changed since, where anything was."""
    edit = get_bulk_edit_for(request.user, pk)
    if request.method == "POST":
        try:
            services.take_back_bulk_edit(edit, by=request.user)
        except PlanError as error:
            messages.error(request, str(error))
            return redirect("plans:bulk_edit_take_back" if edit.undone_at is None else "plans:bulk_edit_detail", pk=pk)
        done(request, _("Bulk edit #%(number)s was taken back.") % {"number": edit.pk})
        return redirect("plans:bulk_edit_detail", pk=pk)
    conflicts = services.conflicts_of(edit) if edit.undone_at is None else []
    names = names_of_references(edit.plan)
    detail = reverse("plans:bulk_edit_detail", args=[pk])
    page = Paginator(conflicts, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": _("Take back bulk edit #%(number)s?") % {"number": edit.pk},
        "crumbs": _crumbs((_("Bulk edits"), reverse("plans:bulk_edit_list")), (f"#{edit.pk}", detail)),
        "edit": edit,
        "conflicts": [_line(one, names) for one in page.object_list],
        "page": page,
        "action": _("Take it back"),
        "cancel_url": detail,
        "dangerous": True,
        "consequences": [
            _("%(programs)s become what they were before, in what this edit changed.")
            % {"programs": count_programs(edit.program_count)}
        ],
    }
    return render(request, "plans/bulk_edit_take_back.html", context)
