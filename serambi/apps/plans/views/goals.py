"""The page of goals and strategies, and those on which the coordinator keeps them and the missions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.plans import services
from serambi.apps.plans.forms.plans import GoalForm, MissionForm, StrategyForm
from serambi.apps.plans.models import Program
from serambi.apps.plans.permissions import can_edit_plan
from serambi.apps.plans.queries import (
    current_plan_for,
    get_goal_for,
    get_mission_for,
    get_pillar_for,
    get_plan_for,
    get_strategy_for,
    goals_of,
)
from serambi.apps.plans.sentences import goals_sentence
from serambi.apps.plans.views.answering import Question, answer_question, for_coordinator, plan_crumbs
from serambi.ui.doors import FormPage, answer_form, sent


@require_safe
def goal_list(request: HttpRequest) -> HttpResponse:
    """Show the goals of every pillar with their strategies, and how many programs follow each."""
    plan = current_plan_for(request.user)
    can_edit = can_edit_plan(request.user)
    if plan is None:
        return render(request, "plans/no_plan.html", {"can_create": can_edit})
    pillars = goals_of(plan)
    context = {"plan": plan, "goals": pillars, "sentence": goals_sentence(pillars), "can_edit": can_edit,
               "crumbs": plan_crumbs()}  # fmt: skip
    return render(request, "plans/goal_list.html", context)


@for_coordinator
def goal_create(request: HttpRequest, pillar: str) -> HttpResponse:
    found = get_pillar_for(request.user, pillar)
    form = GoalForm(sent(request), plan=found.plan, initial={"pillar": found.pk})

    def save() -> str:
        goal = services.add_goal(by=request.user, **form.cleaned_data)
        return _("The goal %(code)s was added.") % {"code": goal.code}

    return answer_form(request, form, _page(_("Add a goal"), _("Add the goal")), save=save)


@for_coordinator
def goal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    goal = get_goal_for(request.user, pk)
    form = GoalForm(sent(request), plan=get_plan_for(request.user), instance=goal)

    def save() -> str:
        changed = services.change_goal(goal, by=request.user, **form.cleaned_data)
        return _("The goal %(code)s was changed.") % {"code": changed.code}

    title = _("Change the goal %(code)s") % {"code": goal.code}
    return answer_form(request, form, _page(title, _("Save the changes")), save=save)


@for_coordinator
def goal_remove(request: HttpRequest, pk: int) -> HttpResponse:
    goal = get_goal_for(request.user, pk)
    strategies = goal.strategies.count()
    followers = Program.objects.filter(strategy__goal=goal).count()

    def remove() -> str:
        services.remove_goal(goal, by=request.user)
        return _("The goal %(code)s was removed.") % {"code": goal.code}

    consequences = [_strategies_go(strategies)] if strategies else []
    question = Question(
        title=_("Remove the goal %(code)s?") % {"code": goal.code},
        lede=goal.text,
        action=_("Remove the goal"),
        back=reverse("plans:goal_list"),
        crumbs=plan_crumbs(),
        consequences=(*consequences, *_released(followers), _("The record keeps what it said.")),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)


@for_coordinator
def strategy_create(request: HttpRequest, pk: int) -> HttpResponse:
    goal = get_goal_for(request.user, pk)
    form = StrategyForm(sent(request))

    def save() -> str:
        strategy = services.add_strategy(goal, by=request.user, **form.cleaned_data)
        return _("The strategy %(code)s was added.") % {"code": strategy.code}

    page = _page(_("Add a strategy"), _("Add the strategy"), lede=str(goal))
    return answer_form(request, form, page, save=save)


@for_coordinator
def strategy_edit(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = get_strategy_for(request.user, pk)
    form = StrategyForm(sent(request), instance=strategy)

    def save() -> str:
        changed = services.change_strategy(strategy, by=request.user, **form.cleaned_data)
        return _("The strategy %(code)s was changed.") % {"code": changed.code}

    title = _("Change the strategy %(code)s") % {"code": strategy.code}
    page = _page(title, _("Save the changes"), lede=str(strategy.goal))
    return answer_form(request, form, page, save=save)


@for_coordinator
def strategy_remove(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = get_strategy_for(request.user, pk)

    def remove() -> str:
        services.remove_strategy(strategy, by=request.user)
        return _("The strategy %(code)s was removed.") % {"code": strategy.code}

    question = Question(
        title=_("Remove the strategy %(code)s?") % {"code": strategy.code},
        lede=strategy.text,
        action=_("Remove the strategy"),
        back=reverse("plans:goal_list"),
        crumbs=plan_crumbs(),
        consequences=(*_released(strategy.programs.count()), _("The record keeps what it said.")),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)


@for_coordinator
def mission_create(request: HttpRequest) -> HttpResponse:
    plan = get_plan_for(request.user)
    form = MissionForm(sent(request))

    def save() -> str:
        services.add_mission(plan, by=request.user, **form.cleaned_data)
        return _("The mission was added.")

    page = _page(_("Add an RPJMD mission"), _("Add the mission"), back=reverse("plans:master_plan"))
    return answer_form(request, form, page, save=save)


@for_coordinator
def mission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    mission = get_mission_for(request.user, pk)
    form = MissionForm(sent(request), instance=mission)

    def save() -> str:
        services.change_mission(mission, by=request.user, **form.cleaned_data)
        return _("The mission was changed.")

    page = _page(_("Change an RPJMD mission"), _("Save the changes"), back=reverse("plans:master_plan"))
    return answer_form(request, form, page, save=save)


@for_coordinator
def mission_remove(request: HttpRequest, pk: int) -> HttpResponse:
    mission = get_mission_for(request.user, pk)
    aligned = mission.programs.count()

    def remove() -> str:
        services.remove_mission(mission, by=request.user)
        return _("The mission was removed.")

    consequences = (
        ngettext(
            "%(count)s program is no longer aligned to it.", "%(count)s programs are no longer aligned to it.", aligned
        )
        % {"count": aligned},
    ) * bool(aligned)
    question = Question(
        title=_("Remove the mission?"),
        lede=str(mission),
        action=_("Remove the mission"),
        back=reverse("plans:master_plan"),
        crumbs=plan_crumbs(),
        consequences=(*consequences, _("The record keeps what it said.")),
        dangerous=True,
    )
    return answer_question(request, question, do=remove)


def _page(title: str, action: str, *, lede: str = "", back: str = "") -> FormPage:
    return FormPage(
        title=title, action=action, lede=lede, back=back or reverse("plans:goal_list"), crumbs=plan_crumbs()
    )


def _released(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    text = ngettext(
        "%(count)s program follows no strategy afterwards.", "%(count)s programs follow no strategy afterwards.", count
    )
    return (text % {"count": count},)


def _strategies_go(count: int) -> str:
    return ngettext("Its %(count)s strategy goes with it.", "Its %(count)s strategies go with it.", count) % {
        "count": count
    }
