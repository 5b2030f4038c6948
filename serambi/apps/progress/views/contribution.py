"""What the page of one agency, or of one of its people, says of its part."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.apps.progress.models import Criterion
from serambi.apps.progress.queries import Attended, Participation, ReportTally, Row
from serambi.apps.progress.views.league import meetings_of
from serambi.apps.progress.views.shares import of_text, percent_text
from serambi.methods.scoring import Count


def contribution_title(row: Row) -> str:
    who = f"{row.name} ({row.organization.abbreviation})" if row.person is not None else row.organization.abbreviation
    if row.value is None:
        return _("%(who)s: nothing in this span") % {"who": who}
    return _("%(who)s: %(value)s") % {"who": who, "value": percent_text(row.value)}


def place_text(row: Row, everybody: Participation) -> str:
    if row.position is None:
        return ""
    count = len(everybody.placed)
    facts = {"position": row.position, "count": count, "raw": percent_text(row.raw), "value": percent_text(row.value)}
    text = ngettext(
        "Position %(position)s of %(count)s. Own share %(raw)s, ranked value %(value)s.",
        "Position %(position)s of %(count)s. Own share %(raw)s, ranked value %(value)s.",
        count,
    )
    return text % facts


def stats_of(row: Row, everybody: Participation) -> list[dict[str, str]]:
    return [
        {
            "label": str(one.label),
            "value": percent_text(row.count(one).ratio),
            "note": _("%(of)s; all together %(overall)s")
            % {"of": of_text(row.count(one)) or _("nothing counts"), "overall": percent_text(together.count.ratio)},
        }
        for one, together in everybody.overall.items()
    ]


def meeting_stat(row: Row, attended: Attended | None) -> list[dict[str, str]]:
    meetings = meetings_of(row, attended, row.person is not None)
    if not meetings.of:
        return []
    note = _("%(of)s; not ranked") % {"of": of_text(meetings)}
    return [{"label": _("Meetings attended"), "value": percent_text(meetings.ratio), "note": note}]


def report_row(tally: ReportTally, chosen: Criterion | None) -> dict[str, Any]:
    criteria = [chosen] if chosen is not None else list(Criterion)
    counts = [tally.counts.get(one, Count(0, 0)) for one in criteria]
    return {
        "tally": tally,
        "cells": [
            {"label": str(one.label), "of": of_text(count), "text": percent_text(count.ratio, 0)}
            for one, count in zip(criteria, counts, strict=True)
        ],
        "sent": tally.report.first_submitted_at if tally.report is not None else None,
    }
