"""Beginning to load what was seen, looking at what was loaded, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.jobs.permissions import can_see
from serambi.exchange.errors import AlreadyUndone, ExchangeError
from serambi.exchange.imports.undo import examine
from serambi.exchange.labels import COUNTS
from serambi.exchange.models import Load
from serambi.exchange.queries import get_load_for
from serambi.exchange.uploads import services
from serambi.exchange.uploads.loaded import Undone, created_programs, money_of, words_of_undo
from serambi.exchange.uploads.loaded import page_of as page_of_load
from serambi.exchange.uploads.services import (
    begin_examination,
    begin_undo,
    examination_of,
    is_large_load,
    open_undo,
)
from serambi.exchange.uploads.views.doors import (
    Crumbs,
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


@only_sent
@for_upload
def load(request: HttpRequest, way: OnTheWay) -> HttpResponse:
    """Begin to load the table as it was seen, all or nothing."""
    seen = request.POST.get("seen", "") or "-"
    job = services.start_work(way.upload, services.LOAD, by=request.user, seen=seen)
    return redirect("imports:work", public_id=job.public_id)


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
    """Show what a load brought, and what was taken back of it; one of realizations has a page of its own."""
    found = get_load_for(request.user, pk)
    if found.is_of_realizations:
        return redirect(page_of_load(found), pk)
    context = {
        "crumbs": crumbs(),
        "counts": [(COUNTS[kind], found.counts[kind]) for kind in COUNTS if kind in found.counts],
        "page": page_of(request, created_programs(found)),
        **about(found, request.user),
    }
    return render(request, "imports/load_detail.html", context)


def about(load: Load, user: Any) -> dict[str, Any]:
    """Return what the page of any load shows: its money, its doubts, and what became of it."""
    undoing = open_undo(load) if load.undone_at is None else None
    return {
        "load": load,
        "money": money_of(load),
        "accepted": len(load.accepted),
        "undone": words_of_undo(load.undone) if load.undone_at else None,
        "undoing": undoing,
        "may_watch": undoing is not None and can_see(user, undoing),
    }


@for_coordinator
def load_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking a load back would do, with what stays; when it is sent, begin it."""
    found = get_load_for(request.user, pk)
    return ask_to_undo(request, found, work="imports:work", trail=crumbs())


def ask_to_undo(request: HttpRequest, found: Load, *, work: str, trail: Crumbs) -> HttpResponse:
    """Ask before a load is taken back; begin it when that is sent. work: the page that tells how far it is."""
    address = reverse(page_of_load(found), args=[found.pk])
    try:
        if request.method == "POST":
            job = begin_undo(found, by=request.user)
            return redirect(work, public_id=job.public_id) if can_see(request.user, job) else redirect(address)
        if found.undone_at is not None:
            raise AlreadyUndone(day=formats.day(found.undone_at))
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect(address)
    if open_undo(found) is not None:
        return redirect(address)
    found_before = examination_of(found, by=request.user) if is_large_load(found) else examine(found).as_json()
    if found_before is None:
        return redirect(work, public_id=begin_examination(found, by=request.user).public_id)
    doing = words_of_undo(found_before)
    context = {
        "crumbs": [*trail, (found.file_name, address)],
        "title": _("Take the load of %(file)s back?") % {"file": found.file_name},
        "load": found,
        "consequences": _consequences(doing),
        "page": page_of(request, doing.conflicts),
        "action": _("Take the load back"),
        "cancel_url": address,
        "dangerous": True,
    }
    return render(request, "imports/load_undo.html", context)


def _consequences(doing: Undone) -> list[str]:
    """Return what taking back does, a line for each kind of row."""
    lines = [
        _("Removed: %(count)s %(what)s") % {"count": formats.number(count, 0), "what": what}
        for what, count in doing.removed
    ]
    lines += [
        _("Archived, because people worked with them: %(count)s %(what)s")
        % {"count": formats.number(count, 0), "what": what}
        for what, count in doing.archived
    ]
    if doing.restored:
        count = formats.number(doing.restored, 0)
        lines.append(_("Given their earlier values: %(count)s rows") % {"count": count})
    return lines
