"""The three short lists under the table: what needs a decision, what is due soon, what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.evaluation.models import Node, Score
from serambi.apps.evaluation.queries.overview import Overview
from serambi.apps.evaluation.queries.states import in_language
from serambi.apps.observations.models import FrequencyChoice, Series
from serambi.apps.plans.labels import days_text, delay_text
from serambi.apps.plans.models import MasterPlan, Milestone, Program, Stage
from serambi.apps.plans.models.programs import FINISHED
from serambi.apps.plans.queries import delays_of, is_late
from serambi.methods.periods import Frequency, Period
from serambi.ui import formats

SHOWN = 6
SOON = dt.timedelta(days=30)
# Below half of its targets a program is in the lowest band of Permendagri 86/2017.
LOW = 50.0

_CLOSED = (*FINISHED, Stage.STOPPED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a short list. text: what and why. who: the agency or person, "" when there is none."""

    title: str
    url: str
    text: str
    who: str = ""


# Needs a decision -------------------------------------------------------------------------------------------------


def needs_decision(overview: Overview) -> tuple[Entry, ...]:
    """Return the programs that somebody has to decide about: late, below half of their targets, or without a lead.

    First whose end has passed, longest ago first; then whose start has; then the others that are far behind; then the
    rest. Two queries.
    """
    plan, today = overview.plan, overview.today
    low = _low_programs(overview)
    urgency = Case(
        When(~Q(stage__in=_CLOSED) & Q(ends_on__lt=today), then=0),
        When(stage=Stage.NOT_STARTED, starts_on__lt=today, then=1),
        When(pk__in=low, then=2),
        default=3,
        output_field=IntegerField(),
    )
    chosen = (
        Program.objects.active()
        .filter(plan_id=plan.pk)
        .filter(is_late(today) | Q(pk__in=low) | Q(lead__isnull=True))
        .order_by(urgency, F("ends_on").asc(nulls_last=True), "code")
        .values("pk")[:SHOWN]
    )
    # What is shown is looked up for the few that are chosen, not for all that could be.
    programs = Program.objects.filter(pk__in=chosen).annotate(reached=_reached(overview)).select_related("lead")
    rows = sorted(programs.order_by(), key=lambda program: _order(program, today))
    delays = delays_of(rows, today=today) if rows else {}
    entries = []
    for program in rows:
        reasons = [delay_text(delay, today=today) for delay in delays[program.pk][:1]]
        value = getattr(program, "reached", None)
        if value is not None and value < LOW:
            reasons.append(_("Attainment %(value)s.") % {"value": formats.percent(value)})
        if program.lead is None:
            reasons.append(_("No lead agency."))
        entries.append(
            Entry(
                title=program.display_name,
                url=program_url(program.code, overview.quarter),
                text=" ".join(reasons),
                who=program.lead.abbreviation if program.lead else "",
            )
        )
    return tuple(entries)


def _order(program: Program, today: dt.date) -> tuple[int, dt.date, str]:
    """Sort the chosen few as the database chose them."""
    reached = getattr(program, "reached", None)
    urgency = 2 if reached is not None and reached < LOW else 3
    if program.stage not in _CLOSED and program.ends_on is not None and program.ends_on < today:
        urgency = 0
    elif program.stage == Stage.NOT_STARTED and program.starts_on is not None and program.starts_on < today:
        urgency = 1
    return urgency, program.ends_on or dt.date.max, program.code


def _low_programs(overview: Overview) -> QuerySet[Any, Any] | list[int]:
    """Return the programs below half of their targets, as a condition where the scores are written."""
    if overview.scores.is_written(overview.quarter):
        low = {f"{overview.basis.column('value')}__lt": LOW}
        rows = Score.objects.filter(plan_id=overview.plan.pk, node=Node.PROGRAM, period=overview.quarter, **low)
        return rows.values("object_id")
    return overview.scores.below(LOW, Node.PROGRAM, overview.quarter)


def _reached(overview: Overview) -> Subquery | Case:
    """Return the attainment of each program as a column."""
    if overview.scores.is_written(overview.quarter):
        rows = Score.objects.filter(node=Node.PROGRAM, object_id=OuterRef("pk"), period=overview.quarter)
        return Subquery(rows.values(overview.basis.column("value"))[:1])
    low = overview.scores.below(LOW, Node.PROGRAM, overview.quarter)
    known = [When(pk=pk, then=overview.scores.value(Node.PROGRAM, pk, overview.quarter)) for pk in low]
    return Case(*known, default=None, output_field=FloatField())


