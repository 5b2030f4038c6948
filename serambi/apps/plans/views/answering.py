"""Who is let through to the pages of the plan, where they stand, and how one that asks first is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serambi.apps.plans import permissions
from serambi.apps.plans.errors import PlanError, ProgramArchived
from serambi.apps.plans.models import Program
from serambi.apps.plans.queries import get_program_for
from serambi.ui.messages import done

P = ParamSpec("P")
Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """What a page that asks before something is done says. consequences: what will happen, a line each."""

    title: str
    action: str
    back: str
    crumbs: Crumbs = field(default_factory=list)
    lede: str = ""
    consequences: tuple[str, ...] = ()
    dangerous: bool = False
    form: Form | None = None


# Where things are -------------------------------------------------------------------------------------------------


def program_address(program: Program, part: str = "") -> str:
    """Return the address of a program's page, or of a part of it; the register while no page shows programs."""
    try:
        address = reverse("evaluation:program", args=[program.code])
    except NoReverseMatch:
        return reverse("plans:program_list")
    return f"{address}#{part}" if part else address


def program_root() -> str:
    """Return what the addresses of all programs begin with: looked up once, not once a row."""
    try:
        return reverse("evaluation:program", args=["-"]).removesuffix("-/")
    except NoReverseMatch:
        return ""


def address_of(name: str) -> str:
    """Return the address of a page that stands above this app, "" where it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def program_crumbs(program: Program) -> Crumbs:
    return [(_("Plan"), reverse("plans:program_list")), (program.display_name, program_address(program))]


def plan_crumbs() -> Crumbs:
    return [(_("Plan"), reverse("plans:program_list")), (_("Master plan"), reverse("plans:master_plan"))]


# Who is let through -----------------------------------------------------------------------------------------------

ProgramView = Callable[Concatenate[HttpRequest, Program, P], HttpResponse]
View = Callable[..., HttpResponse]  # what an address leads to; Django names its arguments


def for_program(may: Callable[[Any, Program], bool]) -> Callable[[ProgramView[P]], View]:
    """Give a view the program that its address names, if the person may do this and the program takes changes.

    Who has not signed in is asked to; what the person may not see is not there; an archived program says so.
    """

    def decorate(view: ProgramView[P]) -> View:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            program = get_program_for(request.user, code)
            if not may(request.user, program):
                raise PermissionDenied
            if program.archived_at is not None:
                messages.error(request, str(ProgramArchived(program=program.display_name)))
                return redirect(program_address(program))
            return view(request, program, *args, **kwargs)

        return answer

    return decorate


def for_coordinator(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> View:
    """Let through whoever may change the plan itself."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not permissions.can_edit_plan(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


# What they get ----------------------------------------------------------------------------------------------------


def answer_question(
    request: HttpRequest, question: Question, *, do: Callable[[], str | tuple[str, str]], undo: str = ""
) -> HttpResponse:
    """Ask first; when it is sent, do it, say so and go back.

    do: does it and returns the sentence that says it is done, with another place to go to where that is not
    `question.back`. undo: the address that takes it back.
    """
    if request.method == "POST" and (question.form is None or question.form.is_valid()):
        try:
            answer = do()
        except PlanError as error:
            messages.error(request, str(error))
            return redirect(question.back)
        text, address = answer if isinstance(answer, tuple) else (answer, question.back)
        done(request, text, undo=undo)
        return redirect(address)
    context = {
        "title": question.title,
        "lede": question.lede,
        "crumbs": question.crumbs,
        "consequences": question.consequences,
        "action": question.action,
        "cancel_url": question.back,
        "dangerous": question.dangerous,
        "form": question.form,
    }
    return render(request, "plans/confirm.html", context, status=422 if _is_wrong(question.form) else 200)


def _is_wrong(form: BaseForm | None) -> bool:
    return form is not None and form.is_bound and bool(form.errors)
