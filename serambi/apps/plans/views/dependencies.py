"""The pages on which an activity is made to wait for another, and no longer to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.apps.plans import services
from serambi.apps.plans.errors import PlanError
from serambi.apps.plans.forms.dependencies import DependencyForm
from serambi.apps.plans.models import Activity, Program
from serambi.apps.plans.permissions import can_carry_out
from serambi.apps.plans.queries import (
    get_activity_for,
    get_dependency_for,
    get_possible_predecessor,
    possible_predecessors,
)
from serambi.apps.plans.queries.dependencies import MOST_FOUND
from serambi.apps.plans.views.answering import Question, answer_question, for_program, program_address, program_crumbs
from serambi.ui.doors import sent, show_error
from serambi.ui.messages import done

PART = "activities"


@for_program(can_carry_out)
def dependency_create(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Choose an activity to wait for: one of the program, or one that is searched for in the others."""
    activity = get_activity_for(request.user, program, pk)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    offered = possible_predecessors(activity, words)
    chosen = _chosen(request, activity)
    if chosen is not None and chosen not in offered:
        offered.append(chosen)
    form = DependencyForm(sent(request), activity=activity, offered=offered)
    if request.method == "POST" and form.is_valid() and _added(request, activity, chosen, form):
        return redirect(program_address(program, PART))
    found = sum(one.program_id != program.pk for one in offered)
    context = {
        "title": _("What does “%(name)s” wait for?") % {"name": activity.name},
        "crumbs": program_crumbs(program),
        "action": _("Let it wait"),
        "back": program_address(program, PART),
        "form": form,
        "words": words,
        "found": found,
        "has_more": found >= MOST_FOUND,
        "program": program,
        "activity": activity,
    }
    return render(request, "plans/dependency_form.html", context, status=422 if form.is_bound else 200)


def _chosen(request: HttpRequest, activity: Activity) -> Activity | None:
    """Return the activity that was sent, which may have been found by a search that the address no longer names."""
    sent_id = request.POST.get("predecessor", "")
    if not (sent_id.isascii() and sent_id.isdecimal() and len(sent_id) < 19):
        return None
    return get_possible_predecessor(request.user, activity, int(sent_id))


def _added(request: HttpRequest, activity: Activity, predecessor: Activity | None, form: DependencyForm) -> bool:
    """Add the dependency and tell that it is done, with the way back; False where it was refused."""
    if predecessor is None:
        form.add_error("predecessor", _("This activity is no longer there. Choose another."))
        return False
    try:
        dependency = services.add_dependency(
            activity, by=request.user, predecessor=predecessor, lag_days=form.cleaned_data["lag_days"]
        )
    except PlanError as error:
        show_error(form, error)
        return False
    text = _("“%(name)s” waits for “%(predecessor)s”.") % {"name": activity.name, "predecessor": predecessor.name}
    done(request, text, undo=reverse("plans:dependency_remove", args=[activity.program.code, dependency.pk]))
    return True


@for_program(can_carry_out)
def dependency_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    dependency = get_dependency_for(request.user, program, pk)
    names = {"name": dependency.activity.name, "predecessor": dependency.predecessor.name}

    def remove() -> str:
        services.remove_dependency(dependency, by=request.user)
        return _("“%(name)s” no longer waits for “%(predecessor)s”.") % names

    question = Question(
        title=_("Should “%(name)s” no longer wait for “%(predecessor)s”?") % names,
        action=_("No longer wait"),
        back=program_address(program, PART),
        crumbs=program_crumbs(program),
        consequences=(_("Both activities stay as they are. The record keeps what it said."),),
    )
    return answer_question(request, question, do=remove)
