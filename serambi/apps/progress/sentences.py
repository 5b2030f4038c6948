"""Where a report stands and for whom it waits, in a sentence."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.agencies.models import Organization
from serambi.apps.progress.models import PeriodState, ProgressReport, ReportingPeriod, State
from serambi.ui import formats


def days_since(moment: dt.datetime, today: dt.date) -> int:
    return max((today - timezone.localtime(moment).date()).days, 0)


def for_days(count: int) -> str:
    """Return how long something has been so: “since today”, “for 3 days”."""
    if count == 0:
        return _("since today")
    return ngettext("for %(count)s day", "for %(count)s days", count) % {"count": count}


def not_begun(organization: Organization) -> str:
    """Return for whom a report waits of which nobody wrote anything yet."""
    return _("Waits for %(agency)s to begin.") % {"agency": organization.abbreviation}


def waiting(report: ProgressReport, *, today: dt.date) -> str:
    """Return for whom the report waits and how long already."""
    cycle = report.reporting_period.cycle
    facts = {
        "agency": report.organization.abbreviation,
        "long": for_days(days_since(report.state_since, today)),
        "second": cycle.accepting_organization.abbreviation if cycle.accepting_organization else "",
    }
    if report.state == State.VERIFIED and not cycle.has_second_level:
        return _("Verified on %(day)s.") % {"day": formats.day(report.state_since)}
    sentences = {
        State.DRAFT: _("%(agency)s is filling it in."),
        State.SUBMITTED: _("Waits for the head of %(agency)s %(long)s."),
        State.APPROVED: _("Waits for a verifier %(long)s."),
        State.RETURNED: _("Waits for %(agency)s to answer what came back, %(long)s."),
        State.VERIFIED: _("Verified; waits for %(second)s %(long)s."),
        State.ACCEPTED: _("Verified, and accepted by %(second)s on %(day)s."),
    }
    return sentences[State(report.state)] % {**facts, "day": formats.day(report.state_since)}


def due_text(period: ReportingPeriod, *, today: dt.date) -> str:
    """Return when the period's reports are due, seen from a day."""
    facts = {"day": formats.day(period.due_on), "grace": formats.day(period.grace_until),
             "closes": formats.day(period.last_day), "opens": formats.day(period.opens_on)}  # fmt: skip
    left = (period.due_on - today).days
    match period.state_on(today):
        case PeriodState.UPCOMING:
            return _("Opens on %(opens)s, due on %(day)s.") % facts
        case PeriodState.OPEN | PeriodState.DUE if left == 0:
            return _("Due today.")
        case PeriodState.OPEN | PeriodState.DUE:
            due = ngettext("Due on %(day)s, in %(left)s day.", "Due on %(day)s, in %(left)s days.", left)
            return due % {**facts, "left": left}
        case PeriodState.GRACE:
            return _("Was due on %(day)s. In grace until %(grace)s.") % facts
        case PeriodState.LATE:
            return _("Was due on %(day)s. Late reports are accepted until %(closes)s.") % facts
    return _("Was due on %(day)s. Closed since %(closes)s.") % facts


def late_days(report: ProgressReport | None, period: ReportingPeriod, *, today: dt.date) -> int:
    """Return by how many days a report came late, or is late by now; 0 in time."""
    day = today
    if report is not None and report.first_submitted_at is not None:
        day = timezone.localtime(report.first_submitted_at).date()
    return max((day - period.due_on).days, 0)
