"""Creating, changing, staging, archiving and restoring a program."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.apps.plans import services
from serambi.apps.plans.forms.programs import ProgramForm, ReasonForm, StageForm
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_archive_program, can_carry_out, can_edit_program
from serambi.apps.plans.queries import get_plan_for, get_program_for
from serambi.apps.plans.views.answering import (
    Question,
    answer_question,
    for_coordinator,
    for_program,
    program_address,
    program_crumbs,
)
from serambi.ui.doors import FormPage, answer_form, sent


@for_coordinator
def program_create(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)
    form = ProgramForm(sent(request), plan=plan, today=timezone.localdate())
    register = reverse("plans:program_list")

    def save() -> tuple[str, str]:
        program = services.create_program(plan, by=request.user, **form.details())
        return _("%(program)s was added.") % {"program": program.display_name}, program_address(program)

    page = FormPage(
        title=_("Add a program"),
        lede=_("Its stage, activities, money and risks follow on its own page."),
        action=_("Add the program"),
        back=register,
        crumbs=[(_("Plan"), register)],
        template="plans/program_form.html",
    )
    return answer_form(request, form, page, save=save)


@for_program(can_edit_program)
def program_edit(request: HttpRequest, program: Program) -> HttpResponse:
    form = ProgramForm(sent(request), plan=program.plan, today=timezone.localdate(), instance=program)

    def save() -> tuple[str, str]:
        changed = services.change_program(program, by=request.user, seen=form.cleaned_data["seen"], **form.details())
        return _("%(program)s was changed.") % {"program": changed.display_name}, program_address(changed)

    page = FormPage(
        title=_("Change %(program)s") % {"program": program.display_name},
        action=_("Save the changes"),
        back=program_address(program),
        crumbs=program_crumbs(program),
        template="plans/program_form.html",
        more={"program": program},
    )
    return answer_form(request, form, page, save=save)


@require_safe
@login_required
def program_places(request: HttpRequest) -> HttpResponse:
    """Return the choices of sub-dimension and strategy for the pillar that was just chosen."""
    if not can_edit_program(request.user, Program()):
        raise PermissionDenied
    form = ProgramForm(plan=get_plan_for(request.user), today=timezone.localdate())
    chosen = request.GET.get("pillar", "")
    form.offer_places(int(chosen) if chosen.isdecimal() else None)
    return render(request, "plans/_program_places.html", {"form": form})


@for_program(can_carry_out)
def program_stage(request: HttpRequest, program: Program) -> HttpResponse:
    form = StageForm(sent(request), instance=program)
    today = timezone.localdate()

    def save() -> str:
        given: dict[str, Any] = form.cleaned_data
        changed = services.set_stage(
            program, by=request.user, stage=given["stage"], note=given["stage_note"], since=given["since"], today=today
        )
        return _("%(program)s: %(stage)s.") % {
            "program": changed.display_name,
            "stage": changed.get_stage_display(),
        }

    page = FormPage(
        title=_("How far is %(program)s?") % {"program": program.display_name},
        action=_("Save the stage"),
        back=program_address(program, "stage"),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_archive_program)
def program_archive(request: HttpRequest, program: Program) -> HttpResponse:
    form = ReasonForm(sent(request))

    def archive() -> tuple[str, str]:
        services.archive_program(program, by=request.user, reason=form.cleaned_data["reason"])
        return _("%(program)s was archived.") % {"program": program.display_name}, reverse("plans:program_list")

    question = Question(
        title=_("Archive %(program)s?") % {"program": program.display_name},
        action=_("Archive the program"),
        back=program_address(program),
        crumbs=program_crumbs(program),
        consequences=(
            _("It leaves the register, the pillars and every count; the public no longer sees it."),
            _("Nothing is deleted. The coordinator can restore it at any time."),
        ),
        form=form,
    )
    undo = reverse("plans:program_restore", args=[program.code])
    return answer_question(request, question, do=archive, undo=undo)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def program_restore(request: HttpRequest, code: str) -> HttpResponse:
    program = get_program_for(request.user, code)
    if not can_archive_program(request.user, program):
        raise PermissionDenied

    def restore() -> str:
        services.restore_program(program, by=request.user)
        return _("%(program)s is in the register again.") % {"program": program.display_name}

    question = Question(
        title=_("Restore %(program)s?") % {"program": program.display_name},
        action=_("Restore the program"),
        back=program_address(program),
        crumbs=program_crumbs(program),
        lede=_("It returns to the register and to its pillar as it was when it was archived."),
    )
    return answer_question(request, question, do=restore)
