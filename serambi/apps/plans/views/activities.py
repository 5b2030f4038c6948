"""The pages on which activities and milestones are added, changed, moved, reached and removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.plans import services
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.forms.parts import ActivityForm, MilestoneForm, ReachForm
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.queries import get_activity_for, get_milestone_for
from serambi.apps.plans.views.answering import Question, answer_question, for_program, program_address, program_crumbs
from serambi.ui.doors import FormPage, answer_form, sent
from serambi.ui.messages import done

PART = "activities"


@for_program(can_carry_out)
def activity_create(request: HttpRequest, program: Program) -> HttpResponse:
    form = ActivityForm(sent(request), program=program, today=timezone.localdate())

    def save() -> str:
        activity = services.add_activity(program, by=request.user, **form.cleaned_data)
        return _("“%(name)s” was added.") % {"name": activity.name}

    page = FormPage(
        title=_("Add an activity"),
        action=_("Add the activity"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        template="plans/activity_form.html",
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def activity_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    activity = get_activity_for(request.user, program, pk)
    form = ActivityForm(sent(request), program=program, today=timezone.localdate(), instance=activity)

    def save() -> str:
        changed = services.change_activity(activity, by=request.user, **form.cleaned_data)
        return _("“%(name)s” was changed.") % {"name": changed.name}

    page = FormPage(
        title=_("Change the activity “%(name)s”") % {"name": activity.name},
        action=_("Save the changes"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        template="plans/activity_form.html",
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def activity_move(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Put the activity at the place that was sent."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    activity = get_activity_for(request.user, program, pk)
    position = request.POST.get("position", "")
    if not position.isdecimal():
        return HttpResponseBadRequest()
    services.place_activity(activity, by=request.user, position=int(position))
    return redirect(program_address(program, PART))


@for_program(can_carry_out)
def activity_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    activity = get_activity_for(request.user, program, pk)
    milestones, lines = activity.milestones.count(), activity.budget_lines.count()

    def remove() -> str:
        services.remove_activity(activity, by=request.user)
        return _("“%(name)s” was removed.") % {"name": activity.name}

    consequences = []
    if milestones:
        consequences.append(
            ngettext("Its %(count)s milestone goes with it.", "Its %(count)s milestones go with it.", milestones)
            % {"count": milestones}
        )
    if lines:
        consequences.append(
            ngettext("Its %(count)s budget line goes with it.", "Its %(count)s budget lines go with it.", lines)
            % {"count": lines}
        )
    question = Question(
        title=_("Remove the activity “%(name)s”?") % {"name": activity.name},
        action=_("Remove the activity"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(*consequences, _("The record keeps what it said.")),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)


@for_program(can_carry_out)
def milestone_create(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    activity = get_activity_for(request.user, program, pk)
    form = MilestoneForm(sent(request))

    def save() -> str:
        milestone = services.add_milestone(activity, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        return _("“%(name)s” was added.") % {"name": milestone.name}

    page = FormPage(
        title=_("Add a milestone"),
        lede=_("For the activity “%(name)s”.") % {"name": activity.name},
        action=_("Add the milestone"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def milestone_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    milestone = get_milestone_for(request.user, program, pk)
    form = MilestoneForm(sent(request), instance=milestone)

    def save() -> str:
        changed = services.change_milestone(milestone, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        return _("“%(name)s” was changed.") % {"name": changed.name}

    page = FormPage(
        title=_("Change the milestone “%(name)s”") % {"name": milestone.name},
        action=_("Save the changes"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def milestone_reach(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    milestone = get_milestone_for(request.user, program, pk)
    today = timezone.localdate()
    form = ReachForm(sent(request), initial={"reached_on": today, "note": milestone.note})

    def save() -> str:
        services.reach_milestone(
            milestone,
            by=request.user,
            reached_on=form.cleaned_data["reached_on"],
            note=form.cleaned_data["note"],
            today=today,
        )
        return _("“%(name)s” was reached.") % {"name": milestone.name}

    page = FormPage(
        title=_("When was “%(name)s” reached?") % {"name": milestone.name},
        action=_("Save the day"),
        undo=reverse("plans:milestone_reopen", args=[program.code, pk]),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def milestone_reopen(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Take back that the milestone was reached."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    milestone = get_milestone_for(request.user, program, pk)
    try:
        services.reopen_milestone(milestone, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        done(request, _("“%(name)s” has not been reached.") % {"name": milestone.name})
    return redirect(program_address(program, PART))


@for_program(can_carry_out)
def milestone_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    milestone = get_milestone_for(request.user, program, pk)

    def remove() -> str:
        services.remove_milestone(milestone, by=request.user)
        return _("“%(name)s” was removed.") % {"name": milestone.name}

    question = Question(
        title=_("Remove the milestone “%(name)s”?") % {"name": milestone.name},
        action=_("Remove the milestone"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(_("The record keeps what it said."),),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)
