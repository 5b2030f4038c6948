"""The catalogues of standard indicators, and which of ours answer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from serambi.apps.indicators.models import Indicator, StandardIndicator

SORTS = {
    "code": ("framework__name", "code"),
    "name": ("name", "framework__name"),
    "group": ("group", "framework__name", "code"),
}


@dataclass(frozen=True, slots=True)
class WantedStandards:
    """What a person looks for; what is empty does not narrow. answered: `yes`, `no` or ""."""

    text: str = ""
    framework: int | None = None
    group: str = ""
    answered: str = ""
    sort: str = ""


def standard_list(user: Any, wanted: WantedStandards) -> QuerySet[StandardIndicator]:
    """Return standard indicators, each with `ours`: the indicators that answer it and that the person may see."""
    visible = Indicator.objects.visible_to(user).active().order_by("name")
    found = (
        StandardIndicator.objects.select_related("framework")
        .prefetch_related(Prefetch("indicators", queryset=visible, to_attr="ours"))
        .annotate(is_answered=Exists(visible.filter(standards=OuterRef("pk"))))
    )
    for word in wanted.text.split():
        found = found.filter(
            Q(code__icontains=word) | Q(name__icontains=word) | Q(note__icontains=word) | Q(group__icontains=word)
        )
    if wanted.framework is not None:
        found = found.filter(framework_id=wanted.framework)
    if wanted.group:
        found = found.filter(group=wanted.group)
    if wanted.answered:
        found = found.filter(is_answered=wanted.answered == "yes")
    order = SORTS.get(wanted.sort.removeprefix("-"), SORTS["code"])
    return found.order_by(*(f"-{name}" for name in order) if wanted.sort.startswith("-") else order)


def count_answered(found: QuerySet[StandardIndicator], user: Any) -> int:
    """Return how many of these standard indicators are answered by one of ours."""
    visible = Indicator.objects.visible_to(user).active()
    return found.order_by().filter(Exists(visible.filter(standards=OuterRef("pk")))).count()


def groups() -> list[str]:
    """Return the groups that occur, in order."""
    found = StandardIndicator.objects.exclude(group="").order_by("group").values_list("group", flat=True)
    return list(found.distinct())
