"""The page of the master plan, and those on which the coordinator keeps it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import sentences, services
from serambi.apps.plans.forms.plans import NewPlanForm, PillarForm, PlanForm, SubDimensionForm
from serambi.apps.plans.permissions import can_edit_plan
from serambi.apps.plans.queries import (
    current_plan,
    current_plan_for,
    get_pillar_for,
    get_plan_for,
    get_sub_dimension_for,
    goals_of,
    missions_of,
    plan_overview,
)
from serambi.apps.plans.views.answering import Question, answer_question, for_coordinator, plan_crumbs
from serambi.apps.regions.queries import home_regions
from serambi.ui.doors import FormPage, answer_form, sent


@require_safe
def master_plan(request: HttpRequest) -> HttpResponse:
    """Show the plan: its period, its law, its vision, its pillars, missions, goals and strategies."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    overview = plan_overview(plan, today=timezone.localdate())
    goals = goals_of(plan)
    context = {
        "plan": plan,
        "overview": overview,
        "sentence": sentences.plan_sentence(overview),
        "legal_basis": sentences.legal_basis_text(plan),
        "period": sentences.plan_period_text(plan),
        "missions": missions_of(plan),
        "goals": goals,
        "has_goals": any(pillar.listed_goals for pillar in goals),  # type: ignore[attr-defined]  # set by goals_of
        "can_edit": can_edit_plan(request.user),
    }
    return render(request, "plans/master_plan.html", context)


@for_coordinator
def master_plan_create(request: HttpRequest) -> HttpResponse:
    if current_plan() is not None:
        return redirect("plans:master_plan_edit")
    form = NewPlanForm(sent(request), regions=home_regions(today=timezone.localdate()))

    def save() -> str:
        given = {**form.cleaned_data}
        services.create_master_plan(given.pop("region"), by=request.user, **given)
        return _("The master plan was begun. Add its missions, goals and programs, then publish it.")

    page = FormPage(
        title=_("Begin a master plan"),
        lede=_("It begins with the six pillars and their eighteen sub-dimensions, and is not published."),
        action=_("Begin the plan"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@for_coordinator
def master_plan_edit(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)
    form = PlanForm(sent(request), instance=plan)

    def save() -> str:
        services.change_master_plan(plan, by=request.user, **form.cleaned_data)
        return _("The master plan was changed.")

    page = FormPage(
        title=_("Change the master plan"),
        action=_("Save the changes"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@for_coordinator
def master_plan_publish(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)

    def publish() -> str:
        services.publish_plan(plan, by=request.user)
        return _("The master plan is open to everybody.")

    question = Question(
        title=_("Publish the master plan?"),
        action=_("Publish the plan"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
        consequences=(
            _("Everybody can read the plan, its programs and their final figures without signing in."),
            _("Preliminary figures and the names of persons in charge stay inside."),
        ),
    )
    return answer_question(request, question, do=publish, undo=reverse("plans:master_plan_unpublish"))


@for_coordinator
def master_plan_unpublish(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)

    def unpublish() -> str:
        services.unpublish_plan(plan, by=request.user)
        return _("The master plan is shown only to people who have signed in.")

    question = Question(
        title=_("Withdraw the master plan from the public?"),
        action=_("Withdraw the plan"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
        consequences=(_("Links to the plan and its programs stop working for people who have not signed in."),),
        dangerous=True,
    )
    return answer_question(request, question, do=unpublish, undo=reverse("plans:master_plan_publish"))


@for_coordinator
def pillar_edit(request: HttpRequest, pillar: str) -> HttpResponse:
    found = get_pillar_for(request.user, pillar)
    form = PillarForm(sent(request), instance=found)

    def save() -> str:
        changed = services.change_pillar(found, by=request.user, **form.cleaned_data)
        return _("%(name)s was changed.") % {"name": changed.display_name}

    page = FormPage(
        title=_("Change %(name)s") % {"name": found.display_name},
        action=_("Save the changes"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
    )
    return answer_form(request, form, page, save=save)


@for_coordinator
def sub_dimension_edit(request: HttpRequest, pillar: str, code: str) -> HttpResponse:
    found = get_sub_dimension_for(request.user, pillar, code)
    form = SubDimensionForm(sent(request), instance=found)

    def save() -> str:
        changed = services.change_sub_dimension(found, by=request.user, **form.cleaned_data)
        return _("%(name)s was changed.") % {"name": changed.display_name}

    page = FormPage(
        title=_("Change %(name)s") % {"name": found.display_name},
        lede=found.pillar.display_name,
        action=_("Save the changes"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
    )
    return answer_form(request, form, page, save=save)
