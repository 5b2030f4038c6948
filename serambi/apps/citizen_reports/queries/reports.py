"""The list of citizen reports, one of them, and what a person may do with it next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http import Http404

from serambi.apps.agencies.models import Organization
from serambi.apps.citizen_reports.links import read_code
from serambi.apps.citizen_reports.models import CitizenReport, CitizenReportQuerySet, ReportCategory, ReportStep, State
from serambi.apps.citizen_reports.permissions import BY_WHOM, can_handle_any, can_keep_categories
from serambi.apps.citizen_reports.workflow import ACCEPT, BEGIN, OPEN, Move, moves_from
from serambi.apps.regions.models import Area, AreaLevel

CITIZEN_REPORT_ORDER = {
    "received": ("received_at",),
    "due": ("due_on",),
    "category": ("category__position", "category__name"),
    "village": ("village__name",),
    "agency": ("agency__abbreviation",),
    "state": ("state_rank",),
}


@dataclass(frozen=True, slots=True)
class WantedReports:
    """What somebody looks for.

    state: one of the states, `open`, `overdue`, `unassigned` or `all`. category, agency, village, district: their
    codes; agency `-` for none.
    """

    text: str = ""
    state: str = "open"
    category: str = ""
    district: str = ""
    village: str = ""
    agency: str = ""
    sort: str = ""


def citizen_reports(wanted: WantedReports, user: Any, *, today: dt.date) -> QuerySet[CitizenReport]:
    """Return the reports that a person looks for among those they handle, the most urgent first."""
    found = _in_state(CitizenReport.objects.visible_to(user), wanted.state, today)
    exact = {"category__code": wanted.category, "village__code": wanted.village}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.district:
        found = found.filter(village__code__startswith=f"{wanted.district}.")
    if wanted.agency == "-":
        found = found.filter(agency__isnull=True)
    elif wanted.agency:
        found = found.filter(agency__abbreviation=wanted.agency)
    for word in wanted.text.split()[:6]:
        code = Q(code__istartswith=word) | Q(code=read_code(word))
        found = found.filter(Q(text__icontains=word) | Q(place__icontains=word) | code)
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(State.values)]
    found = found.annotate(state_rank=Case(*ranks, default=Value(len(ranks))))
    return found.select_related("category", "village__parent", "agency", "program").order_by(*_order(wanted.sort))


def _in_state(found: CitizenReportQuerySet, state: str, today: dt.date) -> CitizenReportQuerySet:
    match state:
        case "all":
            return found
        case "overdue":
            return found.overdue_on(today)
        case "unassigned":
            return found.open().filter(agency__isnull=True)
        case "" | "open":
            return found.open()
    return found.filter(state=state)


def _order(sort: str) -> list[str]:
    columns = CITIZEN_REPORT_ORDER.get(sort.removeprefix("-"))
    if columns is None:
        return ["state_rank", "due_on", "received_at", "pk"]
    sign = "-" if sort.startswith("-") else ""
    # Nothing stands between the column and the key, so that the index of the days is of use.
    return [*(f"{sign}{column}" for column in columns), f"{sign}pk"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a person's reports there are; overdue and unassigned ones are among the open."""

    everything: int
    open: int
    overdue: int
    unassigned: int
    solved: int


def count_citizen_reports(user: Any, *, today: dt.date) -> Counts:
    """Count everything that a person handles with one query."""
    open_ones = Q(state__in=OPEN)
    late = open_ones & (Q(answered_at__isnull=True, answer_due_on__lt=today) | Q(due_on__lt=today))
    counted = CitizenReport.objects.visible_to(user).aggregate(
        everything=Count("pk"),
        open=Count("pk", filter=open_ones),
        overdue=Count("pk", filter=late),
        unassigned=Count("pk", filter=open_ones & Q(agency__isnull=True)),
        solved=Count("pk", filter=Q(state=State.SOLVED)),
    )
    return Counts(**counted)


def get_citizen_report_for(user: Any, pk: int) -> CitizenReport:
    """Return a report that the person handles; raise Http404 for any other."""
    if not can_handle_any(user):
        raise Http404(pk)
    found = CitizenReport.objects.visible_to(user).select_related(
        "category__sub_dimension__pillar", "village__parent", "agency", "program", "duplicate_of"
    )
    report = found.filter(pk=pk).first()
    if report is None:
        raise Http404(pk)
    return report


def report_with_code(user: Any, code: str) -> CitizenReport | None:
    """Return the report that somebody calls by its code, when the person handles it."""
    return CitizenReport.objects.visible_to(user).filter(code=read_code(code)).first()


def moves_open_to(report: CitizenReport, user: Any) -> list[Move]:
    """Return the moves that a person may make from where the report stands, in the order of the table."""
    return [
        move
        for move in moves_from(report.state)
        if BY_WHOM[move.who](user, report)
        # Nobody accepts, begins or hands back what no agency is in charge of.
        and (report.agency_id is not None or move.name not in {ACCEPT, BEGIN, "hand-back"})
    ]


def timeline(report: CitizenReport) -> list[ReportStep]:
    """Return what happened to a report, the oldest first."""
    return list(report.steps.select_related("by"))


def waiting_for(user: Any, *, today: dt.date) -> list[CitizenReport]:
    """Return the open reports that wait for a person: of their agency, and for the coordinator those of nobody."""
    found = CitizenReport.objects.visible_to(user).open()
    if can_keep_categories(user):
        found = found.filter(agency__isnull=True)
    return sorted(
        found.select_related("category", "village", "agency"),
        key=lambda one: (one.next_due_on, one.received_at, one.pk),
    )


# Filters and categories ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilterChoices:
    categories: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    villages: list[tuple[str, str]]
    agencies: list[tuple[str, str]]


def filter_choices(user: Any) -> FilterChoices:
    """Return what a person's reports can be narrowed by: what is there, four queries."""
    mine = CitizenReport.objects.visible_to(user).order_by()
    categories = ReportCategory.objects.filter(pk__in=mine.values("category"))
    villages = Area.objects.filter(pk__in=mine.values("village")).order_by("name")
    districts = Area.objects.filter(pk__in=villages.order_by().values("parent"), level=AreaLevel.DISTRICT)
    agencies = Organization.objects.filter(pk__in=mine.values("agency")).order_by("abbreviation")
    return FilterChoices(
        [(one.code, one.display_name) for one in categories],
        [(one.code, one.name) for one in districts.order_by("name")],
        [(one.code, one.name) for one in villages],
        [(one.abbreviation, one.abbreviation) for one in agencies],
    )


def categories_with_counts() -> QuerySet[ReportCategory]:
    """Return every category with how many reports it has, and how many of them are open."""
    found = ReportCategory.objects.select_related("agency", "sub_dimension__pillar")
    return found.annotate(
        reports=Count("citizen_reports"),
        open_reports=Count("citizen_reports", filter=Q(citizen_reports__state__in=OPEN)),
    )


def get_category_for(user: Any, code: str) -> ReportCategory:
    """Return a category for whoever keeps them; raise Http404 for others and for a code that there is not."""
    found = ReportCategory.objects.filter(code=code).first() if can_keep_categories(user) else None
    if found is None:
        raise Http404(code)
    return found
