"""The pages on which risks are added, changed, closed and removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.plans import services
from serambi.apps.plans.forms.parts import RiskForm
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.queries import get_risk_for
from serambi.apps.plans.views.answering import Question, answer_question, for_program, program_address, program_crumbs
from serambi.ui.doors import FormPage, answer_form, sent

PART = "risks"


@for_program(can_carry_out)
def risk_create(request: HttpRequest, program: Program) -> HttpResponse:
    form = RiskForm(sent(request), program=program, today=timezone.localdate())

    def save() -> str:
        services.add_risk(program, by=request.user, **form.cleaned_data)
        return _("The risk was added.")

    page = FormPage(
        title=_("Add a risk"),
        action=_("Add the risk"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def risk_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    risk = get_risk_for(request.user, program, pk)
    form = RiskForm(sent(request), program=program, today=timezone.localdate(), instance=risk)

    def save() -> str:
        services.change_risk(risk, by=request.user, **form.cleaned_data)
        return _("The risk was changed.")

    page = FormPage(
        title=_("Change a risk"),
        action=_("Save the changes"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def risk_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    risk = get_risk_for(request.user, program, pk)

    def remove() -> str:
        services.remove_risk(risk, by=request.user)
        return _("The risk was removed.")

    question = Question(
        title=_("Remove the risk?"),
        lede=risk.description,
        action=_("Remove the risk"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(
            _("A risk that has passed is better closed: it stays on the page, below the others."),
            _("The record keeps what it said."),
        ),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)
