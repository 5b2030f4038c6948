"""What a page of the evaluation is about: the plan, the quarter, and the figures that the person sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.evaluation.queries.basis import Basis, basis_for
from serambi.apps.evaluation.queries.quarters import chosen_quarter, default_quarter, quarters_of
from serambi.apps.plans.models import MasterPlan
from serambi.methods.periods import Period
from serambi.ui import formats


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. choices: the quarters that can be chosen, newest first."""

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
        """Tell whether the quarter is not over yet, so that what is due at its end is compared too early."""
        return self.quarter.end >= self.today

    @property
    def source(self) -> str:
        """Return what stands at the foot and on paper: which figures these are."""
        figures = _("verified figures only")
        if self.basis is Basis.WORKING:
            figures = _("all figures, preliminary ones marked")
        return _("%(plan)s, %(quarter)s, %(figures)s.") % {
            "plan": self.plan.display_name,
            "quarter": formats.period(self.quarter),
            "figures": figures,
        }


def asked_for(plan: MasterPlan, user: Any, period: str, *, today: dt.date) -> Asked:
    """Return what is asked for. period: as an address has it; the last quarter that is over for anything else."""
    quarter = chosen_quarter(plan, period, today=today)
    return Asked(
        plan=plan,
        quarter=quarter,
        choices=tuple(reversed(quarters_of(plan, today=today))) or (quarter,),
        is_default=quarter == default_quarter(plan, today=today),
        basis=basis_for(user),
        today=today,
    )
