"""The pages of jobs."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.accounts.permissions import actor
from serambi.apps.jobs import queries, services
from serambi.apps.jobs.errors import AlreadyEnded
from serambi.apps.jobs.forms import JobFilter
from serambi.apps.jobs.models import Job, Outcome
from serambi.apps.jobs.permissions import oversees
from serambi.ui import formats
from serambi.ui.doors import refuse_unless

PAGE_SIZE = 50


@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show a person's jobs, latest first."""
    user = actor(request)
    form = JobFilter(request.GET, everybody=oversees(user))
    wanted = form.wanted()
    page = Paginator(queries.jobs_for(user, wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "form": form,
        "page": page,
        "cards": [queries.card(job, user, now=now) for job in page.object_list],
        "everybody": wanted.everybody,
        "oversees": oversees(user),
        "heading": _heading(page.paginator.count),
    }
    return render(request, "jobs/job_list.html", context)


@login_required
@require_safe
def duty_list(request: HttpRequest) -> HttpResponse:
    """Show the coordinator what recurs: when it ran last, what came of it, when it is due next."""
    refuse_unless(oversees(request.user))
    rows = queries.duty_rows(now=timezone.now())
    context = {
        "rows": rows,
        "failed": sum(row.duty.outcome == Outcome.FAILED for row in rows),
        "late": sum(row.late for row in rows),
        "crumbs": [(_("Jobs"), reverse("jobs:job_list"))],
    }
    return render(request, "jobs/duty_list.html", context)


def _heading(count: int) -> str:
    return ngettext("%(shown)s job", "%(shown)s jobs", count) % {"shown": formats.number(count, 0)}


@login_required
@require_safe
def job_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one job, and how far it is."""
    return render(request, "jobs/job_detail.html", _context(request, public_id))


@require_safe
def job_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer with the part that changes; asked for every second while the job is open."""
    part = request.headers.get("HX-Request") == "true"
    if not request.user.is_authenticated:
        page = reverse("jobs:job_detail", kwargs={"public_id": public_id})
        # Signed out meanwhile: the page around the part is loaded anew and asks to sign in.
        return HttpResponse(headers={"HX-Refresh": "true"}) if part else redirect_to_login(page)
    context = _context(request, public_id)
    if not part:
        return redirect("jobs:job_detail", public_id=public_id)
    # Without the variables of whole pages, which would ask for roles each second.
    context |= {**csrf(request), "polled": True}
    return HttpResponse(render_to_string("jobs/progress.html", context), headers={"Cache-Control": "no-store"})


@login_required
@require_POST
def job_stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop a job that waits, or ask a running one to stop; the page of the job tells what came of it."""
    job = _job(request, public_id)
    with suppress(AlreadyEnded):  # it ended while the person was about to stop it; the page says how
        services.stop(job, by=actor(request))
    return redirect("jobs:job_detail", public_id=public_id)


def _job(request: HttpRequest, public_id: UUID) -> Job:
    try:
        return queries.get_job_for(actor(request), public_id)
    except Job.DoesNotExist as error:
        raise Http404 from error


def _context(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    job = _job(request, public_id)
    card = queries.card(job, request.user, now=timezone.now())
    return {"card": card, "title": card.title, "crumbs": [(_("Jobs"), reverse("jobs:job_list"))]}
