"""Which programs are late, for lists; the rule itself is stated in `plans.lateness`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import BooleanField, Case, Q, Value, When

from serambi.apps.plans.delays import Delay
from serambi.apps.plans.lateness import CLOSED, Due, delays
from serambi.apps.plans.models import Milestone, Program, ProgramQuerySet, Stage


def is_late(today: dt.date) -> Q:
    """Return the condition under which a program is late today, for `filter` and `Count(…, filter=…)`.

    For its opposite use `with_lateness`: negated in SQL, a missing day would leave out what is not late.
    """
    overdue = (
        Milestone.objects.filter(reached_on__isnull=True, due_on__lt=today)
        .exclude(activity__stage__in=CLOSED)
        .order_by()
        .values("activity__program_id")
    )
    missed = Q(ends_on__lt=today) | Q(stage=Stage.NOT_STARTED, starts_on__lt=today) | Q(pk__in=overdue)
    return ~Q(stage__in=CLOSED) & missed


def with_lateness(programs: ProgramQuerySet, *, today: dt.date) -> ProgramQuerySet:
    """Return the programs with a column `is_late`."""
    # A comparison with a missing day is neither true nor false in SQL; a column has to be one of them.
    late = Case(When(is_late(today), then=Value(True)), default=Value(False), output_field=BooleanField())
    return programs.annotate(is_late=late)


def late_programs(programs: ProgramQuerySet, *, today: dt.date) -> ProgramQuerySet:
    """Return those of the programs that are late today."""
    return programs.filter(is_late(today))


def delays_of(programs: Iterable[Program], *, today: dt.date) -> dict[int, tuple[Delay, ...]]:
    """Return why each program is late, by its id, with one query for all; those that are not late have no reasons."""
    given = list(programs)
    due: dict[int, list[Due]] = {}
    rows = Milestone.objects.filter(
        reached_on__isnull=True, due_on__lt=today, activity__program__in=[program.pk for program in given]
    ).values_list("activity__program_id", "name", "due_on", "activity__stage")
    for program_id, name, due_on, stage in rows:
        due.setdefault(program_id, []).append(Due(name, due_on, stage))
    return {
        program.pk: delays(
            stage=program.stage,
            starts_on=program.starts_on,
            ends_on=program.ends_on,
            milestones=due.get(program.pk, ()),
            today=today,
        )
        for program in given
    }
