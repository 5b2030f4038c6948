"""What the coordinator keeps: cycles, the periods of a year, and the office's holidays."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serambi.apps.accounts.permissions import actor
from serambi.apps.progress import queries, services
from serambi.apps.progress.errors import ProgressError
from serambi.apps.progress.forms import CycleForm, HolidayForm, HolidayYearForm, YearForm
from serambi.apps.progress.models import HolidayCorrection
from serambi.apps.progress.views.doors import for_coordinator, root
from serambi.ui import formats
from serambi.ui.doors import show_error
from serambi.ui.messages import done


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_create(request: HttpRequest) -> HttpResponse:
    """Begin a cycle of reports."""
    today = timezone.localdate()
    form = CycleForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = services.create_cycle(given.pop("code"), by=actor(request), **given)
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("%(cycle)s is there. Add the periods of a year to it.") % {"cycle": made})
            return redirect("progress:cycle_edit", made.code)
    context = _cycle_page(request, form, _("New reporting cycle"), _("Create the cycle"))
    return render(request, "progress/cycle_form.html", context, status=422 if form.is_bound else 200)


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the rules of a cycle; periods that are not due yet follow."""
    today = timezone.localdate()
    cycle = queries.get_cycle_for(request.user, code, today=today)
    form = CycleForm(request.POST if request.method == "POST" else None, today=today, instance=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_cycle(cycle, by=actor(request), today=today, **form.cleaned_data)
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("The cycle is changed. Periods that are not due yet follow its rules."))
            return redirect("progress:period_list")
    context = _cycle_page(request, form, str(cycle), _("Save the cycle"))
    context |= {"cycle": cycle, "years": YearForm(initial={"year": today.year})}
    return render(request, "progress/cycle_form.html", context, status=422 if form.is_bound else 200)


def _cycle_page(request: HttpRequest, form: CycleForm, title: str, action: str) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": root(request.user),
        "form": form,
        "action": action,
        "back": reverse("progress:period_list"),
    }


@for_coordinator
@require_POST
def periods_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add the periods of a year to a cycle."""
    today = timezone.localdate()
    cycle = queries.get_cycle_for(request.user, code, today=today)
    years = YearForm(request.POST)
    if years.is_valid():
        try:
            added = services.add_periods(cycle, year=years.cleaned_data["year"], by=actor(request))
        except ProgressError as error:
            show_error(years, error)
        else:
            text = ngettext("%(count)s period was added.", "%(count)s periods were added.", len(added))
            done(request, text % {"count": formats.number(len(added), 0)})
            return redirect("progress:period_list")
    form = CycleForm(None, today=today, instance=cycle)
    context = _cycle_page(request, form, str(cycle), _("Save the cycle")) | {"cycle": cycle, "years": years}
    return render(request, "progress/cycle_form.html", context, status=422)


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the holidays of a year with the office's own corrections, and add one."""
    today = timezone.localdate()
    asked = HolidayYearForm(request.GET)
    year = (asked.cleaned_data.get("year") if asked.is_valid() else None) or today.year
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            added = services.add_correction(
                day=given["day"], is_off=given["is_off"], name=given["name"], by=actor(request), today=today
            )
        except ProgressError as error:
            show_error(form, error)
        else:
            done(request, _("The calendar is corrected. Periods that are not due yet follow."))
            return redirect(f"{reverse('progress:holidays')}?year={added.day.year}")
    context = {
        "title": _("Holidays of %(year)s") % {"year": year},
        "crumbs": root(request.user),
        "year": year,
        "years": [{"label": str(one), "url": f"?year={one}", "current": one == year, "count": None}
                  for one in range(today.year - 1, today.year + 3)],
        "days": queries.holidays_of(year, language=get_language() or "id"),
        "form": form,
    }  # fmt: skip
    return render(request, "progress/holidays.html", context, status=422 if form.is_bound else 200)


@for_coordinator
@require_POST
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow the published calendar again on a day."""
    correction = HolidayCorrection.objects.filter(pk=pk).first()
    if correction is None:
        raise Http404(pk)
    services.remove_correction(correction, by=actor(request), today=timezone.localdate())
    done(request, _("The published calendar counts again on %(day)s.") % {"day": formats.day(correction.day)})
    return redirect(f"{reverse('progress:holidays')}?year={correction.day.year}")
