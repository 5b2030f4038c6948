"""The register of decisions: searched over all years, one by its number, and what superseded what."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from serambi.apps.meetings.models import ActionState, Decision
from serambi.apps.meetings.permissions import can_read
from serambi.apps.meetings.queries.confidential import decisions_open_to
from serambi.apps.meetings.workflow import UNSETTLED
from serambi.apps.plans.models import Program

DECISION_ORDER = {
    "number": ("year", "number"),
    "decided": ("decided_on",),
    "effective": ("effective_from",),
    "open": ("open_actions",),
}
_NAME = re.compile(r"(\d{4})\s*/\s*(\d{1,6})")
# A chain is as long as the times a decision was replaced; more would be a loop, which nothing here can make.
_LONGEST_CHAIN = 100


@dataclass(frozen=True, slots=True)
class WantedDecisions:
    """What somebody looks for. validity: `valid`, `superseded`, `coming` or ""."""

    text: str = ""
    year: int | None = None
    validity: str = ""
    sort: str = ""


def decisions(wanted: WantedDecisions, user: Any, *, today: dt.date) -> QuerySet[Decision]:
    """Return the decisions somebody looks for and may see, each with how many actions it has, and how many open.

    A text like `2026/17` finds the decision of that number; every other word has to stand somewhere in it.
    """
    found = decisions_open_to(user)
    named = _NAME.fullmatch(wanted.text.strip())
    if named:
        found = found.filter(year=int(named[1]), number=int(named[2]))
    else:
        for word in wanted.text.split():
            found = found.filter(
                Q(text__icontains=word)
                | Q(basis__icontains=word)
                | Q(decided_by__icontains=word)
                | Q(program__name__icontains=word)
                | Q(program__code__iexact=word)
            )
    if wanted.year is not None:
        found = found.filter(year=wanted.year)
    match wanted.validity:
        case "valid":
            found = found.filter(_not_replaced(today), effective_from__lte=today)
        case "superseded":
            found = found.filter(superseded_by__effective_from__lte=today)
        case "coming":
            found = found.filter(effective_from__gt=today)
    counted = found.annotate(
        action_count=Count("actions", filter=~Q(actions__state=ActionState.CANCELLED), distinct=True),
        open_actions=Count("actions", filter=Q(actions__state__in=UNSETTLED), distinct=True),
    )
    return counted.select_related("program__pillar", "superseded_by", "supersedes").order_by(*_order(wanted.sort))


def _not_replaced(today: dt.date) -> Q:
    """Return what holds for a decision that is not superseded yet: it is valid until the later one takes effect."""
    return Q(superseded_by=None) | Q(superseded_by__effective_from__gt=today)


def _order(sort: str) -> list[str]:
    columns = DECISION_ORDER.get(sort.removeprefix("-"))
    if columns is None:
        return ["-year", "-number"]
    sign = "-" if sort.startswith("-") else ""
    return [*(f"{sign}{column}" for column in columns), "-year", "-number"]


def decision_years() -> list[int]:
    """Return the years that have decisions, latest first."""
    return list(Decision.objects.order_by("-year").values_list("year", flat=True).distinct())


def get_decision_for(user: Any, year: int, number: int) -> Decision:
    """Return a decision by its number; raise Http404 when there is none that the person may see."""
    if not can_read(user):
        raise Http404
    found = Decision.objects.select_related("program__pillar", "program__plan", "recorded_by", "supersedes", "meeting")
    decision = decisions_open_to(user, found=found).filter(year=year, number=number).first()
    if decision is None:
        raise Http404(f"{year}/{number}")
    return decision


def decision_named(name: str) -> Decision | None:
    """Return the decision that a person calls `2026/17`; None where there is none."""
    named = _NAME.fullmatch(name.strip())
    return Decision.objects.filter(year=int(named[1]), number=int(named[2])).first() if named else None


def chain_open_to(user: Any, decision: Decision) -> list[Decision]:
    """Return the chain of a decision but for what the person may not see."""
    chain = chain_of(decision)
    seen = set(decisions_open_to(user).filter(pk__in=[one.pk for one in chain]).values_list("pk", flat=True))
    return [one for one in chain if one.pk in seen]


def chain_of(decision: Decision) -> list[Decision]:
    """Return what superseded what, from the first decision to the one that holds now, this one among them."""
    chain, current = [decision], decision
    while current.supersedes is not None and len(chain) < _LONGEST_CHAIN:
        current = current.supersedes
        chain.insert(0, current)
    later = Decision.objects.filter(supersedes=decision).first()
    while later is not None and len(chain) < _LONGEST_CHAIN:
        chain.append(later)
        later = Decision.objects.filter(supersedes=later).first()
    return chain


def decisions_of_program(program: Program, *, without: Q | None = None) -> list[Decision]:
    """Return the decisions about a program, latest first. without: which to leave out."""
    found = Decision.objects.filter(program=program).select_related("superseded_by")
    return list(found if without is None else found.exclude(without))
