"""What a form brought, realization by realization, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serambi.apps.plans.models import BudgetLine
from serambi.exchange.budgets.doors import crumbs, for_reporter, only_read
from serambi.exchange.budgets.matching import program_of
from serambi.exchange.labels import COUNTS
from serambi.exchange.models import REPORTED, Load
from serambi.exchange.permissions import can_load
from serambi.exchange.queries import get_realization_load_for
from serambi.exchange.uploads.views.doors import page_of
from serambi.exchange.uploads.views.loading import about, ask_to_undo


@dataclass(frozen=True, slots=True)
class Reported:
    """A realization that a load set. line: None where the budget line is not there any more."""

    line: BudgetLine | None
    old: Decimal | None
    new: Decimal

    @property
    def now(self) -> Decimal | None:
        return self.line.realization if self.line is not None else None

    @property
    def is_other(self) -> bool:
        """Tell whether somebody changed it since."""
        return self.line is not None and self.line.realization != self.new

    @property
    def name(self) -> str:
        if self.line is None:
            return ""
        return self.line.activity.name if self.line.activity is not None else self.line.program.display_name

    @property
    def program(self) -> str:
        return program_of(self.line).code if self.line is not None else ""


@only_read
def form_load(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a form brought, and what was taken back of it."""
    found = get_realization_load_for(request.user, pk)
    page = page_of(request, found.changed)
    context = {
        "crumbs": crumbs(),
        "count": found.counts[REPORTED],
        "label": COUNTS[REPORTED],
        "page": page,
        "rows": _reported(page.object_list),
        "sees_all": can_load(request.user),
        **about(found, request.user),
    }
    return render(request, "budgets/form_load.html", context)


def _reported(changed: Any) -> list[Reported]:
    entries = list(changed)
    lines = BudgetLine.objects.select_related("program", "activity").in_bulk([one["id"] for one in entries])
    return [
        Reported(lines.get(one["id"]), None if one["old"] is None else Decimal(one["old"]), Decimal(one["new"]))
        for one in entries
    ]


@for_reporter
def form_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking the load of a form back would do, with what stays; when it is sent, begin it."""
    found: Load = get_realization_load_for(request.user, pk)
    return ask_to_undo(request, found, work="budgets:form_work", trail=crumbs())
