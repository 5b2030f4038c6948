"""What everybody sees, and the form with which a resident reports something."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.attachments.errors import AttachmentError
from serambi.apps.attachments.services import count_uploads
from serambi.apps.citizen_reports import errors, floods, links, queries, services
from serambi.apps.citizen_reports.errors import CitizenReportError
from serambi.apps.citizen_reports.forms import NumbersFilter, SendForm
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.queries import PublicNumbers, Tally
from serambi.apps.citizen_reports.views.doors import tabs
from serambi.ui import formats
from serambi.ui.doors import csv_query, show_error
from serambi.ui.downloads import table_download
from serambi.ui.refusals import Refusal

_log = logging.getLogger(__name__)
TRAP = "website"


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Show how many reports there are, of what and where; ?code= tells how far one is, ?format=csv is a file."""
    today = timezone.localdate()
    if request.GET.get("format") == "csv":
        return table_download(_("Citizen reports by category and village"), _heads(), _table())
    everything = queries.public_numbers(today)
    form = NumbersFilter(request.GET, categories=[(one.code, one.name) for one in everything.by_category])
    chosen = form.wanted
    numbers = queries.public_numbers(today, category=chosen) if chosen else everything
    asked = request.GET.get("code", "").strip()[:20]
    context: dict[str, Any] = {
        "title": headline(numbers),
        "tabs": tabs(request.user, "home"),
        "numbers": numbers,
        "form": form,
        "csv": csv_query(request),
        "asked": asked,
        "stats": _stats(numbers.total),
        "can_report": queries.offered_categories().exists(),
    }
    status = 200
    if asked:
        if floods.too_many("lookup", floods.MOST_LOOKUPS):
            status, context["too_many"] = 429, True
        else:
            context["found"] = queries.state_of_code(asked)
    return render(request, "citizen_reports/home.html", context, status=status)


def headline(numbers: PublicNumbers) -> str:
    """Return how reports stand, in a sentence."""
    total = numbers.total
    if not total.received:
        return _("Nobody has reported anything yet")
    text = ngettext(
        "Of %(count)s report within a year %(closed)s is closed",
        "Of %(count)s reports within a year %(closed)s are closed",
        total.received,
    )
    facts = {"count": formats.number(total.received, 0), "closed": formats.number(total.received - total.open, 0)}
    return text % facts


def _stats(total: Tally) -> list[dict[str, str]]:
    return [
        {"label": _("Received"), "value": formats.number(total.received, 0), "note": _("within twelve months")},
        {"label": _("Open"), "value": formats.number(total.open, 0), "note": ""},
        {"label": _("Answered and solved"), "value": formats.number(total.solved, 0), "note": ""},
        {
            "label": _("Until the first answer"),
            "value": days_text(total),
            "note": _("in the middle, of %(count)s that have one") % {"count": formats.number(total.answered, 0)},
        },
    ]


def days_text(tally: Tally) -> str:
    """Return the days until a first answer, "–" before there is one."""
    if tally.median_days is None:
        return formats.MISSING
    count = float(tally.median_days)
    return ngettext("%(days)s day", "%(days)s days", int(count)) % {
        "days": formats.number(count, 1 if count % 1 else 0)
    }


def _heads() -> list[str]:
    return [_("Category"), _("District"), _("Village"), _("Received"), _("Open"), _("Answered and solved"),
            _("Median days to the first answer"), _("Illustration")]  # fmt: skip


def _table() -> list[list[object]]:
    return [
        [
            category.display_name,
            village.parent.name if village.parent is not None else "",
            village.name,
            tally.received,
            tally.open,
            tally.solved,
            float(tally.median_days) if tally.median_days is not None else None,
            _("yes") if tally.is_illustration else "",
        ]
        for category, village, tally in queries.tallies(timezone.localdate())
    ]


# Reporting something -------------------------------------------------------------------------------------------------


