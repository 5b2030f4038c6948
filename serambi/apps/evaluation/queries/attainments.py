"""The indicators of a program with the target each is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from serambi.apps.evaluation.labels import LeftOut
from serambi.apps.evaluation.models import Attainment
from serambi.apps.evaluation.queries.basis import Basis
from serambi.apps.evaluation.queries.joining import DueTargets, due_targets
from serambi.apps.indicators.models import Indicator, ProgramIndicator, Target
from serambi.apps.observations.models import Mark
from serambi.apps.plans.models import MasterPlan, Program
from serambi.methods.periods import Period


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator of a program. value, ratio: of the target that came due, on the reader's basis; None when missing.

    indicator: None for one that is not published to the reader; it counts, and neither name nor figures are shown.
    url: its page; why: where its value is explained, "" without a target that came due.
    """

    indicator: Indicator | None
    name: str
    url: str
    why: str
    weight: Decimal
    target: Target | None
    value: float | None
    ratio: float | None
    marks: Mark
    left_out: LeftOut | None


def judged_indicators(plan: MasterPlan, user: Any, program: Program, *, quarter: Period, basis: Basis) -> list[Judged]:
    """Return the program's active indicators with their latest target that came due; four queries."""
    links = list(
        ProgramIndicator.objects.filter(program=program, indicator__archived_at__isnull=True)
        .select_related("indicator__owner")
        .order_by("-weight", "indicator__code")
    )
    ids = [link.indicator_id for link in links]
    shown = set(Indicator.objects.visible_to(user).filter(pk__in=ids).order_by().values_list("pk", flat=True))
    targets = due_targets(plan, ids)
    due = targets.at(quarter.end)
    rows = Target.objects.filter(pk__in=[one.target_id for one in due.values()]).select_related("attainment", "area")
    by_indicator = {target.indicator_id: target for target in rows}
    return [
        _judged(link, by_indicator.get(link.indicator_id), targets, is_shown=link.indicator_id in shown, basis=basis)
        for link in links
    ]


def _judged(
    link: ProgramIndicator, target: Target | None, targets: DueTargets, *, is_shown: bool, basis: Basis
) -> Judged:
    attainment: Attainment | None = getattr(target, "attainment", None)
    value = ratio = None
    marks = Mark(0)
    if attainment is not None:
        final = basis is Basis.FINAL
        value = attainment.final_value if final else attainment.value
        ratio = attainment.final_ratio if final else attainment.ratio
        if ratio is not None:
            marks = Mark(attainment.marks) & (~Mark.PRELIMINARY if final else ~Mark(0))
            marks |= Mark.ILLUSTRATION if link.is_illustration else Mark(0)
    indicator = link.indicator
    page = reverse("indicators:indicator_detail", args=[indicator.code])
    why = ""
    if target is not None:
        query = urlencode({"area": target.area.code, "period": target.period})
        why = f"{reverse('indicators:indicator_why', args=[indicator.code])}?{query}"
    return Judged(
        indicator=indicator if is_shown else None,
        name=indicator.display_name if is_shown else _("An indicator that is not published"),
        url=page if is_shown else "",
        why=why if is_shown else "",
        weight=link.weight,
        target=target if is_shown else None,
        value=value if is_shown else None,
        ratio=ratio,
        marks=marks,
        left_out=_reason(target, attainment, ratio, has_target=targets.has_any(link.indicator_id)),
    )


def _reason(
    target: Target | None, attainment: Attainment | None, ratio: float | None, *, has_target: bool
) -> LeftOut | None:
    if ratio is not None:
        return None
    if target is None:
        return LeftOut.NOT_DUE if has_target else LeftOut.NO_TARGET
    if attainment is not None and attainment.ratio is not None:
        return LeftOut.NOT_FINAL
    return LeftOut.NO_VALUE
