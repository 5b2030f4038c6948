"""How attainment is judged: for everybody to read, for the coordinator to change."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.evaluation import services
from serambi.apps.evaluation.errors import EvaluationError
from serambi.apps.evaluation.forms.rules import BandsForm, LimitsForm
from serambi.apps.evaluation.permissions import can_change_rules
from serambi.apps.evaluation.queries.bands import scale
from serambi.apps.evaluation.queries.joining import limits_of
from serambi.apps.evaluation.views.doors import asked
from serambi.ui.messages import done


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Say how attainment is computed here: formulas, bands, limits, weights."""
    page = asked(request)
    context = {
        "page": page,
        "scale": scale(),
        "limits": limits_of(page.plan.pk),
        "title": _("Attainment is judged by targets that have come due, and joined by weights that are shown."),
        "crumbs": [(page.plan.display_name, reverse("evaluation:dashboard")), (_("How it is computed"), "")],
        "may_change": can_change_rules(request.user),
    }
    return render(request, "evaluation/rules.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bands_edit(request: HttpRequest) -> HttpResponse:
    """Change names and bounds of the bands."""
    _refuse_others(request)
    form = BandsForm(scale().bands, request.POST or None)
    if form.is_valid():
        try:
            services.change_bands(form.values(), by=request.user, source=form.cleaned_data["source"])
        except EvaluationError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("The bands are changed."))
            return redirect("evaluation:rules")
    return _form_page(request, "evaluation/bands_form.html", form, _("Change the bands"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def limits_edit(request: HttpRequest) -> HttpResponse:
    """Change how much an attainment counts at most and at least; every score of the plan is joined again."""
    _refuse_others(request)
    page = asked(request)
    limits = limits_of(page.plan.pk)
    form = LimitsForm(request.POST or None, initial={"ceiling": limits.ceiling, "floor": limits.floor})
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.change_roll_up_rule(
                page.plan, ceiling=given["ceiling"], floor=given["floor"], by=request.user, today=page.today
            )
        except EvaluationError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("The limits are changed, and every score is joined again."))
            return redirect("evaluation:rules")
    return _form_page(request, "evaluation/limits_form.html", form, _("Change the limits"))


def _refuse_others(request: HttpRequest) -> None:
    if not can_change_rules(request.user):
        raise PermissionDenied


def _form_page(request: HttpRequest, template: str, form: BandsForm | LimitsForm, title: str) -> HttpResponse:
    page = asked(request)
    context = {
        "form": form,
        "title": title,
        "crumbs": [
            (page.plan.display_name, reverse("evaluation:dashboard")),
            (_("How it is computed"), reverse("evaluation:rules")),
            (title, ""),
        ],
    }
    return render(request, template, context, status=422 if form.errors else 200)
