"""Reading periods, reports and what is due; what a person may not reach is not there for them."""

from serambi.apps.progress.queries.asked import asked_items
from serambi.apps.progress.queries.beside import DueGroup, DueLine, also_due_for, also_due_from
from serambi.apps.progress.queries.delegations import (
    delegations_for,
    get_delegation_for,
    lendable,
    possible_receivers,
)
from serambi.apps.progress.queries.due import DueReport, OverdueReport, Task, due_for, overdue, owing
from serambi.apps.progress.queries.lines import (
    Last,
    Line,
    ReportLines,
    last_text,
    read_lines,
    remarkable_items,
    take_recorded,
    usual_text,
    value_text,
)
from serambi.apps.progress.queries.links import get_link_for, links_to
from serambi.apps.progress.queries.moves import OpenMove, may_move, moves_open_to
from serambi.apps.progress.queries.names import heading, item_name, short_name
from serambi.apps.progress.queries.overview import (
    NOT_BEGUN,
    AgencyRow,
    PeriodOverview,
    WantedAgencies,
    headline,
    overview,
)
from serambi.apps.progress.queries.people import People
from serambi.apps.progress.queries.periods import (
    Holiday,
    all_periods,
    counts_of,
    cycles,
    holidays_of,
    office_calendar,
    periods_taking,
    periods_upcoming,
)
from serambi.apps.progress.queries.physical import physical_progress
from serambi.apps.progress.queries.reports import (
    Place,
    get_cycle_for,
    get_period_for,
    get_place_for,
    get_report_for,
    reports,
    timeline,
)

__all__ = [
    "NOT_BEGUN",
    "AgencyRow",
    "DueGroup",
    "DueLine",
    "DueReport",
    "Holiday",
    "Last",
    "Line",
    "OpenMove",
    "OverdueReport",
    "People",
    "PeriodOverview",
    "Place",
    "ReportLines",
    "Task",
    "WantedAgencies",
    "all_periods",
    "also_due_for",
    "also_due_from",
    "asked_items",
    "counts_of",
    "cycles",
    "delegations_for",
    "due_for",
    "get_cycle_for",
    "get_delegation_for",
    "get_link_for",
    "get_period_for",
    "get_place_for",
    "get_report_for",
    "heading",
    "headline",
    "holidays_of",
    "item_name",
    "last_text",
    "lendable",
    "links_to",
    "may_move",
    "moves_open_to",
    "office_calendar",
    "overdue",
    "overview",
    "owing",
    "periods_taking",
    "periods_upcoming",
    "physical_progress",
    "possible_receivers",
    "read_lines",
    "remarkable_items",
    "reports",
    "short_name",
    "take_recorded",
    "timeline",
    "usual_text",
    "value_text",
]