def program_url(code: str, quarter: Period) -> str:
    return f"{reverse('evaluation:program', args=[code])}?period={quarter}"


# Due soon ---------------------------------------------------------------------------------------------------------


class _Coming(NamedTuple):
    """Something that comes due. kind: milestone, program or series; for a series title is the frequency."""

    kind: str
    day: dt.date
    title: str
    title_en: str
    place: str
    who: str | None
    how_many: int


def due_soon(plan: MasterPlan, user: Any, *, today: dt.date) -> tuple[Entry, ...]:
    """Return what comes due within thirty days: milestones, ends of programs, and figures by their frequency."""
    until = today + SOON
    columns = _Coming._fields
    # The plan is written so that a planner begins at the days, which are few, and not at the programs, which are many.
    milestones = (
        Milestone.objects.alias(in_plan=F("activity__program__plan_id") + 0)
        .filter(
            in_plan=plan.pk,
            activity__program__archived_at__isnull=True,
            reached_on__isnull=True,
            due_on__range=(today, until),
        )
        .exclude(Q(activity__stage__in=_CLOSED) | Q(activity__program__stage__in=_CLOSED))
    )
    ends = Program.objects.active().filter(plan_id=plan.pk, ends_on__range=(today, until)).exclude(stage__in=_CLOSED)
    series = Series.objects.visible_to(user).filter(archived_at__isnull=True)
    # One statement for three kinds of rows. Those of series have no day of their own: today puts them first.
    rows: Iterable[tuple[Any, ...]] = (
        milestones.order_by()
        .annotate(
            kind=_text("milestone"),
            day=F("due_on"),
            title=F("name"),
            title_en=_text(""),
            place=F("activity__program__code"),
            who=F("activity__program__lead__abbreviation"),
            how_many=Value(0),
        )
        .values_list(*columns)
        .union(
            ends.order_by()
            .annotate(
                kind=_text("program"),
                day=F("ends_on"),
                title=F("name"),
                title_en=F("name_en"),
                place=F("code"),
                who=F("lead__abbreviation"),
                how_many=Value(0),
            )
            .values_list(*columns),
            series.order_by()
            .values("frequency")
            .annotate(
                kind=_text("series"),
                day=Value(today),
                title=F("frequency"),
                title_en=_text(""),
                place=_text(""),
                who=_text(""),
                how_many=Count("pk"),
            )
            .values_list(*columns),
            all=True,
        )
        .order_by("day", "title")[: SHOWN * 5]
    )
    coming: list[_Coming] = []
    for row in map(_Coming._make, rows):
        coming.extend(_periods(row, today=today) if row.kind == "series" else [row])
    coming.sort(key=lambda one: (one.day, one.title))
    return tuple(_entry(one, today=today) for one in coming[:SHOWN])


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _periods(row: _Coming, *, today: dt.date) -> list[_Coming]:
    """Return the running period of a frequency if it ends soon; daily ones end every day and would say nothing."""
    frequency = Frequency(row.title)
    end = Period.of(today, frequency).end
    return [] if frequency is Frequency.DAY or end > today + SOON else [row._replace(day=end)]


def _entry(coming: _Coming, *, today: dt.date) -> Entry:
    words = {"day": formats.day(coming.day), "in": in_days((coming.day - today).days)}
    if coming.kind == "series":
        return _figures(coming, words, today=today)
    text = _("Milestone, %(day)s, %(in)s") if coming.kind == "milestone" else _("Planned end, %(day)s, %(in)s")
    title = in_language(coming.title, coming.title_en)
    return Entry(title, reverse("evaluation:program", args=[coming.place]), text % words, coming.who or "")


def _figures(coming: _Coming, words: dict[str, str], *, today: dt.date) -> Entry:
    frequency = FrequencyChoice(coming.title)
    text = ngettext(
        "%(count)s series, %(frequency)s; the period ends on %(day)s, %(in)s",
        "%(count)s series, %(frequency)s; the period ends on %(day)s, %(in)s",
        coming.how_many,
    )
    period = Period.of(today, Frequency(coming.title))
    return Entry(
        title=_("Figures of %(period)s") % {"period": formats.period(period)},
        url=f"{reverse('observations:series_list')}?frequency={coming.title}",
        text=text % {**words, "count": formats.number(coming.how_many, 0), "frequency": str(frequency.label).lower()},
    )


def in_days(count: int) -> str:
    """Return how far off a day is: today, or in so many days."""
    return _("today") if count == 0 else _("in %(days)s") % {"days": days_text(count)}