@csrf_exempt  # asked for below, so that whoever is refused keeps what they typed, and nobody is read to the end
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Show the form and take what a resident sends; whatever is wrong, what was typed stays in it."""
    uploads = count_uploads(request)
    today = timezone.localdate()
    if request.method != "POST":
        village = {"village": request.GET.get("village", ""), "category": request.GET.get("category", "")}
        return _form(request, SendForm(None, today=today, initial=village))
    is_foreign = comes_from_elsewhere(request)
    form = SendForm(request.POST, request.FILES, today=today)
    valid = form.is_valid()
    if is_foreign:
        return _refused(request, form, errors.FormTooOld(), 403)
    if uploads.refused is not None:
        return _refused(request, form, uploads.refused, 413)
    if not valid:
        return _form(request, form, 422)
    try:
        report = _received(request, form)
    except CitizenReportError as error:
        return _refused(request, form, error, 429 if isinstance(error, errors.TooManySent) else 422)
    take_photographs(request, report, form.cleaned_data["photographs"])
    return redirect(f"{links.path_of(report)}?new=1")


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether the form was not opened in this browser; asked in a view that answers it with a page of its own."""
    reason = _Token(lambda _request: HttpResponse()).process_view(request, None, (), {})  # type: ignore[arg-type]  # no view
    if reason is not None:
        _log.warning("refused a form of another site: %s", reason)
    return reason is not None


class _Token(CsrfViewMiddleware):
    """Django's own check, which says why instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _received(request: HttpRequest, form: SendForm) -> CitizenReport:
    """Take the report after everything about the form itself was looked at."""
    if request.POST.get(TRAP):
        raise errors.FilledTrap
    now = timezone.now()
    key = links.read_token(request.POST.get("token", ""), now=now)
    if floods.too_many("report", floods.MOST_REPORTS):
        raise errors.TooManySent
    return services.receive(form.facts(key), now=now)


def take_photographs(request: HttpRequest, report: CitizenReport, files: list[UploadedFile[Any]]) -> int:
    """Take photographs and say of each that is not taken why; the report is safe whatever they are."""
    taken = 0
    for file in files:
        try:
            services.add_photograph(report, file, today=timezone.localdate())
        except (AttachmentError, CitizenReportError) as error:
            messages.warning(request, str(error))
        else:
            taken += 1
    return taken


def _refused(request: HttpRequest, form: SendForm, error: Refusal, status: int) -> HttpResponse:
    if status != 422:
        _log.warning("refused a citizen report: %s", error.code)
    show_error(form, error, fields={"file": "photographs"})
    is_fresh = isinstance(error, errors.FormTooOld)
    return _form(request, form, status, token=links.new_token() if is_fresh else "")


def _form(request: HttpRequest, form: SendForm, status: int = 200, *, token: str = "") -> HttpResponse:
    context = {
        "title": _("Report something"),
        "crumbs": [(_("Reports of residents"), reverse("citizen_reports:home"))],
        "form": form,
        "token": token or request.POST.get("token") or links.new_token(),
        "trap": TRAP,
        "chose_files": bool(request.FILES),
    }
    return render(request, "citizen_reports/send.html", context, status=status)


@never_cache
@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Say which village a position is in: nothing of it is kept."""
    if floods.too_many("near", floods.MOST_LOOKUPS):
        return JsonResponse({"text": _("Choose the village in which it is.")}, status=429)
    try:
        place = float(request.GET.get("latitude", "")), float(request.GET.get("longitude", ""))
    except ValueError:
        return JsonResponse({"text": _("Choose the village in which it is.")}, status=400)
    found = queries.nearest_village(*place, today=timezone.localdate())
    if found is None:
        return JsonResponse({"text": str(errors.OutsideTheRegion())}, status=404)
    facts = {"village": found.village.name, "kilometres": formats.number(found.kilometres, 1)}
    text = _("%(village)s is nearest, its middle is %(kilometres)s km away. Choose another one if that is wrong.")
    return JsonResponse({"code": found.village.code, "text": text % facts})
