"""Helping to write a formula: what it says and gives while one types, and what may stand at the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from serambi.apps.indicators import permissions
from serambi.apps.indicators.compute.preview import Preview, preview
from serambi.apps.indicators.labels import OPTION_KINDS
from serambi.apps.indicators.models import Constant, Indicator
from serambi.apps.indicators.queries import objects
from serambi.apps.indicators.queries.definitions import definitions
from serambi.apps.observations.models import FrequencyChoice, Series
from serambi.methods.formula.completion import OptionKind, complete
from serambi.methods.formula.errors import FormulaError
from serambi.methods.periods import Frequency
from serambi.ui.doors import refuse_unless

MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong with a formula. before, wrong, after: its text around the place, "" where there is no place."""

    sentence: str
    start: int | None = None
    end: int | None = None
    before: str = ""
    wrong: str = ""
    after: str = ""


@require_POST
def formula_check(request: HttpRequest) -> HttpResponse:
    """Answer with what a formula says and gives on real figures, or with what is wrong with it; nothing is saved."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    return render(request, "indicators/_formula_output.html", checked_context(request.POST))


def checked_context(given: Any) -> dict[str, Any]:
    """Return what the output of the editor shows for a form as it stands."""
    text = given.get("formula", "")
    if not text.strip():
        return {"is_empty": True}
    result = _checked(
        text,
        unit=given.get("unit", "").strip(),
        name=given.get("code", "").strip() or None,
        frequency=given.get("frequency", ""),
    )
    if isinstance(result, Refused):
        return {"refused": result}
    try:
        decimals = min(max(int(given.get("decimals", 1)), 0), 6)
    except ValueError:
        decimals = 1
    return {"preview": result, "decimals": decimals, "unit": given.get("unit", "").strip() or result.unit or ""}


def _checked(text: str, *, unit: str, name: str | None, frequency: str) -> Preview | Refused:
    known, region = definitions(), objects.home_region()
    language = get_language() or "id"
    try:
        # While no unit is written yet, the formula says what it is.
        found = known.check(text, unit=unit or None, name=name)
    except FormulaError as error:
        return _refused(text, error, language)
    if region is None:
        return Refused("")
    chosen = Frequency(frequency) if frequency in FrequencyChoice.values else Frequency.QUARTER
    return preview(known, found, frequency=chosen, region=region, language=language)


def _refused(text: str, error: FormulaError, language: str) -> Refused:
    sentence, place = error.in_language(language), error.position
    if place is None:
        return Refused(sentence)
    return Refused(
        sentence, place.start, place.end, text[: place.start], text[place.start : place.end], text[place.end :]
    )


@require_safe
def formula_complete(request: HttpRequest) -> JsonResponse:
    """Answer with what may stand at the end of `?q=`, the best first."""
    refuse_unless(permissions.can_manage_indicators(request.user))
    text = request.GET.get("q", "")[-200:]
    language = get_language() or "id"
    archived = set(Series.objects.filter(archived_at__isnull=False).values_list("code", flat=True))
    found = complete(text, len(text), definitions().catalog, names=_names())
    options = [option for option in found.options if option.insert not in archived][:MOST_OPTIONS]
    return JsonResponse(
        [
            {
                "text": text[found.start :],
                # The editor puts the cursor behind an opened bracket.
                "insert": option.insert.removesuffix(")") if option.kind is OptionKind.FUNCTION else option.insert,
                "label": option.insert if option.kind in _NAMED else option.label,
                "detail": _detail(option.label, option.insert, option.indonesian, option.english, language)
                if option.kind in _NAMED
                else (option.indonesian if language == "id" else option.english),
                "kind": str(OPTION_KINDS[option.kind.value]),
            }
            for option in options
        ],
        safe=False,
    )


_NAMED = frozenset({OptionKind.SERIES, OptionKind.INDICATOR, OptionKind.CONSTANT})


def _detail(label: str, insert: str, indonesian: str, english: str, language: str) -> str:
    about = indonesian if language == "id" else english
    return ", ".join(part for part in (label if label != insert else "", about) if part)


def _names() -> dict[str, str]:
    names: dict[str, str] = {series.code: series.display_name for series in Series.objects.all()}
    names |= {indicator.code: indicator.display_name for indicator in Indicator.objects.active()}
    return names | {constant.code: constant.name for constant in Constant.objects.all()}
