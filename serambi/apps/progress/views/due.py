"""What is due from me: what an officer sees first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from serambi.apps.agencies.models import Organization
from serambi.apps.agencies.permissions import standing
from serambi.apps.progress import queries
from serambi.apps.progress.forms.rules import outbox_words
from serambi.apps.progress.models import PeriodState, ReportingPeriod
from serambi.apps.progress.permissions import (
    acting,
    can_configure,
    can_verify,
    reads_all,
    sees_all_participation,
    works_at,
)
from serambi.apps.progress.queries import DueReport, Task, WantedAgencies
from serambi.apps.progress.sentences import due_text, late_days, waiting
from serambi.apps.progress.views.offline import kept
from serambi.ui import formats
from serambi.ui.persons import person_key

_SHOWN = 8
# So many agencies that have not reported are named; the page of the period has all.
_NAMED = 12


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Take a person to where their work is after they signed in: an agency's people to what is due, others onward."""
    if works_at(request.user, today=timezone.localdate()) and not reads_all(request.user, today=timezone.localdate()):
        return redirect("progress:due")
    try:
        return redirect(reverse(settings.HOME_PAGE))
    except NoReverseMatch:
        return redirect("progress:due")


@login_required
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Show everything that waits for the person, the most urgent first."""
    today = timezone.localdate()
    if not (standing(request.user).organizations or acting(request.user, today=today).lent):
        raise Http404
    found = queries.due_for(request.user, today)
    mine = [one for one in found if one.task in {Task.FILL_IN, Task.ANSWER}]
    checks = [one for one in found if one.task in {Task.VERIFY, Task.ACCEPT}]
    agencies, reads = works_at(request.user, today=today), reads_all(request.user, today=today)
    beside = queries.also_due_for(request.user, today)
    running = [_running(one, today) for one in queries.periods_taking(today)] if reads else []
    title = _title(found, mine, today, beside=sum(len(group.lines) for group in beside))
    context = {
        "title": title or _standing(running, today),
        "beside": beside,
        "mine": [_row(one, today) for one in mine],
        "approvals": [_row(one, today) for one in found if one.task is Task.APPROVE],
        "checks": [_row(one, today) for one in checks[:_SHOWN]],
        "checks_count": len(checks),
        "sees_participation": bool(agencies) or sees_all_participation(request.user, today=today),
        "sent": _sent(agencies, today),
        "upcoming": list(queries.periods_upcoming(today)[:2]) if agencies else [],
        "agencies": list(Organization.objects.filter(pk__in=agencies).order_by("abbreviation")),
        "periods": running,
        "reads_all": reads,
        "may_verify": can_verify(request.user, today=today),
        "may_configure": can_configure(request.user),
        "outbox": outbox_words(),
        "person": person_key(request.user),
        "lent": bool(acting(request.user, today=today).lent),
    }
    return kept(render(request, "progress/due.html", context))


def _title(found: list[DueReport], mine: list[DueReport], today: dt.date, *, beside: int) -> str:
    late = sum(one.task is Task.FILL_IN and late_days(one.report, one.period, today=today) > 0 for one in mine)
    if late:
        return ngettext("%(count)s report of yours is late", "%(count)s reports of yours are late", late) % {
            "count": formats.number(late, 0)
        }
    if found:
        return ngettext("%(count)s report waits for you", "%(count)s reports wait for you", len(found)) % {
            "count": formats.number(len(found), 0)
        }
    if beside:
        return ngettext("%(count)s thing waits for you", "%(count)s things wait for you", beside) % {
            "count": formats.number(beside, 0)
        }
    return ""


def _standing(running: list[dict[str, Any]], today: dt.date) -> str:
    """Return what is said where nothing is due: to those who read everything, how the latest period stands."""
    past = [row for row in running if row["period"].due_on <= today and row["sent"]]
    if not past:
        return _("Nothing is due from you")
    latest = max(past, key=lambda row: (row["period"].due_on, row["period"].pk))
    return f"{formats.period(latest['period'].period)}: {latest['headline']}"


def _row(one: DueReport, today: dt.date) -> dict[str, Any]:
    """Return a report as its line on the page shows it, with where its link leads."""
    pages = {Task.FILL_IN: "progress:form", Task.ANSWER: "progress:form", Task.APPROVE: "progress:report"}
    state = one.period.state_on(today)
    is_first = one.task is Task.FILL_IN
    return {
        "due": one,
        "address": reverse(pages.get(one.task, "progress:check"), kwargs=one.address),
        "when": due_text(one.period, today=today)
        if is_first or one.report is None
        else waiting(one.report, today=today),
        "is_late": is_first and state in {PeriodState.GRACE, PeriodState.LATE},
        "open": one.asked - one.answered,
    }


def _running(period: ReportingPeriod, today: dt.date) -> dict[str, Any]:
    """Return how a period stands: who has reported, who has not, how good the evidence is."""
    found = queries.overview(period, WantedAgencies(), today=today)
    silent = [row.organization.abbreviation for row in found.everybody if not row.is_sent]
    more = len(silent[_NAMED:])
    return {
        "period": period,
        "when": due_text(period, today=today),
        "headline": queries.headline(found),
        "silent": silent[:_NAMED],
        "more": more,
        "verified": found.verified,
        "sent": found.sent,
        "proof": queries.proof_text(found.proof),
        "late": found.overdue,
    }


def _sent(agencies: frozenset[int], today: dt.date) -> list[dict[str, Any]]:
    """Return the reports of the person's agencies that are on their way or done, the latest first."""
    if not agencies:
        return []
    found = queries.reports().filter(organization__in=agencies, first_submitted_at__isnull=False)
    latest = found.exclude(state="returned").order_by("-reporting_period__period_end", "organization__abbreviation")
    return [{"report": one, "waits": waiting(one, today=today)} for one in latest[:_SHOWN]]
