"""What is true now, in words: the sentences at the head of the plan's pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.plans.models import LegalBasis, MasterPlan, Pillar
from serambi.apps.plans.queries import Chosen, PlanOverview, RegisterSummary
from serambi.ui import formats


def count_programs(count: int) -> str:
    return ngettext("%(count)s program", "%(count)s programs", count) % {"count": formats.number(count, 0)}


def register_sentence(summary: RegisterSummary, chosen: Chosen) -> str:
    """Return how many programs there are and how many of them are late."""
    programs = count_programs(summary.count)
    if chosen.archived:
        return _("%(programs)s in the archive.") % {"programs": programs}
    if not summary.count:
        return _("No program fits.") if chosen != Chosen() else _("The register is empty.")
    if chosen.late:
        return _("%(programs)s late.") % {"programs": programs}
    if not summary.late:
        return _("%(programs)s, none late.") % {"programs": programs}
    return _("%(programs)s, %(late)s late.") % {"programs": programs, "late": formats.number(summary.late, 0)}


def plan_sentence(overview: PlanOverview) -> str:
    """Return how much the plan holds and on what law it stands."""
    facts = {
        "programs": count_programs(overview.programs),
        "pillars": len(overview.pillars),
        "basis": legal_basis_text(overview.plan),
    }
    if overview.plan.legal_basis == LegalBasis.NONE_YET:
        return _("%(programs)s in %(pillars)s pillars, without a legal basis yet.") % facts
    return _("%(programs)s in %(pillars)s pillars, adopted by %(basis)s.") % facts


def legal_basis_text(plan: MasterPlan) -> str:
    """Return the regulation with its number and date, or that there is none yet."""
    if plan.legal_basis == LegalBasis.NONE_YET:
        return _("None yet")
    words = f"{plan.get_legal_basis_display()} {plan.legal_basis_number}".strip()
    if plan.legal_basis_date is None:
        return words
    return _("%(regulation)s of %(day)s") % {"regulation": words, "day": formats.day(plan.legal_basis_date)}


def plan_period_text(plan: MasterPlan) -> str:
    """Return the years of the plan; an end that is not published is said to be so."""
    if plan.end_year is None:
        return _("from %(start)s, end not published") % {"start": plan.start_year}
    return f"{plan.start_year}–{plan.end_year}"


def goals_sentence(pillars: Iterable[Pillar]) -> str:
    """Return how many goals and strategies the pillars of `goals_of` have."""
    goals = [goal for pillar in pillars for goal in pillar.listed_goals]  # type: ignore[attr-defined]  # set by goals_of
    strategies = sum(len(goal.strategies.all()) for goal in goals)
    if not goals:
        return _("The plan has no goals yet.")
    return _("%(goals)s and %(strategies)s.") % {
        "goals": ngettext("%(count)s goal", "%(count)s goals", len(goals)) % {"count": len(goals)},
        "strategies": ngettext("%(count)s strategy", "%(count)s strategies", strategies) % {"count": strategies},
    }
