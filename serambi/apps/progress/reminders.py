"""What is due in reporting, for whoever reminds people of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from serambi.apps.accounts.models import User
from serambi.apps.agencies.models import Organization, Role
from serambi.apps.notifications.services import DueItem
from serambi.apps.progress import form_links, queries
from serambi.apps.progress.models import ProgressReport, ReportingPeriod, State
from serambi.apps.progress.queries import People
from serambi.ui import formats

# How long an approval or a check may take before it counts as late.
DAYS_TO_ANSWER = dt.timedelta(days=5)
_LANGUAGES = ("id", "en")


def is_working_day(day: dt.date) -> bool:
    """Tell whether the office works on that day, by the published calendar and its own corrections."""
    return queries.office_calendar().is_working(day)


def due_items(today: dt.date) -> Iterator[DueItem]:
    """Yield every report that waits for somebody: to be filled in, answered, approved, checked."""
    people = People(today)
    yield from _to_fill_in(people, today)
    waiting = queries.reports().filter(state__in=[State.RETURNED, State.SUBMITTED, State.APPROVED])
    for report in waiting.select_related("reporting_period__cycle", "organization"):
        item = _waiting(report, people)
        if item is not None:
            yield item


def _to_fill_in(people: People, today: dt.date) -> Iterator[DueItem]:
    for period in queries.periods_taking(today):
        owing = queries.owing(period, today)
        links = form_links.links_for(period, _fillers(owing, people))
        for organization in owing:
            officers = people.at(Role.OFFICER, organization.pk) or people.at(Role.HEAD, organization.pk)
            yield DueItem(
                key=f"fill-{period.pk}-{organization.pk}",
                due_on=period.due_on,
                subject=_named(period, organization),
                link=_address("progress:form", period, organization),
                owners=officers,
                heads=people.at(Role.HEAD, organization.pk),
                coordinators=people.anywhere(Role.COORDINATOR),
                links={pk: form_links.path_of(link) for (pk, place), link in links.items() if place == organization.pk},
            )


def _fillers(owing: Iterable[Organization], people: People) -> list[tuple[User, int]]:
    return [
        (people.users[pk], organization.pk)
        for organization in owing
        for pk in people.at(Role.OFFICER, organization.pk) or people.at(Role.HEAD, organization.pk)
    ]


def _waiting(report: ProgressReport, people: People) -> DueItem | None:
    """Return who is asked about a report that was sent in; None where nobody is left who may."""
    organization = report.organization
    heads, coordinators = people.at(Role.HEAD, organization.pk), people.anywhere(Role.COORDINATOR)
    due_on = report.state_since.date() + DAYS_TO_ANSWER
    view, owners, above = "progress:report", heads, frozenset[int]()
    if report.state == State.RETURNED:
        view, owners, above = "progress:form", people.at(Role.OFFICER, organization.pk) or heads, heads
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
