"""A resident's own report, by the private link: how far it is, and what they say of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.attachments.queries import picture_of
from serambi.apps.attachments.services import count_uploads
from serambi.apps.citizen_reports import floods, queries, services
from serambi.apps.citizen_reports.errors import CitizenReportError, FormTooOld
from serambi.apps.citizen_reports.forms import JudgeForm, PhotographsForm, ReopenForm
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.views.public import comes_from_elsewhere, take_photographs
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done

Form = JudgeForm | PhotographsForm | ReopenForm


@never_cache
@require_safe
def follow(request: HttpRequest, signed: str) -> HttpResponse:
    """Show a report to whoever holds its link; a link that was changed is gone (410)."""
    report = queries.followed(signed)
    return _over(request) if report is None else _page(request, report)


@csrf_exempt  # asked for in `_answer`, so that what was typed stays
@never_cache
@require_POST
def reopen(request: HttpRequest, signed: str) -> HttpResponse:
    """Open a closed report again."""

    def save(report: CitizenReport, form: Form) -> str:
        services.reopen(report, form.cleaned_data["words"], now=timezone.now())
        return _("Your report is open again.")

    return _answer(request, signed, "reopen_form", ReopenForm(request.POST), save)


@csrf_exempt  # likewise
@never_cache
@require_POST
def judge(request: HttpRequest, signed: str) -> HttpResponse:
    """Keep whether the resident takes it for solved."""

    def save(report: CitizenReport, form: Form) -> str:
        given = form.cleaned_data
        services.judge(report, is_solved=given["is_solved"] == "yes", words=given["words"], now=timezone.now())
        return _("Thank you. The office sees what you said.")

    return _answer(request, signed, "judge_form", JudgeForm(request.POST), save)


@csrf_exempt  # asked for below, once it is counted what comes
@never_cache
@require_POST
def photographs(request: HttpRequest, signed: str) -> HttpResponse:
    """Take photographs for a report that is open."""
    uploads = count_uploads(request)
    report = queries.followed(signed)
    form = PhotographsForm(request.POST, request.FILES)
    is_foreign = comes_from_elsewhere(request)
    if report is None or is_foreign:
        return _over(request, 403 if is_foreign else 410)
    if uploads.refused is not None:
        show_error(form, uploads.refused, fields={"file": "photographs"})
        return _page(request, report, 413, photographs_form=form)
    if floods.too_many("photographs", floods.MOST_ANSWERS):
        return _too_many(request, report, "photographs_form", form)
    if not form.is_valid():
        return _page(request, report, 422, photographs_form=form)
    taken = take_photographs(request, report, form.cleaned_data["photographs"])
    if taken:
        done(request, ngettext("%(count)s photograph was added.", "%(count)s photographs were added.", taken)
             % {"count": taken})  # fmt: skip
    return redirect("citizen_reports:follow", signed=signed)


@never_cache
@require_POST
def erase(request: HttpRequest, signed: str) -> HttpResponse:
    """Erase who reported it, because they want it."""
    report = queries.followed(signed)
    if report is None:
        return _over(request)
    try:
        services.erase_mine(report, now=timezone.now())
    except CitizenReportError as error:
        return _page(request, report, 422, sentence=str(error))
    done(request, _("Your name, contact and position are erased."))
    return redirect("citizen_reports:follow", signed=signed)


@never_cache
@require_safe
def photograph(request: HttpRequest, signed: str, number: int) -> HttpResponse:
    """Show one of the photographs, small, to whoever holds the link."""
    report = queries.followed(signed)
    found = queries.photographs_of(report) if report is not None else []
    content = picture_of(found[number - 1], "small") if 1 <= number <= len(found) else None
    if content is None:
        raise Http404(number)
    answer = HttpResponse(content, content_type="image/webp")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _answer(
    request: HttpRequest, signed: str, name: str, form: Form, save: Callable[[CitizenReport, Form], str]
) -> HttpResponse:
    """Do what a form of the page asks for, or show the page again with the form as it was filled in."""
    is_foreign = comes_from_elsewhere(request)
    report = queries.followed(signed)
    if report is None:
        return _over(request, 403 if is_foreign else 410)
    if is_foreign:
        show_error(form, FormTooOld())
        return _page(request, report, 403, **{name: form})
    if floods.too_many("answer", floods.MOST_ANSWERS):
        return _too_many(request, report, name, form)
    if form.is_valid():
        try:
            text = save(report, form)
        except CitizenReportError as error:
            show_error(form, error)
        else:
            done(request, text)
            return redirect("citizen_reports:follow", signed=signed)
    return _page(request, report, 422, **{name: form})


def _too_many(request: HttpRequest, report: CitizenReport, name: str, form: Form) -> HttpResponse:
    form.add_error(None, _("Very much came from this connection just now. Wait ten minutes and try again."))
    return _page(request, report, 429, **{name: form})


def _over(request: HttpRequest, status: int = 410) -> HttpResponse:
    return render(request, "citizen_reports/follow_over.html", status=status)


def _page(request: HttpRequest, report: CitizenReport, status: int = 200, **forms: Any) -> HttpResponse:
    until, count = report.reopens_until(), len(queries.photographs_of(report))
    context = {
        "title": _title(report),
        "report": report,
        "signed": queries.signed_for(report),
        "is_new": "new" in request.GET,
        "steps": queries.told_to_resident(report),
        "photographs": range(1, count + 1),
        "may_add": report.is_open and count < services.MOST_PHOTOGRAPHS,
        "reopens_until": until if until is not None and timezone.now() <= until else None,
        "reopen_form": ReopenForm(),
        "judge_form": JudgeForm(initial=_judged(report)),
        "photographs_form": PhotographsForm(),
        **forms,
    }
    return render(request, "citizen_reports/follow.html", context, status=status)


def _judged(report: CitizenReport) -> dict[str, str]:
    return {} if report.is_solved is None else {"is_solved": "yes" if report.is_solved else "no"}


def _title(report: CitizenReport) -> str:
    facts = {"code": report.code, "state": report.get_state_display(),
             "day": formats.day(timezone.localtime(report.state_since).date())}  # fmt: skip
    return _("Your report %(code)s: %(state)s") % facts
