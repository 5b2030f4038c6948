"""What every page of the evaluation begins with: the plan, the quarter and the figures the person sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from serambi.apps.evaluation.queries.basis import Basis, basis_for
from serambi.apps.evaluation.queries.kept import current_plan_for
from serambi.apps.evaluation.queries.quarters import chosen_quarter, default_quarter, quarters_of
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. choices: the quarters that can be chosen, newest first."""

    plan: MasterPlan
    quarter: Period
    choices: tuple[Period, ...]
    is_default: bool
    basis: Basis
    today: dt.date

    @property
    def query(self) -> str:
        """Return what a link adds so that it keeps the quarter; nothing while it is the usual one."""
        return "" if self.is_default else f"?period={self.quarter}"

    @property
    def is_running(self) -> bool:
        return self.quarter.end >= self.today


def asked(request: HttpRequest, plan: MasterPlan | None = None) -> Asked:
    """Return what the page is about; Http404 when the person may see no plan."""
    today = timezone.localdate()
    plan = plan or current_plan_for(request.user)
    if plan is None:
        raise Http404
    quarter = chosen_quarter(plan, request.GET.get("period", ""), today=today)
    return Asked(
        plan=plan,
        quarter=quarter,
        choices=tuple(reversed(quarters_of(plan, today=today))) or (quarter,),
        is_default=quarter == default_quarter(plan, today=today),
        basis=basis_for(request.user),
        today=today,
    )


def source_line(page: Asked) -> str:
    """Return what stands at the foot and on paper: which figures these are."""
    figures = _("verified figures only") if page.basis is Basis.FINAL else _("all figures, preliminary ones marked")
    return _("%(plan)s, %(quarter)s, %(figures)s.") % {
        "plan": page.plan.display_name,
        "quarter": formats.period(page.quarter),
        "figures": figures,
    }
