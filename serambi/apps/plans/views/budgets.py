"""The pages on which budget lines are added, changed and removed, and realization is reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.plans import services
from serambi.apps.plans.forms.parts import BudgetLineForm, RealizationForm
from serambi.apps.plans.models import BudgetLine, Program
from serambi.apps.plans.permissions import can_carry_out, can_edit_program
from serambi.apps.plans.queries import get_budget_line_for
from serambi.apps.plans.views.answering import Question, answer_question, for_program, program_address, program_crumbs
from serambi.ui import formats
from serambi.ui.doors import FormPage, answer_form, sent

PART = "budget"


@for_program(can_edit_program)
def budget_line_create(request: HttpRequest, program: Program) -> HttpResponse:
    form = BudgetLineForm(sent(request), program=program)
    if not form.is_bound:
        form.initial["year"] = timezone.localdate().year

    def save() -> str:
        line = services.add_budget_line(program, by=request.user, **form.cleaned_data)
        return _("The budget line %(line)s was added.") % {"line": line}

    page = FormPage(
        title=_("Add a budget line"),
        action=_("Add the budget line"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def budget_line_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Change a line; who may only report is taken to the page for that."""
    line = get_budget_line_for(request.user, program, pk)
    if not can_edit_program(request.user, program):
        return redirect("plans:realization", program.code, pk)
    form = BudgetLineForm(sent(request), program=program, instance=line)

    def save() -> str:
        changed = services.change_budget_line(line, by=request.user, **form.cleaned_data)
        return _("The budget line %(line)s was changed.") % {"line": changed} + _over(changed)

    page = FormPage(
        title=_("Change the budget line %(line)s") % {"line": line},
        action=_("Save the changes"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_carry_out)
def realization(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    line = get_budget_line_for(request.user, program, pk)
    form = RealizationForm(sent(request), instance=line)

    def save() -> str:
        changed = services.report_realization(line, by=request.user, realization=form.cleaned_data["realization"])
        return _("The realization of %(line)s was saved.") % {"line": changed} + _over(changed)

    page = FormPage(
        title=_("How much of %(line)s was spent?") % {"line": line},
        lede=_("The ceiling is %(ceiling)s.") % {"ceiling": formats.rupiah(line.ceiling)},
        action=_("Save the realization"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
    )
    return answer_form(request, form, page, save=save)


@for_program(can_edit_program)
def budget_line_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    line = get_budget_line_for(request.user, program, pk)

    def remove() -> str:
        services.remove_budget_line(line, by=request.user)
        return _("The budget line %(line)s was removed.") % {"line": line}

    question = Question(
        title=_("Remove the budget line %(line)s?") % {"line": line},
        action=_("Remove the budget line"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(
            _("%(amount)s leave the totals of the program.") % {"amount": formats.money(line.ceiling)},
            _("The record keeps what it said."),
        ),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)


def _over(line: BudgetLine) -> str:
    """Return the remark that more was spent than was set aside, which is kept but should be looked at twice."""
    if line.realization is None or line.realization <= line.ceiling:
        return ""
    return " " + _("It is more than the ceiling: check it once more.")
