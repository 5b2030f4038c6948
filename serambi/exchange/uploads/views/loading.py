"""Loading what was seen, looking at what was loaded, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.queries import card, get_job_for
from serambi.exchange.imports.undo import Undoing, examine, undo
from serambi.exchange.labels import COUNTS
from serambi.exchange.models import Load
from serambi.exchange.queries import get_load_for, uploads_for
from serambi.exchange.uploads import services
from serambi.exchange.uploads.loaded import created_programs, money_of, plural_of, words_of_undo
from serambi.exchange.uploads.views.doors import (
    OnTheWay,
    crumbs,
    for_coordinator,
    for_upload,
    only_read,
    only_sent,
    page_of,
)
from serambi.ui import formats
from serambi.ui.messages import done
from serambi.ui.refusals import Refusal


@only_sent
@for_upload
def load(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    """Begin to load the table as it was seen, all or nothing."""
    seen = request.POST.get("seen", "") or "-"
    job = services.start_work(way.upload, services.LOAD, by=request.user, seen=seen)
    return redirect("imports:work", public_id=job.public_id)


@only_read
def work(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far reading or loading a table is, and go on by itself when it is done."""
    try:
        job = get_job_for(request.user, public_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    shown = card(job, request.user, now=timezone.now())
    is_part = request.headers.get("HX-Request") == "true"
    if job.state == State.DONE and shown.url:
        if job.kind == services.LOAD:
            done(request, shown.sentence)
        return HttpResponse(headers={"HX-Redirect": shown.url}) if is_part else redirect(shown.url)
    upload = uploads_for(request.user).filter(job=public_id).first()
    context = {"card": shown, "upload": upload, "crumbs": crumbs(), "is_load": job.kind == services.LOAD}
    return render(request, "imports/work.html", context)


@for_upload
def discard(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    """Ask before a table on the way is let go; then let it go."""
    upload = way.upload
    if request.method == "POST":
        services.discard(upload, by=request.user)
        done(request, _("%(file)s is discarded.") % {"file": upload.file_name})
        return redirect("imports:start")
    context = {
        "crumbs": crumbs(upload),
        "title": _("Discard %(file)s?") % {"file": upload.file_name},
        "lede": _("The file and what was decided about it go. The register stays as it is."),
        "consequences": (),
        "action": _("Discard the table"),
        "cancel_url": reverse("imports:preview", args=[upload.pk]),
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)


@only_read
def load_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a load brought, and what was taken back of it."""
    found = get_load_for(request.user, pk)
    programs = created_programs(found)
    context = {
        "crumbs": crumbs(),
        "load": found,
        "counts": [(COUNTS[kind], found.counts[kind]) for kind in COUNTS if kind in found.counts],
        "money": money_of(found),
        "accepted": len(found.accepted),
        "page": page_of(request, programs),
        "undone": words_of_undo(found.undone) if found.undone_at else None,
    }
    return render(request, "imports/load_detail.html", context)


@for_coordinator
def load_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking a load back would do, with what stays; when it is sent, take it back."""
    found = get_load_for(request.user, pk)
    if request.method == "POST":
        return _take_back(request, found)
    if found.undone_at is not None:
        messages.error(request, _("This load was taken back already."))
        return redirect("imports:load_detail", pk=found.pk)
    doing = examine(found)
    context = {
        "crumbs": [*crumbs(), (found.file_name, reverse("imports:load_detail", args=[found.pk]))],
        "title": _("Take the load of %(file)s back?") % {"file": found.file_name},
        "load": found,
        "consequences": _consequences(doing),
        "page": page_of(request, doing.conflicts),
        "action": _("Take the load back"),
        "cancel_url": reverse("imports:load_detail", args=[found.pk]),
        "dangerous": True,
    }
    return render(request, "imports/load_undo.html", context)


def _take_back(request: HttpRequest, found: Load) -> HttpResponse:
    try:
        doing = undo(found, by=request.user)
    except Refusal as error:
        messages.error(request, str(error))
    else:
        told = _("The load of %(file)s is taken back.") % {"file": found.file_name}
        if doing.conflicts:
            stays = _("What stays is listed below.")
            told = f"{told} {stays}"
        done(request, told)
    return redirect("imports:load_detail", pk=found.pk)


def _consequences(doing: Undoing) -> list[str]:
    """Return what taking back does, a line for each kind of row."""
    lines: list[Any] = [
        _("Removed: %(count)s %(what)s") % {"count": formats.number(len(rows), 0), "what": plural_of(model)}
        for model, rows in doing.remove.items()
        if rows
    ]
    lines += [
        _("Archived, because people worked with them: %(count)s %(what)s")
        % {"count": formats.number(len(rows), 0), "what": plural_of(model)}
        for model, rows in doing.archive.items()
        if rows
    ]
    if doing.restore:
        count = formats.number(len(doing.restore), 0)
        lines.append(_("Given their earlier values: %(count)s rows") % {"count": count})
    return lines
