"""Sending a workbook back: what it would change, what stands against it, loading it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.jobs.models import Job
from serambi.apps.jobs.queries import card
from serambi.apps.plans.queries import current_plan
from serambi.exchange.errors import ExchangeError, FileGone, NothingSent
from serambi.exchange.models import Upload
from serambi.exchange.queries import get_workbook_for, workbooks_for
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.uploads.services import KEPT_DAYS
from serambi.exchange.uploads.views.doors import PAGE_SIZE, for_coordinator, only_read, only_sent, page_of
from serambi.exchange.workbook import desk
from serambi.exchange.workbook.forms import LineFilter, ProblemFilter, SendWorkbookForm
from serambi.exchange.workbook.shown import Shown, narrowed
from serambi.exchange.workbook.views.download import XLSX
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done

View = Callable[..., HttpResponse]


@for_coordinator
def start(request: HttpRequest) -> HttpResponse:
    """Show the downloads, the form, and the workbooks that were sent; take one that is sent."""
    form = SendWorkbookForm()
    if request.method == "POST":
        form = SendWorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return redirect("workbook:detail", pk=_taken(request, form).pk)
            except (UnreadableTable, ExchangeError) as error:
                show_error(form, error, fields={"": "file"})
    context = {
        "crumbs": crumbs()[:1],
        "plan": current_plan(),
        "form": form,
        "workbooks": workbooks_for(request.user)[:PAGE_SIZE],
        "kept_days": KEPT_DAYS,
    }
    return render(request, "workbook/start.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: SendWorkbookForm) -> Upload:
    file: UploadedFile[Any] | None = form.cleaned_data["file"]
    if file is None:
        raise NothingSent
    return desk.take(str(file.name), file.read(), note=form.cleaned_data["note"], by=request.user)


def for_workbook(view: View) -> View:
    """Give a view the workbook of its address and what was found in it; its page answers while that is being made."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = get_workbook_for(request.user, pk)
        found = desk.shown_of(upload)
        if found is None or upload.refusal:
            return redirect("workbook:detail", pk=pk)
        return view(request, upload, found, *args, **kwargs)

    return answer


