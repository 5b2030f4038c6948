"""One program as it read in a version, laid out for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from serambi.apps.plans import texts
from serambi.apps.plans.models import Support
from serambi.apps.plans.version_words import (
    Naming,
    column_label,
    path_label,
    period_text,
    target_text,
    value_text,
)

Fact = tuple[str, str]

_FACTS = (
    "code", "name_en", "pillar", "sub_dimension", "lead", "horizon", "is_quick_win", "starts_on", "ends_on", "weight",
    "strategy", "missions", "locations", "sipd_year", "sipd_code", "source",
)  # fmt: skip
_OF_ACTIVITY = ("code", "organization", "starts_on", "ends_on", "locations", "waits_for", "sipd_year", "sipd_code")


@dataclass(frozen=True, slots=True)
class CeilingText:
    """The money of one year and source of fund."""

    year: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ActivityText:
    name: str
    facts: tuple[Fact, ...]
    milestones: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class IndicatorText:
    name: str
    targets: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ProgramText:
    """Everything that a version says about a program, in words."""

    name: str
    description: str
    is_illustration: bool
    facts: tuple[Fact, ...]
    participants: tuple[Fact, ...]
    ceilings: tuple[CeilingText, ...]
    total: Decimal | None
    activities: tuple[ActivityText, ...]
    indicators: tuple[IndicatorText, ...]


def program_text(document: Mapping[str, Any], naming: Naming) -> ProgramText:
    """Return a program's document in words; what it does not say is left out."""
    flat = texts.flat_program(document)
    paths = [path for path in flat if path[0] == "budget"]
    amounts = [Decimal(flat[path]) for path in paths]
    return ProgramText(
        name=document["name"],
        description=document["description"],
        is_illustration=document["is_illustration"],
        facts=tuple(
            (column_label(name), value_text((name,), flat[(name,)], naming)) for name in _FACTS if (name,) in flat
        ),
        participants=tuple(
            (str(Support(path[0]).label), _participant(path, value, naming))
            for path, value in flat.items()
            if path[0] in Support.values
        ),
        ceilings=tuple(
            CeilingText(path[1], path_label(path, naming, flat), amount)
            for path, amount in zip(paths, amounts, strict=True)
        ),
        total=sum(amounts, Decimal(0)) if amounts else None,
        activities=tuple(_activity(one, flat, naming) for one in document["activities"]),
        indicators=tuple(
            IndicatorText(
                one["name"],
                tuple(
                    (period_text(period), target_text(f"{value} {one['unit']}".strip()))
                    for period, value in one["targets"].items()
                ),
            )
            for one in document["indicators"]
        ),
    )


def _participant(path: texts.Path, value: str, naming: Naming) -> str:
    name = value_text(("organization",), path[1], naming)
    return name if value == "+" else f"{name}: {value}"


def _activity(activity: Mapping[str, Any], flat: texts.Flat, naming: Naming) -> ActivityText:
    paths = [("activity", str(activity["key"]), name) for name in _OF_ACTIVITY]
    facts = tuple((column_label(path[2]), value_text(path, flat[path], naming)) for path in paths if path in flat)
    milestones = tuple((one["name"], value_text(("due_on",), one["due_on"], naming)) for one in activity["milestones"])
    return ActivityText(activity["name"], facts, milestones)
