"""What changed lately, from the record of writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.agencies.permissions import can_see_preliminary
from serambi.apps.audit.models import Entry as Record
from serambi.apps.audit.models import Verb
from serambi.apps.evaluation.labels import DEEDS
from serambi.apps.evaluation.queries.lists import SHOWN, Entry
from serambi.apps.evaluation.queries.states import in_language
from serambi.apps.observations.models import Observation, Series
from serambi.apps.plans.models import MasterPlan, Program, Stage
from serambi.ui import formats

# As many entries of the record as are looked at: a batch of figures is told in one line.
_LOOKED_AT = 40
_PROGRAM = Program._meta.label_lower
_OBSERVATION = Observation._meta.label_lower
_SERIES = Series._meta.label_lower
_TYPES = (_PROGRAM, _OBSERVATION, _SERIES)
_OF_PROGRAMS = (Verb.CREATED, Verb.CHANGED, Verb.ARCHIVED, Verb.RESTORED)
_OF_FIGURES = (Verb.CREATED, Verb.REVISED, Verb.FINALIZED, Verb.WITHDRAWN)
# Between the parts of a text that one look-up brings back.
_MARK = Value("\x1f")
_OF_BATCHES = (Verb.LOADED, Verb.FINALIZED)


@dataclass(frozen=True, slots=True)
class _Told:
    """Entries of the record that make one line: the same person did the same to one series, or to one program."""

    verb: str
    who: str
    day: dt.date
    thing: str
    kind: str


def news(plan: MasterPlan, user: Any) -> tuple[Entry, ...]:
    """Return the latest changes of programs and figures, newest first, those of one batch in one line; one query.

    People without a role see published programs and final figures, and not who changed them.
    """
    with_role = can_see_preliminary(user)
    # Only these rows have a number that can be compared; casting others would fail on some databases.
    object_key = Case(
        When(object_type__in=_TYPES, then=Cast("object_id", BigIntegerField())), output_field=BigIntegerField()
    )
    here = OuterRef("object_key")
    programs = Program.objects.visible_to(user).filter(pk=here, plan_id=plan.pk)
    figures = Observation.objects.visible_to(user).filter(pk=here)
    series = Series.objects.visible_to(user).filter(pk=here)
    if not with_role:
        # A whole batch is recorded with its series; the public hears of it once any of it is final.
        series = series.filter(Exists(Observation.objects.filter(series_id=OuterRef("pk"), is_final=True)))
    rows = (
        Record.objects.annotate(object_key=object_key, kind=_joined(F("object_type"), Value("")))
        # By the kind written like this the latest entries are read backwards until there are enough of them; by the
        # column itself every entry of these kinds would be read and sorted.
        .filter(
            Q(kind=_PROGRAM, verb__in=_OF_PROGRAMS)
            | Q(kind=_OBSERVATION, verb__in=_OF_FIGURES)
            | Q(kind=_SERIES, verb__in=_OF_BATCHES)
        )
        .annotate(
            named=Case(
                When(kind=_PROGRAM, then=_named(programs)),
                When(kind=_OBSERVATION, then=_named(figures, "series__")),
                default=_named(series),
                output_field=CharField(),
            )
        )
        .filter(named__isnull=False)
        .select_related("origin")
        .only("at", "actor_id", "origin__actor_name", "verb", "object_type", "object_name", "before", "after")
        .order_by("-pk")[:_LOOKED_AT]
    )
    lines: dict[_Told, list[Any]] = {}
    for row in rows:
        told = _Told(
            verb=row.verb,
            who=row.actor_name if with_role and row.actor_id else "",
            day=timezone.localtime(row.at).date(),
            thing=row.named,
            kind=row.object_type,
        )
        lines.setdefault(told, []).append(row)
    return tuple(_entry(told, found) for told, found in islice(lines.items(), SHOWN))


def _named(rows: QuerySet[Any], prefix: str = "") -> Subquery:
    """Return code and both names of what was changed in one text, or nothing where the person may not see it."""
    columns = (F(f"{prefix}code"), _MARK, F(f"{prefix}name"), _MARK, F(f"{prefix}name_en"))
    return Subquery(rows.order_by().annotate(named=_joined(*columns)).values("named")[:1])


def _joined(*parts: F | Value) -> Func:
    """Return texts that are never NULL one after the other; Concat guards each against NULL, which costs time."""
    return Func(*parts, template="(%(expressions)s)", arg_joiner=" || ", output_field=CharField())


def _entry(told: _Told, rows: list[Any]) -> Entry:
    row = rows[0]
    code, name, name_en = told.thing.split("\x1f")
    if told.kind == _PROGRAM:
        url, text = reverse("evaluation:program", args=[code]), _of_program(rows)
    elif told.kind == _OBSERVATION:
        url, text = reverse("observations:observation_detail", args=[row.object_key]), _of_figures(told.verb, rows)
    else:
        url = reverse("observations:series_detail", args=[code])
        text = _of_batch(told.verb, sum(int(one.after.get("count") or 0) for one in rows))
    return Entry(in_language(name, name_en), url, f"{text}, {formats.day(told.day)}", told.who)


def _of_program(rows: Iterable[Any]) -> str:
    row = next((one for one in rows if "stage" in one.after), None)
    if row is not None and row.verb == Verb.CHANGED and row.after["stage"] in Stage.values:
        return _("now: %(stage)s") % {"stage": Stage(row.after["stage"]).label}
    return str(DEEDS[next(iter(rows)).verb])


def _of_figures(verb: str, rows: list[Any]) -> str:
    if len(rows) > 1:
        return _of_batch(verb, len(rows))
    row = rows[0]
    place = " · ".join(row.object_name.split(" · ")[1:])
    before, after = row.before.get("value"), row.after.get("value")
    if verb == Verb.REVISED and before is not None and after is not None:
        return f"{place}: {formats.number(before)} → {formats.number(after)}"
    return f"{place}: {DEEDS[verb]}" if place else str(DEEDS[verb])


def _of_batch(verb: str, count: int) -> str:
    words = {"count": formats.number(count, 0), "verb": str(DEEDS[verb])}
    return ngettext("%(count)s figure %(verb)s", "%(count)s figures %(verb)s", count) % words