@for_coordinator
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a workbook would change sheet by sheet, or how far the work on it is; take a better file for it."""
    upload = get_workbook_for(request.user, pk)
    form = SendWorkbookForm(initial={"note": upload.note})
    if request.method == "POST":
        form = SendWorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                taken = _taken(request, form)
            except (UnreadableTable, ExchangeError) as error:
                show_error(form, error, fields={"": "file"})
            else:
                desk.discard(upload, by=request.user)
                return redirect("workbook:detail", pk=taken.pk)
    job = Job.objects.filter(public_id=upload.job).select_related("owner").first() if upload.job else None
    found = desk.shown_of(upload)
    is_open = job is not None and job.is_open
    context = {
        "crumbs": crumbs(),
        "upload": upload,
        "found": found,
        "form": form,
        "card": card(job, request.user, now=timezone.now()) if job and (is_open or job.state != "done") else None,
        "is_open": is_open,
        "sentence": _sentence(upload, found, is_open=is_open),
        "loaded_at": parse_datetime(upload.choices.get("loaded_at", "")),
        "loaded": list(upload.choices.get("counts", {}).values()),
        "undone": upload.choices.get("undone"),
        "undone_at": parse_datetime(upload.choices.get("undone", {}).get("at", "")),
        "may_be_undone": desk.may_be_undone(upload),
        "tabs": _tabs(upload, found, "detail"),
    }
    return render(request, "workbook/detail.html", context, status=422 if form.errors else 200)


def _sentence(upload: Upload, found: Shown | None, *, is_open: bool) -> str:
    """Return what is true of a workbook now, as the heading of its page."""
    states = (
        (is_open, _("%(file)s is being worked on")),
        ("undone" in upload.choices, _("%(file)s was loaded and taken back")),
        (desk.is_loaded(upload), _("%(file)s is loaded")),
        (bool(upload.refusal), _("%(file)s cannot be read")),
        (found is None, _("%(file)s was not compared to the end")),
    )
    told = next((sentence for holds, sentence in states if holds), "")
    if told or found is None:
        return told % {"file": upload.file_name}
    return _of_comparison(found)


def _of_comparison(found: Shown) -> str:
    if found.problems:
        told = ngettext(
            "%(count)s problem stands against loading", "%(count)s problems stand against loading", len(found.problems)
        )
        return told % {"count": formats.number(len(found.problems), 0)}
    if not found.lines:
        return _("The workbook changes nothing")
    rows = sum(found.counts.values())
    told = ngettext("%(count)s row would be new or changed", "%(count)s rows would be new or changed", rows)
    return told % {"count": formats.number(rows, 0)}


@only_read
@for_workbook
def changes(request: HttpRequest, upload: Upload, found: Shown) -> HttpResponse:
    """Show every cell that would change, old → new, and every new row."""
    form = LineFilter(request.GET, sheets=[one.title for one in found.sheets])
    form.is_valid()
    given = form.cleaned_data
    rows = narrowed(found.lines, sheet=given.get("sheet", ""), kind=given.get("kind", ""), words=given.get("q", ""))
    context = {
        "crumbs": crumbs(upload),
        "upload": upload,
        "form": form,
        "total": len(found.lines),
        "page": page_of(request, rows),
        "tabs": _tabs(upload, found, "changes"),
    }
    return render(request, "workbook/changes.html", context)


@only_read
@for_workbook
def findings(request: HttpRequest, upload: Upload, found: Shown) -> HttpResponse:
    """Show what stands against loading and what is left out, by sheet and cell."""
    everything = [*((one.place, one.message, one.value, True) for one in found.problems),
                  *((one.place, one.reason, one.value, False) for one in found.left_out)]  # fmt: skip
    form = ProblemFilter(request.GET, sheets=sorted({place.sheet for place, *_rest in everything if place.sheet}))
    form.is_valid()
    sheet, kind = form.cleaned_data.get("sheet", ""), form.cleaned_data.get("kind", "")
    rows = [
        one
        for one in everything
        if (not sheet or one[0].sheet == sheet) and (not kind or one[3] == (kind == "against"))
    ]
    context = {
        "crumbs": crumbs(upload),
        "upload": upload,
        "form": form,
        "total": len(everything),
        "page": page_of(request, rows),
        "tabs": _tabs(upload, found, "findings"),
    }
    return render(request, "workbook/findings.html", context)


@only_read
@for_workbook
def marked(request: HttpRequest, upload: Upload, _found: Shown) -> HttpResponse:
    """Send the workbook with its problems in the cells."""
    return _file(request, upload, desk.marked, _("marked"))


@only_read
@for_workbook
def before(request: HttpRequest, upload: Upload, _found: Shown) -> HttpResponse:
    """Send the register as it was before the load, as a workbook: loading it brings the earlier values back."""
    return _file(request, upload, desk.before, _("before"))


def _file(request: HttpRequest, upload: Upload, content: Callable[[Upload], bytes], word: str) -> HttpResponse:
    try:
        found = content(upload)
    except FileNotFoundError:
        messages.error(request, str(FileGone()))
        return redirect("workbook:detail", pk=upload.pk)
    response = HttpResponse(found, content_type=XLSX)
    stem = upload.file_name.rpartition(".")[0] or upload.file_name
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{stem} ({word}).xlsx")
    return response


@only_sent
@for_workbook
def load(request: HttpRequest, upload: Upload, _found: Shown) -> HttpResponse:
    """Begin to load the workbook as it was seen."""
    try:
        desk.begin_load(upload, seen=request.POST.get("seen", ""), by=request.user)
    except ExchangeError as error:
        messages.error(request, str(error))
    return redirect("workbook:detail", pk=upload.pk)


@only_sent
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the workbook with the register once more, as it is now."""
    upload = get_workbook_for(request.user, pk)
    if not desk.is_loaded(upload):
        desk.compare_again(upload, by=request.user)
    return redirect("workbook:detail", pk=pk)


@for_coordinator
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a workbook is let go; then let it go."""
    upload = get_workbook_for(request.user, pk)
    if request.method == "POST":
        desk.discard(upload, by=request.user)
        done(request, _("%(file)s is discarded.") % {"file": upload.file_name})
        return redirect("workbook:start")
    context = {
        "crumbs": crumbs(upload),
        "title": _("Discard %(file)s?") % {"file": upload.file_name},
        "lede": _("The file goes, and with it the workbook from before the load. The register stays as it is."),
        "consequences": (),
        "action": _("Discard the workbook"),
        "cancel_url": reverse("workbook:detail", args=[upload.pk]),
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)


def crumbs(upload: Upload | None = None) -> list[tuple[str, str]]:
    trail = [(_("Plan"), reverse("plans:program_list")), (_("Workbook"), reverse("workbook:start"))]
    if upload is not None:
        trail.append((upload.file_name, reverse("workbook:detail", args=[upload.pk])))
    return trail


def _tabs(upload: Upload, found: Shown | None, current: str) -> list[dict[str, Any]]:
    if found is None:
        return []
    views = (
        ("detail", _("Overview"), ""),
        ("changes", _("Changes"), formats.number(len(found.lines), 0)),
        ("findings", _("To be corrected"), formats.number(len(found.problems) + len(found.left_out), 0)),
    )
    return [
        {
            "label": label,
            "url": reverse(f"workbook:{name}", args=[upload.pk]),
            "current": name == current,
            "count": count,
        }
        for name, label, count in views
    ]
