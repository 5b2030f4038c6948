"""What is due in reporting, for whoever reminds people of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization, Role
from serambi.apps.notifications.services import DueItem
from serambi.apps.progress import form_links, queries
from serambi.apps.progress.models import FormLink, ProgressReport, ReportingPeriod, State
from serambi.apps.progress.queries import People
from serambi.ui import formats

# How long an approval or a check may take before it counts as late.
DAYS_TO_ANSWER = dt.timedelta(days=5)
_LANGUAGES = ("id", "en")
# By the ids of person and organization.
Links = Mapping[tuple[int, int], FormLink]


def is_working_day(day: dt.date) -> bool:
    """Tell whether the office works on that day, by the published calendar and its own corrections."""
    return queries.office_calendar().is_working(day)


def due_items(today: dt.date) -> Iterator[DueItem]:
    """Yield every report that waits for somebody: to be filled in, answered, approved, checked."""
    people = People(today)
    found = queries.reports().filter(state__in=[State.RETURNED, State.SUBMITTED, State.APPROVED])
    waiting = list(found.select_related("reporting_period__cycle", "organization"))
    returned: dict[int, list[Organization]] = defaultdict(list)
    for report in waiting:
        if report.state == State.RETURNED:
            returned[report.reporting_period_id].append(report.organization)
    links: dict[int, Links] = {}
    for period in queries.periods_taking(today):
        owing = queries.owing(period, today)
        links[period.pk] = form_links.links_for(period, _fillers([*owing, *returned[period.pk]], people))
        yield from _to_fill_in(period, owing, links[period.pk], people)
    for report in waiting:
        item = _waiting(report, links.get(report.reporting_period_id, {}), people)
        if item is not None:
            yield item


def _to_fill_in(
    period: ReportingPeriod, owing: Iterable[Organization], links: Links, people: People
) -> Iterator[DueItem]:
    for organization in owing:
        yield DueItem(
            key=f"fill-{period.pk}-{organization.pk}",
            due_on=period.due_on,
            subject=_named(period, organization),
            link=_address("progress:form", period, organization),
            owners=_filling(organization, people),
            heads=people.at(Role.HEAD, organization.pk),
            coordinators=people.anywhere(Role.COORDINATOR),
            links=_paths(links, organization),
        )


def _filling(organization: Organization, people: People) -> frozenset[int]:
    """Return who fills in the form of an agency: its officers, or its head where it has none."""
    return people.at(Role.OFFICER, organization.pk) or people.at(Role.HEAD, organization.pk)


def _paths(links: Links, organization: Organization) -> dict[int, str]:
    return {pk: form_links.path_of(link) for (pk, place), link in links.items() if place == organization.pk}


def _fillers(owing: Iterable[Organization], people: People) -> list[tuple[User, int]]:
    return [(people.users[pk], organization.pk) for organization in owing for pk in _filling(organization, people)]


def _waiting(report: ProgressReport, links: Links, people: People) -> DueItem | None:
    """Return who is asked about a report that was sent in; None where nobody is left who may.

    links: to the forms of its period, for what came back while the period takes reports.
    """
    organization = report.organization
    heads, coordinators = people.at(Role.HEAD, organization.pk), people.anywhere(Role.COORDINATOR)
    due_on = report.state_since.date() + DAYS_TO_ANSWER
    view, owners, above = "progress:report", heads, frozenset[int]()
    if report.state == State.RETURNED:
        view, owners, above = "progress:form", _filling(organization, people), heads
    elif report.state == State.APPROVED:
        view, owners = "progress:check", people.anywhere(Role.VERIFIER) or coordinators
    owners -= {report.submitted_by_id, report.approved_by_id} if report.state != State.RETURNED else set()
    if not owners:
        return None
    period = report.reporting_period
    return DueItem(
        key=f"{report.state}-{report.pk}",
        due_on=due_on,
        subject=_named(period, organization, report.state),
        link=_address(view, period, organization),
        owners=owners,
        heads=above,
        coordinators=coordinators,
        links=_paths(links, organization) if report.state == State.RETURNED else {},
    )


def _named(period: ReportingPeriod, organization: Organization, state: str = "") -> dict[str, str]:
    """Return what is to be done with which report, in both languages."""
    found = {}
    for language in _LANGUAGES:
        with translation.override(language):
            facts = {
                "cycle": period.cycle.display_name,
                "period": formats.period(period.period),
                "agency": organization.abbreviation,
            }
            sentence = {
                State.RETURNED: _("%(cycle)s %(period)s of %(agency)s came back to be answered"),
                State.SUBMITTED: _("%(cycle)s %(period)s of %(agency)s waits for approval"),
                State.APPROVED: _("%(cycle)s %(period)s of %(agency)s waits for verification"),
            }.get(State(state) if state else State.DRAFT, _("%(cycle)s %(period)s of %(agency)s"))
            found[language] = sentence % facts
    return found


def _address(view: str, period: ReportingPeriod, organization: Organization) -> str:
    kwargs = {"cycle": period.cycle.code, "period": str(period.period), "agency": organization.abbreviation}
    return reverse(view, kwargs=kwargs)
