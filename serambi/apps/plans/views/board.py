"""The register by stage, and moving a program from one stage to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.apps.plans import services
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.forms.programs import StageForm
from serambi.apps.plans.models import Program, Stage
from serambi.apps.plans.permissions import can_carry_out, can_edit_plan
from serambi.apps.plans.queries import Chosen, current_plan_for
from serambi.apps.plans.queries.board import Board, Column, kept_board
from serambi.apps.plans.queries.saved_views import kept_views
from serambi.apps.plans.queries.stages import get_stage_entry_for, last_stage_entry
from serambi.apps.plans.sentences import register_sentence
from serambi.apps.plans.views.answering import for_program, program_crumbs, program_root
from serambi.apps.plans.views.narrowing import narrowed
from serambi.ui.doors import sent, show_error
from serambi.ui.messages import done


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the programs of the register in columns by stage, narrowed and sorted as the address says."""
    plan = current_plan_for(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit_plan(request.user)})
    found = narrowed(request, plan)
    shown = kept_board(found.programs, found.chosen, sort=found.sort, today=found.today, key=found.key)
    summary = shown.summary
    context = {
        "plan": plan,
        "saved_views": kept_views(request.user, found.reading),
        "form": found.form,
        "chosen": found.chosen,
        "is_narrowed": found.chosen != Chosen(),
        "summary": summary,
        "sentence": register_sentence(summary, found.chosen),
        "columns": [(column, _register_of(request, column), _fields(request, column)) for column in shown.columns],
        "may_move": _may_move(request, shown),
        "board_root": reverse("plans:board_move", args=["-"]).removesuffix("-/"),
        "query": request.GET.urlencode(),
        "program_root": program_root(),
        "rows_key": found.rows_key,
    }
    return render(request, "plans/board.html", context)


@for_program(can_carry_out)
def board_move(request: HttpRequest, program: Program) -> HttpResponse:
    """Report another stage from a card of the board; shown as a page of its own where something has to be put right."""
    back = _back(request)
    form = StageForm(sent(request), instance=program)
    if request.method == "POST" and form.is_valid() and _moved(request, program, form):
        return redirect(back)
    context = {
        "title": _("How far is %(program)s?") % {"program": program.display_name},
        "action": _("Save the stage"),
        "crumbs": program_crumbs(program),
        "back": back,
        "cancel_url": back,
        "form": form,
    }
    return render(request, "plans/board_move.html", context, status=422 if form.is_bound else 200)


def _moved(request: HttpRequest, program: Program, form: StageForm) -> bool:
    """Report the stage and tell that it is done, with the way back; False where it was refused."""
    given: dict[str, Any] = form.cleaned_data
    stage, note, since, today = given["stage"], given["stage_note"], given["since"], timezone.localdate()
    try:
        changed = services.set_stage(program, by=request.user, stage=stage, note=note, since=since, today=today)
    except PlanError as error:
        show_error(form, error)
        return False
    entry = last_stage_entry(changed)
    undo = reverse("plans:stage_take_back", args=[program.code, entry.pk]) if entry is not None else ""
    done(request, _stands(changed), undo=undo)
    return True


@for_program(can_carry_out)
def stage_take_back(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Make the stage what it was before it was reported."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entry = get_stage_entry_for(request.user, program, pk)
    try:
        changed = services.take_back_stage(program, by=request.user, entry=entry)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        done(request, _stands(changed))
    return redirect(_back(request))


def _stands(program: Program) -> str:
    return _("%(program)s: %(stage)s.") % {"program": program.display_name, "stage": str(Stage(program.stage).label)}


def _back(request: HttpRequest) -> str:
    """Return the board as it was before, as the form or the page before says; never an address elsewhere."""
    board_address = reverse("plans:board")
    for asked in (request.POST.get("back", ""), request.META.get("HTTP_REFERER", "")):
        path = asked[asked.find(board_address) :] if board_address in asked else ""
        if path.partition("?")[0] == board_address:
            return path
    return board_address


def _register_of(request: HttpRequest, column: Column) -> str:
    """Return the address of the register with all programs of a column."""
    query = request.GET.copy()
    query["stage"] = column.stage.value
    query.pop("page", None)
    return f"{reverse('plans:program_list')}?{query.urlencode()}"


def _may_move(request: HttpRequest, shown: Board) -> set[int]:
    """Return the programs on the board whose stage the person may report."""
    cards = [card.program for column in shown.columns for card in column.cards]
    return {program.pk for program in cards if program.archived_at is None and can_carry_out(request.user, program)}


def _fields(request: HttpRequest, column: Column) -> SafeString:
    """Return the fields of the form on every card of a column; nothing for who moves no card anyway."""
    if not request.user.is_authenticated or not column.cards:
        return SafeString("")
    moves = [(stage.value, str(stage.label)) for stage in Stage if stage not in (column.stage, Stage.UNREPORTED)]
    # Without the request: what every page knows of its frame is not worked out for each column.
    context = {"moves": moves, "here": request.get_full_path(), "csrf_token": get_token(request)}
    return render_to_string("plans/_board_fields.html", context)
