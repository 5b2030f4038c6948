"""Residents' reports that pile up in one village, as suggestions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from serambi.apps.agencies.models import Organization
from serambi.apps.citizen_reports.queries import Cluster, WantedClusters, clusters
from serambi.apps.meetings.models import BodyKind, ItemKind, MeetingBody
from serambi.apps.meetings.queries.suggested import MOST_URGENT, Suggestion
from serambi.apps.plans.labels import days_text
from serambi.ui import formats

NAME = "voices"
HEADING = gettext_lazy("Reports of residents that pile up in one village")
EXPLAINS = gettext_lazy(
    "4 for each open report of one category in one village, and 1 more for each full week that it has waited, at most "
    "8; at most 100. At least 3 of them came within the last 90 days."
)
_MINUTES = 10


def pile_key(pile: Cluster) -> str:
    """Return the key of the suggestion to talk about a pile of reports."""
    return f"{NAME}:{pile.category.pk}:{pile.village.pk}"


def piled_up(body: MeetingBody, today: dt.date) -> list[Suggestion]:
    """Return where reports pile up that the body answers for: of its pillar, of its members, or everywhere."""
    wanted = WantedClusters(pillar=body.pillar_id)
    if body.pillar_id is None and body.kind == BodyKind.BILATERAL:
        members = Organization.objects.filter(pk__in=body.members.values("organization"))
        wanted = WantedClusters(agencies=frozenset(members.values_list("pk", flat=True)))
    return [_suggestion(one) for one in clusters(today, wanted)]


def _suggestion(cluster: Cluster) -> Suggestion:
    urgency = min(MOST_URGENT, Decimal(cluster.weight))
    count = formats.number(cluster.count, 0)
    facts = {
        "category": cluster.category.display_name,
        "village": cluster.village.name,
        "count": count,
        "recent": formats.number(cluster.recent, 0),
        "days": days_text(cluster.oldest_days),
        "weight": formats.number(cluster.weight, 0),
        "urgency": formats.number(urgency, 0),
    }
    reason = ngettext(
        "%(count)s report is open, %(recent)s of the last 90 days; the oldest has waited %(days)s.",
        "%(count)s reports are open, %(recent)s of them of the last 90 days; the oldest has waited %(days)s.",
        cluster.count,
    )
    return Suggestion(
        key=pile_key(cluster),
        kind=ItemKind.VOICES,
        title=_("%(category)s in %(village)s: reports of residents pile up") % facts,
        reason=reason % facts,
        number=ngettext("%(count)s open report", "%(count)s open reports", cluster.count) % facts,
        why=_("4 for each of %(count)s reports and 1 for each week they waited: %(weight)s, at most 100: %(urgency)s")
        % facts,
        urgency=urgency,
        address=cluster.address,
        minutes=_MINUTES,
        presenter=cluster.category.agency,
        about=cluster.key,
        is_illustration=cluster.is_illustration,
    )
