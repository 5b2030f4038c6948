"""Who is let through to the pages of imports, and with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.jobs.models import State
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import current_plan
from serambi.exchange.errors import FileGone
from serambi.exchange.models import Upload
from serambi.exchange.permissions import can_load
from serambi.exchange.queries import get_upload_for
from serambi.exchange.uploads import services
from serambi.exchange.uploads.lists import Selected
from serambi.exchange.uploads.prepared import Preview, prepare, preview_if_quick
from serambi.ui.doors import refuse_unless
from serambi.ui.paging import CountedPages

View = Callable[..., HttpResponse]
Crumbs = list[tuple[str, str]]
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What a page about an upload is given."""

    upload: Upload
    plan: MasterPlan


def for_coordinator(view: View) -> View:
    """Let through whoever may load tables; who has not signed in is asked to."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_unless(can_load(request.user))
        return view(request, *args, **kwargs)

    return answer


def only_read(view: View) -> View:
    """Show a page to which nothing can be sent."""
    return for_coordinator(require_safe(view))


def only_sent(view: View) -> View:
    """Take what is sent to an address that is no page."""
    return for_coordinator(require_POST(view))


def for_upload(view: View) -> View:
    """Give a view an `OnTheWay` of its address; a file that could not be read is asked for again."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = get_upload_for(request.user, pk)
        plan = current_plan()
        if plan is None:
            return redirect("imports:start")
        if request.resolver_match is not None and request.resolver_match.url_name == "discard":
            return view(request, OnTheWay(upload, plan), *args, **kwargs)  # also what cannot be read can be let go
        if upload.refusal:
            return redirect(f"{reverse('imports:start')}?again={upload.pk}")
        try:
            if not upload.mapping:
                return waiting(request, upload)
            return view(request, OnTheWay(upload, plan), *args, **kwargs)
        except (FileNotFoundError, FileGone):  # or somebody else loaded or discarded it meanwhile
            messages.error(request, str(FileGone()))
            return redirect("imports:start")

    return for_coordinator(answer)


def for_preview(view: View) -> View:
    """Give a view the `Preview` of its address; while that is being made, a page says how far it is."""

    @wraps(view)
    def answer(request: HttpRequest, way: OnTheWay, *args: Any, **kwargs: Any) -> HttpResponse:
        with preview_if_quick(way.upload, way.plan) as found:
            if found is None:
                return waiting(request, way.upload)
            return view(request, found, *args, **kwargs)

    return for_upload(answer)


def for_prepared(view: View) -> View:
    """Give a view the `Prepared` of its address, which is read whole; while that is being made, as for a preview."""

    @wraps(view)
    def answer(request: HttpRequest, found: Preview, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, prepare(found.upload, found.plan), *args, **kwargs)

    return for_preview(answer)


def waiting(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Have an upload read and compared in the background, and go to the page that tells how far that is.

    Work that failed is not begun again by looking: its page says why, and begins it again where a person asks for it.
    """
    job = services.job_of(upload)
    ended_well = job is not None and (job.state == State.DONE or (job.kind != services.READ and not job.is_open))
    if job is None or ended_well or request.GET.get("again") == "1":
        job = services.start_work(upload, services.READ, by=request.user)
    return redirect("imports:work", public_id=job.public_id)


def crumbs(upload: Upload | None = None) -> Crumbs:
    """Return where a page stands: below the register, below the imports, below an upload."""
    trail = [(_("Plan"), reverse("plans:program_list")), (_("Import"), reverse("imports:start"))]
    if upload is not None:
        trail.append((upload.name or upload.file_name, reverse("imports:preview", args=[upload.pk])))
    return trail


def page_of(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page of a list or query set that the address asks for; the nearest one for a number that is none."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def page_of_list(request: HttpRequest, rows: Selected, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page of a kept list that the address asks for; only its rows are read."""
    return CountedPages(rows.count(), rows.rows, page_size=size).get_page(request.GET.get("page"))


def tabs(upload: Upload, current: str, counts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the views of one upload as tabs. counts: by the name of the address."""
    names = (
        ("preview", _("Preview")), ("findings", _("To be looked at")), ("changes", _("Changes")),
        ("sums", _("Stated sums")), ("left_out", _("Not loaded")),
    )  # fmt: skip
    return [
        {
            "label": label,
            "url": reverse(f"imports:{name}", args=[upload.pk]),
            "current": name == current,
            "count": counts.get(name, ""),
        }
        for name, label in names
    ]
