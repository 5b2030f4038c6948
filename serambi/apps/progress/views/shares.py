"""Shares, spans and rules of participation in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from serambi.apps.progress.models import Criterion, ParticipationRule
from serambi.apps.progress.queries import Participation, Span
from serambi.methods.scoring import Count
from serambi.ui import formats


def percent_text(ratio: Fraction | None, decimals: int = 1) -> str:
    """Return a share as text, rounded here and nowhere before."""
    return formats.MISSING if ratio is None else formats.percent(_exact(ratio), decimals)


def _exact(ratio: Fraction) -> Decimal:
    return Decimal(100 * ratio.numerator) / Decimal(ratio.denominator)


def of_text(count: Count) -> str:
    return f"{formats.number(count.have, 0)} / {formats.number(count.of, 0)}" if count.of else ""


def span_text(span: Span) -> str:
    parts = [f"{formats.day(span.first)} – {formats.day(span.last)}"]
    parts += [str(one) for one in (span.pillar, span.cycle) if one is not None]
    return ", ".join(parts)


def percent_cell(ratio: Fraction | None) -> Decimal | None:
    return None if ratio is None else round(_exact(ratio), 2)


def weight_rows(held: ParticipationRule, found: Participation) -> list[dict[str, str]]:
    """Return each criterion with its weight, the overall rate and how strongly members are drawn to it, in words."""
    rows = []
    for one in found.criteria:
        strength = found.overall[one].strength
        if found.overall[one].count.ratio is None:
            drawn = _("nobody has anything that counts")
        elif strength is None:
            drawn = _("members differ no more than by chance, so all count alike")
        else:
            drawn = _("weighs as much as %(count)s items of one's own") % {"count": formats.number(_two(strength), 1)}
        rows.append(
            {
                "label": str(one.label),
                "weight": formats.number(held.weights.get(one.value, 0), 0),
                "overall": percent_text(found.overall[one].count.ratio),
                "drawn": drawn,
            }
        )
    return rows


def _two(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def rule_text(held: ParticipationRule, criteria: Sequence[Criterion]) -> str:
    weights = ", ".join(f"{one.label} {held.weights.get(one.value, 0)}" for one in criteria)
    return _("Version %(version)s: %(weights)s") % {"version": held.version, "weights": weights}


def rule_row(held: ParticipationRule) -> dict[str, Any]:
    return {"rule": held, "weights": rule_text(held, list(Criterion))}
