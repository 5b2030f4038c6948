"""Sending form E.81 or a monthly export, seeing what was understood, and loading it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.agencies.permissions import is_coordinator
from serambi.apps.plans.queries import budget_years, current_plan
from serambi.exchange.budgets import desk
from serambi.exchange.budgets.doors import (
    Form,
    crumbs,
    for_compared,
    for_form,
    for_reporter,
    for_upload,
    only_read,
    only_sent,
    tabs,
)
from serambi.exchange.budgets.found import Found
from serambi.exchange.budgets.rows import State
from serambi.exchange.budgets.sending_forms import SendFormForm, YearForm
from serambi.exchange.errors import ExchangeError
from serambi.exchange.models import Upload
from serambi.exchange.queries import (
    get_realization_table_for,
    realization_loads_for,
    realization_tables_for,
)
from serambi.exchange.tables import limits
from serambi.exchange.tables.errors import TooLarge, UnreadableTable
from serambi.exchange.uploads.findings import AGAINST, OPEN
from serambi.exchange.uploads.services import KEPT_DAYS, Sent
from serambi.exchange.uploads.views.doors import PAGE_SIZE, page_of
from serambi.exchange.uploads.views.work import Desk, show_work
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LOADS_SHOWN = 25


@for_reporter
def form_start(request: HttpRequest) -> HttpResponse:
    """Show how to send a form, those on the way and those that were loaded; take one that is sent."""
    plan = current_plan()
    years = budget_years(plan) if plan is not None else []
    form = _form_again(request, years)
    if request.method == "POST":
        form = SendFormForm(request.POST, request.FILES, years=years)
        if form.is_valid():
            try:
                upload = _taken(request, form)
                _let_go_refused(request)
                return redirect("budgets:form_detail", pk=upload.pk)
            except (UnreadableTable, ExchangeError) as error:
                show_error(form, error, fields={"": "file"})
    context = {
        "crumbs": crumbs()[:2],
        "plan": plan,
        "form": form,
        "is_coordinator": is_coordinator(request.user),
        "uploads": realization_tables_for(request.user)[:PAGE_SIZE],
        "kept_days": KEPT_DAYS,
        "page": page_of(request, realization_loads_for(request.user).defer("created", "changed"), _LOADS_SHOWN),
    }
    return render(request, "budgets/form_start.html", context, status=422 if request.method == "POST" else 200)


def _form_again(request: HttpRequest, years: list[int]) -> SendFormForm:
    """Return the form; after a file that could not be read, with its sentence and with what was typed."""
    again = request.GET.get("again", "")
    if not again.isdecimal():
        return SendFormForm(years=years)
    upload = get_realization_table_for(request.user, int(again))
    form = SendFormForm({"year": desk.answers_of(upload).year or "", "note": upload.note}, years=years)
    form.is_valid()
    form.errors.clear()
    if upload.refusal:
        form.add_error("file", upload.refusal)
    return form


def _let_go_refused(request: HttpRequest) -> None:
    """Let the file go that could not be read, where another one was sent in its place."""
    again = request.GET.get("again", "")
    if again.isdecimal():
        refused = realization_tables_for(request.user).filter(pk=int(again)).exclude(refusal="").first()
        if refused is not None:
            desk.discard(refused, by=request.user)


def _taken(request: HttpRequest, form: SendFormForm) -> Upload:
    given = form.cleaned_data
    file: UploadedFile[Any] = given["file"]
    if (file.size or 0) > limits.FILE_MEGABYTES * limits.MEGABYTE:
        raise TooLarge(name=file.name, megabytes=limits.FILE_MEGABYTES)  # before it is in memory
    sent = Sent(str(file.name), file.read(), note=given["note"])
    return desk.take(sent, year=given["year"], by=request.user)


@for_form
def form_detail(request: HttpRequest, form: Form) -> HttpResponse:
    """Show what was understood, what is still to be done, and the button that loads it; take the year."""
    known = {*budget_years(form.plan), *([form.found.year] if form.found else [])}
    years = sorted(known, reverse=True)
    asked = YearForm(years=years, initial={"year": form.found.year if form.found else None})
    if request.method == "POST":
        asked = YearForm(request.POST, years=years)
        if asked.is_valid():
            year = asked.cleaned_data["year"]
            desk.change_answers(form.upload, lambda it: replace(it, year=year), by=request.user)
            done(request, _("The form is read for %(year)s.") % {"year": year})
            return redirect("budgets:form_detail", pk=form.upload.pk)
    found, states = form.found, form.states()
    todo = states[AGAINST] + states[OPEN]
    context = {
        "crumbs": crumbs(),
        "title": _sentence(form, found, states),
        "upload": form.upload,
        "found": found,
        "statement": form.statement,
        "year_form": asked,
        "named_year": form.statement.year,
        "states": states,
        "todo": todo,
        "can_load": bool(found and found.changes and not todo),
        "rows_open": found.count(State.OPEN) if found else 0,
        "rows_known": found.count(State.FOUND, State.CHOSEN) if found else 0,
        "rows_out": found.count(State.UNKNOWN, State.OUT, State.OTHERS) if found else 0,
        "with_amount": sum(row.rupiah is not None for row in found.rows) if found else 0,
        "over": sum(change.is_over for change in found.changes) if found else 0,
        "loaded_before": realization_loads_for(request.user)
        .filter(file_sha256=form.upload.file_sha256, undone_at__isnull=True)
        .defer("created", "changed")
        .first(),
        "tabs": tabs(form, "form_detail"),
    }
    return render(request, "budgets/form_detail.html", context, status=422 if asked.errors else 200)


def _sentence(form: Form, found: Found | None, states: dict[str, int]) -> str:
    """Return what is true of a form now, in one sentence."""
    if found is None:
        return _("Which year is %(file)s about?") % {"file": form.upload.file_name}
    if states[AGAINST]:
        count = states[AGAINST]
        told = ngettext("%(count)s problem stands against loading", "%(count)s problems stand against loading", count)
    elif states[OPEN]:
        count = states[OPEN]
        told = ngettext("%(count)s doubt to be looked at", "%(count)s doubts to be looked at", count)
    elif found.changes:
        count = len(found.changes)
        told = ngettext(
            "%(count)s realization is ready to be loaded", "%(count)s realizations are ready to be loaded", count
        )
    elif found.same:
        return _("All that this form says of the register is in it already")
    else:
        return _("Nothing of this form is in the register")
    return told % {"count": formats.number(count, 0)}


@only_sent
@for_compared
def form_begin(request: HttpRequest, form: Form, _found: Found) -> HttpResponse:
    """Begin to load the form as it was seen, all or nothing."""
    job = desk.begin_load(form.upload, seen=request.POST.get("seen", ""), by=request.user)
    return redirect("budgets:form_work", public_id=job.public_id)


@only_read
def form_work(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far reading, loading or taking back a form is."""
    pages = Desk("budgets:form_work", "budgets:form_start", "budgets:form_detail", desk.LOAD, _("All forms"))
    return show_work(request, public_id, pages, crumbs(), realization_tables_for(request.user))


@only_read
@for_compared
def form_marked(_request: HttpRequest, form: Form, found: Found) -> HttpResponse:
    """Return a copy of the file in which every cell that wants a look says why."""
    response = HttpResponse(desk.marked(form.upload, found), content_type=_XLSX)
    stem, word = form.upload.file_name.rpartition(".")[0] or form.upload.file_name, _("marked")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{stem} ({word}).xlsx")
    return response


@for_upload
def form_discard(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask before a form is let go; then let it go."""
    if request.method == "POST":
        desk.discard(upload, by=request.user)
        done(request, _("%(file)s is discarded.") % {"file": upload.file_name})
        return redirect("budgets:form_start")
    context = {
        "crumbs": crumbs(upload),
        "title": _("Discard %(file)s?") % {"file": upload.file_name},
        "lede": _("The file and what was decided about it go. The register stays as it is."),
        "consequences": (),
        "action": _("Discard the form"),
        "cancel_url": reverse("budgets:form_detail", args=[upload.pk]),
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)
