"""Where an import begins: send a table, go on with one, look at what was loaded."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.plans.queries import current_plan
from serambi.exchange.errors import ExchangeError, NoPlan
from serambi.exchange.models import Load, Upload
from serambi.exchange.queries import get_upload_for, layouts_for, loads_for, same_files, uploads_for
from serambi.exchange.tables import limits
from serambi.exchange.tables.errors import TooLarge, UnreadableTable
from serambi.exchange.uploads import services
from serambi.exchange.uploads.forms import LoadFilter, SendForm
from serambi.exchange.uploads.mapping import mapping_from_json
from serambi.exchange.uploads.prepared import LARGE_BYTES
from serambi.exchange.uploads.views.doors import PAGE_SIZE, crumbs, for_coordinator, page_of


@for_coordinator
def start(request: HttpRequest) -> HttpResponse:
    """Show the form, what is on the way and what was loaded; take what is sent."""
    if request.method == "POST":
        return _send(request)
    return _page(request, _form_again(request))


def _form_again(request: HttpRequest) -> SendForm:
    """Return the form; after a file that could not be read, with its sentence and with what was typed."""
    again = request.GET.get("again", "")
    if not again.isdecimal():
        return SendForm()
    upload = get_upload_for(request.user, int(again))
    form = SendForm({"name": upload.name, "note": upload.note})
    form.is_valid()
    form.errors.clear()
    if upload.refusal:
        form.add_error("file", upload.refusal)
    return form


def _send(request: HttpRequest) -> HttpResponse:
    form = SendForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            if current_plan() is None:
                raise NoPlan
            taken = _taken(request, form)
            _let_go_refused(request)
            return redirect(_next(taken))
        except (UnreadableTable, ExchangeError) as error:
            form.refuse(error)
    return _page(request, form, status=422)


def _let_go_refused(request: HttpRequest) -> None:
    """Let the file go that could not be read, where another one was sent in its place."""
    again = request.GET.get("again", "")
    refused = uploads_for(request.user).filter(pk=int(again)).exclude(refusal="").first() if again.isdecimal() else None
    if refused is not None:
        services.discard(refused, by=request.user)


def _taken(request: HttpRequest, form: SendForm) -> Upload:
    given = form.cleaned_data
    file: UploadedFile[Any] | None = given["file"]
    if file is None:
        name = given["name"] or _("Pasted table")
        sent = services.Sent(name, given["text"].encode(), True, given["name"], given["note"])
        return services.take(sent, by=request.user)
    if (file.size or 0) > limits.FILE_MEGABYTES * limits.MEGABYTE:
        raise TooLarge(name=file.name, megabytes=limits.FILE_MEGABYTES)  # before it is in memory
    sent = services.Sent(str(file.name), file.read(), False, given["name"], given["note"])
    if len(sent.content) > LARGE_BYTES:
        return services.take_unread(sent, by=request.user)
    return services.take(sent, by=request.user)


def _next(upload: Upload) -> str:
    """Return where one goes after sending: to the columns, or straight to the preview of a known layout."""
    known = bool(mapping_from_json(upload.mapping).known)
    return reverse("imports:preview" if known or not upload.mapping else "imports:columns", args=[upload.pk])


def _page(request: HttpRequest, form: SendForm, *, status: int = 200) -> HttpResponse:
    narrow = LoadFilter(request.GET)
    narrow.is_valid()
    loads = _narrowed(loads_for(request.user), narrow.cleaned_data.get("q", ""), narrow.cleaned_data.get("state", ""))
    uploads = list(uploads_for(request.user)[:PAGE_SIZE])
    context: dict[str, Any] = {
        "crumbs": crumbs()[:1],
        "plan": current_plan(),
        "form": form,
        "uploads": uploads,
        "loaded_before": same_files(request.user, [one.file_sha256 for one in uploads]),
        "kept_days": services.KEPT_DAYS,
        "layouts": layouts_for(request.user),
        "filter": narrow,
        "is_narrowed": any(narrow.cleaned_data.values()),
        "page": page_of(request, loads, 25),
    }
    return render(request, "imports/start.html", context, status=status)


def _narrowed(loads: QuerySet[Load], words: str, state: str) -> QuerySet[Load]:
    if words:
        loads = loads.filter(
            Q(file_name__icontains=words) | Q(layout_name__icontains=words) | Q(loaded_by__name__icontains=words)
        )
    return loads.filter(undone_at__isnull=state == "standing") if state else loads
