"""Sending a table of figures: what it would change, its refused rows, loading all of it or what is good."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.jobs.models import Job
from serambi.apps.jobs.queries import card
from serambi.apps.observations.permissions import can_finalize, can_record_anything
from serambi.exchange.errors import ExchangeError
from serambi.exchange.models import Upload
from serambi.exchange.observations_csv import desk
from serambi.exchange.observations_csv.forms import NotationForm, SendTableForm
from serambi.exchange.queries import get_observation_table_for, observation_tables_for
from serambi.exchange.tables.errors import UnreadableTable
from serambi.exchange.uploads.services import KEPT_DAYS
from serambi.methods.periods import Period
from serambi.ui import formats
from serambi.ui.doors import refuse_unless, show_error
from serambi.ui.messages import done

View = Callable[..., HttpResponseBase]
_MOST_LISTED = 50


def for_recorder(view: View) -> View:
    """Let through whoever may record the figures of some series; who has not signed in is asked to."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_unless(can_record_anything(request.user))
        if "pk" in kwargs:
            return view(request, get_observation_table_for(request.user, kwargs.pop("pk")), *args, **kwargs)
        return view(request, *args, **kwargs)

    return answer


@for_recorder
def start(request: HttpRequest) -> HttpResponse:
    """Show the form and the tables that were sent; take one that is sent."""
    may_finalize = can_finalize(request.user)
    form = SendTableForm(may_finalize=may_finalize)
    if request.method == "POST":
        form = SendTableForm(request.POST, request.FILES, may_finalize=may_finalize)
        if form.is_valid():
            given = form.cleaned_data
            try:
                upload = desk.take(
                    given["file"], is_final=given.get("is_final", False), reason=given["reason"], by=request.user
                )
                return redirect("observation_tables:detail", pk=upload.pk)
            except (UnreadableTable, ExchangeError) as error:
                show_error(form, error, fields={"": "file"})
    tables = list(observation_tables_for(request.user)[:_MOST_LISTED])
    context = {
        "crumbs": _crumbs()[:1],
        "form": form,
        "tables": [(upload, desk.state_of(upload)) for upload in tables],
        "kept_days": KEPT_DAYS,
    }
    return render(request, "observation_tables/start.html", context, status=422 if form.errors else 200)


@for_recorder
@require_safe
def detail(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show what a table would change, or what became of it, or how far the work on it is."""
    return _page(request, upload)


def _page(request: HttpRequest, upload: Upload, form: NotationForm | None = None) -> HttpResponse:
    job = Job.objects.filter(public_id=upload.job).select_related("owner").first() if upload.job else None
    is_open = job is not None and job.is_open
    choices = upload.choices
    question, found = choices.get("question"), choices.get("loaded") or choices.get("found")
    if question and form is None:
        form = NotationForm(question=question)
    context = {
        "crumbs": _crumbs(),
        "upload": upload,
        "card": card(job, request.user, now=timezone.now()) if job and (is_open or job.state != "done") else None,
        "is_open": is_open,
        "sentence": _sentence(upload, found, is_open=is_open),
        "question": question,
        "form": form,
        "found": found,
        "seen": choices.get("found", {}).get("fingerprint", ""),
        "sample": [
            {**one, "period": formats.period(Period.parse(one["period"]))}
            for one in choices.get("found", {}).get("sample", ())
        ],
        "loaded_at": parse_datetime(choices.get("loaded_at", "")),
        "to_load": found["new"] + found["changed"] if found else 0,
        "more_rejects": found["rejected"] - len(found["problems"]) if found else 0,
        "has_rejects": bool(found and found["rejected"]),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "observation_tables/detail.html", context, status=422 if form and form.errors else 200)


def _sentence(upload: Upload, found: dict[str, Any] | None, *, is_open: bool) -> str:
    """Return what is true of a table now, as the heading of its page."""
    states = (
        (desk.is_loaded(upload), _("%(file)s is loaded")),
        (is_open, _("%(file)s is being worked on")),
        (bool(upload.refusal), _("%(file)s cannot be read")),
        ("question" in upload.choices, _("The numbers of %(file)s can be read in two ways")),
        (found is None, _("%(file)s was not checked to the end")),
    )
    told = next((sentence for holds, sentence in states if holds), "")
    if told or found is None:
        return told % {"file": upload.file_name}
    if found["rejected"]:
        count = found["rejected"]
        told = ngettext("%(count)s row cannot be loaded", "%(count)s rows cannot be loaded", count)
    elif found["new"] + found["changed"]:
        count = found["new"] + found["changed"]
        told = ngettext("%(count)s figure would be new or changed", "%(count)s figures would be new or changed", count)
    else:
        return _("The table changes nothing")
    return told % {"count": formats.number(count, 0)}


@for_recorder
def notation(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Take the answer which mark begins the decimals."""
    question = upload.choices.get("question")
    if request.method != "POST" or not question:
        return redirect("observation_tables:detail", pk=upload.pk)
    form = NotationForm(request.POST, question=question)
    if not form.is_valid():
        return _page(request, upload, form)
    return _then_back(
        request, upload, lambda: desk.state_notation(upload, form.cleaned_data["notation"], by=request.user)
    )


@for_recorder
@require_safe
def rejects(request: HttpRequest, upload: Upload) -> HttpResponseBase:
    """Send the refused rows as a table that can be corrected and sent again."""
    path = desk.rejects_of(upload)
    if not path.exists():
        raise Http404
    stem, word = upload.file_name.partition(".")[0] or upload.file_name, _("refused")
    name = f"{stem} ({word}).csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


@for_recorder
@require_POST
def check(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Compare the table once more with what is recorded by now."""
    return _then_back(request, upload, lambda: desk.check_again(upload, by=request.user))


@for_recorder
@require_POST
def load(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Begin to load the table as it was seen."""
    seen, without_rejects = request.POST.get("seen", ""), request.POST.get("rows") == "good"
    return _then_back(
        request,
        upload,
        lambda: desk.begin_load(upload, seen=seen, without_rejects=without_rejects, by=request.user),
    )


def _then_back(request: HttpRequest, upload: Upload, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except ExchangeError as error:
        messages.error(request, str(error))
    return redirect("observation_tables:detail", pk=upload.pk)


@for_recorder
def discard(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Ask before a table is let go; then let it go."""
    if request.method == "POST":
        desk.discard(upload, by=request.user)
        done(request, _("%(file)s is discarded.") % {"file": upload.file_name})
        return redirect("observation_tables:start")
    context = {
        "crumbs": [*_crumbs(), (upload.file_name, reverse("observation_tables:detail", args=[upload.pk]))],
        "title": _("Discard %(file)s?") % {"file": upload.file_name},
        "lede": _("The file goes, and with it its refused rows. Figures that were loaded stay."),
        "consequences": (),
        "action": _("Discard the table"),
        "cancel_url": reverse("observation_tables:detail", args=[upload.pk]),
        "dangerous": True,
    }
    return render(request, "ui/confirm.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return [
        (_("Data"), reverse("observations:series_list")),
        (_("Tables of figures"), reverse("observation_tables:start")),
    ]
