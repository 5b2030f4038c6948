"""How far reading, loading or taking back is, on a page that goes on by itself when that is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.jobs.models import Job, State
from serambi.apps.jobs.queries import card, get_job_for
from serambi.exchange.models import Load, Upload
from serambi.exchange.queries import uploads_for
from serambi.exchange.uploads import services
from serambi.exchange.uploads.loaded import page_of
from serambi.exchange.uploads.views.doors import Crumbs, crumbs, only_read
from serambi.ui.messages import done

READING, LOADING, TAKING_BACK, LOOKING = "reading", "loading", "taking back", "looking"


@dataclass(frozen=True, slots=True)
class Desk:
    """The pages around work: here, where all begins, and that of an upload; by their names. loads: the kind of work
    that loads an upload. every: the words of the link to where all begins."""

    here: str
    start: str
    upload: str
    loads: str
    every: str


def show_work(request: HttpRequest, public_id: UUID, desk: Desk, trail: Crumbs, uploads: Any) -> HttpResponse:
    """Show how far work is; when it is done, say so and go on to its page. uploads: those that the person may see."""
    try:
        job = get_job_for(request.user, public_id)
    except Job.DoesNotExist as error:
        raise Http404 from error
    shown = card(job, request.user, now=timezone.now())
    is_part = request.headers.get("HX-Request") == "true"
    what = {desk.loads: LOADING, services.UNDO: TAKING_BACK, services.EXAMINE: LOOKING}.get(job.kind, READING)
    if job.state == State.DONE and shown.url:
        if what in (LOADING, TAKING_BACK):
            done(request, shown.sentence)
        return HttpResponse(headers={"HX-Redirect": shown.url}) if is_part else redirect(shown.url)
    if is_part and not job.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the heading says it, too
    again, label = _again(job, what, desk, uploads.filter(job=public_id).first())
    heading, lede = _words(what, is_open=job.is_open)
    context = {
        "card": shown,
        "crumbs": trail,
        "title": heading % {"name": job.subject},
        "lede": lede,
        "here": reverse(desk.here, args=[public_id]),
        "again_url": "" if job.is_open else again,
        "again_label": label,
        "start_url": "" if job.is_open else reverse(desk.start),
        "start_label": desk.every,
    }
    return render(request, "imports/work.html", context)


def _words(what: str, *, is_open: bool) -> tuple[str, str]:
    """Return the heading and the sentence below it."""
    if is_open:
        headings = {
            READING: _("%(name)s is being read"),
            LOADING: _("%(name)s is being loaded"),
            TAKING_BACK: _("The load of %(name)s is being taken back"),
            LOOKING: _("What taking the load of %(name)s back would do is being worked out"),
        }
        return headings[what], _("You may leave this page; the work goes on.")
    return {
        READING: (_("%(name)s was not read to the end"), ""),
        LOADING: (_("%(name)s was not loaded"), _("Nothing of it stands in the register.")),
        TAKING_BACK: (_("The load of %(name)s was not taken back"), _("The register is as it was before.")),
        LOOKING: (_("What taking the load of %(name)s back would do was not worked out"), ""),
    }[what]


def _again(job: Job, what: str, desk: Desk, upload: Upload | None) -> tuple[str, str]:
    """Return where one goes on from work that did not end well, and the words for it."""
    if what in (TAKING_BACK, LOOKING):
        load = Load.objects.filter(pk=job.arguments["load"]).defer("created", "changed").first()
        return (reverse(page_of(load), args=[load.pk]), _("See the load")) if load is not None else ("", "")
    if upload is None:
        return "", ""
    page = reverse(desk.upload, args=[upload.pk])
    return (page, _("To the preview")) if what == LOADING else (f"{page}?again=1", _("Try again"))


@only_read
def work(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far reading, loading or taking back a table is."""
    desk = Desk("imports:work", "imports:start", "imports:preview", services.LOAD, _("All imports"))
    return show_work(request, public_id, desk, crumbs(), uploads_for(request.user))
