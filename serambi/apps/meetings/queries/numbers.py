"""The numbers behind an item of an agenda: as they are now, and as they were when the room saw them.

What is read is plain JSON, so that the same words are made of the live numbers and of the frozen picture.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from serambi.apps.citizen_reports.queries import Cluster, clusters_named
from serambi.apps.indicators.models import Indicator
from serambi.apps.indicators.queries.standings import Basis, Standing, standings
from serambi.apps.meetings.models import Action, ActionState, AgendaItem, ItemKind
from serambi.apps.meetings.queries.figures import Figure, figures
from serambi.apps.meetings.queries.lags import CLOSED, Lag, read_lags
from serambi.apps.meetings.queries.outlooks import Outlook, read_outlooks
from serambi.apps.partnerships.models import Commitment
from serambi.apps.partnerships.queries import Balance, commitments_by_id
from serambi.apps.plans.models import Milestone, Program
from serambi.apps.plans.queries import current_plan
from serambi.apps.progress.queries import LateAgency, late_agencies

Raw = dict[str, Any]


def live_numbers(item: AgendaItem, *, today: dt.date | None = None) -> list[Figure]:
    """Return the numbers of an item as they are now, in the reader's language; none for a topic.

    A fixed number of queries by its kind. For many items use `numbers_of`.
    """
    day = today or timezone.localdate()
    return figures(read_numbers([item], today=day).get(item.pk))


def frozen_numbers(item: AgendaItem) -> list[Figure]:
    """Return the numbers of an item as they were shown on the day; none while nothing was frozen."""
    return figures(item.picture)


def numbers_of(items: Iterable[AgendaItem], *, today: dt.date) -> dict[int, list[Figure]]:
    """Return the numbers of many items by their ids, with no more queries than for one of each kind."""
    return {pk: figures(raw) for pk, raw in read_numbers(items, today=today).items()}


# What is read --------------------------------------------------------------------------------------------------------


def read_numbers(items: Iterable[AgendaItem], *, today: dt.date) -> dict[int, Raw]:
    """Return the numbers behind items as JSON, by the id of the item; topics are absent."""
    given = list(items)
    programs = _programs(_ids(given, ItemKind.PROGRAM, "program_id"), today)
    indicators = _indicators(_ids(given, ItemKind.INDICATOR, "indicator_id"), today)
    reports = _reports(_ids(given, ItemKind.REPORT, "organization_id"), today)
    about = {one.pk: commitment_id(one) for one in given}
    commitments = _commitments({pk for pk in about.values() if pk is not None}, today)
    voices = clusters_named({one.about for one in given if one.kind == ItemKind.VOICES}, today)
    found: dict[int, Raw] = {}
    for one in given:
        raw: Raw | None = None
        match one.kind:
            case ItemKind.PROGRAM:
                raw = programs.get(one.program_id or 0)
            case ItemKind.INDICATOR:
                raw = indicators.get(one.indicator_id or 0)
            case ItemKind.REPORT:
                raw = reports.get(one.organization_id or 0)
            case ItemKind.ACTION if one.action is not None:
                raw = _action(one.action, today)
            case ItemKind.COMMITMENT:
                raw = commitments.get(about[one.pk] or 0)
            case ItemKind.VOICES if one.about in voices:
                raw = _voices(voices[one.about])
        if raw is not None:
            found[one.pk] = {"kind": str(one.kind), "today": today.isoformat(), **raw}
    return found


def _ids(items: Iterable[AgendaItem], kind: str, column: str) -> set[int]:
    """Return what the items of a kind are about."""
    return {getattr(one, column) for one in items if one.kind == kind} - {None}


def _programs(ids: set[int], today: dt.date) -> dict[int, Raw]:
    if not ids:
        return {}
    programs = Program.objects.filter(pk__in=ids)
    lags = {one.program: one for one in read_lags(programs, today=today, since=dt.date.min)}
    overdue = Q(reached_on__isnull=True, due_on__lt=today) & ~Q(activity__stage__in=CLOSED)
    counted = {
        pk: (every, reached, late)
        for pk, every, reached, late in Milestone.objects.filter(activity__program__in=ids)
        .order_by()
        .values("activity__program_id")
        .annotate(every=Count("pk"), reached=Count("reached_on"), late=Count("pk", filter=overdue))
        .values_list("activity__program_id", "every", "reached", "late")
    }
    return {one.pk: _program(one, lags[one.pk], counted.get(one.pk, (0, 0, 0)), today) for one in programs}


def _program(program: Program, lag: Lag, milestones: tuple[int, int, int], today: dt.date) -> Raw:
    done, money = lag.physical, lag.money
    return {
        "stage": program.stage,
        "ends_on": _text(program.ends_on),
        "late_since": _text(lag.since),
        "physical": _text(done.number) if done is not None else None,
        "physical_on": _text(done.on) if done is not None else None,
        "planned": _text(lag.planned),
        "spent": _text(money.realization) if money is not None else None,
        "ceiling": _text(money.ceiling) if money is not None else None,
        "spent_percent": _text(money.percent) if money is not None else None,
        "year": today.year,
        "milestones": list(milestones),
        "illustration": program.is_illustration,
    }


def _indicators(ids: set[int], today: dt.date) -> dict[int, Raw]:
    if not ids:
        return {}
    plan = current_plan()
    region = plan.region_id if plan is not None else 0
    indicators = Indicator.objects.filter(pk__in=ids)
    outlooks = read_outlooks(indicators, region=region, today=today)
    found = standings(indicators, region=region, basis=Basis.WORKING, today=today)
    return {one.indicator.pk: _indicator(one, outlooks.get(one.indicator.pk)) for one in found}


def _indicator(standing: Standing, outlook: Outlook | None) -> Raw:
    due = standing.due
    coming = outlook if outlook is not None and outlook.is_coming else None
    return {
        "unit": standing.indicator.unit,
        "decimals": standing.indicator.decimals,
        "value": _text(standing.value),
        "period": _text(standing.latest),
        "target": _text(due.target) if due is not None else None,
        "target_upper": _text(due.upper) if due is not None else None,
        "target_period": _text(due.period) if due is not None else None,
        "attainment": _text(due.ratio) if due is not None else None,
        "band": due.band if due is not None else None,
        "next_target": _text(coming.aim.value) if coming is not None else None,
        "next_upper": _text(coming.aim.upper) if coming is not None else None,
        "next_period": _text(coming.aim.period) if coming is not None else None,
        "expected": _text(coming.expected) if coming is not None else None,
        "expected_ratio": _text(coming.ratio) if coming is not None else None,
        "preliminary": standing.is_preliminary,
        "illustration": standing.is_illustration,
    }


def _reports(ids: set[int], today: dt.date) -> dict[int, Raw]:
    late = {one.organization.pk: one for one in late_agencies(today)} if ids else {}
    return {pk: _report(late.get(pk)) for pk in ids}


def _report(late: LateAgency | None) -> Raw:
    if late is None:
        return {"periods": []}
    return {
        "periods": [
            {
                "cycle": one.cycle.name,
                "cycle_en": one.cycle.name_en,
                "period": str(one.period),
                "due": _text(one.due_on),
            }
            for one in late.periods
        ],
        "begun": late.begun,
    }


def _action(action: Action, today: dt.date) -> Raw:
    return {
        "state": action.state,
        "due": _text(action.due_on),
        "late": action.days_late_on(today),
        "seen": action.meetings_seen,
        "illustration": action.is_illustration,
    }


def commitment_id(item: AgendaItem) -> int | None:
    """Return the id of the commitment that an item is about; None where it is about none."""
    is_id = item.kind == ItemKind.COMMITMENT and re.fullmatch("[0-9]{1,18}", item.about)
    return int(item.about) if is_id else None


def _commitments(ids: set[int], today: dt.date) -> dict[int, Raw]:
    found = commitments_by_id(ids)
    return {pk: _commitment(one, balance, today) for pk, (one, balance) in found.items()}


def _commitment(commitment: Commitment, balance: Balance, today: dt.date) -> Raw:
    return {
        "state": commitment.state,
        "promised": _text(balance.promised),
        "delivered": _text(balance.delivered),
        "percent": _text(balance.percent),
        "unit": commitment.unit,
        "measured": commitment.is_measured,
        "due": _text(commitment.next_due_on),
        "late": commitment.days_late_on(today),
        "illustration": commitment.is_illustration,
    }


def _voices(found: Cluster) -> Raw:
    return {
        "open": found.count,
        "recent": found.recent,
        "oldest": found.oldest_days,
        "illustration": found.is_illustration,
    }


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, dt.date) else str(value)


# What hangs on it ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is still open. meetings_seen: how many later meetings found it open. days_late: 0 in time."""

    action: Action
    meetings_seen: int
    days_late: int


def open_actions_about(item: AgendaItem, *, today: dt.date | None = None) -> list[OpenAction]:
    """Return the open actions about the program or of the agency of an item, the oldest in meetings first; one query.

    What was agreed about a confidential item is left out, unless this item is confidential itself: the room may have
    guests. None for topics and for items about one action.
    """
    day = today or timezone.localdate()
    found = Action.objects.filter(state=ActionState.OPEN)
    if item.kind == ItemKind.PROGRAM and item.program_id is not None:
        found = found.filter(program_id=item.program_id)
    elif item.kind == ItemKind.REPORT and item.organization_id is not None:
        found = found.filter(agency_id=item.organization_id)
    else:
        return []
    if not item.is_confidential:
        found = found.exclude(item__is_confidential=True)
    rows = found.select_related("agency", "person").order_by("-meetings_seen", "due_on", "pk")
    return [OpenAction(one, one.meetings_seen, one.days_late_on(day)) for one in rows]
