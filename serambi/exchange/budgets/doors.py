"""Who is let through to the pages of forms that say what was spent, and with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.apps.jobs.models import State
from serambi.apps.plans.models import MasterPlan
from serambi.apps.plans.queries import current_plan
from serambi.exchange.budgets import desk
from serambi.exchange.budgets.found import Found
from serambi.exchange.budgets.rows import Answers
from serambi.exchange.budgets.stated import Statement
from serambi.exchange.errors import FileGone
from serambi.exchange.imports.choices import doubt_of
from serambi.exchange.models import Upload
from serambi.exchange.permissions import can_load_realizations
from serambi.exchange.queries import get_realization_table_for
from serambi.exchange.tables.understanding import Problem, Weight
from serambi.exchange.uploads.findings import ACCEPTED, AGAINST, NOTE, OPEN
from serambi.exchange.uploads.services import job_of
from serambi.exchange.uploads.views.doors import Crumbs
from serambi.ui import formats
from serambi.ui.doors import refuse_unless

View = Callable[..., HttpResponse]
_STATES = {Weight.ERROR: AGAINST, Weight.NOTE: NOTE}


@dataclass(frozen=True, slots=True)
class Form:
    """A form on the way. found: the form beside the register; None while nobody knows which year it is about."""

    upload: Upload
    plan: MasterPlan
    statement: Statement
    answers: Answers
    found: Found | None

    def state(self, problem: Problem) -> str:
        """Return what a problem is to whoever loads: one of the states of `uploads.findings`."""
        if problem.weight in _STATES:
            return _STATES[problem.weight]
        return ACCEPTED if doubt_of(problem) in self.answers.accepted else OPEN

    def states(self) -> dict[str, int]:
        """Return how many problems there are in each state."""
        counts = dict.fromkeys((AGAINST, OPEN, ACCEPTED, NOTE), 0)
        for problem in self.found.problems if self.found is not None else ():
            counts[self.state(problem)] += 1
        return counts


def for_reporter(view: View) -> View:
    """Let through whoever may load what was spent; who has not signed in is asked to."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_unless(can_load_realizations(request.user))
        return view(request, *args, **kwargs)

    return answer


def only_read(view: View) -> View:
    """Show a page to which nothing can be sent."""
    return for_reporter(require_safe(view))


def only_sent(view: View) -> View:
    """Take what is sent to an address that is no page."""
    return for_reporter(require_POST(view))


def for_upload(view: View) -> View:
    """Give a view the form of its address as it was sent, readable or not."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, get_realization_table_for(request.user, pk), *args, **kwargs)

    return for_reporter(answer)


def for_form(view: View) -> View:
    """Give a view the `Form` of its address; while that is being read, a page says how far it is."""

    @wraps(view)
    def answer(request: HttpRequest, upload: Upload, *args: Any, **kwargs: Any) -> HttpResponse:
        if upload.refusal:
            return redirect(f"{reverse('budgets:form_start')}?again={upload.pk}")
        plan = current_plan()
        if plan is None:
            return redirect("budgets:form_start")
        try:
            form = _form(request, upload, plan)
            return waiting(request, upload) if form is None else view(request, form, *args, **kwargs)
        except (FileNotFoundError, FileGone):  # or somebody else loaded or discarded it meanwhile
            messages.error(request, str(FileGone()))
            return redirect("budgets:form_start")

    return for_upload(answer)


def for_compared(view: View) -> View:
    """Give a view a `Form` that is beside the register; one whose year nobody knows is asked for it first."""

    @wraps(view)
    def answer(request: HttpRequest, form: Form, *args: Any, **kwargs: Any) -> HttpResponse:
        if form.found is None:
            return redirect("budgets:form_detail", pk=form.upload.pk)
        return view(request, form, form.found, *args, **kwargs)

    return for_form(answer)


def _form(request: HttpRequest, upload: Upload, plan: MasterPlan) -> Form | None:
    statement = desk.statement_if_quick(upload)
    if statement is None:
        return None
    year, found = desk.year_of(upload, statement), None
    if year is not None:
        found = desk.found_if_quick(upload, plan, statement, year, by=request.user)
        if found is None:
            return None
    return Form(upload, plan, statement, desk.answers_of(upload), found)


def waiting(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Have a form read in the background, and go to the page that tells how far that is.

    Work that failed is not begun again by looking: its page says why, and begins it again where a person asks for it.
    """
    job = job_of(upload)
    ended_well = job is not None and (job.state == State.DONE or (job.kind != desk.READ and not job.is_open))
    if job is None or ended_well or request.GET.get("again") == "1":
        job = desk.begin_read(upload, by=request.user)
    return redirect("budgets:form_work", public_id=job.public_id)


def crumbs(upload: Upload | None = None) -> Crumbs:
    """Return where a page stands: below the register, the budget forms, loading them, and one of them."""
    trail = [
        (_("Plan"), reverse("plans:program_list")),
        (_("Budget forms"), reverse("budgets:budget_forms")),
        (_("Load what was spent"), reverse("budgets:form_start")),
    ]
    if upload is not None:
        trail.append((upload.file_name, reverse("budgets:form_detail", args=[upload.pk])))
    return trail


def tabs(form: Form, current: str) -> list[dict[str, Any]]:
    """Return the views of one form as tabs."""
    found, states = form.found, form.states()
    if found is None:
        return []
    todo = states[AGAINST] + states[OPEN]
    names = (
        ("form_detail", _("Preview"), ""),
        ("form_rows", _("Rows and the register"), formats.number(len(found.rows), 0)),
        ("form_findings", _("To be looked at"), formats.number(todo, 0) if todo else ""),
        ("form_changes", _("Changes"), formats.number(len(found.changes), 0)),
        ("form_left_out", _("Not loaded"), formats.number(len(found.left_out), 0)),
    )
    return [
        {
            "label": label,
            "url": reverse(f"budgets:{name}", args=[form.upload.pk]),
            "current": name == current,
            "count": count,
        }
        for name, label, count in names
    ]
