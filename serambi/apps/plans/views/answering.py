"""How every form of the plan is shown and answered, and who is let through to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

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


class Refusing(Protocol):
    """A form that can show what a service refused."""

    def refuse(self, error: PlanError) -> None: ...


@dataclass(frozen=True, slots=True)
class Page:
    """What a page with a form says.

    back: where one goes from here, done or not. action: the verb of its button. undo: the address that takes it back.
    """

    title: str
    action: str
    back: str
    crumbs: Crumbs = field(default_factory=list)
    lede: str = ""
    undo: str = ""
    template: str = "plans/form.html"
    more: Mapping[str, Any] = field(default_factory=dict)


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


def answer_form(
    request: HttpRequest, form: Any, page: Page, *, save: Callable[[], str | tuple[str, str]]
) -> HttpResponse:
    """Show the form; when it is sent and right, do it, say so and go back.

    save: does it with what is in `form.cleaned_data` and returns the sentence that says it is done, with another place
    to go to where that is not `page.back`. What it refuses is shown in the form, which keeps what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            answer = save()
        except PlanError as error:
            form.refuse(error)
        else:
            text, address = answer if isinstance(answer, tuple) else (answer, page.back)
            done(request, text, undo=page.undo)
            return redirect(address)
    context = {
        "title": page.title,
        "lede": page.lede,
        "crumbs": page.crumbs,
        "action": page.action,
        "back": page.back,
        "form": form,
        **page.more,
    }
    return render(request, page.template, context, status=422 if _is_wrong(form) else 200)


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


def sent(request: HttpRequest) -> Any:
    """Return what was sent with the form, or None while it is only shown."""
    return request.POST if request.method == "POST" else None


def _is_wrong(form: BaseForm | None) -> bool:
    return form is not None and form.is_bound and bool(form.errors)
