"""What the league shows of each agency or person, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from serambi.apps.progress.models import Criterion
from serambi.apps.progress.queries import Attended, Participation, Row
from serambi.apps.progress.views.shares import of_text, percent_cell, percent_text
from serambi.methods.scoring import Count

_KEPT = ("since", "until", "pillar", "cycle")


def kept_query(request: HttpRequest, **more: str) -> str:
    """Return the query with the span that is looked at and nothing else."""
    query = request.GET.copy()
    for name in list(query):
        if name not in _KEPT or not query[name]:
            del query[name]
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def league_title(found: Participation) -> str:
    together = found.overall.get(Criterion.DELIVERED) or found.overall.get(Criterion.ON_TIME)
    if not found.due or together is None:
        return _("Nothing was due in this span")
    in_time = found.overall[Criterion.ON_TIME].count.ratio
    facts = {"on_time": percent_text(in_time, 0), "delivered": ""}
    if Criterion.DELIVERED not in found.overall and in_time is None:
        return _("Nobody has answered anything in this span")
    if Criterion.DELIVERED not in found.overall:
        return _("%(on_time)s of what people answered came on time") % facts
    facts["delivered"] = percent_text(found.overall[Criterion.DELIVERED].count.ratio, 0)
    return _("Agencies delivered %(delivered)s of what was due, %(on_time)s on time") % facts


def meetings_of(row: Row, attended: Attended | None, people: bool) -> Count:
    """Return to how many meetings somebody came, of those they were asked to."""
    if attended is None:
        return Count(0, 0)
    if not people:
        return attended.by_organization(row.organization.pk)
    return Count(0, 0) if row.person is None else attended.by_person(row.organization.pk, row.person.pk)


def meetings_together(found: Participation, attended: Attended | None) -> str:
    together = attended.together(row.organization.pk for row in found.rows) if attended is not None else Count(0, 0)
    return of_text(together) if together.of else ""


def league_row(
    request: HttpRequest, row: Row, criteria: Sequence[Criterion], people: bool, attended: Attended | None
) -> dict[str, Any]:
    meetings = meetings_of(row, attended, people)
    base = reverse("progress:participation_agency", args=[row.organization.abbreviation])
    own = {"person": str(row.person.pk)} if people and row.person is not None else {}
    has_page = not people or (row.person is not None and bool(row.counts))
    return {
        "row": row,
        "address": f"{base}?{kept_query(request, **own)}" if has_page else "",
        "raw": percent_text(row.raw),
        "value": percent_text(row.value),
        "meetings": of_text(meetings) if meetings.of else "",
        "cells": [
            {
                "label": str(one.label),
                "text": percent_text(row.count(one).ratio),
                "of": of_text(row.count(one)),
                "address": f"{base}?{kept_query(request, criterion=one.value, **own)}#reports"
                if row.count(one).of
                else "",
            }
            for one in criteria
        ],
        "groups": ", ".join(f"{one.pillar} ({one.get_side_display()}, {one.get_duty_display()})" for one in row.groups),
    }


def overall_cell(criterion: Criterion, count: Count) -> dict[str, str]:
    return {"label": str(criterion.label), "text": percent_text(count.ratio), "of": of_text(count)}


def league_heads(criteria: Sequence[Criterion], people: bool) -> list[str]:
    heads = [pgettext("league", "Position"), _("Agency"), _("Name"), _("Working groups") if people else "", _("Due")]
    for one in criteria:
        heads += [str(one.label), _("%(criterion)s, of") % {"criterion": one.label},
                  _("%(criterion)s, percent") % {"criterion": one.label}]  # fmt: skip
    ranked = (_("Own share, percent"), _("Ranked value, percent"))
    return [*(head for head in heads if head), *ranked, _("Meetings attended"), _("Meetings asked to")]


def league_table(
    rows: Sequence[Row], criteria: Sequence[Criterion], people: bool, attended: Attended | None
) -> Iterator[list[object]]:
    for row in rows:
        cells: list[object] = [row.position, row.organization.abbreviation, row.name]
        if people:
            cells.append("; ".join(str(one.pillar) for one in row.groups))
        cells.append(row.due)
        for one in criteria:
            count = row.count(one)
            cells += [count.have if count.of else None, count.of or None, percent_cell(count.ratio)]
        meetings = meetings_of(row, attended, people)
        cells += [percent_cell(row.raw), percent_cell(row.value)]
        yield [*cells, meetings.have if meetings.of else None, meetings.of or None]
