"""The pages on which it is kept who supports a program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.plans import services
from serambi.apps.plans.forms.parts import ParticipationForm
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_edit_program
from serambi.apps.plans.queries import get_participation_for
from serambi.apps.plans.views.answering import Question, answer_question, for_program, program_address, program_crumbs
from serambi.ui.doors import FormPage, answer_form, sent

PART = "participants"


@for_program(can_edit_program)
def participation_create(request: HttpRequest, program: Program) -> HttpResponse:
    form = ParticipationForm(sent(request), today=timezone.localdate())

    def save() -> str:
        participation = services.add_participation(program, by=request.user, **form.cleaned_data)
        return _("%(organization)s takes part now.") % {"organization": participation.organization.abbreviation}

    page = FormPage(
        title=_("Who else takes part?"),
        action=_("Add the organization"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_edit_program)
def participation_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    participation = get_participation_for(request.user, program, pk)
    form = ParticipationForm(sent(request), today=timezone.localdate(), instance=participation)
    name = participation.organization.abbreviation

    def save() -> str:
        services.change_participation(participation, by=request.user, **form.cleaned_data)
        return _("What %(organization)s contributes was changed.") % {"organization": name}

    page = FormPage(
        title=_("What does %(organization)s contribute?") % {"organization": name},
        action=_("Save the changes"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_edit_program)
def participation_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    participation = get_participation_for(request.user, program, pk)
    name = participation.organization.abbreviation

    def remove() -> str:
        services.remove_participation(participation, by=request.user)
        return _("%(organization)s takes part no longer.") % {"organization": name}

    question = Question(
        title=_("Does %(organization)s take part no longer?") % {"organization": name},
        action=_("Remove the organization"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(_("The record keeps what it said."),),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)
