"""What the plan says about its indicators: which show that a program reaches its aim, and what they should be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from serambi.apps.indicators.models import Indicator, ProgramIndicator, Target
from serambi.apps.plans.models import MasterPlan

_MILLI = Decimal("0.001")


def indicators_in_plan(plan: MasterPlan) -> dict[int, list[dict[str, Any]]]:
    """Return the published indicators of each program with their targets for the plan's region; two queries.

    Documents as `plans.queries.pictures.describe_indicators_by` takes them; numbers are exact texts.
    """
    published = Indicator.objects.active().filter(is_published=True)
    links = ProgramIndicator.objects.filter(program__plan=plan, indicator__in=published).order_by("indicator__code")
    columns = ("program_id", "weight", "indicator_id", "indicator__code", "indicator__name", "indicator__unit")
    targets = _targets(plan)
    found: dict[int, list[dict[str, Any]]] = {}
    for program, weight, pk, code, name, unit in links.values_list(*columns):
        found.setdefault(program, []).append(
            {
                "code": code,
                "name": name,
                "unit": unit,
                "weight": str(weight.quantize(_MILLI)),
                "targets": targets.get(pk, {}),
            }
        )
    return found


def _targets(plan: MasterPlan) -> dict[int, dict[str, str]]:
    rows = Target.objects.filter(area=plan.region_id, indicator__programs__plan=plan).distinct().order_by("period_end")
    found: dict[int, dict[str, str]] = {}
    for indicator, period, value, upper in rows.values_list("indicator_id", "period", "value", "upper"):
        text = _exact(value) if upper is None else f"{_exact(value)}–{_exact(upper)}"
        found.setdefault(indicator, {})[str(period)] = text
    return found


def _exact(value: Decimal) -> str:
    """Return every digit that a number has, without the zeros that a column adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
